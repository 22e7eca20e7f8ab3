import { RECORDS, requestRules, usageRules } from '../../../lib/mixins/kubernetes/records';
import { podOfWorkloadRules, workloadRules } from '../../../lib/mixins/kubernetes/workload-records';
import { doubled, ownerSeries, podSeries, stateSeries, usageSeries } from '../support/kubernetes-series';
import { checkRules, describeWithPromtool, testRules, type InputSeries } from '../support/promtool';

const GROUPS = [usageRules(), requestRules(), podOfWorkloadRules(), workloadRules()];

/** What promtool complains of when a query over the records is asked after 10 minutes. */
function complaints(input: readonly InputSeries[], expr: string, expected: { [labels: string]: number }): string {
  const exp_samples = Object.entries(expected).map(([labels, value]) => ({ labels, value }));
  return testRules(GROUPS, [
    { interval: '30s', input_series: input, promql_expr_test: [{ expr, eval_time: '10m', exp_samples }] },
  ]);
}

/** Type, workload and pod of each pod. */
function owned(pods: readonly (readonly [string, string, string])[]): { [labels: string]: number } {
  return Object.fromEntries(
    pods.map(([type, workload, pod]) => [
      `${RECORDS.podOfWorkload}{namespace="shop", workload_type="${type}", workload="${workload}", pod="${pod}"}`,
      1,
    ]),
  );
}

// one pod of each kind
const PODS = [
  ...podSeries('api-7d-x', { owner: ['ReplicaSet', 'api-7d'] }),
  ownerSeries('ReplicaSet', 'api-7d', 'Deployment', 'api'),
  ...podSeries('old-x', { owner: ['ReplicaSet', 'old'] }),
  ownerSeries('ReplicaSet', 'old'),
  ...podSeries('db-0', { owner: ['StatefulSet', 'db'] }),
  ...podSeries('agent-x', { owner: ['DaemonSet', 'agent'] }),
  ...podSeries('backup-291-x', { owner: ['Job', 'backup-291'], phase: 'Succeeded' }),
  ownerSeries('Job', 'backup-291', 'CronJob', 'backup'),
  ...podSeries('migrate-x', { owner: ['Job', 'migrate'], phase: 'Succeeded' }),
  ownerSeries('Job', 'migrate'),
  ...podSeries('etcd-n1', { owner: ['Node', 'n1'] }),
  ...podSeries('debug'),
  ...podSeries('pg-1', { owner: ['Cluster', 'pg'] }),
];

const OWNED = owned([
  ['deployment', 'api', 'api-7d-x'],
  ['replicaset', 'old', 'old-x'],
  ['statefulset', 'db', 'db-0'],
  ['daemonset', 'agent', 'agent-x'],
  ['cronjob', 'backup', 'backup-291-x'],
  ['job', 'migrate', 'migrate-x'],
  ['staticpod', 'etcd-n1', 'etcd-n1'],
  ['barepod', 'debug', 'debug'],
  ['Cluster', 'pg', 'pg-1'],
]);

describeWithPromtool('the workload of a pod', () => {
  test('comes from rules that Prometheus accepts', () => {
    expect(checkRules(GROUPS)).toBe('');
  });

  test('is what a person has made: exactly one for each pod, finished ones too', () => {
    expect(complaints(PODS, RECORDS.podOfWorkload, OWNED)).toBe('');
  });

  test('is recorded once while kube-state-metrics is replaced', () => {
    expect(complaints(doubled(PODS), RECORDS.podOfWorkload, OWNED)).toBe('');
  });

  test('is the Deployment for the pods of both ReplicaSets of a rollout', () => {
    const input = ['api-old', 'api-new'].flatMap((replicaSet) => [
      ...podSeries(`${replicaSet}-x`, { owner: ['ReplicaSet', replicaSet] }),
      ownerSeries('ReplicaSet', replicaSet, 'Deployment', 'api'),
    ]);

    const expected = owned([
      ['deployment', 'api', 'api-old-x'],
      ['deployment', 'api', 'api-new-x'],
    ]);
    expect(complaints(input, RECORDS.podOfWorkload, expected)).toBe('');
  });

  test('is the pod itself when its owner does not control it', () => {
    const labels = { namespace: 'shop', pod: 'debug', owner_kind: 'Tenant', owner_name: 'a' };
    const input = [stateSeries('kube_pod_owner', { ...labels, owner_is_controller: 'false' })];

    expect(complaints(input, RECORDS.podOfWorkload, owned([['barepod', 'debug', 'debug']]))).toBe('');
  });

  test('is looked for in the cluster of the pod', () => {
    const input = ['a', 'b'].flatMap((cluster) => [
      stateSeries('kube_pod_owner', {
        ...{ cluster, namespace: 'shop', pod: 'x', owner_kind: 'ReplicaSet', owner_name: 'rs' },
        owner_is_controller: 'true',
      }),
      stateSeries('kube_replicaset_owner', {
        ...{ cluster, namespace: 'shop', replicaset: 'rs', owner_kind: 'Deployment', owner_name: `of-${cluster}` },
        owner_is_controller: 'true',
      }),
    ]);

    const expr = `sum by (cluster, workload) (${RECORDS.podOfWorkload})`;
    const expected = { '{cluster="a", workload="of-a"}': 1, '{cluster="b", workload="of-b"}': 1 };
    expect(complaints(input, expr, expected)).toBe('');
  });
});

