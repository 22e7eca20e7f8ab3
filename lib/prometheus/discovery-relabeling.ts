import type { Subject } from '../core/errors';
import type { ConfigValue } from '../core/render';
import { literalRegex, metaLabelName } from '../model/metric-label';
import { RelabelRule } from '../model/relabel-rule';
import type { Discovery, ServicePods, WorkloadPods } from '../model/scrape-discovery';
import { declaredPort } from '../model/workload-port';

/** How the targets of a job are found and reached, and the rules that make their labels of what was found. */
export interface Discovered {
  /** `kubernetes_sd_configs` or `static_configs`. */
  readonly found: { readonly [key: string]: ConfigValue };
  /** `scheme` and what belongs to it; empty for plain HTTP. */
  readonly connection: { readonly [key: string]: ConfigValue };
  /** Applied before the rules of the user. */
  readonly rules: readonly RelabelRule[];
}

const META = '__meta_kubernetes';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN = { authorization: { credentials_file: `${SERVICE_ACCOUNT}/token` } };

/**
 * How a target is found and labelled. The labels are those that ServiceMonitors and PodMonitors give, under the same
 * names, so that dashboards and alerts written for the operator fit.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
export function discovered(subject: Subject, jobName: string, discovery: Discovery): Discovered {
  switch (discovery.kind) {
    case 'workload':
      return workloadPods(subject, jobName, discovery);
    case 'service':
      return servicePods(discovery);
    case 'pods': {
      const port = { label: 'name', value: discovery.portName, endpoint: discovery.portName };
      return labelledPods(discovery.namespace, discovery.matchLabels, port);
    }
    case 'hosts':
      return { found: { static_configs: [{ targets: discovery.hosts }] }, connection: {}, rules: [] };
    case 'kubelets':
      return kubelets();
    case 'apiServer':
      return apiServer();
  }
}

/** Where each pod answers: its port by `name` or by `number`, and what the label `endpoint` calls it. */
interface PodPort {
  readonly label: string;
  readonly value: string;
  readonly endpoint: string;
}

function workloadPods(subject: Subject, jobName: string, target: WorkloadPods): Discovered {
  const { workload, port, portName } = target;
  const { name, number } = declaredPort(subject, jobName, target);
  return labelledPods(workload.namespace, workload.podLabels(), {
    ...(port === undefined ? { label: 'name', value: String(portName) } : { label: 'number', value: String(port) }),
    endpoint: name ?? String(number),
  });
}

function labelledPods(
  namespace: string,
  labels: { readonly [label: string]: string },
  { label, value, endpoint }: PodPort,
): Discovered {
  const carried = Object.entries(labels).map(([name, text]) => {
    const meta = metaLabelName(name);
    // a pod without the label is not one that has it with the empty value
    return RelabelRule.keep(
      [`${META}_pod_label_${meta}`, `${META}_pod_labelpresent_${meta}`],
      `${literalRegex(text)};true`,
    );
  });
  return {
    found: kubernetes('pod', namespace),
    connection: {},
    rules: [
      ...carried,
      RelabelRule.keep([`${META}_pod_container_port_${label}`], literalRegex(value)),
      ...podLabels(endpoint),
    ],
  };
}

function servicePods({ service, namespace, portName }: ServicePods): Discovered {
  return {
    found: kubernetes('endpointslice', namespace),
    connection: {},
    rules: [
      // the port as well: Prometheus adds the ports of the pods that the Service does not name
      RelabelRule.keep(
        [`${META}_service_name`, `${META}_endpointslice_port_name`],
        `${literalRegex(service)};${literalRegex(portName)}`,
      ),
      ...podLabels(portName),
      RelabelRule.copyLabel(`${META}_service_name`, 'service'),
    ],
  };
}

function podLabels(endpoint: string): RelabelRule[] {
  return [
    // a pod that has ended keeps its address until it is deleted, and someone else may get it
    RelabelRule.drop([`${META}_pod_phase`], 'Failed|Succeeded'),
    RelabelRule.copyLabel(`${META}_namespace`, 'namespace'),
    RelabelRule.copyLabel(`${META}_pod_name`, 'pod'),
    RelabelRule.copyLabel(`${META}_pod_container_name`, 'container'),
    RelabelRule.setLabel('endpoint', endpoint),
  ];
}

function kubelets(): Discovered {
  return {
    found: { kubernetes_sd_configs: [{ role: 'node' }] },
    connection: {
      // cAdvisor dates its samples itself; without this a container that is gone goes on for five minutes
      track_timestamps_staleness: true,
      scheme: 'https',
      ...TOKEN,
      // kubelets sign their own certificates unless the cluster was told otherwise; the address comes from the API server
      tls_config: { insecure_skip_verify: true },
    },
    rules: [
      RelabelRule.copyLabel(`${META}_node_name`, 'node'),
      // discovery has written the name of the node there
      RelabelRule.copyLabel('__address__', 'instance'),
      RelabelRule.setLabel('namespace', 'kube-system'),
      RelabelRule.setLabel('service', 'kubelet'),
      RelabelRule.setLabel('endpoint', 'https-metrics'),
      // tells the paths of one kubelet apart
      RelabelRule.copyLabel('__metrics_path__', 'metrics_path'),
    ],
  };
}

function apiServer(): Discovered {
  const { found, rules } = servicePods({
    kind: 'service',
    service: 'kubernetes',
    namespace: 'default',
    portName: 'https',
  });
  return {
    found,
    connection: {
      scheme: 'https',
      ...TOKEN,
      // its certificate has the name, but not the address of every instance
      tls_config: { ca_file: `${SERVICE_ACCOUNT}/ca.crt`, server_name: 'kubernetes' },
    },
    rules,
  };
}

/** Two jobs with the same discovery share one watch of the API, so nothing of the job may stand here. */
function kubernetes(role: 'pod' | 'endpointslice', namespace: string): { readonly [key: string]: ConfigValue } {
  return { kubernetes_sd_configs: [{ role, namespaces: { names: [namespace] } }] };
}
