import { computeDashboards } from '../../../../lib/mixins/kubernetes/compute/compute-dashboards';
import { POD } from '../../../../lib/mixins/kubernetes/dashboards';
import { podOfWorkloadRules } from '../../../../lib/mixins/kubernetes/workload-records';
import { KubernetesFlavor } from '../../../../lib/model/kubernetes-flavor';
import { doubled, podSeries, stateSeries } from '../../support/kubernetes-series';
import { panelComplaints } from '../../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../../support/promtool';
import { panelsOf } from '../../support/queries';

const dashboard = computeDashboards(KubernetesFlavor.K3S).find(({ uid }) => uid === POD.uid)!;
const VARIABLES = { namespace: 'shop', pod: 'api' };
const CONTAINERS = 'Containers and how they ended last';

function complaints(title: string, input: readonly InputSeries[], expected: { [labels: string]: number }): string {
  const [panel = '', refId = 'A'] = title.split('#');
  const rules = [podOfWorkloadRules()];
  return panelComplaints(
    { dashboard, rules, panel: [panel, refId], variables: VARIABLES, input: doubled(input) },
    expected,
  );
}

/** What kube-state-metrics says of a container of the pod. */
function container(
  name: string,
  fact: string,
  value: number | string = 1,
  labels: { [name: string]: string } = {},
): InputSeries {
  return stateSeries(
    `kube_pod_container_${fact}`,
    { namespace: 'shop', pod: 'api', container: name, ...labels },
    value,
  );
}

/** What Grafana writes in place of a number. */
function word(title: string, value: number): string | undefined {
  const panel = panelsOf(dashboard).find((one) => one.title === title);
  const [mapping] = panel?.fieldConfig?.defaults['mappings'] as [{ options: { [value: string]: { text: string } } }];
  return mapping.options[value]?.text;
}

// one that runs for the second time, one that cannot start, and an init container that is done
const INPUT = [
  ...podSeries('api', { owner: ['StatefulSet', 'db'], ready: false }),
  container('c', 'status_restarts_total', 1),
  container('c', 'status_running', 1),
  container('c', 'status_ready', 1),
  container('c', 'status_last_terminated_reason', 1, { reason: 'OOMKilled' }),
  container('c', 'status_last_terminated_exitcode', 137),
  container('c', 'status_last_terminated_timestamp', 300),
  container('proxy', 'status_restarts_total', 0),
  container('proxy', 'status_running', 0),
  container('proxy', 'status_ready', 0),
  container('proxy', 'status_waiting_reason', 1, { reason: 'ImagePullBackOff' }),
  ...[container('init', 'status_restarts_total', 2), container('init', 'status_running', 0)].map(ofInit),
  ofInit(container('init', 'status_terminated_reason', 1, { reason: 'Completed' })),
  ofInit(container('init', 'status_last_terminated_reason', 1, { reason: 'Error' })),
];

function ofInit({ series, values }: InputSeries): InputSeries {
  return { series: series.replace('kube_pod_container', 'kube_pod_init_container'), values };
}

describeWithPromtool('a pod', () => {
  test.each([
    ['Pending', 1],
    ['Running', 2],
    ['Succeeded', 3],
    ['Failed', 4],
    ['Unknown', 5],
  ])('in the phase %s is said to be so', (phase, value) => {
    expect(complaints('Phase', podSeries('api', { phase }), { '{}': value })).toBe('');
    expect(word('Phase', value)).toBe(phase);
  });

  test('has containers that are not ready, and restarts, each counted once', () => {
    expect(complaints('Containers not ready', INPUT, { '{}': 1 })).toBe('');
    expect(complaints('Restarts', INPUT, { '{}': 3 })).toBe('');
  });

  test('ended last for the worst reason of its containers', () => {
    const ended = (name: string, reason: string): InputSeries =>
      container(name, 'status_last_terminated_reason', 1, { reason });
    const cases = {
      OOMKilled: [ended('a', 'Error'), ended('b', 'OOMKilled')],
      Error: [ended('a', 'Error'), ended('b', 'Completed')],
      other: [ended('a', 'ContainerCannotRun'), ended('b', 'Completed')],
      Completed: [container('a', 'status_terminated_reason', 1, { reason: 'Completed' })],
      never: podSeries('api'),
    };

    const values = { OOMKilled: 4, Error: 3, other: 2, Completed: 1, never: 0 };
    for (const [reason, input] of Object.entries(cases)) {
      const value = values[reason as keyof typeof values];
      expect(complaints('Last end', input, { '{}': value })).toBe('');
      expect(word('Last end', value)).toBe(reason);
    }
  });

  test('belongs to its workload and its node, and may run', () => {
    const labels = '{workload="db", workload_type="statefulset", node="n1", verdict="none"}';

    expect(complaints('Where it belongs', INPUT, { [labels]: 60_000 })).toBe('');
  });

  test('that was evicted, or that no node has room for, says so', () => {
    const labels = { namespace: 'shop', pod: 'api' };
    const row = (verdict: string): string =>
      `{workload="api", workload_type="barepod", node="n1", verdict="${verdict}"}`;
    const evicted = stateSeries('kube_pod_status_reason', { ...labels, reason: 'Evicted' });
    const waits = stateSeries('kube_pod_status_unschedulable', labels);
    const pod = podSeries('api');

    expect(complaints('Where it belongs', [...pod, evicted], { [row('Evicted')]: 60_000 })).toBe('');
    expect(complaints('Where it belongs', [...pod, waits], { [row('Unschedulable')]: 60_000 })).toBe('');
  });
});

describeWithPromtool('a container of a pod', () => {
  const rows = (values: { [container: string]: number }): { [labels: string]: number } =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`{container="${name}"}`, value]));

  test('has the code with which it ended last and the time of it, and -1 if it never did', () => {
    expect(complaints(`${CONTAINERS}#A`, INPUT, rows({ c: 137, proxy: -1, init: -1 }))).toBe('');
    expect(complaints(`${CONTAINERS}#B`, INPUT, rows({ c: 300_000, proxy: -1, init: -1 }))).toBe('');
  });

  test('runs, waits for something, or has ended', () => {
    const expected = {
      '{container="c", now="running"}': 1,
      '{container="proxy", now="ImagePullBackOff"}': 1,
      '{container="init", now="ended"}': 2,
    };

    expect(complaints(`${CONTAINERS}#D`, INPUT, expected)).toBe('');
  });

  test('ended for the reason of this run if it is over, else of the one before', () => {
    const expected = {
      '{container="c", reason="OOMKilled"}': 1,
      '{container="proxy", reason="-"}': 0,
      '{container="init", reason="Completed"}': 1,
    };

    expect(complaints(`${CONTAINERS}#E`, INPUT, expected)).toBe('');
  });
});
