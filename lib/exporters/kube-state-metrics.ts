import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  checkComponentProps,
  commonPodSettings,
  type ComponentProps,
  goMemoryLimit,
  imageReference,
} from '../core/component';
import { Endpoint } from '../core/endpoint';
import { fail, invalid, show, type Subject } from '../core/errors';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { checkMap, checkTexts } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkLabelKey, checkServiceName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { ServiceIdentity } from '../core/rbac';
import { ComputeResources } from '../core/resources';
import { restrictedContainer, restrictedPod } from '../core/security';
import { sortedKeys } from '../core/sorted-keys';
import { RelabelRule } from '../model/relabel-rule';
import { ScrapeTarget } from '../model/scrape-target';
import { resourcesFlag, watchedResources, watchRules, type WatchedResource } from './watched-resources';

/** Which objects kube-state-metrics watches, and how it runs. */
export interface KubeStateMetricsProps extends ComponentProps {
  /**
   * Plural names of the resources that become metrics, in place of the default ones.
   *
   * By default cronjobs, daemonsets, deployments, horizontalpodautoscalers, ingresses, jobs, limitranges, namespaces,
   * nodes, persistentvolumeclaims, persistentvolumes, poddisruptionbudgets, pods, replicasets, resourcequotas, services,
   * statefulsets and storageclasses; the dashboards and alerts of this library need them. Besides those, endpointslices,
   * ingressclasses, networkpolicies, replicationcontrollers, serviceaccounts and volumeattachments can be named. Secrets
   * and ConfigMaps cannot: who lists them reads them. Flag `--resources`; the ClusterRole follows it.
   *
   * Throws for a resource that is unknown or named twice, and for an empty list.
   *
   * @default - the default ones
   */
  readonly watchedResources?: string[];
  /**
   * Labels of the objects that are shown on `kube_<object>_labels`, by the plural name of the resource:
   * `{ pods: ['team', 'app.kubernetes.io/*'] }`. A `*` alone shows every label, at the price of many series.
   *
   * Throws for a resource that is not watched and for what is no label key. Flag `--metric-labels-allowlist`.
   *
   * @default - none: no label of an object is shown
   */
  readonly metricLabelsAllowlist?: { [resource: string]: string[] };
}

const DEFAULTS = {
  // the release `prom` of the guide's chart
  name: 'prom-kube-state-metrics',
  instance: 'prom',
  // the guide saw 30Mi in use; the limit is what the project's README gives for a cluster of 100 nodes
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '32Mi', memoryLimit: '256Mi' }),
};

const METRICS = { name: 'http', number: 8080 };
const TELEMETRY = { name: 'metrics', number: 8081 };

// the user `nobody` of distroless images
const UID = 65534;

/**
 * kube-state-metrics: the state of the cluster's objects (replicas, requests, phases, restarts) as metrics.
 *
 * One Deployment with a ClusterRole that may list and watch exactly the resources that become metrics, and no Secret.
 *
 * @see https://github.com/kubernetes/kube-state-metrics
 * @example
 * new KubeStateMetrics(chart, 'KubeStateMetrics', { metricLabelsAllowlist: { pods: ['team'] } });
 */
export class KubeStateMetrics extends Construct {
  /** Where the metrics of the objects are. */
  public readonly endpoint: Endpoint;
  /**
   * How Prometheus finds the metrics of the objects: job `kube-state-metrics`, the name that rules and dashboards
   * select.
   *
   * Namespace, pod and container of a sample are those of the object that it tells of.
   */
  public readonly scrapeTarget: ScrapeTarget;
  /** How Prometheus finds what kube-state-metrics tells of itself: job `kube-state-metrics-telemetry`. */
  public readonly telemetryTarget: ScrapeTarget;

  private readonly name: string;
  private readonly labels: ComponentLabels;
  private readonly resources: WatchedResource[];

