import { quantityValue } from '../support/quantity';
import type { GuideStep } from './guide-step';

const LOKI_VALUES: GuideStep[] = [
  {
    section: '2.3',
    guide: '`deploymentMode: SingleBinary`, `singleBinary.replicas: 1`',
    here: 'StatefulSet `loki` with one pod, `-target=all`',
    holds: (o) => {
      expect(o.manifests.one('StatefulSet', 'loki')['spec'].replicas).toBe(1);
      expect(o.container('StatefulSet', 'loki', 'loki').args).toContain('-target=all');
    },
  },
  {
    section: '2.3',
    guide: '`loki.auth_enabled: false`',
    here: '`auth_enabled: false`',
    holds: (o) => expect(o.loki.auth_enabled).toBe(false),
  },
  {
    section: '2.3',
    guide: '`loki.commonConfig.replication_factor: 1`',
    here: '`common.replication_factor: 1`',
    better: 'the ring is kept in memory: no gossip, no memberlist Service',
    holds: (o) => {
      expect(o.loki.common.replication_factor).toBe(1);
      expect(o.loki.common.ring.kvstore.store).toBe('inmemory');
      expect(o.loki).not.toHaveProperty('memberlist');
    },
  },
  {
    section: '2.3',
    guide: '`loki.storage.type: filesystem`',
    here: '`common.storage.filesystem` on a claim of 10Gi',
    better:
      'old logs are deleted: the compactor has retention and a delete store; the chart keeps them until the disk is full',
    holds: (o) => {
      expect(o.loki.common.storage).toHaveProperty('filesystem');
      expect(
        o.manifests.one('StatefulSet', 'loki')['spec'].volumeClaimTemplates[0].spec.resources.requests.storage,
      ).toBe('10Gi');
      expect(o.loki.compactor).toMatchObject({ retention_enabled: true, delete_request_store: 'filesystem' });
      expect(o.loki.limits_config.retention_period).toMatch(/^\d+[hdw]/);
    },
  },
  {
    section: '2.3',
    guide: '`schemaConfig`: from 2024-01-01, tsdb, filesystem, v13, `index_`, 24h',
    here: 'the same period, to the letter',
    holds: (o) =>
      expect(o.loki.schema_config.configs).toEqual([
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ]),
  },
  {
    section: '2.3',
    guide: '`singleBinary.resources.requests`: cpu 100m, memory 256Mi',
    here: 'the same requests',
    better: 'and a memory limit with the `GOMEMLIMIT` that belongs to it',
    holds: (o) => {
      const { resources, env } = o.container('StatefulSet', 'loki', 'loki');
      expect(resources.requests).toEqual({ cpu: '100m', memory: '256Mi' });
      expect(resources.limits).toHaveProperty('memory');
      expect(env).toContainEqual({ name: 'GOMEMLIMIT', value: expect.stringMatching(/^\d+MiB$/) as string });
    },
  },
  {
    section: '2.3',
    guide: '`read`, `write`, `backend` replicas 0, `gateway.enabled: false`, `minio.enabled: false`',
    here: 'none of them exists',
    better: 'nor do the two memcached of the chart, which ask for 11 GiB and which the guide does not list',
    holds: (o) => {
      const names = o.manifests.objects.map((object) => object.metadata.name).join(' ');
      expect(names).not.toMatch(/loki-(read|write|backend|gateway|minio|chunks-cache|results-cache)/);
    },
  },
];

