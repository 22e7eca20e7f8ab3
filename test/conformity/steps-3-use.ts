import { logqlProblems } from '../../lib/model/query/logql-syntax';
import { promqlProblems } from '../../lib/model/query/promql-syntax';
import type { Labels } from '../support/relabel';
import type { GuideOutput } from './guide-output';
import type { GuideStep } from './guide-step';

/** A sample as an exporter shows it, for a metric that a query of the guide asks for. */
interface Sample {
  readonly job: string;
  readonly discovered: Labels;
  readonly sample: Labels;
}

const NODE: Labels = {
  __address__: '172.18.0.3:10250',
  __meta_kubernetes_node_name: 'k3d-timedeal-server-0',
  __meta_kubernetes_node_address_InternalIP: '172.18.0.3',
};

/** The pod of a Service's endpoint as Prometheus discovers it. */
function behindService(service: string, portName: string, port: number, pod: string): Labels {
  return {
    __address__: `10.42.0.7:${port}`,
    __meta_kubernetes_namespace: 'monitoring',
    __meta_kubernetes_service_name: service,
    __meta_kubernetes_endpointslice_name: `${service}-x2x2x`,
    __meta_kubernetes_endpointslice_port_name: portName,
    __meta_kubernetes_endpointslice_port: String(port),
    __meta_kubernetes_endpointslice_address_target_kind: 'Pod',
    __meta_kubernetes_endpointslice_address_target_name: pod,
    __meta_kubernetes_pod_name: pod,
    __meta_kubernetes_pod_phase: 'Running',
    __meta_kubernetes_pod_ready: 'true',
    __meta_kubernetes_pod_node_name: 'k3d-timedeal-server-0',
    __meta_kubernetes_pod_container_name: service,
    __meta_kubernetes_pod_container_port_name: portName,
    __meta_kubernetes_pod_container_port_number: String(port),
  };
}

const kubeStateMetrics = behindService('prom-kube-state-metrics', 'http', 8080, 'prom-kube-state-metrics-6c5d');

/** A pod of stock-service as Prometheus and Promtail discover it. */
export const STOCK_SERVICE_POD: Labels = {
  __address__: '10.42.1.9:8080',
  __meta_kubernetes_namespace: 'timedeal',
  __meta_kubernetes_pod_name: 'stock-service-679c695c5b-t6skc',
  __meta_kubernetes_pod_uid: '8c0a',
  __meta_kubernetes_pod_phase: 'Running',
  __meta_kubernetes_pod_node_name: 'k3d-timedeal-agent-0',
  __meta_kubernetes_pod_controller_kind: 'ReplicaSet',
  __meta_kubernetes_pod_controller_name: 'stock-service-679c695c5b',
  __meta_kubernetes_pod_container_name: 'stock-service',
  __meta_kubernetes_pod_container_port_name: 'http',
  __meta_kubernetes_pod_container_port_number: '8080',
  __meta_kubernetes_pod_container_port_protocol: 'TCP',
};

/** The discovered pod with the labels of the synthesized pod template. */
export function discoveredPod(output: GuideOutput): Labels {
  const { labels } = output.manifests.one('Deployment', 'stock-service')['spec'].template.metadata as {
    labels: Labels;
  };
  const meta = Object.entries(labels).flatMap(([name, value]) => {
    const metaName = name.replace(/[^a-zA-Z0-9_]/g, '_');
    return [
      [`__meta_kubernetes_pod_label_${metaName}`, value],
      [`__meta_kubernetes_pod_labelpresent_${metaName}`, 'true'],
    ];
  });
  return { ...STOCK_SERVICE_POD, ...(Object.fromEntries(meta) as Labels) };
}

const cadvisor = (metric: string, container: string): Sample => ({
  job: 'kubelet/cadvisor',
  discovered: NODE,
  sample: {
    __name__: metric,
    namespace: 'timedeal',
    pod: 'stock-service-679c695c5b-t6skc',
    container,
    image: container === '' ? '' : 'docker.io/timedeal/stock-service:1',
    id: `/kubepods/burstable/pod8c0a${container === '' ? '' : '/c0ffee'}`,
  },
});

/** The labels under which the sample is stored; undefined when it is dropped. */
function stored(output: GuideOutput, { job, discovered, sample }: Sample): Labels | undefined {
  const target = output.targetLabels(job, discovered);
  expect(target).toBeDefined();
  return output.sampleLabels(job, target ?? {}, sample);
}

