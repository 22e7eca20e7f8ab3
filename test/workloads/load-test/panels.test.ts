import { describeWithPromtool, type InputSeries } from '../../mixins/support/promtool';
import { CADVISOR, complaints, DATABASE, fromTwo, OWN, query, series, STATE } from './load-test-queries';

describeWithPromtool('a panel of the load test', () => {
  test('shows the share of failed requests, and 0 while nobody buys', () => {
    const requests = (code: number, growth: number): InputSeries =>
      series('http_requests_total', `${OWN}, pod="a", code="${code}"`, `0+${growth}x40`);

    expect(complaints(query('Error share'), [requests(200, 75), requests(503, 25)], { '{}': 0.25 })).toBe('');
    expect(complaints(query('Error share'), [requests(200, 75)], { '{}': 0 })).toBe('');
    expect(complaints(query('Error share'), [requests(200, 0)], { '{}': 0 })).toBe('');
    expect(complaints(query('Error share'), [], { '{}': 0 })).toBe('');
  });

  test('shows requests by status, and none before the first one', () => {
    const requests = series('http_requests_total', `${OWN}, pod="a", code="200"`, '0+30x40');

    expect(complaints(query('Requests by status'), [requests], { '{code="200"}': 1 })).toBe('');
    expect(complaints(query('Requests by status'), [], { '{code="none"}': 0 })).toBe('');
  });

  test('shows 0 errors of each pod that answers', () => {
    const input = [
      series('http_requests_total', `${OWN}, pod="a", code="200"`, '0+30x40'),
      series('http_requests_total', `${OWN}, pod="b", code="200"`, '0+30x40'),
      series('http_requests_total', `${OWN}, pod="b", code="500"`, '0+60x40'),
    ];

    expect(complaints(query('Errors by pod'), input, { '{pod="a"}': 0, '{pod="b"}': 2 })).toBe('');
  });

  test('shows how many of the wanted pods are ready, never more than all', () => {
    const pods = (ready: number, wanted: number): InputSeries[] => [
      series('kube_deployment_status_replicas_ready', `${STATE}, deployment="stock-service"`, `${ready}+0x40`),
      series('kube_deployment_spec_replicas', `${STATE}, deployment="stock-service"`, `${wanted}+0x40`),
    ];

    expect(complaints(query('Pods ready of desired'), pods(3, 4), { '{}': 0.75 })).toBe('');
    expect(complaints(query('Pods ready of desired'), pods(4, 2), { '{}': 1 })).toBe('');
    expect(complaints(query('Pods ready of desired'), pods(0, 0), { '{}': 0 })).toBe('');
  });

  test('shows a latency of 0 while nobody buys, and none before anyone ever did', () => {
    const requests = (growth: number): InputSeries[] => [
      ...['0.5', '1', '+Inf'].map((le) =>
        series('http_request_duration_seconds_bucket', `${OWN}, pod="a", le="${le}"`, `0+${growth}x40`),
      ),
      series('http_request_duration_seconds_count', `${OWN}, pod="a"`, `0+${growth}x40`),
    ];

    expect(complaints(query('Latency, p95'), requests(30), { '{}': 0.475 })).toBe('');
    for (const [title, refId] of [
      ['Latency, p95', 'A'],
      ['Latency', 'A'],
      ['Latency', 'B'],
      ['Latency', 'C'],
    ] as const) {
      expect(complaints(query(title, refId), requests(0), { '{}': 0 })).toBe('');
      expect(complaints(query(title, refId), [], {})).toBe('');
    }
  });

  test('shows a mean time of 0 while nobody buys', () => {
    const times = (metric: string, labels: string, seconds: number, requests: number): InputSeries[] => [
      series(`${metric}_sum`, labels, `0+${seconds}x40`),
      series(`${metric}_count`, labels, `0+${requests}x40`),
    ];
    const atTraefik = (seconds: number, requests: number): InputSeries[] =>
      times(
        'traefik_service_request_duration_seconds',
        'job="traefik", service="timedeal-stock-service-80@kubernetes"',
        seconds,
        requests,
      );
    const inService = (seconds: number, requests: number): InputSeries[] =>
      times('http_request_duration_seconds', `${OWN}, pod="a"`, seconds, requests);
    const title = 'Time at Traefik and in the service';

    expect(complaints(query(title, 'A'), atTraefik(15, 30), { '{}': 0.5 })).toBe('');
    expect(complaints(query(title, 'A'), atTraefik(0, 0), { '{}': 0 })).toBe('');
    expect(complaints(query(title, 'B'), inService(15, 30), { '{}': 0.5 })).toBe('');
    expect(complaints(query(title, 'B'), inService(0, 0), { '{}': 0 })).toBe('');
  });

  test('shows that all is found in memory while nothing is read', () => {
    const blocks = (hit: number, read: number): InputSeries[] => [
      series('pg_stat_database_blks_hit', `${DATABASE}, datname="timedeal"`, `0+${hit}x40`),
      series('pg_stat_database_blks_read', `${DATABASE}, datname="timedeal"`, `0+${read}x40`),
    ];

    expect(complaints(query('Cache hits'), blocks(75, 25), { '{}': 0.75 })).toBe('');
    expect(complaints(query('Cache hits'), blocks(0, 0), { '{}': 1 })).toBe('');
  });

  test('counts the restarts within the time range, once where two kube-state-metrics run', () => {
    const restarts = (pod: string, uid: string, values: string): InputSeries =>
      series('kube_pod_container_status_restarts_total', `${STATE}, pod="${pod}", uid="${uid}", container="c"`, values);
    const input = fromTwo([
      restarts('a', '1', '7x5 8x36'),
      restarts('b', '2', '9x40'),
      // within a minute of the end of the range, and more than one
      restarts('c', '3', '0x17 3x20'),
      // gone since, and back under its name
      restarts('postgres-0', '4', '2x6 4x3 stale'),
      restarts('postgres-0', '5', '_x12 0x30'),
    ]);

    expect(complaints(query('Restarts and OOM kills'), input, { '{}': 6 })).toBe('');
    expect(complaints(query('Restarts and OOM kills'), [], { '{}': 0 })).toBe('');
  });

  test('compares the busiest pod with what it asks for', () => {
    const cpu = (pod: string, growth: number): InputSeries =>
      series(
        'container_cpu_usage_seconds_total',
        `${CADVISOR}, container="stock-service", pod="${pod}"`,
        `0+${growth}x40`,
      );
    const request = series(
      'kube_pod_container_resource_requests',
      `${STATE}, container="stock-service", pod="a", resource="cpu"`,
      '0.1+0x40',
    );

    expect(complaints(query('Busiest pod, CPU of request'), [cpu('a', 1.5), cpu('b', 6), request], { '{}': 2 })).toBe(
      '',
    );
    // scaled to none
    expect(complaints(query('Busiest pod, CPU of request'), [], { '{}': 0 })).toBe('');
  });

  test('shows the CPU that the HPA sees and its target on one scale', () => {
    const metric = (name: string, type: string, value: number): InputSeries =>
      series(
        `kube_horizontalpodautoscaler_${name}_target_metric`,
        `${STATE}, horizontalpodautoscaler="stock-service", metric_name="cpu", metric_target_type="${type}"`,
        `${value}+0x40`,
      );
    const input = [
      metric('status', 'utilization', 140),
      metric('status', 'average', 0.14),
      metric('spec', 'utilization', 70),
    ];

    expect(complaints(query('CPU that the HPA sees', 'A'), input, { '{}': 1.4 })).toBe('');
    expect(complaints(query('CPU that the HPA sees', 'B'), input, { '{}': 0.7 })).toBe('');
  });

  test('counts the sessions that wait for a lock, and shows 0 when none does', () => {
    const sessions = (event: string, count: number): InputSeries =>
      series('pg_stat_activity_count', `${DATABASE}, state="active", wait_event_type="${event}"`, `${count}+0x40`);
    const tuple = series(
      'pg_stat_activity_count',
      `${DATABASE}, state="active", wait_event_type="Lock", wait_event="tuple"`,
      '1+0x40',
    );

    expect(complaints(query('Waiting for locks'), [sessions('Lock', 38), tuple], { '{}': 39 })).toBe('');
    expect(complaints(query('Waiting for locks'), [sessions('Client', 5)], { '{}': 0 })).toBe('');
  });
});
