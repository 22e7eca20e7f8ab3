import type { Duration, Size } from 'cdk8s';
import type { ComponentProps } from '../core/component';
import type { Storage } from '../core/storage';
import type { RuleGroup } from '../model/rule-group';
import type { ScrapeTarget } from '../model/scrape-target';
import type { PrometheusDiscovery } from './discovery-sidecars';

/** How Prometheus keeps, scrapes and evaluates. */
export interface PrometheusProps extends ComponentProps {
  /**
   * How long samples are kept.
   *
   * At least 2 hours, the length of one block. Blocks are deleted as a whole, so that the disk holds some hours more. Flag
   * `--storage.tsdb.retention.time`.
   *
   * @see https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
   * @default Duration.hours(6)
   */
  readonly retention?: Duration;
  /**
   * How much is kept at most: above it the oldest blocks are deleted, however young they are.
   *
   * At most 80 % of the storage: the rest is for the blocks that are being written. A full disk stops Prometheus, and keeps
   * it from starting again. Flag `--storage.tsdb.retention.size`.
   *
   * @default - 80 % of the storage
   */
  readonly retentionSize?: Size;
  /**
   * Where samples are kept; at least 512 MiB. Kubernetes does not change the claims of a StatefulSet: to change it later, see
   * docs/upgrading.md.
   *
   * @default Storage.persistent(Size.gibibytes(8))
   */
  readonly storage?: Storage;
  /**
   * How often targets are scraped that say nothing of their own; 1 second to 2 minutes. Key `global.scrape_interval`.
   *
   * @default Duration.seconds(30)
   */
  readonly scrapeInterval?: Duration;
  /**
   * How often rules are evaluated whose group says nothing of its own; 1 second to 2 minutes. Key
   * `global.evaluation_interval`.
   *
   * @default Duration.seconds(30)
   */
  readonly evaluationInterval?: Duration;
  /**
   * Above so many samples a scrape fails as a whole, unless its target has a limit of its own. Key `global.sample_limit`.
   *
   * @default 100000
   */
  readonly sampleLimit?: number;
  /**
   * Above so many bytes a scrape fails as a whole: Prometheus reads it into memory before it looks at it. At least 1 MiB.
   * Key `global.body_size_limit`.
   *
   * @default Size.mebibytes(64)
   */
  readonly bodySizeLimit?: Size;
  /**
   * The URL that links in alerts begin with: `https://prometheus.corp.example`. A proxy that serves Prometheus below a path
   * must take the path off. Flag `--web.external-url`.
   *
   * @default - the URL of its Service
   */
  readonly externalUrl?: string;
  /**
   * Labels that tell this Prometheus from others where samples or alerts leave it. Queries do not show them. Key
   * `global.external_labels`.
   *
   * @default - none
   */
  readonly externalLabels?: { [name: string]: string };
  /**
   * Whether everyone who reaches Prometheus may reload and stop it over HTTP. Flag `--web.enable-lifecycle`.
   *
   * @default false
   */
  readonly enableLifecycle?: boolean;
  /**
   * What is scraped from the beginning; `addScrapeTarget` adds more.
   *
   * @default - nothing
   */
  readonly scrapeTargets?: ScrapeTarget[];
  /**
   * What is evaluated from the beginning; `addRuleGroup` adds more.
   *
   * @default - nothing
   */
  readonly ruleGroups?: RuleGroup[];
  /**
   * Whether Prometheus also reads scrape jobs and rules from ConfigMaps that other apps make, as `PlgStack.fromExisting` does.
   *
   * @default PrometheusDiscovery.none()
   */
  readonly discovery?: PrometheusDiscovery;
  /**
   * Keys of `prometheus.yml` that no prop of this library sets, such as
   * `{ alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] } }` or `remote_write`. Maps are
   * merged with ours; keys and values are passed on as they are, and Prometheus does not start with a key that it does not
   * know. Together with the first scrape jobs they must fit into one ConfigMap.
   *
   * No secrets: the output shows them in clear. Name files of a Secret (`password_file`, `credentials_file`), and patch the
   * StatefulSet to mount them.
   *
   * Throws for a key that this library sets to another value, naming the prop for it where there is one; for lists of this
   * library such as `scrape_configs` and `rule_files`; for a map without keys that would change nothing; for a password, for a
   * URL of `remote_write` or `remote_read` that is none, and for what is no JSON.
   *
   * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
   * @default - none
   */
  readonly extraConfig?: { [key: string]: any };
}
