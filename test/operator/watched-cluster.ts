import { ApiObject, Chart, type App } from 'cdk8s';
import { RelabelRule } from '../../lib/model/relabel-rule';
import { type ScrapeOptions } from '../../lib/model/scrape-options';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import type { Cluster, Pod } from '../prometheus/service-discovery';
import type { Labels } from '../support/relabel';

const API_LABELS = { app: 'api', 'app.kubernetes.io/version': '1.2' };
const API_CONTAINERS = [
  { name: 'api', ports: [{ name: 'http', containerPort: 8080 }, { containerPort: 9102 }] },
  {
    name: 'proxy',
    ports: [
      { name: 'admin', containerPort: 9901 },
      { name: 'http-proxy', containerPort: 8443 },
    ],
  },
];

/** A cluster with everything that could be scraped by mistake: other namespaces, ended pods, ports beside, labels that nearly match. */
export const WATCHED_CLUSTER: Cluster = {
  nodes: [{ name: 'node-1', ip: '172.18.0.2' }],
  pods: [
    ...['api-1', 'api-2'].map((name, index) => pod('shop', name, `10.0.1.${index + 1}`, API_LABELS)),
    pod('shop', 'api-done', '10.0.1.3', API_LABELS, 'Succeeded'),
    pod('shop', 'api-broken', '10.0.1.4', API_LABELS, 'Failed'),
    pod('shop', 'api-other-version', '10.0.1.5', { ...API_LABELS, 'app.kubernetes.io/version': '1x2' }),
    pod('shop', 'cart-1', '10.0.1.6', { app: 'cart' }),
    pod('elsewhere', 'api-1', '10.0.2.1', API_LABELS),
  ],
  services: [
    {
      namespace: 'shop',
      name: 'api',
      labels: { team: 'checkout' },
      selector: API_LABELS,
      ports: [
        { name: 'web', port: 80, targetPort: 'http' },
        { name: 'metrics', port: 9102, targetPort: 9102 },
      ],
    },
    {
      namespace: 'shop',
      name: 'api-canary',
      selector: API_LABELS,
      ports: [{ name: 'web', port: 80, targetPort: 8080 }],
    },
    { namespace: 'elsewhere', name: 'api', selector: API_LABELS, ports: [{ name: 'web', port: 80, targetPort: 8080 }] },
    {
      namespace: 'shop',
      name: 'machines',
      addresses: ['172.18.0.2', '172.18.0.3'],
      ports: [{ name: 'metrics', port: 9100 }],
    },
  ],
};

function pod(namespace: string, name: string, ip: string, labels: Labels, phase?: string): Pod {
  return { namespace, name, ip, node: 'node-1', labels, phase, containers: API_CONTAINERS };
}

/** The Deployment of the pods of `api`. */
export function apiDeployment(app: App): ApiObject {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  return new ApiObject(shop, 'api', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api' },
    spec: {
      selector: { matchLabels: API_LABELS },
      template: { metadata: { labels: API_LABELS }, spec: { containers: API_CONTAINERS } },
    },
  });
}

/** One target of each kind. */
export const TARGET_KINDS: { readonly [what: string]: (api: ApiObject, options: ScrapeOptions) => ScrapeTarget } = {
  'a workload by the name of its port': (api, options) =>
    ScrapeTarget.workload(api, { jobName: 'by-name', portName: 'http', ...options }),
  'a workload by the number of a port that has a name': (api, options) =>
    ScrapeTarget.workload(api, { jobName: 'by-number', port: 9901, ...options }),
  'a workload by the number of a port without a name': (api, options) =>
    ScrapeTarget.workload(api, { jobName: 'no-name', port: 9102, ...options }),
  'pods by their labels': (_api, options) =>
    ScrapeTarget.pods('shop/api: $1', {
      namespace: 'shop',
      matchLabels: { 'app.kubernetes.io/version': '1.2' },
      portName: 'admin',
      ...options,
    }),
  'a Service': (_api, options) =>
    ScrapeTarget.service({
      jobName: 'behind-a-service',
      service: 'api',
      namespace: 'shop',
      portName: 'web',
      ...options,
    }),
  'a Service whose addresses are nodes': (_api, options) =>
    ScrapeTarget.service({ service: 'machines', namespace: 'shop', portName: 'metrics', ...options }),
  'machines outside of the cluster': (_api, options) =>
    ScrapeTarget.hosts('legacy', ['db.corp.example:9187', '[2001:db8::1]:9187'], options),
};

/** Rules of users that meet labels which the stack or the operator writes. */
export const USER_RULES: { readonly [what: string]: RelabelRule[] } = {
  none: [],
  'that set the job and the instance': [
    RelabelRule.setLabel('job', 'mine'),
    RelabelRule.copyLabel('__meta_kubernetes_pod_name', 'instance'),
  ],
  'that read the job': [RelabelRule.replace('who', { sourceLabels: ['job', 'namespace'], separator: '/' })],
  'that map the labels of pods and Services': [
    RelabelRule.labelMap('__meta_kubernetes_pod_label_(.+)'),
    RelabelRule.labelMap('__meta_kubernetes_service_label_(.+)', 'service_$1'),
  ],
  'that drop labels of the stack': [RelabelRule.labelDrop('endpoint|container'), RelabelRule.setLabel('namespace', '')],
  'that write the node': [RelabelRule.copyLabel('__meta_kubernetes_pod_node_name', 'node')],
  'that keep one pod': [RelabelRule.keep(['pod'], '(api-1)?')],
  'that keep what is no pod': [RelabelRule.keep(['pod'], '')],
  'that drop what is no pod': [RelabelRule.drop(['pod'], '')],
  'with dollar signs': [RelabelRule.setLabel('price', '$5 to ${10}')],
  'without a separator': [RelabelRule.replace('both', { sourceLabels: ['namespace', 'job'], separator: '' })],
  'that scrape another port': [
    RelabelRule.replace('__address__', { sourceLabels: ['__address__'], regex: '(.+):\\d+', replacement: '$1:15020' }),
  ],
  'that read what only slices of endpoints have': [
    RelabelRule.copyLabel('__meta_kubernetes_endpointslice_port_name', 'port'),
  ],
};
