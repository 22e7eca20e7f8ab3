import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { GuideStep } from './guide-step';

const k3d = parse(readFileSync(join(__dirname, '../../k3d.yaml'), 'utf8')) as {
  readonly metadata: { readonly name: string };
  readonly servers: number;
  readonly agents: number;
  readonly ports: readonly { readonly port: string }[];
};

const TROUBLESHOOTING: GuideStep[] = [
  {
    section: '5',
    guide: '`kubectl get pods -n monitoring -l app.kubernetes.io/name=promtail`, and its logs',
    here: 'the same label',
    holds: (o) => {
      const { labels } = o.manifests.one('DaemonSet', 'promtail')['spec'].template.metadata;
      expect(labels).toMatchObject({ 'app.kubernetes.io/name': 'promtail' });
    },
  },
  {
    section: '5',
    guide: '`curl http://loki:3100/loki/api/v1/label/namespace/values` lists kube-system, monitoring, timedeal',
    here: 'the same URL; every pod of every namespace is collected',
    holds: (o) => {
      expect(o.manifests.one('Service', 'loki')['spec'].ports).toContainEqual(expect.objectContaining({ port: 3100 }));
      const [discovery] = o.promtail.scrape_configs[0].kubernetes_sd_configs;
      expect(discovery).toMatchObject({ role: 'pod' });
      expect(discovery).not.toHaveProperty('namespaces');
      const pod = {
        __meta_kubernetes_namespace: 'kube-system',
        __meta_kubernetes_pod_name: 'coredns-1',
        __meta_kubernetes_pod_uid: '1',
        __meta_kubernetes_pod_container_name: 'coredns',
      };
      expect(o.streamLabels(pod)).toMatchObject({ namespace: 'kube-system', pod: 'coredns-1' });
    },
  },
  {
    section: '5',
    guide: '`curl -u admin:admin http://prom-grafana:80/api/datasources`',
    here: 'the same URL',
    holds: (o) => {
      expect(o.manifests.one('Service', 'monitoring/prom-grafana')['spec'].ports).toContainEqual(
        expect.objectContaining({ port: 80 }),
      );
    },
  },
  {
    section: '5',
    guide: '`.../api/datasources/uid/loki/health`',
    here: 'the data source has the uid `loki`',
    better: 'with the guide it is a 404: its data source has no uid, and Grafana makes up another',
    holds: (o) => expect(o.dataSources.map((source) => source.uid as string)).toContain('loki'),
  },
  {
    section: '5',
    guide: '`kubectl get pods -n monitoring`, `kubectl logs`, `kubectl rollout restart deployment prom-grafana`',
    here: 'the same names in the same namespace',
    holds: (o) => expect(o.manifests.one('Deployment', 'prom-grafana').metadata.namespace).toBe('monitoring'),
  },
];

const CONCEPTS: GuideStep[] = [
  {
    section: '6.1',
    guide: 'Prometheus pulls metrics from pods',
    here: 'jobs with Kubernetes discovery in `prometheus.yml`',
    better: 'one line for each workload: `plg.monitor(workload, { port })`',
    holds: (o) => expect(o.job('stock-service').relabel_configs?.length).toBeGreaterThan(0),
  },
  {
    section: '6.2',
    guide: 'Loki indexes labels, not lines',
    here: 'the labels of the chart, at most 15 of them',
    holds: (o) => {
      const pod = {
        __meta_kubernetes_namespace: 'timedeal',
        __meta_kubernetes_pod_name: 'p',
        __meta_kubernetes_pod_uid: 'u',
        __meta_kubernetes_pod_container_name: 'c',
        __meta_kubernetes_pod_node_name: 'n',
        __meta_kubernetes_pod_controller_name: 'p',
      };
      expect(Object.keys(o.streamLabels(pod) ?? {}).sort()).toEqual(
        ['app', 'container', 'instance', 'job', 'namespace', 'node_name', 'pod'].filter(
          (name) => name in (o.streamLabels(pod) ?? {}),
        ),
      );
    },
  },
  {
    section: '6.3',
    guide: 'pod log -> /var/log/pods/ -> Promtail -> Loki -> Grafana',
    here: 'the same way',
    holds: (o) => {
      const path = o.promtail.scrape_configs[0].relabel_configs.find((rule: any) => rule.target_label === '__path__');
      expect(path.replacement).toBe('/var/log/pods/*$1/*.log');
      expect(o.promtail.scrape_configs[0].pipeline_stages[0]).toEqual({ cri: {} });
    },
  },
  {
    section: '6.4',
    guide: 'a DaemonSet has one pod on each node: log collection, node metrics',
    here: 'Promtail, node-exporter and the canary are DaemonSets',
    holds: (o) =>
      expect(
        o.manifests
          .all('DaemonSet')
          .map((object) => object.metadata.name)
          .sort(),
      ).toEqual(['loki-canary', 'prom-prometheus-node-exporter', 'promtail']),
  },
];

