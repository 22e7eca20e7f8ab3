import type { Cluster, Container, Pod } from './service-discovery';

const NODES = [
  { name: 'k3d-timedeal-server-0', ip: '172.18.0.3' },
  { name: 'k3d-timedeal-agent-0', ip: '172.18.0.4' },
  { name: 'k3d-timedeal-agent-1', ip: '172.18.0.5' },
];

/** Each node has the third number of its pods' addresses for itself; pods on the host's network have the node's own address. */
function nodeOf(ip: string): string {
  const own = NODES.findIndex((node) => node.ip === ip);
  return NODES[own === -1 ? Number(ip.split('.')[2]) : own]!.name;
}

function pod(
  namespace: string,
  name: string,
  ip: string,
  labels: { readonly [name: string]: string },
  containers: readonly Container[],
  more: Partial<Pod> = {},
): Pod {
  return { namespace, name, ip, node: nodeOf(ip), labels, containers, ...more };
}

const port = (
  name: string | undefined,
  containerPort: number,
  protocol?: string,
): NonNullable<Container['ports']>[number] => ({
  ...(name === undefined ? {} : { name }),
  containerPort,
  ...(protocol === undefined ? {} : { protocol }),
});

const RELEASE = 'prom-kube-prometheus-stack-prometheus';

const KUBE_SYSTEM: readonly Pod[] = [
  pod(
    'kube-system',
    'coredns-ccb96694c-x7k2p',
    '10.42.0.4',
    { 'k8s-app': 'kube-dns', 'pod-template-hash': 'ccb96694c' },
    [{ name: 'coredns', ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53), port('metrics', 9153)] }],
  ),
  pod('kube-system', 'traefik-5d45fc8cc9-9jz6t', '10.42.1.5', traefikLabels('traefik'), [
    {
      name: 'traefik',
      ports: [port('metrics', 9100), port('traefik', 8080), port('web', 8000), port('websecure', 8443)],
    },
  ]),
  // the load balancer of k3s in front of it, and another program that calls its port the same
  ...['10.42.0.7', '10.42.1.6', '10.42.2.6'].map((ip, index) =>
    pod(
      'kube-system',
      `svclb-traefik-3f1f4c2b-${['jd4tb', '2kq9c', 'w8m5r'][index]}`,
      ip,
      { app: 'svclb-traefik-3f1f4c2b' },
      [
        { name: 'lb-tcp-80', ports: [port('lb-tcp-80', 80)] },
        { name: 'lb-tcp-443', ports: [port('lb-tcp-443', 443)] },
      ],
    ),
  ),
  pod('kube-system', 'local-path-provisioner-774c6665dc-lw5cn', '10.42.0.3', { app: 'local-path-provisioner' }, [
    { name: 'local-path-provisioner' },
  ]),
  pod('kube-system', 'traefik-mesh-0', '10.42.1.7', traefikLabels('traefik-mesh'), [
    { name: 'mesh', ports: [port('metrics', 9100)] },
  ]),
  pod('kube-system', 'metrics-server-7b67f64457-r2m4w', '10.42.0.5', { 'k8s-app': 'metrics-server' }, [
    { name: 'metrics-server', ports: [port('https', 10250)] },
  ]),
  pod(
    'kube-system',
    'helm-install-traefik-8w6zd',
    '10.42.0.6',
    { ...traefikLabels('traefik'), 'helmcharts.helm.cattle.io/chart': 'traefik' },
    [{ name: 'helm', ports: [port('metrics', 9100)] }],
    { phase: 'Succeeded' },
  ),
];

function traefikLabels(name: string): { readonly [name: string]: string } {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'traefik-kube-system' };
}

