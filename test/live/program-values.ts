import type { RecordedPrograms } from './recorded-programs';
import { LIFETIME } from './replay';

/** A panel of a dashboard, and what it must come to. */
export interface ProgramValue {
  readonly mixin: string;
  readonly job: string;
  readonly panel: string;
  readonly value: number;
}

/** The right answers, computed from the recordings without any query language. */
export function programValues(programs: RecordedPrograms): readonly ProgramValue[] {
  const sum = (job: string, family: string, matches: { readonly [label: string]: RegExp } = {}): number =>
    programs
      .recorded(job, family)
      .filter(({ labels }) => Object.entries(matches).every(([label, regex]) => regex.test(labels[label] ?? '')))
      .reduce((total, { value }) => total + value, 0);
  const perSecond = (...of: Parameters<typeof sum>): number => sum(...of) / LIFETIME;
  // what fails stands still in a replay
  const requests = (job: string): number => perSecond(job, 'http_requests_total', { code: /^[^5]/ });
  const limit = (container: RegExp, pod: RegExp): number =>
    sum('kube-state-metrics', 'kube_pod_container_resource_limits', { container, pod, resource: /^memory$/ });
  const ofSecond = (job: string, histogram: string): number =>
    programs
      .recorded(job, histogram)
      .filter(({ name }) => name.endsWith('_sum'))
      .reduce((total, { value }) => total + value / LIFETIME, 0);
  const pg = 'postgres-exporter-default';
  const xacts = ['commit', 'rollback'].map((end) => perSecond(pg, `pg_stat_database_xact_${end}`));
  return [
    { mixin: 'http', job: 'stock-service', panel: 'Requests a second', value: requests('stock-service') },
    { mixin: 'http-paths', job: 'nodejs', panel: 'Requests a second', value: requests('nodejs') },
    {
      mixin: 'http-paths',
      job: 'nodejs',
      panel: 'Refused requests',
      value: perSecond('nodejs', 'http_requests_total', { code: /^4/ }) / requests('nodejs'),
    },
    { mixin: 'http', job: 'stock-service', panel: 'Pods at work', value: 1 },
    { mixin: 'http', job: 'stock-service', panel: 'Failed requests', value: 0 },
    {
      mixin: 'nodejs',
      job: 'nodejs',
      panel: 'Event loop lag',
      value: sum('nodejs', 'nodejs_eventloop_lag_p99_seconds'),
    },
    { mixin: 'nodejs', job: 'nodejs', panel: 'Busiest pod', value: perSecond('nodejs', 'process_cpu_seconds_total') },
    {
      mixin: 'nodejs',
      job: 'nodejs',
      panel: 'Garbage collection',
      value: ofSecond('nodejs', 'nodejs_gc_duration_seconds'),
    },
    {
      mixin: 'nodejs',
      job: 'nodejs',
      panel: 'Memory of limit',
      value: sum('nodejs', 'process_resident_memory_bytes') / limit(/^stock-service$/, /zx2wv$/),
    },
    {
      mixin: 'jvm',
      job: 'jvm-micrometer',
      panel: 'Heap after collections',
      value: sum('jvm-micrometer', 'jvm_memory_usage_after_gc'),
    },
    {
      mixin: 'jvm',
      job: 'jvm-client',
      panel: 'Heap after collections',
      // 256 MiB, as it was started with
      value: sum('jvm-client', 'jvm_memory_pool_collection_used_bytes', { pool: /Old/ }) / 2 ** 28,
    },
    {
      mixin: 'jvm',
      job: 'jvm-micrometer',
      panel: 'Standing still',
      value: ofSecond('jvm-micrometer', 'jvm_gc_pause_seconds'),
    },
    {
      mixin: 'jvm',
      job: 'jvm-client',
      panel: 'Standing still',
      value: ofSecond('jvm-client', 'jvm_gc_collection_seconds'),
    },
    { mixin: 'jvm', job: 'jvm-micrometer', panel: 'Threads', value: sum('jvm-micrometer', 'jvm_threads_live_threads') },
    { mixin: 'jvm', job: 'jvm-client', panel: 'Threads', value: sum('jvm-client', 'jvm_threads_current') },
    {
      mixin: 'jvm',
      job: 'jvm-client',
      panel: 'Busiest pod',
      value: perSecond('jvm-client', 'process_cpu_seconds_total'),
    },
    { mixin: 'go', job: 'go', panel: 'Goroutines', value: sum('go', 'go_goroutines') },
    { mixin: 'go', job: 'go', panel: 'CPU of cores', value: perSecond('go', 'process_cpu_seconds_total') / 2 },
    {
      mixin: 'go',
      job: 'go',
      panel: 'Memory of limit',
      value: sum('go', 'process_resident_memory_bytes') / limit(/^postgres-exporter$/, /./),
    },
    {
      mixin: 'go',
      job: 'go',
      panel: 'Files of maximum',
      value: sum('go', 'process_open_fds') / sum('go', 'process_max_fds'),
    },
    {
      mixin: 'postgres',
      job: pg,
      panel: 'Connections of maximum',
      value: sum(pg, 'pg_stat_database_numbackends') / sum(pg, 'pg_settings_max_connections'),
    },
    { mixin: 'postgres', job: pg, panel: 'Transactions', value: xacts.reduce((a, b) => a + b) },
    { mixin: 'postgres', job: pg, panel: 'Server', value: 1 },
    ...['nodejs', 'go'].map((job) => ({ mixin: job, job, panel: 'Restarts, last hour', value: 0 })),
  ];
}
