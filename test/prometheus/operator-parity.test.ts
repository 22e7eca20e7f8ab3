import { yamlText } from '../../lib/core/render';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import type { ScrapeTarget } from '../../lib/model/scrape-target';
import { scrapeConfig } from '../../lib/prometheus/scrape-config';
import { readYamlDocument } from '../support/kubectl-yaml';
import { relabelled, visible, type Labels, type RelabelConfig } from '../support/relabel';
import { GUIDE_CLUSTER } from './guide-cluster';
import { guideTargets } from './guide-targets';
import { without } from './promtool';
import { discoveredTargets } from './service-discovery';

/*
 * What Prometheus Operator 0.93 makes of the monitors of the guide's chart, as relabel rules, against what this library makes
 * of its own targets. The rules are those of generateServiceMonitorConfig and generatePodMonitorConfig in
 * pkg/prometheus/promcfg.go, in their order.
 */

interface Monitor {
  readonly selector: Labels;
  readonly port: string;
  readonly jobLabel?: string;
  readonly relabelings?: readonly RelabelConfig[];
}

const clean = (name: string): string => name.replace(/[^a-zA-Z0-9_]/g, '_');
const copy = (from: string, to: string): RelabelConfig => ({
  source_labels: [`__meta_kubernetes_${from}`],
  target_label: to,
});

function selected(kind: 'service' | 'pod', selector: Labels): RelabelConfig[] {
  return Object.entries(selector).map(([name, value]) => ({
    action: 'keep',
    source_labels: [
      `__meta_kubernetes_${kind}_label_${clean(name)}`,
      `__meta_kubernetes_${kind}_labelpresent_${clean(name)}`,
    ],
    regex: `(${value});true`,
  }));
}

const running: RelabelConfig = {
  action: 'drop',
  source_labels: ['__meta_kubernetes_pod_phase'],
  regex: '(Failed|Succeeded)',
};

function jobFrom(kind: 'service' | 'pod', label: string | undefined): RelabelConfig[] {
  if (label === undefined) return [];
  return [{ ...copy(`${kind}_label_${clean(label)}`, 'job'), regex: '(.+)', replacement: '${1}' }];
}

function serviceMonitorRules({ selector, port, jobLabel, relabelings = [] }: Monitor): RelabelConfig[] {
  const reference = [
    '__meta_kubernetes_endpointslice_address_target_kind',
    '__meta_kubernetes_endpointslice_address_target_name',
  ];
  return [
    ...selected('service', selector),
    { action: 'keep', source_labels: ['__meta_kubernetes_endpointslice_port_name'], regex: port },
    { source_labels: reference, regex: 'Node;(.*)', replacement: '${1}', target_label: 'node' },
    { source_labels: reference, regex: 'Pod;(.*)', replacement: '${1}', target_label: 'pod' },
    copy('namespace', 'namespace'),
    copy('service_name', 'service'),
    copy('pod_name', 'pod'),
    copy('pod_container_name', 'container'),
    running,
    { ...copy('service_name', 'job'), replacement: '${1}' },
    ...jobFrom('service', jobLabel),
    { target_label: 'endpoint', replacement: port },
    ...relabelings,
  ];
}

function podMonitorRules({ selector, port, jobLabel }: Monitor): RelabelConfig[] {
  return [
    running,
    ...selected('pod', selector),
    { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: port },
    copy('namespace', 'namespace'),
    copy('pod_container_name', 'container'),
    copy('pod_name', 'pod'),
    { target_label: 'job', replacement: 'timedeal/stock-service' },
    ...jobFrom('pod', jobLabel),
    { target_label: 'endpoint', replacement: port },
  ];
}

/** The labels of the targets that some rules keep, by their addresses. */
function scraped(found: readonly Labels[], rules: readonly RelabelConfig[], path = '/metrics'): Labels[] {
  return found
    .flatMap((target) => {
      const labels = relabelled({ job: 'unset', __metrics_path__: path, ...target }, rules);
      return labels === undefined ? [] : [visible({ instance: labels['__address__']!, ...labels })];
    })
    .sort((a, b) => (a['instance']! < b['instance']! ? -1 : 1));
}

function ours(jobName: string, flavor?: KubernetesFlavor): Labels[] {
  const target = guideTargets(flavor).find((candidate: ScrapeTarget) => candidate.jobName === jobName)!;
  const job = readYamlDocument(yamlText('Prometheus', scrapeConfig('Prometheus', target)));
  const found = discoveredTargets(GUIDE_CLUSTER, job.kubernetes_sd_configs[0]);
  const withJob = found.map((labels) => ({ job: jobName, ...labels }));
  return scraped(withJob, job.relabel_configs as RelabelConfig[], job.metrics_path as string | undefined);
}