describeWithPromtool('what a workload uses', () => {
  test('is what all containers of all its pods use, each counted once', () => {
    const input = [
      ...doubled([
        ...['api-1', 'api-2'].flatMap((pod) => podSeries(pod, { owner: ['ReplicaSet', 'api-7d'] })),
        ownerSeries('ReplicaSet', 'api-7d', 'Deployment', 'api'),
      ]),
      ...usageSeries('api-1', 'api', { cores: 0.5, bytes: 100 }),
      ...usageSeries('api-1', 'proxy', { cores: 0.25, bytes: 10 }),
      ...usageSeries('api-2', 'api', { cores: 1, bytes: 200 }),
      // the pod itself, and the run before the last restart
      ...usageSeries('api-2', '', { cores: 1, bytes: 200 }),
      ...usageSeries('api-2', 'api', { bytes: 150, id: '/api-2/first' }),
    ];

    const labels = '{namespace="shop", workload="api", workload_type="deployment"}';
    expect(complaints(input, RECORDS.workloadCpu, { [`${RECORDS.workloadCpu}${labels}`]: 1.75 })).toBe('');
    expect(complaints(input, RECORDS.workloadMemory, { [`${RECORDS.workloadMemory}${labels}`]: 310 })).toBe('');
  });
});

describeWithPromtool('the replicas of a workload', () => {
  const rollout = [
    stateSeries('kube_deployment_spec_replicas', { namespace: 'shop', deployment: 'api' }, 4),
    stateSeries('kube_deployment_status_replicas_ready', { namespace: 'shop', deployment: 'api' }, 3),
    stateSeries('kube_deployment_status_replicas_updated', { namespace: 'shop', deployment: 'api' }, 2),
    stateSeries('kube_statefulset_replicas', { namespace: 'shop', statefulset: 'db' }, 3),
    stateSeries('kube_statefulset_status_replicas_ready', { namespace: 'shop', statefulset: 'db' }, 2),
    stateSeries('kube_statefulset_status_replicas_updated', { namespace: 'shop', statefulset: 'db' }, 1),
    stateSeries('kube_daemonset_status_desired_number_scheduled', { namespace: 'shop', daemonset: 'agent' }, 5),
    stateSeries('kube_daemonset_status_number_ready', { namespace: 'shop', daemonset: 'agent' }, 4),
    stateSeries('kube_daemonset_status_updated_number_scheduled', { namespace: 'shop', daemonset: 'agent' }, 3),
  ];
  const of = (record: string, [api, db, agent]: readonly number[]): { [labels: string]: number } => ({
    [`${record}{namespace="shop", workload_type="deployment", workload="api"}`]: api!,
    [`${record}{namespace="shop", workload_type="statefulset", workload="db"}`]: db!,
    [`${record}{namespace="shop", workload_type="daemonset", workload="agent"}`]: agent!,
  });

  test('are those that its controller tells of, once while kube-state-metrics is replaced', () => {
    const input = doubled(rollout);

    expect(complaints(input, RECORDS.replicasWanted, of(RECORDS.replicasWanted, [4, 3, 5]))).toBe('');
    expect(complaints(input, RECORDS.replicasReady, of(RECORDS.replicasReady, [3, 2, 4]))).toBe('');
    expect(complaints(input, RECORDS.replicasUpdated, of(RECORDS.replicasUpdated, [2, 1, 3]))).toBe('');
  });

  test('are its unfinished pods where a controller does not tell', () => {
    const input = doubled([
      ...podSeries('backup-1-x', { owner: ['Job', 'backup-1'], phase: 'Succeeded' }),
      ...podSeries('backup-2-x', { owner: ['Job', 'backup-2'], phase: 'Running' }),
      ...['backup-1', 'backup-2'].map((job) => ownerSeries('Job', job, 'CronJob', 'backup')),
      ...podSeries('migrate-x', { owner: ['Job', 'migrate'], phase: 'Failed' }),
      ...podSeries('debug', { phase: 'Running', ready: false }),
    ]);
    const record = (name: string, values: { [workload: string]: number }): { [labels: string]: number } =>
      Object.fromEntries(
        Object.entries({ backup: 'cronjob', migrate: 'job', debug: 'barepod' }).map(([workload, type]) => [
          `${name}{namespace="shop", workload="${workload}", workload_type="${type}"}`,
          values[workload]!,
        ]),
      );

    const wanted = record(RECORDS.replicasWanted, { backup: 1, migrate: 0, debug: 1 });
    const ready = record(RECORDS.replicasReady, { backup: 1, migrate: 0, debug: 0 });
    expect(complaints(input, RECORDS.replicasWanted, wanted)).toBe('');
    expect(complaints(input, RECORDS.replicasReady, ready)).toBe('');
  });
});