const PROMETHEUS_VALUES: GuideStep[] = [
  {
    section: '2.2',
    guide: '`helm install prom prometheus-community/kube-prometheus-stack`',
    here: '`kubectl apply -f dist/`',
    better:
      'no operator, no CRD, no admission webhook, no Job; half as many objects as the 119, and none of the 10 CRDs',
    holds: (o) => {
      const kinds = new Set(o.manifests.objects.map((object) => object.kind));
      for (const kind of ['CustomResourceDefinition', 'ValidatingWebhookConfiguration', 'Job', 'ServiceMonitor']) {
        expect(kinds).not.toContain(kind);
      }
      const monitoring = o.manifests.objects.filter((object) => object.metadata.namespace !== 'timedeal');
      expect(monitoring.length).toBeLessThanOrEqual(80);
    },
  },
  {
    section: '2.2',
    guide: '`alertmanager.enabled=false`',
    here: 'there is no Alertmanager',
    better: 'and no dead Alertmanager data source in Grafana, no alert that says it is missing',
    holds: (o) => {
      expect(JSON.stringify(o.prometheus)).not.toContain('alertmanager');
      expect(o.manifests.objects.filter((object) => object.metadata.name.includes('alertmanager'))).toEqual([]);
    },
  },
  {
    section: '2.2',
    guide: '`grafana.adminPassword=admin`',
    here: "`Credentials.insecureDemo('admin', 'admin')` in main.ts, marked as a demo in its Secret `prom-grafana`",
    better: 'no password at all unless one is asked for; other clusters name a Secret of their own',
    holds: (o) => {
      const secret = o.manifests.one('Secret', 'prom-grafana');
      expect(secret['stringData']).toEqual({ 'admin-user': 'admin', 'admin-password': 'admin' });
      expect(secret.metadata.annotations).toHaveProperty(['plg.cdk8s.io/insecure-demo-credentials']);
    },
  },
  {
    section: '2.2',
    guide: '`prometheusSpec.retention=6h`',
    here: '`prometheus: { retention: Duration.hours(6) }`',
    better:
      'bounded by size as well, below the size of its volume, and kept on a claim: the chart loses all with the pod',
    holds: (o) => {
      const { args } = o.container('StatefulSet', 'prometheus-prom-kube-prometheus-stack-prometheus', 'prometheus');
      expect(args).toContain('--storage.tsdb.retention.time=6h');
      expect(args.join(' ')).toMatch(/--storage\.tsdb\.retention\.size=\d+/);
    },
  },
  {
    section: '2.2',
    guide: '`prometheusSpec.resources.requests`: memory 256Mi, cpu 100m',
    here: 'the same requests',
    holds: (o) =>
      expect(
        o.container('StatefulSet', 'prometheus-prom-kube-prometheus-stack-prometheus', 'prometheus').resources.requests,
      ).toEqual({ cpu: '100m', memory: '256Mi' }),
  },
  {
    section: '2.2',
    guide: 'Prometheus, Grafana, node-exporter (DaemonSet), kube-state-metrics are installed',
    here: 'the same four, under the names of the release `prom`',
    holds: (o) => {
      o.manifests.one('StatefulSet', 'prometheus-prom-kube-prometheus-stack-prometheus');
      o.manifests.one('Deployment', 'prom-grafana');
      o.manifests.one('DaemonSet', 'prom-prometheus-node-exporter');
      o.manifests.one('Deployment', 'prom-kube-state-metrics');
    },
  },
];

const AGENT_AND_DATA_SOURCE: GuideStep[] = [
  {
    section: '2.4',
    guide: '`config.clients[0].url: http://loki:3100/loki/api/v1/push`',
    here: 'the same URL',
    holds: (o) => {
      expect(o.promtail.clients.map((client: any) => client.url as string)).toEqual([
        'http://loki:3100/loki/api/v1/push',
      ]);
      expect(o.manifests.one('Service', 'loki')['spec'].ports).toContainEqual(expect.objectContaining({ port: 3100 }));
    },
  },
  {
    section: '2.4',
    guide: 'Promtail is a DaemonSet that reads `/var/log/pods/` of each node',
    here: 'DaemonSet `promtail` with the same eleven relabel rules as the chart',
    better:
      'may list pods and nothing else (the chart: `nodes/proxy`, Services, Endpoints); keeps its positions over a restart of the node; Alloy, its successor, is one line away',
    holds: (o) => {
      const { volumes } = o.podSpec('DaemonSet', 'promtail');
      const paths = volumes.flatMap((volume: any) =>
        volume.hostPath === undefined ? [] : [volume.hostPath.path as string],
      );
      expect(paths).toContain('/var/log/pods');
      expect(paths.filter((path: string) => path.startsWith('/run'))).toEqual([]);
      const [role] = o.manifests.all('ClusterRole').filter((object) => object.metadata.name.endsWith('promtail'));
      expect(role?.['rules']).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]);
    },
  },
  {
    section: '2.5',
    guide: 'ConfigMap `loki-datasource` with the label `grafana_datasource: "1"`',
    here: 'not needed: Loki is provisioned. A ConfigMap with that label is still picked up by the sidecar',
    better: 'uid `loki` is set, which the health check of section 5 asks for; the guide leaves it out and gets a 404',
    holds: (o) => {
      const { env } = o.container('Deployment', 'prom-grafana', 'grafana-sc-datasources');
      expect(env).toContainEqual({ name: 'LABEL', value: 'grafana_datasource' });
      expect(env).toContainEqual({ name: 'LABEL_VALUE', value: '1' });
      expect(o.manifests.one('Role', 'prom-grafana')['rules']).toEqual([
        { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] },
      ]);
    },
  },
  {
    section: '2.5',
    guide: '`name: Loki`, `type: loki`, `access: proxy`, `url: http://loki:3100`, `isDefault: false`',
    here: 'the same data source, provisioned',
    holds: (o) => {
      const loki = o.dataSources.find((source) => source.type === 'loki');
      expect(loki).toMatchObject({
        name: 'Loki',
        uid: 'loki',
        access: 'proxy',
        url: 'http://loki:3100',
        isDefault: false,
      });
    },
  },
  {
    section: '2.5',
    guide: '`kubectl rollout restart deployment prom-grafana -n monitoring`',
    here: 'works; not needed: a checksum restarts Grafana when its data sources change',
    holds: (o) => {
      const { annotations } = o.manifests.one('Deployment', 'prom-grafana')['spec'].template.metadata;
      expect(Object.keys(annotations as object).join(' ')).toMatch(/checksum/);
    },
  },
];