function promql(
  section: string,
  query: string,
  here: string,
  better: string | undefined,
  holds: GuideStep['holds'],
): GuideStep {
  return {
    section,
    guide: `PromQL \`${query}\``,
    here,
    better,
    holds: (output) => {
      expect(promqlProblems(query)).toEqual([]);
      holds(output);
    },
  };
}

function logql(section: string, query: string, needs: Labels): GuideStep {
  return {
    section,
    guide: `LogQL \`${query}\``,
    here: `the streams of stock-service carry ${Object.keys(needs).join(' and ')}`,
    holds: (output) => {
      expect(logqlProblems(query)).toEqual([]);
      expect(output.streamLabels(discoveredPod(output))).toMatchObject(needs);
    },
  };
}

const dashboardStep = (title: string): GuideStep => ({
  section: '3.4',
  guide: `dashboard “${title}”`,
  here: 'provisioned under the same title and uid',
  holds: (o) => expect(o.dashboard(title).panels.length).toBeGreaterThan(0),
});

const QUERIES: GuideStep[] = [
  promql(
    '3.2',
    'up',
    'every job of the output',
    'also of Loki, Promtail, the canary, Traefik and stock-service',
    (o) => {
      const jobs = o.prometheus.scrape_configs.map((job) => job.job_name);
      expect(jobs).toEqual(
        expect.arrayContaining([
          'kubelet',
          'kube-state-metrics',
          'node-exporter',
          'loki',
          'promtail',
          'loki-canary',
          'prom-grafana',
          'stock-service',
        ]),
      );
    },
  ),
  promql(
    '3.2',
    'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)',
    'cAdvisor, with the labels of the pod',
    'shows each pod once: with the charts it counts every container and its cgroup, twice the truth',
    (o) => {
      expect(stored(o, cadvisor('container_cpu_usage_seconds_total', 'stock-service'))).toMatchObject({
        namespace: 'timedeal',
        pod: 'stock-service-679c695c5b-t6skc',
        container: 'stock-service',
      });
      expect(stored(o, cadvisor('container_cpu_usage_seconds_total', ''))).toBeUndefined();
    },
  ),
  promql(
    '3.2',
    'sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)',
    'cAdvisor, with the labels of the pod',
    'shows each pod once',
    (o) => {
      expect(stored(o, cadvisor('container_memory_usage_bytes', 'stock-service'))).toMatchObject({
        namespace: 'timedeal',
      });
      expect(stored(o, cadvisor('container_memory_usage_bytes', ''))).toBeUndefined();
    },
  ),
  promql(
    '4',
    'kube_pod_container_status_restarts_total{namespace="timedeal"}',
    'kube-state-metrics',
    undefined,
    (o) => {
      const sample = {
        __name__: 'kube_pod_container_status_restarts_total',
        namespace: 'timedeal',
        pod: 'stock-service-x',
        container: 'stock-service',
      };
      expect(stored(o, { job: 'kube-state-metrics', discovered: kubeStateMetrics, sample })).toMatchObject(sample);
    },
  ),
  promql(
    '4',
    'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}',
    'kube-state-metrics',
    undefined,
    (o) => {
      const sample = {
        __name__: 'kube_horizontalpodautoscaler_status_current_replicas',
        namespace: 'timedeal',
        horizontalpodautoscaler: 'stock-service',
      };
      expect(stored(o, { job: 'kube-state-metrics', discovered: kubeStateMetrics, sample })).toMatchObject(sample);
      expect(o.manifests.one('HorizontalPodAutoscaler').metadata).toMatchObject({
        namespace: 'timedeal',
        name: 'stock-service',
      });
    },
  ),
  promql(
    '4',
    'rate(http_requests_total{namespace="timedeal"}[1m])',
    '`plg.monitor(shop.stockService, { port: 8080 })`',
    'with the charts it returns nothing: no target; here every 15 s, so that a missed scrape leaves no gap',
    (o) => {
      const target = o.targetLabels('stock-service', discoveredPod(o));
      expect(target).toMatchObject({
        job: 'stock-service',
        namespace: 'timedeal',
        pod: 'stock-service-679c695c5b-t6skc',
      });
      const sample = { __name__: 'http_requests_total', code: '200', method: 'get' };
      expect(o.sampleLabels('stock-service', target ?? {}, sample)).toMatchObject({
        namespace: 'timedeal',
        code: '200',
      });
      expect(o.job('stock-service').scrape_interval).toBe('15s');
    },
  ),
  promql(
    '4',
    '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
    'node-exporter',
    'its series carry the name of the node as well',
    (o) => {
      const discovered = {
        ...behindService('prom-prometheus-node-exporter', 'http-metrics', 9100, 'prom-prometheus-node-exporter-x'),
        __address__: '172.18.0.3:9100',
      };
      const sample = { __name__: 'node_cpu_seconds_total', cpu: '0', mode: 'idle' };
      expect(stored(o, { job: 'node-exporter', discovered, sample })).toMatchObject({
        mode: 'idle',
        instance: '172.18.0.3:9100',
        node: 'k3d-timedeal-server-0',
      });
    },
  ),
  logql('3.3', '{namespace="timedeal"}', { namespace: 'timedeal' }),
  logql('3.3', '{namespace="timedeal", app="stock-service"}', { namespace: 'timedeal', app: 'stock-service' }),
  logql('3.3', '{namespace="timedeal"} |= "error"', { namespace: 'timedeal' }),
  logql('3.3', '{namespace="timedeal"} |= "[Reserve]"', { namespace: 'timedeal' }),
  logql('4', '{namespace="timedeal"} |= "error" | json', { namespace: 'timedeal' }),
  logql('4', 'count_over_time({namespace="timedeal"}[5m])', { namespace: 'timedeal' }),
  logql('4', '{namespace="timedeal"} |~ "product.*=.*1"', { namespace: 'timedeal' }),
];