  public constructor(scope: Construct, id: string, props: KubeStateMetricsProps = {}) {
    super(scope, id);
    checkComponentProps(this, props);
    this.name = props.name ?? DEFAULTS.name;
    checkServiceName(this, 'name', this.name);
    this.resources = watchedResources(this, 'watchedResources', props.watchedResources);
    const image = props.image ?? IMAGES.kubeStateMetrics;
    this.labels = new ComponentLabels(this, {
      name: 'kube-state-metrics',
      instance: props.name ?? DEFAULTS.instance,
      version: image.version,
    });
    const namespace = namespaceOf(this);
    this.endpoint = new Endpoint({ service: this.name, namespace, port: METRICS.number });
    this.scrapeTarget = ScrapeTarget.service({
      jobName: 'kube-state-metrics',
      service: this.name,
      namespace,
      portName: METRICS.name,
      honorLabels: true,
      // What has no namespace or pod of its own, such as `kube_node_info`, would carry those of this pod, and become
      // new series with each restart; what has them keeps its own, by honorLabels.
      relabelRules: [RelabelRule.labelDrop('namespace|pod|container|service|endpoint')],
    });
    this.telemetryTarget = ScrapeTarget.service({
      jobName: 'kube-state-metrics-telemetry',
      service: this.name,
      namespace,
      portName: TELEMETRY.name,
    });
    this.addDeployment(props, imageReference(image, props));
    this.addService();
  }

  private addDeployment(props: KubeStateMetricsProps, image: string): void {
    const identity = new ServiceIdentity(this, 'Identity', {
      name: this.name,
      labels: this.labels.all,
      clusterRules: watchRules(this.resources),
    });
    new k8s.KubeDeployment(this, 'Resource', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        // a second one would count every object twice
        replicas: 1,
        selector: { matchLabels: this.labels.selector },
        template: {
          metadata: { labels: this.labels.all },
          spec: {
            ...identity.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: UID }),
            containers: [this.container(props, image)],
          },
        },
      },
    });
  }

  private container(props: KubeStateMetricsProps, image: string): k8s.Container {
    const resources = props.resources ?? DEFAULTS.resources;
    const env = goMemoryLimit(resources);
    const often = { period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 3 };
    // /livez asks the API server: a control plane that restarts must not take this pod with it
    const minutes = { ...often, failures: 12 };
    return {
      name: 'kube-state-metrics',
      image,
      args: [
        `--port=${METRICS.number}`,
        `--telemetry-port=${TELEMETRY.number}`,
        `--resources=${resourcesFlag(this.resources)}`,
        ...labelsFlag(this, this.resources, props.metricLabelsAllowlist),
      ],
      ...(env.length === 0 ? {} : { env }),
      ports: [METRICS, TELEMETRY].map((port) => ({ name: port.name, containerPort: port.number })),
      resources: resources._toKube(),
      securityContext: restrictedContainer(),
      startupProbe: httpProbe(METRICS.name, '/livez', minutes),
      livenessProbe: httpProbe(METRICS.name, '/livez', minutes),
      readinessProbe: httpProbe(TELEMETRY.name, '/readyz', often),
      terminationMessagePolicy: 'FallbackToLogsOnError',
    };
  }

  private addService(): void {
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        selector: this.labels.selector,
        ports: [METRICS, TELEMETRY].map((port) => ({
          name: port.name,
          port: port.number,
          targetPort: k8s.IntOrString.fromString(port.name),
        })),
      },
    });
  }
}

function labelsFlag(
  subject: Subject,
  resources: readonly WatchedResource[],
  allowlist: { readonly [resource: string]: readonly string[] } = {},
): string[] {
  checkMap(subject, 'metricLabelsAllowlist', allowlist);
  const lists = Object.entries(sortedKeys(allowlist)).map(([resource, labels]) => {
    const prop = `metricLabelsAllowlist.${resource}`;
    if (!resources.some((watched) => watched.name === resource)) {
      const rule = `the resources that are watched are ${resourcesFlag(resources).replaceAll(',', ', ')}`;
      fail(subject, `'metricLabelsAllowlist' holds ${show(resource)}; ${rule}`);
    }
    checkTexts(subject, prop, labels);
    if (labels.length === 0) invalid(subject, prop, labels, "it must hold at least one label key, such as 'team'");
    for (const label of labels) checkLabelPattern(subject, prop, label, labels.length === 1);
    return `${resource}=[${labels.join(',')}]`;
  });
  return lists.length === 0 ? [] : [`--metric-labels-allowlist=${lists.join(',')}`];
}

// kube-state-metrics ignores a lone '*' that is not first in its list, and refuses two in one key
function checkLabelPattern(subject: Subject, prop: string, label: string, alone: boolean): void {
  if (!String(label).includes('*')) return checkLabelKey(subject, prop, label);
  if (label === '*' ? alone : /^[A-Za-z0-9._/-]*\*[A-Za-z0-9._/-]*$/.test(label)) return;
  invalid(
    subject,
    prop,
    label,
    "it must be '*' alone, or a label key with at most one '*' such as 'app.example.com/*'",
  );
}
