import { Duration } from 'cdk8s';
import { goMemoryLimit, imageReference } from '../../core/component';
import type { BoundCredentials } from '../../core/credentials';
import { IMAGES } from '../../core/images';
import { type k8s } from '../../core/k8s';
import { httpProbe } from '../../core/probes';
import { ComputeResources } from '../../core/resources';
import { restrictedContainer } from '../../core/security';

/** Name of the exporter's container, which Prometheus writes as the label `container`. */
export const EXPORTER_CONTAINER = 'postgres-exporter';

/** Which database the exporter asks, and as whom. */
export interface PostgresExporterOptions {
  readonly port: number;
  readonly databaseName: string;
  readonly credentials: BoundCredentials;
  readonly imageRegistry?: string;
}

const DEFAULTS = {
  // measured: 20 MiB and 5 ms of CPU for each scrape
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '24Mi', memoryLimit: '64Mi' }),
  // below the 10 seconds after which Prometheus gives up: a database that hangs is then shown as down, not the exporter
  collectionTimeout: '9s',
};

const PORT = { name: 'metrics', number: 9187 };

/**
 * Collectors that are on by default and that no panel or alert reads. Without them the exporter shows 179 series instead of
 * 549: sessions by state (`stat_activity`) and the counters of each database (`stat_database`).
 *
 * https://github.com/prometheus-community/postgres_exporter/blob/v0.20.1/README.md
 */
const UNUSED_COLLECTORS = [
  ...['database', 'locks', 'replication', 'replication_slots', 'roles', 'settings', 'stat_archiver', 'stat_bgwriter'],
  ...['stat_progress_vacuum', 'stat_replication', 'stat_user_tables', 'statio_user_tables', 'wal'],
];

/** The exporter beside the server, which it asks over the loopback address of their pod. */
export function postgresExporter(options: PostgresExporterOptions): k8s.Container {
  const { port, databaseName, credentials } = options;
  return {
    name: EXPORTER_CONTAINER,
    image: imageReference(IMAGES.postgresExporter, options),
    args: [
      '--disable-default-metrics',
      `--collection-timeout=${DEFAULTS.collectionTimeout}`,
      ...UNUSED_COLLECTORS.map((name) => `--no-collector.${name}`),
    ],
    env: [
      // the image serves no TLS, and nothing leaves the pod
      { name: 'DATA_SOURCE_URI', value: `127.0.0.1:${port}/${databaseName}?sslmode=disable` },
      credentials.usernameVariable('DATA_SOURCE_USER'),
      credentials.passwordVariable('DATA_SOURCE_PASS'),
      ...goMemoryLimit(DEFAULTS.resources),
    ],
    ports: [{ name: PORT.name, containerPort: PORT.number }],
    resources: DEFAULTS.resources._toKube(),
    securityContext: restrictedContainer(),
    // no readiness probe: an exporter that hangs must not take the database from its clients. `/` asks the exporter alone,
    // `/metrics` would ask the database
    livenessProbe: httpProbe(PORT.name, '/', {
      period: Duration.seconds(30),
      timeout: Duration.seconds(5),
      failures: 3,
    }),
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}