const MONITORING: readonly Pod[] = [
  pod(
    'monitoring',
    `prometheus-${RELEASE}-0`,
    '10.42.2.7',
    { 'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/instance': RELEASE },
    [{ name: 'prometheus', ports: [port('http-web', 9090)] }],
  ),
  pod(
    'monitoring',
    'prom-kube-state-metrics-6f9d7c8b5-tq8vn',
    '10.42.2.8',
    { 'app.kubernetes.io/name': 'kube-state-metrics' },
    [{ name: 'kube-state-metrics', ports: [port('http', 8080), port('metrics', 8081)] }],
  ),
  ...NODES.map(({ ip }, index) =>
    pod(
      'monitoring',
      `prom-prometheus-node-exporter-${['4xk2l', '7bqmz', 'p9d8c'][index]}`,
      ip,
      { 'app.kubernetes.io/name': 'prometheus-node-exporter' },
      [{ name: 'node-exporter', ports: [port('http-metrics', 9100)] }],
    ),
  ),
  pod('monitoring', 'loki-0', '10.42.1.8', lokiLabels('single-binary'), [
    { name: 'loki', ports: [port('http-metrics', 3100)] },
  ]),
  ...['10.42.0.8', '10.42.1.9', '10.42.2.10'].map((ip, index) =>
    pod('monitoring', `loki-canary-${['c5x9h', 'g7k4z', 'm2v8q'][index]}`, ip, lokiLabels('canary'), [
      { name: 'loki-canary', ports: [port('http-metrics', 3500)] },
    ]),
  ),
  ...['10.42.0.9', '10.42.1.10', '10.42.2.11'].map((ip, index) =>
    pod(
      'monitoring',
      `promtail-${['6dl9t', 'kz4wn', 'x9f2j'][index]}`,
      ip,
      { 'app.kubernetes.io/name': 'promtail', 'app.kubernetes.io/instance': 'promtail' },
      [{ name: 'promtail', ports: [port('http-metrics', 3101)] }],
    ),
  ),
  pod(
    'monitoring',
    'prom-grafana-7b8d5f9c66-m5tzl',
    '10.42.2.9',
    { 'app.kubernetes.io/name': 'grafana', 'app.kubernetes.io/instance': 'prom' },
    [
      { name: 'grafana', ports: [port('grafana', 3000)] },
      { name: 'grafana-sc-dashboard', ports: [port('sc-dashboards', 8081)] },
      { name: 'grafana-sc-datasources', ports: [port('sc-datasources', 8082)] },
    ],
  ),
];

function lokiLabels(component: string): { readonly [name: string]: string } {
  return {
    'app.kubernetes.io/name': 'loki',
    'app.kubernetes.io/instance': 'loki',
    'app.kubernetes.io/component': component,
  };
}

const STOCK = {
  app: 'stock-service',
  'app.kubernetes.io/name': 'stock-service',
  'app.kubernetes.io/instance': 'timedeal',
};

const TIMEDEAL: readonly Pod[] = [
  ...['10.42.1.11', '10.42.2.12'].map((ip, index) =>
    pod(
      'timedeal',
      `stock-service-7d4b9c6f8d-${['hj5kq', 'zx2wv'][index]}`,
      ip,
      STOCK,
      [{ name: 'stock-service', ports: [port('http', 8080), port('admin', 9000)] }, { name: 'proxy' }],
      { initContainers: [{ name: 'migrate', ports: [port(undefined, 8081)] }] },
    ),
  ),
  pod(
    'timedeal',
    'stock-service-7d4b9c6f8d-evict',
    '10.42.2.99',
    STOCK,
    [{ name: 'stock-service', ports: [port('http', 8080)] }],
    {
      phase: 'Failed',
    },
  ),
  pod('timedeal', 'postgres-0', '10.42.2.13', { app: 'postgres', 'app.kubernetes.io/name': 'postgres' }, [
    { name: 'postgres', ports: [port('postgres', 5432)] },
  ]),
  // another workload of the same name part
  pod(
    'timedeal',
    'stock-service-canary-0',
    '10.42.2.14',
    { ...STOCK, 'app.kubernetes.io/name': 'stock-service-canary' },
    [{ name: 'stock-service', ports: [port('http', 8080)] }],
  ),
];

/** The guide's k3d cluster: one server, two agents, what k3s brings, the stack, the shop. */
export const GUIDE_CLUSTER: Cluster = {
  nodes: NODES,
  pods: [...KUBE_SYSTEM, ...MONITORING, ...TIMEDEAL],
  services: [
    {
      namespace: 'default',
      name: 'kubernetes',
      labels: { component: 'apiserver', provider: 'kubernetes' },
      ports: [{ name: 'https', port: 6443 }],
      addresses: ['172.18.0.3'],
    },
    {
      namespace: 'kube-system',
      name: 'kube-dns',
      labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' },
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns-tcp', port: 53 },
        { name: 'metrics', port: 9153 },
      ],
    },
    {
      namespace: 'monitoring',
      name: RELEASE,
      labels: { 'app.kubernetes.io/name': 'prometheus' },
      selector: { 'app.kubernetes.io/name': 'prometheus' },
      ports: [{ name: 'http-web', port: 9090, targetPort: 'http-web' }],
    },
    {
      namespace: 'monitoring',
      name: 'prom-kube-state-metrics',
      labels: { 'app.kubernetes.io/name': 'kube-state-metrics' },
      selector: { 'app.kubernetes.io/name': 'kube-state-metrics' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http' }],
    },
    {
      namespace: 'monitoring',
      name: 'prom-prometheus-node-exporter',
      labels: { jobLabel: 'node-exporter' },
      selector: { 'app.kubernetes.io/name': 'prometheus-node-exporter' },
      ports: [{ name: 'http-metrics', port: 9100, targetPort: 'http-metrics' }],
    },
    {
      namespace: 'timedeal',
      name: 'stock-service',
      labels: STOCK,
      selector: { 'app.kubernetes.io/name': 'stock-service' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  ],
};
