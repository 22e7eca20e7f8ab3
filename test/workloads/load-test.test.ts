import { Chart } from 'cdk8s';
import { Credentials } from '../../lib/core/credentials';
import { NAMESPACE_PODS, POD } from '../../lib/mixins/kubernetes/dashboards';
import type { Dashboard } from '../../lib/model/dashboard';
import { Timedeal } from '../../lib/workloads/timedeal/timedeal';
import { TimedealMixin } from '../../lib/workloads/timedeal/timedeal-mixin';
import { describeWithPromtool, testRules, type InputSeries } from '../mixins/support/promtool';
import { everythingOf, panelsOf, type Panel } from '../mixins/support/queries';
import { testApp } from '../support/manifests';

function loadTest(): Dashboard {
  const chart = new Chart(testApp(), 'shop', { namespace: 'timedeal' });
  const shop = new Timedeal(chart, 'Timedeal', { databaseCredentials: Credentials.fromSecret('timedeal-db') });
  const [dashboard] = new TimedealMixin(shop).dashboards;
  if (dashboard === undefined) throw new Error('the mixin has no dashboard');
  return dashboard;
}

const dashboard = loadTest();
const model = dashboard._model();
const annotations = (model['annotations'] as { list: { name: string; expr: string; titleFormat: string }[] }).list;