const endpoints = (namespace: string): Labels[] =>
  discoveredTargets(GUIDE_CLUSTER, { role: 'endpointslice', namespaces: { names: [namespace] } });

describe('the labels of the chart, made by the operator, are ours', () => {
  test('for kube-state-metrics', () => {
    const name = 'app.kubernetes.io/name';
    const rules = serviceMonitorRules({ selector: { [name]: 'kube-state-metrics' }, port: 'http', jobLabel: name });

    const theirs = scraped(endpoints('monitoring'), rules);

    expect(theirs).toHaveLength(1);
    expect(ours('kube-state-metrics')).toEqual(theirs);
  });

  test('for Prometheus itself', () => {
    const rules = serviceMonitorRules({ selector: { 'app.kubernetes.io/name': 'prometheus' }, port: 'http-web' });

    const theirs = scraped(endpoints('monitoring'), rules);

    expect(theirs).toHaveLength(1);
    expect(ours('prom-kube-prometheus-stack-prometheus')).toEqual(theirs);
  });

  test('for node-exporter, whose rule of its own adds the node', () => {
    const rules = serviceMonitorRules({
      selector: { jobLabel: 'node-exporter' },
      port: 'http-metrics',
      jobLabel: 'jobLabel',
    });

    const theirs = scraped(endpoints('monitoring'), rules);

    expect(theirs).toHaveLength(3);
    expect(ours('node-exporter').map((labels) => without(labels, 'node') as Labels)).toEqual(theirs);
  });

  test('for the API server', () => {
    const selector = { component: 'apiserver', provider: 'kubernetes' };
    const rules = serviceMonitorRules({ selector, port: 'https', jobLabel: 'component' });

    const theirs = scraped(endpoints('default'), rules);

    expect(theirs).toHaveLength(1);
    expect(ours('apiserver', KubernetesFlavor.STANDARD)).toEqual(theirs);
  });

  test('for DNS, found behind its own Service, where the chart makes a second one', () => {
    const rules = serviceMonitorRules({ selector: { 'k8s-app': 'kube-dns' }, port: 'metrics' });

    const theirs = scraped(endpoints('kube-system'), rules);

    expect(theirs).toHaveLength(1);
    expect(ours('coredns')).toEqual(theirs.map((labels) => ({ ...labels, job: 'coredns' })));
  });

  test.each([
    ['kubelet', '/metrics'],
    ['kubelet/cadvisor', '/metrics/cadvisor'],
  ])('for %s, found as nodes, where the operator writes a Service of its own', (jobName, path) => {
    const relabelings = [{ source_labels: ['__metrics_path__'], target_label: 'metrics_path' }];
    const selector = { 'k8s-app': 'kubelet', 'app.kubernetes.io/name': 'kubelet' };
    const rules = serviceMonitorRules({ selector, port: 'https-metrics', jobLabel: 'k8s-app', relabelings });

    const theirs = scraped(KUBELET_ENDPOINTS, rules, path);

    expect(theirs).toHaveLength(3);
    expect(ours(jobName)).toEqual(theirs.map((labels) => ({ ...labels, service: 'kubelet' })));
  });

  test('for a workload, as a PodMonitor finds it', () => {
    const selector = { 'app.kubernetes.io/name': 'stock-service', 'app.kubernetes.io/instance': 'timedeal' };
    const rules = podMonitorRules({ selector, port: 'http', jobLabel: 'app.kubernetes.io/name' });
    const pods = discoveredTargets(GUIDE_CLUSTER, { role: 'pod', namespaces: { names: ['timedeal'] } });

    const theirs = scraped(pods, rules);

    expect(theirs).toHaveLength(2);
    expect(ours('stock-service')).toEqual(theirs);
  });
});

/** The Service `prom-kube-prometheus-stack-kubelet`, to which the operator writes the address of every node. */
const KUBELET_ENDPOINTS: readonly Labels[] = GUIDE_CLUSTER.nodes.map(({ name, ip }) => ({
  __address__: `${ip}:10250`,
  __meta_kubernetes_namespace: 'kube-system',
  __meta_kubernetes_service_name: 'prom-kube-prometheus-stack-kubelet',
  __meta_kubernetes_service_label_k8s_app: 'kubelet',
  __meta_kubernetes_service_labelpresent_k8s_app: 'true',
  __meta_kubernetes_service_label_app_kubernetes_io_name: 'kubelet',
  __meta_kubernetes_service_labelpresent_app_kubernetes_io_name: 'true',
  __meta_kubernetes_endpointslice_port_name: 'https-metrics',
  __meta_kubernetes_endpointslice_address_target_kind: 'Node',
  __meta_kubernetes_endpointslice_address_target_name: name,
}));