const ARCHITECTURE: GuideStep[] = [
  {
    section: '7',
    guide: 'k3d cluster `timedeal`: one server, two agents',
    here: '`k3d cluster create --config k3d.yaml`',
    holds: () => expect(k3d).toMatchObject({ metadata: { name: 'timedeal' }, servers: 1, agents: 2 }),
  },
  {
    section: '7',
    guide: 'namespace timedeal: stock-service (Deployment, 2-4 replicas) with its HPA',
    here: '`new timedeal.Timedeal(...)`',
    better: 'requests that the HPA can count from, no replica count that each apply would reset',
    holds: (o) => {
      const autoscaler = o.manifests.one('HorizontalPodAutoscaler', 'timedeal/stock-service')['spec'];
      expect(autoscaler).toMatchObject({
        minReplicas: 2,
        maxReplicas: 4,
        scaleTargetRef: { kind: 'Deployment', name: 'stock-service' },
      });
      expect(o.manifests.one('Deployment', 'timedeal/stock-service')['spec']).not.toHaveProperty('replicas');
    },
  },
  {
    section: '7',
    guide: 'namespace timedeal: postgres (StatefulSet)',
    here: 'with a claim and a Secret',
    holds: (o) => {
      expect(o.manifests.one('StatefulSet', 'timedeal/postgres')['spec'].volumeClaimTemplates).toHaveLength(1);
      o.manifests.one('Secret', 'timedeal/postgres');
    },
  },
  {
    section: '7',
    guide: 'Traefik: localhost:8080 -> stock-service',
    here: 'Ingress of the class `traefik`; k3d.yaml maps 8080 to it',
    holds: (o) => {
      const { ingressClassName, rules } = o.manifests.one('Ingress', 'timedeal/stock-service')['spec'];
      expect(ingressClassName).toBe('traefik');
      expect(rules[0].http.paths[0].backend.service.name).toBe('stock-service');
      expect(k3d.ports.map((mapping) => mapping.port)).toContain('8080:80');
    },
  },
];

const CLEAN_UP: GuideStep[] = [
  {
    section: '8',
    guide: '`helm uninstall promtail`, `loki`, `prom`, then `kubectl delete namespace monitoring`',
    here: '`kubectl delete -f dist/`',
    better: 'leaves nothing: every object is in the manifests, none in kube-system',
    holds: (o) => {
      const namespaces = new Set(
        o.manifests.objects.map((object) => object.metadata.namespace).filter((name) => name !== undefined),
      );
      expect([...namespaces].sort()).toEqual(['monitoring', 'timedeal']);
      expect(
        o.manifests
          .all('Namespace')
          .map((object) => object.metadata.name)
          .sort(),
      ).toEqual(['monitoring', 'timedeal']);
    },
  },
  {
    section: '8',
    guide: '`k3d cluster delete timedeal`',
    here: 'the same command',
    holds: () => expect(k3d.metadata.name).toBe('timedeal'),
  },
];

export const OPERATE_STEPS: GuideStep[] = [...TROUBLESHOOTING, ...CONCEPTS, ...ARCHITECTURE, ...CLEAN_UP];