const PODS: readonly (readonly [guide: string, kind: string, name: string, containers: number, why?: string])[] = [
  [
    '`loki-0` 2/2',
    'StatefulSet',
    'loki',
    1,
    'READY 1/1: without the rules sidecar, which writes where Loki never reads',
  ],
  ['`loki-canary-xxx` 1/1 on each node', 'DaemonSet', 'loki-canary', 1],
  ['`prom-grafana-xxx` 3/3', 'Deployment', 'prom-grafana', 3],
  ['`prom-kube-state-metrics-xxx` 1/1', 'Deployment', 'prom-kube-state-metrics', 1],
  ['`prom-prometheus-node-exporter-xxx` 1/1', 'DaemonSet', 'prom-prometheus-node-exporter', 1],
  [
    '`prometheus-prom-kube-prometheus-xxx-0` 2/2',
    'StatefulSet',
    'prometheus-prom-kube-prometheus-stack-prometheus',
    1,
    'READY 1/1: without the reloader sidecar; Prometheus reloads by itself',
  ],
  ['`promtail-xxx` 1/1 on each node', 'DaemonSet', 'promtail', 1],
];

export const INSTALL_STEPS: GuideStep[] = [
  {
    section: '2.1',
    guide: '`kubectl create namespace monitoring`',
    here: 'the first object of `dist/monitoring.k8s.yaml`',
    holds: (o) => expect(o.manifests.objects[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'monitoring' } }),
  },
  ...PROMETHEUS_VALUES,
  ...LOKI_VALUES,
  ...AGENT_AND_DATA_SOURCE,
  ...PODS.map(([guide, kind, name, containers, better]): GuideStep => ({
    section: '2.6',
    guide: `pod ${guide}`,
    here: `${kind} \`${name}\``,
    better,
    holds: (o) => expect(o.podSpec(kind, name).containers).toHaveLength(containers),
  })),
  {
    section: '2.6',
    guide: '`loki-canary` and `promtail` have one pod on each of three nodes',
    here: 'both tolerate the taints of control planes',
    holds: (o) => {
      for (const name of ['loki-canary', 'promtail', 'prom-prometheus-node-exporter']) {
        const tolerations = o.podSpec('DaemonSet', name).tolerations as any[];
        const toleratesControlPlane = tolerations.some(
          ({ key, operator, effect }) =>
            operator === 'Exists' &&
            (key === undefined || key === 'node-role.kubernetes.io/control-plane') &&
            (effect ?? 'NoSchedule') === 'NoSchedule',
        );
        expect(toleratesControlPlane).toBe(true);
      }
    },
  },
  {
    section: '2.7',
    guide: 'the stack uses some 1,000Mi of memory',
    here: 'measured without Grafana: 592 MiB under load (footprint.md); it asks for 1120 MiB with it, on three nodes',
    better: 'the charts ask for 11.3 GiB',
    holds: (o) => expect(requestedMemory(o.manifests.objects)).toBe(1120 * 2 ** 20),
  },
];

/** The memory that the monitoring pods ask for on the guide's three nodes, in bytes. */
export function requestedMemory(objects: readonly any[]): number {
  const NODES = 3;
  return objects
    .filter(
      (object) => object.metadata.namespace === 'monitoring' && object.spec?.template?.spec?.containers !== undefined,
    )
    .map((object) => {
      const pods = object.kind === 'DaemonSet' ? NODES : (object.spec.replicas ?? 1);
      const requests = object.spec.template.spec.containers.map(
        (one: any) => quantityValue(one.resources.requests.memory as string) ?? 0,
      );
      return pods * requests.reduce((sum: number, bytes: number) => sum + bytes, 0);
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
