import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  checkComponentProps,
  commonPodSettings,
  type ComponentProps,
  goMemoryLimit,
  imageReference,
  podField,
} from '../core/component';
import { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { checkKind } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkServiceName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { ServiceIdentity } from '../core/rbac';
import { ComputeResources } from '../core/resources';
import { restrictedContainer, restrictedPod } from '../core/security';
import { ScrapeTarget } from '../model/scrape-target';

/** Which Loki is tested, and how the canary runs. */
export interface LokiCanaryProps extends ComponentProps {
  /** The Loki that lines are written to and read back from. */
  readonly loki: Endpoint;
}

const DEFAULTS = {
  name: 'loki-canary',
  // 3.7.6 uses 36 MiB, measured, of which 28 are the program's own file: its nodes can drop that from memory
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '16Mi', memoryLimit: '64Mi' }),
};

const PORT = { name: 'http-metrics', number: 3500 };

// the user that Loki's own image has; this one's is root
const UID = 10001;

/**
 * loki-canary: writes a line to Loki each second, reads it back, and shows as metrics what was late or lost.
 *
 * A DaemonSet, so that the way from every node to Loki is tested. It writes to Loki itself: the log agent is not part
 * of the test. Its streams have the labels `pod` and `stream` alone, so no query by namespace shows them.
 *
 * @see https://grafana.com/docs/loki/latest/operations/loki-canary/
 * @example
 * new LokiCanary(chart, 'LokiCanary', { loki: loki.endpoint });
 */
export class LokiCanary extends Construct {
  /** Where the metrics of one canary or another are; Prometheus scrapes each by itself. */
  public readonly endpoint: Endpoint;
  /** How Prometheus finds the canaries; the job has the name of this component, `loki-canary`. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly name: string;
  private readonly labels: ComponentLabels;

  public constructor(scope: Construct, id: string, props: LokiCanaryProps) {
    super(scope, id);
    checkComponentProps(this, props);
    this.name = props.name ?? DEFAULTS.name;
    checkServiceName(this, 'name', this.name);
    checkKind(this, 'loki', props.loki ?? null, 'urlFrom', 'an Endpoint, such as that of new Loki(...): loki.endpoint');
    const image = props.image ?? IMAGES.lokiCanary;
    this.labels = new ComponentLabels(this, {
      name: 'loki',
      instance: props.name ?? 'loki',
      component: 'canary',
      version: image.version,
    });
    const namespace = namespaceOf(this);
    this.endpoint = new Endpoint({ service: this.name, namespace, port: PORT.number });
    this.scrapeTarget = ScrapeTarget.service({ service: this.name, namespace, portName: PORT.name });

    this.addDaemonSet(props, imageReference(image, props));
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        selector: this.labels.selector,
        ports: [{ name: PORT.name, port: PORT.number, targetPort: k8s.IntOrString.fromString(PORT.name) }],
      },
    });
  }

  private addDaemonSet(props: LokiCanaryProps, image: string): void {
    const identity = new ServiceIdentity(this, 'Identity', { name: this.name, labels: this.labels.all });
    new k8s.KubeDaemonSet(this, 'Resource', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        selector: { matchLabels: this.labels.selector },
        template: {
          metadata: { labels: this.labels.all },
          spec: {
            ...identity.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: UID }),
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            // the nodes of the control plane write logs as well
            tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
            containers: [this.container(props, image)],
          },
        },
      },
    });
  }

  private container(props: LokiCanaryProps, image: string): k8s.Container {
    const resources = props.resources ?? DEFAULTS.resources;
    // it takes host and port, without a scheme
    const { host } = new URL(props.loki.urlFrom(namespaceOf(this)));
    const probe = httpProbe(PORT.name, '/metrics', {
      period: Duration.seconds(10),
      timeout: Duration.seconds(5),
      failures: 3,
    });
    return {
      name: 'loki-canary',
      image,
      args: [`-addr=${host}`, '-labelname=pod', '-labelvalue=$(POD_NAME)', '-push=true', `-port=${PORT.number}`],
      env: [podField('POD_NAME', 'metadata.name'), ...goMemoryLimit(resources)],
      ports: [{ name: PORT.name, containerPort: PORT.number }],
      resources: resources._toKube(),
      securityContext: restrictedContainer(),
      livenessProbe: probe,
      readinessProbe: probe,
      terminationMessagePolicy: 'FallbackToLogsOnError',
    };
  }
}
