import { SizeRoundingBehavior, type Duration, type Size } from 'cdk8s';
import type { ContainerImage } from '../core/container-image';
import { invalid, type Subject } from '../core/errors';
import { prometheusDuration } from '../core/units';

/** What is told to Prometheus by flags rather than in its configuration. */
export interface PrometheusFlags {
  readonly image: ContainerImage;
  readonly configFile: string;
  readonly dataPath: string;
  readonly port: number;
  readonly retention: Duration;
  readonly retentionSize: Size;
  readonly externalUrl: string;
  readonly enableLifecycle: boolean;
}

/**
 * The command line of Prometheus.
 *
 * Retention stands here and not in the configuration: versions before 3.8 do not know it there, and 3.8 to 3.10 keep
 * everything for a million times as long (prometheus/prometheus#18200). Flags mean the same in every version.
 *
 * @see https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
 */
export function prometheusArgs(subject: Subject, flags: PrometheusFlags): string[] {
  return [
    `--config.file=${flags.configFile}`,
    reloadFlag(subject, flags.image),
    `--storage.tsdb.path=${flags.dataPath}`,
    `--storage.tsdb.retention.time=${prometheusDuration(flags.retention)}`,
    `--storage.tsdb.retention.size=${prometheusSize(flags.retentionSize)}`,
    // no address: that of IPv6 as well
    `--web.listen-address=:${flags.port}`,
    `--web.external-url=${flags.externalUrl}`,
    // a path in the external URL must not move the probes
    '--web.route-prefix=/',
    ...(flags.enableLifecycle ? ['--web.enable-lifecycle'] : []),
  ];
}

/** A size as Prometheus reads it: its `MB` has 2^20 bytes. */
export function prometheusSize(size: Size): string {
  return `${size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR })}MB`;
}

/**
 * The flag by which Prometheus reloads changed configuration by itself: a feature since 3.0 that saw changes of rule files
 * from 3.4 on (prometheus/prometheus#16340), a flag since 3.12. An unknown flag stops it from starting.
 */
function reloadFlag(subject: Subject, image: ContainerImage): string {
  // a tag such as `main` tells no version and `v3` tells half of it: both are taken for the newest
  const [major = Infinity, minor = Infinity] = image.version?.split('.').map(Number) ?? [];
  if (major > 3 || (major === 3 && minor >= 12)) return '--config.auto-reload';
  if (major === 3 && minor >= 4) return '--enable-feature=auto-reload-config';
  return invalid(
    subject,
    'image',
    image.reference,
    'it must be Prometheus 3.4 or later: older versions do not reload changed rules by themselves',
  );
}
