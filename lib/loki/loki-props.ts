import type { Duration } from 'cdk8s';
import type { ComponentProps } from '../core/component';
import type { Storage } from '../core/storage';
import type { LokiSchemaPeriod } from './loki-schema';

/** How Loki keeps logs, and how it runs. */
export interface LokiProps extends ComponentProps {
  /**
   * How long log lines are kept; they are deleted some two hours later. At least 24 hours, the length of one index
   * table.
   *
   * There is no bound by size: choose it so that the volume holds that much. Key `limits_config.retention_period`,
   * together with what makes the compactor act on it.
   *
   * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
   * @default Duration.days(7)
   */
  readonly retention?: Duration;
  /**
   * Where logs are kept. Kubernetes does not change the claims of a StatefulSet: to change it later, see
   * docs/upgrading.md.
   *
   * @default Storage.persistent(Size.gibibytes(10))
   */
  readonly storage?: Storage;
  /**
   * How index and chunks are written, from which day on; the days must increase.
   *
   * @default [new LokiSchemaPeriod('2024-01-01')]
   */
  readonly schemaPeriods?: LokiSchemaPeriod[];
  /**
   * How much is accepted, in MB a second, and twice that in a burst; above it agents are told to wait (429). A whole
   * number of at least 1. Key `limits_config.ingestion_rate_mb`.
   *
   * @default 16
   */
  readonly ingestionRateMb?: number;
  /**
   * How many streams, sets of labels, may be open at once; lines of further ones are refused (429). A whole number of
   * at least 1. Each costs memory. Key `limits_config.max_global_streams_per_user`.
   *
   * @default 5000
   */
  readonly maxStreams?: number;
  /**
   * Name of a ConfigMap, kept by someone else, whose files hold recording and alerting rules in LogQL. It need not
   * exist; once it does, its rules are evaluated and shown in Grafana's list of alert rules.
   *
   * @see https://grafana.com/docs/loki/latest/alert/
   * @default - the name of this component, followed by '-rules'
   */
  readonly rulesConfigMap?: string;
  /**
   * Keys of Loki's own configuration that no prop of this library sets, such as
   * `{ ruler: { alertmanager_url: 'http://alertmanager:9093' } }`. Maps are merged with ours; keys and values are passed on
   * as they are, and Loki does not start with a key that it does not know.
   *
   * No secrets: the output shows them in clear. Name files of a Secret, or variables: patch the StatefulSet to mount or set
   * them.
   *
   * Throws for a key that this library sets to another value, naming the prop for it where there is one; for a list where
   * this library has one; for a map without keys that would change nothing; for a password, and for what is no JSON.
   *
   * @see https://grafana.com/docs/loki/latest/configure/
   * @default - none
   */
  readonly extraConfig?: { [key: string]: any };
}
