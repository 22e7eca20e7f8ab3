import { podLogRules } from '../../lib/log-agents/pod-log-relabeling';
import { relabelled, visible, type Labels } from '../support/relabel';

/** A pod of the guide as both agents discover it. */
function discovered(
  pod: { name: string; controller?: string; container?: string; uid?: string },
  labels: Labels = {},
  annotations: Labels = {},
): Labels {
  const meta = (kind: string, entries: Labels): Labels =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) => {
        const name = key.replace(/[^a-zA-Z0-9_]/g, '_');
        return [
          [`__meta_kubernetes_pod_${kind}_${name}`, value],
          [`__meta_kubernetes_pod_${kind}present_${name}`, 'true'],
        ];
      }),
    );
  return {
    __address__: '10.42.1.9:8080',
    __meta_kubernetes_namespace: 'timedeal',
    __meta_kubernetes_pod_name: pod.name,
    __meta_kubernetes_pod_uid: pod.uid ?? '0f9c',
    __meta_kubernetes_pod_node_name: 'k3d-timedeal-agent-0',
    __meta_kubernetes_pod_container_name: pod.container ?? 'main',
    ...(pod.controller === undefined ? {} : { __meta_kubernetes_pod_controller_name: pod.controller }),
    ...meta('label', labels),
    ...meta('annotation', annotations),
  };
}

function streamOf(target: Labels): Labels {
  return relabelled(
    target,
    podLogRules().map((rule) => rule._data),
  )!;
}

const STOCK_SERVICE = { name: 'stock-service-679c695c5b-t6skc', controller: 'stock-service-679c695c5b' };

describe('the labels of a log stream', () => {
  test.each<[string, Labels]>([
    ['the label app', { app: 'stock-service' }],
    ['the label app.kubernetes.io/name', { 'app.kubernetes.io/name': 'stock-service' }],
    ['both, of which the latter counts', { 'app.kubernetes.io/name': 'stock-service', app: 'other' }],
    ['an empty label app', { app: '' }],
    ['no label at all', {}],
  ])('are what the guide queries, for a pod of a Deployment with %s', (_, labels) => {
    expect(streamOf(discovered(STOCK_SERVICE, labels))).toMatchObject({
      namespace: 'timedeal',
      app: 'stock-service',
    });
  });

  test('are namespace, pod, container, app, job and node_name, and no others for a pod without labels', () => {
    expect(visible(streamOf(discovered({ ...STOCK_SERVICE, container: 'api' })))).toEqual({
      namespace: 'timedeal',
      pod: 'stock-service-679c695c5b-t6skc',
      container: 'api',
      app: 'stock-service',
      job: 'timedeal/stock-service',
      node_name: 'k3d-timedeal-agent-0',
    });
  });

  test('are instance and component too, where the pod has such labels', () => {
    const recommended = { 'app.kubernetes.io/instance': 'prom', 'app.kubernetes.io/component': 'metrics' };

    expect(streamOf(discovered(STOCK_SERVICE, recommended))).toMatchObject({ instance: 'prom', component: 'metrics' });
    expect(streamOf(discovered(STOCK_SERVICE, { instance: 'a', component: 'b' }))).toMatchObject({
      instance: 'a',
      component: 'b',
    });
  });

  test.each([
    ['a StatefulSet', { name: 'postgres-0', controller: 'postgres' }, 'postgres'],
    ['a DaemonSet', { name: 'svclb-traefik-1a2b3-x7x7x', controller: 'svclb-traefik-1a2b3' }, 'svclb-traefik-1a2b3'],
    ['a Job of a CronJob', { name: 'backup-28912345-abcde', controller: 'backup-28912345' }, 'backup'],
    ['a Job', { name: 'migrate-xk2p9', controller: 'migrate' }, 'migrate'],
    ['no one', { name: 'debug-shell' }, 'debug-shell'],
    [
      'a Deployment that cdk8s named',
      { name: 'shop-api-c8d1a2b3-5d8f7b9c4d-x2x2x', controller: 'shop-api-c8d1a2b3-5d8f7b9c4d' },
      'shop-api-c8d1a2b3',
    ],
  ])('name the app of a pod of %s', (_, pod, app) => {
    expect(streamOf(discovered(pod))['app']).toBe(app);
  });

  test('hold nothing that differs with each request or address', () => {
    const labels = visible(streamOf(discovered(STOCK_SERVICE, { 'pod-template-hash': '679c695c5b', team: 'shop' })));

    expect(Object.keys(labels)).toHaveLength(6);
    expect(Object.values(labels)).not.toContain('10.42.1.9:8080');
  });
});

describe('the files of a pod', () => {
  test('are in the folder of its uid and container, over all restarts', () => {
    const { __path__ } = streamOf(discovered({ ...STOCK_SERVICE, uid: '5e2d-77', container: 'api' }));

    expect(__path__).toBe('/var/log/pods/*5e2d-77/api/*.log');
  });

  test('are in the folder of its manifest hash for a static pod', () => {
    const pod = { name: 'etcd-server-0', container: 'etcd', uid: '5e2d-77' };
    const { __path__ } = streamOf(discovered(pod, {}, { 'kubernetes.io/config.hash': 'b3a1c9' }));

    expect(__path__).toBe('/var/log/pods/*b3a1c9/etcd/*.log');
  });
});

describe('the relabel rules of pod logs', () => {
  test('are the eleven of the Promtail chart, in its order', () => {
    expect(podLogRules().map((rule) => rule._data.target_label)).toEqual([
      '__tmp_controller_name',
      'app',
      'instance',
      'component',
      'node_name',
      'namespace',
      'job',
      'pod',
      'container',
      '__path__',
      '__path__',
    ]);
  });
});
