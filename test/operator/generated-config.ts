import type { KubeObject } from '../support/kube-object';
import type { RelabelConfig } from '../support/relabel';

/*
 * The scrape configuration that prometheus-operator 0.93 writes for a monitor: generatePodMonitorConfig,
 * generateServiceMonitorConfig and generateScrapeConfig of pkg/prometheus/promcfg.go, as far as the fields go that this
 * library uses. That it is so is held against a recording of the operator itself.
 */

/** How the operator's Prometheus finds what is behind a Service; `Endpoints` unless someone asks for the other. */
export type DiscoveryRole = 'Endpoints' | 'EndpointSlice';

/** The entry of `scrape_configs`. */
export function generatedConfig(monitor: KubeObject, prometheusRole: DiscoveryRole = 'Endpoints'): any {
  switch (monitor.kind) {
    case 'PodMonitor':
      return podMonitorConfig(monitor);
    case 'ServiceMonitor':
      return serviceMonitorConfig(monitor, prometheusRole);
    case 'ScrapeConfig':
      return scrapeConfigConfig(monitor);
    default:
      throw new Error(`the operator makes no scrape configuration of a ${monitor.kind}`);
  }
}

const META = '__meta_kubernetes';

function podMonitorConfig({ metadata, spec }: KubeObject): any {
  const [endpoint] = spec.podMetricsEndpoints;
  const { port } = endpoint;
  return defined({
    job_name: `podMonitor/${metadata.namespace}/${metadata.name}/0`,
    honor_labels: endpoint.honorLabels ?? false,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: spec.namespaceSelector.matchNames } }],
    ...fetching(endpoint, endpoint.interval, endpoint.path),
    relabel_configs: [
      JOB_NAME,
      RUNNING,
      ...selected('pod', spec.selector.matchLabels),
      ...(port === undefined ? [] : [keep([`${META}_pod_container_port_name`], port)]),
      copy('namespace', 'namespace'),
      copy('pod_container_name', 'container'),
      copy('pod_name', 'pod'),
      { target_label: 'job', replacement: `${metadata.namespace}/${metadata.name}` },
      ...(port === undefined ? [] : [{ target_label: 'endpoint', replacement: port }]),
      ...configured(endpoint.relabelings),
      ...SHARDING,
    ],
    ...limits(spec, endpoint),
  });
}

function serviceMonitorConfig({ metadata, spec }: KubeObject, prometheusRole: DiscoveryRole): any {
  const [endpoint] = spec.endpoints;
  const role = ((spec.serviceDiscoveryRole ?? prometheusRole) as string).toLowerCase();
  const meta = `${META}_${role === 'endpoints' ? 'endpoint' : role}`;
  const reference = [`${meta}_address_target_kind`, `${meta}_address_target_name`];
  return defined({
    job_name: `serviceMonitor/${metadata.namespace}/${metadata.name}/0`,
    honor_labels: endpoint.honorLabels ?? false,
    kubernetes_sd_configs: [{ role, namespaces: { names: spec.namespaceSelector.matchNames } }],
    ...fetching(endpoint, endpoint.interval, endpoint.path),
    relabel_configs: [
      JOB_NAME,
      ...selected('service', spec.selector.matchLabels),
      keep([`${meta}_port_name`], endpoint.port),
      ...['node', 'pod'].map((label) => ({
        source_labels: reference,
        separator: ';',
        regex: `${label[0]!.toUpperCase()}${label.slice(1)};(.*)`,
        replacement: '${1}',
        target_label: label,
      })),
      copy('namespace', 'namespace'),
      copy('service_name', 'service'),
      copy('pod_name', 'pod'),
      copy('pod_container_name', 'container'),
      RUNNING,
      { ...copy('service_name', 'job'), replacement: '${1}' },
      { target_label: 'endpoint', replacement: endpoint.port },
      ...configured(endpoint.relabelings),
      ...SHARDING,
    ],
    ...limits(spec, endpoint),
  });
}

function scrapeConfigConfig({ metadata, spec }: KubeObject): any {
  return defined({
    job_name: `scrapeConfig/${metadata.namespace}/${metadata.name}`,
    honor_labels: spec.honorLabels,
    static_configs: spec.staticConfigs.map(({ targets }: any) => ({ targets, labels: {} })),
    ...fetching(spec, spec.scrapeInterval, spec.metricsPath),
    relabel_configs: [JOB_NAME, ...configured(spec.relabelings)],
    ...limits(spec, spec),
  });
}

const JOB_NAME: RelabelConfig = { source_labels: ['job'], target_label: '__tmp_prometheus_job_name' };

const RUNNING: RelabelConfig = {
  action: 'drop',
  source_labels: [`${META}_pod_phase`],
  regex: '(Failed|Succeeded)',
};

/** Which of several Prometheus scrapes a target; with one, it is always that one. */
export const SHARDING: readonly any[] = [
  {
    source_labels: ['__address__', '__tmp_hash'],
    target_label: '__tmp_hash',
    regex: '(.+);',
    replacement: '$1',
    action: 'replace',
  },
  { source_labels: ['__tmp_hash'], target_label: '__tmp_hash', modulus: 1, action: 'hashmod' },
  { source_labels: ['__tmp_hash', '__tmp_disable_sharding'], regex: '$(SHARD);|.+;.+', action: 'keep' },
];

function keep(source_labels: string[], regex: string): RelabelConfig {
  return { action: 'keep', source_labels, regex };
}

function copy(from: string, to: string): RelabelConfig {
  return { source_labels: [`${META}_${from}`], target_label: to };
}

function selected(kind: 'service' | 'pod', matchLabels: { readonly [name: string]: string } = {}): RelabelConfig[] {
  return Object.entries(matchLabels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const clean = name.replace(/[^a-zA-Z0-9_]/g, '_');
      return keep([`${META}_${kind}_label_${clean}`, `${META}_${kind}_labelpresent_${clean}`], `(${value});true`);
    });
}

/** An empty regex, modulus, action or list is left out; an empty replacement or separator is not. */
function configured(rules: readonly any[] = []): RelabelConfig[] {
  return rules.map((rule) =>
    defined({
      source_labels: rule.sourceLabels?.length > 0 ? rule.sourceLabels : undefined,
      separator: rule.separator,
      target_label: rule.targetLabel || undefined,
      regex: rule.regex || undefined,
      modulus: rule.modulus || undefined,
      replacement: rule.replacement,
      action: rule.action?.toLowerCase() || undefined,
    }),
  );
}

function fetching(from: any, interval: string | undefined, path: string | undefined): object {
  return { scrape_interval: interval, scrape_timeout: from.scrapeTimeout, metrics_path: path };
}

function limits(spec: any, endpoint: any): object {
  return {
    sample_limit: spec.sampleLimit,
    metric_relabel_configs:
      endpoint.metricRelabelings === undefined ? undefined : configured(endpoint.metricRelabelings),
  };
}

function defined(object: { readonly [key: string]: unknown }): any {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