export const USE_STEPS: GuideStep[] = [
  {
    section: '3.1',
    guide: '`kubectl port-forward svc/prom-grafana 3000:80 -n monitoring`, admin / admin',
    here: 'the same command, the same login',
    holds: (o) => {
      expect(o.manifests.one('Service', 'monitoring/prom-grafana')['spec'].ports).toContainEqual(
        expect.objectContaining({ port: 80 }),
      );
      const { env } = o.container('Deployment', 'prom-grafana', 'grafana');
      expect(env).toContainEqual({
        name: 'GF_SECURITY_ADMIN_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'prom-grafana', key: 'admin-password' } },
      });
    },
  },
  {
    section: '3.2',
    guide: 'Explore, data source Prometheus',
    here: 'provisioned as the default, uid `prometheus`',
    better: 'told the scrape interval, so that `$__rate_interval` is right',
    holds: (o) => {
      const prometheus = o.dataSources.find((source) => source.type === 'prometheus');
      expect(prometheus).toMatchObject({
        name: 'Prometheus',
        uid: 'prometheus',
        isDefault: true,
        jsonData: { timeInterval: '30s' },
      });
      expect(prometheus.url).toBe('http://prom-kube-prometheus-stack-prometheus:9090');
      expect(o.manifests.one('Service', 'prom-kube-prometheus-stack-prometheus')['spec'].ports).toContainEqual(
        expect.objectContaining({ port: 9090 }),
      );
      expect(o.prometheus.global).toMatchObject({ scrape_interval: '30s', evaluation_interval: '30s' });
    },
  },
  ...QUERIES,
  {
    section: '3.4',
    guide: 'search “Kubernetes / Compute Resources”, choose the namespace timedeal',
    here: 'the same search finds them; both have a variable for it',
    better: 'no dashboard that stays empty on k3d (the chart: 6 of 28), none without data behind a panel',
    holds: (o) => {
      const found = o.dashboards.filter((dashboard) =>
        (dashboard.title as string).startsWith('Kubernetes / Compute Resources'),
      );
      expect(found.length).toBeGreaterThanOrEqual(2);
      const { list } = o.dashboard('Kubernetes / Compute Resources / Namespace (Pods)').templating;
      expect(list.map((variable: any) => variable.name as string)).toContain('namespace');
    },
  },
  dashboardStep('Kubernetes / Compute Resources / Namespace (Pods)'),
  dashboardStep('Kubernetes / Compute Resources / Node (Pods)'),
  dashboardStep('Node Exporter / Nodes'),
];
