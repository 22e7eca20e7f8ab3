import type { Subject } from '../core/errors';
import { prometheusDuration } from '../core/units';
import { literalRegex, metaLabelName } from '../model/metric-label';
import { RelabelRule } from '../model/relabel-rule';
import type { Hosts, LabelledPods, ServicePods, WorkloadPods } from '../model/scrape-discovery';
import type { ScrapeTarget } from '../model/scrape-target';
import { declaredPort } from '../model/workload-port';
import type {
  PodMonitorSpec,
  ScrapeConfigSpec,
  ServiceMonitorSpec,
  ServiceMonitorSpecServiceDiscoveryRole,
} from '../../imports/monitoring.coreos.com';
import { relabelings } from './relabelings';

/*
 * Scrape targets as the operator's kinds. The operator writes rules of its own before those of a monitor, see
 * pkg/prometheus/promcfg.go: namespace, pod, container, service, endpoint, and pods that have ended dropped. What they make
 * of a target is the same here as in lib/prometheus/discovery-relabeling.ts; what is not is levelled by rules that stand
 * before those of the user.
 */

const META = '__meta_kubernetes';

/** The pods of a workload, as a PodMonitor finds them. Fails when no container declares the port. */
export function workloadMonitor(subject: Subject, target: ScrapeTarget, found: WorkloadPods): PodMonitorSpec {
  const { workload } = found;
  const { name, number } = declaredPort(subject, target.jobName, found);
  const labels = workload.podLabels();
  if (found.port === undefined) return podMonitor(target, workload.namespace, labels, { name: found.portName });
  return podMonitor(target, workload.namespace, labels, {
    // `portNumber` is unknown before 0.79, where it is dropped and every port scraped; `targetPort` is deprecated
    rules: [
      RelabelRule.keep([`${META}_pod_container_port_number`], String(number)),
      RelabelRule.setLabel('endpoint', name ?? String(number)),
    ],
  });
}

/** Pods that carry some labels, as a PodMonitor finds them. */
export function labelledPodsMonitor(target: ScrapeTarget, found: LabelledPods): PodMonitorSpec {
  return podMonitor(target, found.namespace, found.matchLabels, { name: found.portName });
}

/** A port of pods: by its name, or by rules that keep it. */
interface PodPort {
  readonly name?: string;
  readonly rules?: readonly RelabelRule[];
}

function podMonitor(
  target: ScrapeTarget,
  namespace: string,
  matchLabels: { readonly [label: string]: string },
  { name: port, rules = [] }: PodPort,
): PodMonitorSpec {
  const { sampleLimit, relabelRules = [] } = target._options;
  return {
    namespaceSelector: { matchNames: [namespace] },
    selector: { matchLabels: { ...matchLabels } },
    podMetricsEndpoints: [
      {
        port,
        ...fetching(target),
        relabelings: relabelings([...exactly(matchLabels), ...rules, jobRule(target), ...relabelRules]),
        metricRelabelings: relabelings(target._metricRelabelRules()),
      },
    ],
    sampleLimit,
  };
}

/** The pods behind a Service, as a ServiceMonitor finds them: it selects by labels alone, and a rule keeps the one of that name. */
export function serviceMonitor(target: ScrapeTarget, found: ServicePods): ServiceMonitorSpec {
  const { sampleLimit, relabelRules = [] } = target._options;
  return {
    namespaceSelector: { matchNames: [found.namespace] },
    selector: {},
    serviceDiscoveryRole: readsEndpointSlices(relabelRules) ? ENDPOINT_SLICE : undefined,
    endpoints: [
      {
        port: found.portName,
        ...fetching(target),
        relabelings: relabelings([
          RelabelRule.keep([`${META}_service_name`], literalRegex(found.service)),
          // the operator sets it where the addresses of the Service are those of nodes
          RelabelRule.setLabel('node', ''),
          jobRule(target),
          ...relabelRules,
        ]),
        metricRelabelings: relabelings(target._metricRelabelRules()),
      },
    ],
    sampleLimit,
  };
}

/** Machines outside of the cluster, as a ScrapeConfig lists them. */
export function hostsScrapeConfig(target: ScrapeTarget, { hosts }: Hosts): ScrapeConfigSpec {
  const { sampleLimit, relabelRules = [] } = target._options;
  const { path: metricsPath, interval: scrapeInterval, ...fetched } = fetching(target);
  return {
    staticConfigs: [{ targets: [...hosts] }],
    metricsPath,
    scrapeInterval,
    ...fetched,
    relabelings: relabelings([jobRule(target), ...relabelRules]),
    metricRelabelings: relabelings(target._metricRelabelRules()),
    sampleLimit,
  };
}

/** How a target is fetched, in the words of both monitors. */
interface Fetching {
  readonly path?: string;
  readonly interval?: string;
  readonly scrapeTimeout?: string;
  readonly honorLabels?: boolean;
}

function fetching({ _options: { path, interval, timeout, honorLabels } }: ScrapeTarget): Fetching {
  return {
    path,
    interval: interval && prometheusDuration(interval),
    scrapeTimeout: timeout && prometheusDuration(timeout),
    honorLabels,
  };
}

/** The operator names the job after the monitor or the Service. */
function jobRule({ jobName }: ScrapeTarget): RelabelRule {
  return RelabelRule.setLabel('job', jobName);
}

/** The operator writes the values of labels into a regex as they are, where a dot stands for any character. */
function exactly(labels: { readonly [label: string]: string }): RelabelRule[] {
  return Object.entries(labels)
    .filter(([, value]) => literalRegex(value) !== value)
    .map(([name, value]) => RelabelRule.keep([`${META}_pod_label_${metaLabelName(name)}`], literalRegex(value)));
}

// not the member of the enum: the module of the kinds is loaded on first use
const ENDPOINT_SLICE = 'EndpointSlice' as ServiceMonitorSpecServiceDiscoveryRole;

/** The operator finds Endpoints unless its Prometheus or, from 0.86 on, a monitor asks for slices; their labels are others. */
function readsEndpointSlices(rules: readonly RelabelRule[]): boolean {
  return JSON.stringify(rules.map(({ _data }) => _data)).includes(`${META}_endpointslice_`);
}