function panel(title: string): Panel {
  const found = panelsOf(dashboard).find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no panel '${title}'`);
  return found;
}

function query(title: string, refId = 'A'): string {
  const target = panel(title).targets?.find((one) => one.refId === refId);
  if (target === undefined) throw new Error(`the panel '${title}' has no query ${refId}`);
  return target.expr;
}

/** The links on the series or rows of a panel. */
function linksOf({ fieldConfig }: Panel): { title: string; url: string }[] {
  const overrides = (fieldConfig?.overrides ?? []) as unknown as { properties: { id: string; value: any }[] }[];
  const ofColumns = overrides.flatMap(({ properties }) => properties.filter(({ id }) => id === 'links'));
  return [...((fieldConfig?.defaults['links'] ?? []) as any[]), ...ofColumns.flatMap(({ value }) => value)];
}

// what every dashboard must hold is in test/mixins/dashboards.test.ts
describe('the dashboard Timedeal load test', () => {
  test('asks each question of the guide in the heading of a row', () => {
    const headings = everythingOf(dashboard).filter(({ type }) => type === 'row');

    expect(headings.map(({ title }) => title)).toEqual([
      'What did the load test change?',
      'Does the HPA work?',
      'Which pod burns CPU?',
      'Why did the pod die?',
      'Is it the database?',
      'What do buyers get?',
      'What do the pods say?',
    ]);
  });

  test('leads from a pod to its logs and to its own dashboard', () => {
    const links = linksOf(panel('CPU by pod'));
    const filled = links.map(({ title, url }) => [
      title,
      url
        .replace('${__field.labels.pod}', 'stock-service-1')
        .replace('${__from}', '1000')
        .replace('${__to}', '2000')
        .replace('${datasource:queryparam}', 'var-datasource=prometheus')
        .replace('${__url_time_range}', 'from=1000&to=2000'),
    ]);
    const [logs = '', metrics = ''] = ['Logs of the pod', 'Metrics of the pod'].map(
      (title) => new Map(filled as [string, string][]).get(title) ?? '',
    );

    const panes = JSON.parse(new URL(logs, 'http://localhost').searchParams.get('panes') ?? '');
    expect(panes.logs.queries[0].expr).toBe('{namespace="timedeal", pod="stock-service-1"}');
    const { pathname, searchParams } = new URL(metrics, 'http://localhost');
    expect(pathname).toBe(`/d/${POD.uid}`);
    expect([searchParams.get('var-namespace'), searchParams.get('var-pod')]).toEqual(['timedeal', 'stock-service-1']);
  });

  test('leads to the pods of the namespace, as the mixin of Kubernetes shows them', () => {
    const links = model['links'] as { title: string; url: string }[];
    const url = links.find(({ title }) => title === 'Pods of the namespace')?.url ?? '';

    expect(url).toContain(`/d/${NAMESPACE_PODS.uid}?`);
    expect(url).toContain('var-namespace=timedeal');
  });

  test('leads from the row of a container that ended to the logs of its pod', () => {
    const [link] = linksOf(panel('Containers and how they ended last'));

    expect(link?.title).toBe('Logs of the pod');
    expect(link?.url).toContain('${__value.text}');
  });

  test('counts the lines that the guide looks for, and 0 when there are none', () => {
    expect(query('[Reserve] lines')).toBe('sum(rate({namespace="timedeal"} |= "[Reserve]" [$__auto])) or vector(0)');
  });

  test.each(['{"level":"error"}', 'ERROR:  deadlock detected', 'panic: nil', 'FATAL:  too many connections'])(
    'finds the error in %s',
    (line) => {
      const pattern = /\|~ "\(\?i\)(.*)"$/.exec(query('Errors'))?.[1] ?? '';

      expect(line).toMatch(new RegExp(pattern, 'i'));
    },
  );

  test('searches for what is typed as it stands, be it a bracket or a quote', () => {
    const filled = query('All lines').replace('$search', '[Reserve] "product_id":1');

    expect(filled).toBe('{namespace="timedeal"} |= `[Reserve] "product_id":1`');
  });
});

const STATE = 'job="kube-state-metrics", namespace="timedeal"';
const OWN = 'namespace="timedeal", container="stock-service"';
const DATABASE = 'namespace="timedeal", container="postgres-exporter", pod="postgres-0"';
const CADVISOR = 'job="kubelet", metrics_path="/metrics/cadvisor", namespace="timedeal"';

function series(metric: string, labels: string, values: string): InputSeries {
  return { series: `${metric}{${labels}}`, values };
}

/** What promtool complains of when a query is evaluated after 10 minutes. */
function complaints(
  expr: string,
  input_series: readonly InputSeries[],
  expected: { readonly [labels: string]: number },
): string {
  const filled = expr.replaceAll('$__rate_interval', '2m').replaceAll('$__range', '8m').replaceAll('$cluster', '');
  const exp_samples = Object.entries(expected).map(([labels, value]) => ({ labels, value }));
  const promql_expr_test = [{ expr: filled, eval_time: '10m', exp_samples }];
  return testRules([], [{ interval: '30s', input_series, promql_expr_test }]);
}

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
  });

  test('counts the restarts within the time range, once where two kube-state-metrics run', () => {
    const restarts = (pod: string, instance: string, values: string): InputSeries =>
      series(
        'kube_pod_container_status_restarts_total',
        `${STATE}, pod="${pod}", container="c", instance="${instance}"`,
        values,
      );
    const input = [
      restarts('a', '1', '7+0x4 8+0x36'),
      restarts('a', '2', '7+0x4 8+0x36'),
      restarts('b', '1', '9+0x40'),
    ];

    expect(complaints(query('Restarts and OOM kills'), input, { '{}': 1 })).toBe('');
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

  test('says how each container ended, and has a row for those that never did', () => {
    const title = 'Containers and how they ended last';
    const killed = `${STATE}, pod="a", container="c"`;
    const input = [
      series('kube_pod_container_status_restarts_total', killed, '1+0x40'),
      series('kube_pod_container_status_last_terminated_reason', `${killed}, reason="OOMKilled"`, '1+0x40'),
      series('kube_pod_container_status_last_terminated_exitcode', killed, '137+0x40'),
      series('kube_pod_container_status_restarts_total', `${STATE}, pod="b", container="c"`, '0+0x40'),
    ];

    const reasons = { '{pod="a", container="c", reason="OOMKilled"}': 1, '{pod="b", container="c", reason="-"}': 0 };
    expect(complaints(query(title, 'E'), input, reasons)).toBe('');
    const codes = { '{pod="a", container="c"}': 137, '{pod="b", container="c"}': -1 };
    expect(complaints(query(title, 'B'), input, codes)).toBe('');
  });

  test('shows the highest memory of the time range, not that of now', () => {
    const container = 'pod="a", container="c"';
    const input = [
      series('container_memory_working_set_bytes', `${CADVISOR}, ${container}`, '10+0x10 95+0x2 10+0x30'),
      series('kube_pod_container_resource_limits', `${STATE}, ${container}, resource="memory"`, '100+0x40'),
    ];

    const highest = query('Containers and how they ended last', 'D');
    expect(complaints(highest, input, { '{pod="a", container="c"}': 0.95 })).toBe('');
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

describeWithPromtool('an event of the load test', () => {
  const eventOf = (name: string): string => annotations.find((one) => one.name === name)?.expr ?? '';

  test('is a change of the replicas, by their new number', () => {
    const desired = 'kube_horizontalpodautoscaler_status_desired_replicas';
    const labels = `${STATE}, horizontalpodautoscaler="stock-service"`;

    expect(complaints(eventOf('Scaling'), [series(desired, labels, '2+0x19 4+0x20')], { '{replicas="4"}': 1 })).toBe(
      '',
    );
    expect(complaints(eventOf('Scaling'), [series(desired, labels, '2+0x5 4+0x35')], {})).toBe('');
  });

  test('is a restart, with its reason', () => {
    const labels = `${STATE}, pod="a", container="c"`;
    const input = (values: string): InputSeries[] => [
      series('kube_pod_container_status_restarts_total', labels, values),
      series('kube_pod_container_status_last_terminated_reason', `${labels}, reason="OOMKilled"`, '1+0x40'),
    ];
    const expected = { '{pod="a", container="c", reason="OOMKilled"}': 1 };

    expect(complaints(eventOf('Restarts'), input('0+0x19 1+0x20'), expected)).toBe('');
    expect(complaints(eventOf('Restarts'), input('0+0x5 1+0x35'), {})).toBe('');
  });

  test('is a rollout of the service, and of no other Deployment', () => {
    const created = (replicaset: string, at: number): InputSeries =>
      series('kube_replicaset_created', `${STATE}, replicaset="${replicaset}"`, `${at}+0x40`);
    const input = [
      created('stock-service-7d9c5b6f4d', 570),
      created('stock-service-6c8b4a5e3c', 100),
      created('stock-service-admin-5f6d7c8b9d', 590),
    ];

    expect(complaints(eventOf('Deployments'), input, { '{replicaset="stock-service-7d9c5b6f4d"}': 30 })).toBe('');
  });
});
