import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from '../core/claims';
import {
  checkComponentProps,
  commonPodSettings,
  type ComponentProps,
  goMemoryLimit,
  imageReference,
} from '../core/component';
import { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { checkFlag } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkServiceName, checkWholeNumber } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { ServiceIdentity } from '../core/rbac';
import { ComputeResources } from '../core/resources';
import { restrictedContainer, restrictedPod } from '../core/security';
import { RelabelRule } from '../model/relabel-rule';
import { ScrapeTarget } from '../model/scrape-target';

/** How node-exporter runs on each node. */
export interface NodeExporterProps extends ComponentProps {
  /**
   * Port that is taken on every node, from 1024 to 65535. Change it where something else has 9100: the pod stays
   * Pending otherwise. Flag `--web.listen-address`.
   *
   * @default 9100
   */
  readonly port?: number;
  /**
   * Whether file systems that a node mounts after the pod began are seen too (mount propagation `HostToContainer`).
   *
   * Switch it off where the pod does not start because "path / is mounted on / but it is not a shared or slave mount",
   * as on Docker Desktop and k3d before 5.6.2.
   *
   * @default true
   */
  readonly rootMountPropagation?: boolean;
}

const DEFAULTS = {
  // the release `prom` of the guide's chart
  name: 'prom-prometheus-node-exporter',
  instance: 'prom',
  port: 9100,
  rootMountPropagation: true,
  // measured with 1.5 on two cores: 17 MiB in use, of which 13 are the program itself; more with each core and disk
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '16Mi', memoryLimit: '128Mi' }),
};

const PORT_NAME = 'http-metrics';

// the user `nobody`
const UID = 65534;

const HOST = '/host/root';

// Mounts that are no file system of the node's own: those of containers and pods, and the three files that a container
// runtime mounts into a node which is a container itself (k3d, kind).
const MOUNTS_LEFT_OUT = [
  'dev',
  'proc',
  'sys',
  'etc/(hostname|hosts|resolv\\.conf)',
  'run/containerd/.+',
  'run/credentials/.+',
  'run/k3s/containerd/.+',
  'var/lib/containers/storage/.+',
  'var/lib/docker/.+',
  'var/lib/kubelet/.+',
];

// the ends of the network devices of pods, named veth... or by 15 hexadecimal digits
const DEVICES_LEFT_OUT = '^(veth.*|[a-f0-9]{15})$';

/**
 * node-exporter: CPU, memory, disks, file systems and network of each node as metrics.
 *
 * A DaemonSet on every Linux node. It shares the network of its node, for the figures of its devices, and sees the
 * node's files read-only; it runs as `nobody` without a single capability and in a PID namespace of its own. A
 * namespace that enforces Pod Security must allow `privileged`.
 *
 * @see https://github.com/prometheus/node_exporter
 * @example
 * new NodeExporter(chart, 'NodeExporter', { port: 9101 });
 */
export class NodeExporter extends Construct {
  /** Where the metrics of one node or another are; Prometheus scrapes each node by itself. */
  public readonly endpoint: Endpoint;
  /**
   * How Prometheus finds the nodes: job `node-exporter`, the name that rules and dashboards select. Each sample carries
   * the name of its node as `node`; `instance` is address and port.
   */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly name: string;
  private readonly port: number;
  private readonly labels: ComponentLabels;

  public constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id);
    checkComponentProps(this, props);
    this.name = props.name ?? DEFAULTS.name;
    checkServiceName(this, 'name', this.name);
    checkFlag(this, 'rootMountPropagation', props.rootMountPropagation);
    this.port = props.port ?? DEFAULTS.port;
    // without capabilities no port below 1024 can be opened in the network of the node
    checkWholeNumber(this, 'port', this.port, 1024, 65_535);
    claim(this, `the port ${this.port} of every node`, "give one of them another 'port'");
    const image = props.image ?? IMAGES.nodeExporter;
    this.labels = new ComponentLabels(this, {
      name: 'prometheus-node-exporter',
      instance: props.name ?? DEFAULTS.instance,
      version: image.version,
    });
    const namespace = namespaceOf(this);
    this.endpoint = new Endpoint({ service: this.name, namespace, port: this.port });
    this.scrapeTarget = ScrapeTarget.service({
      jobName: 'node-exporter',
      service: this.name,
      namespace,
      portName: PORT_NAME,
      relabelRules: [RelabelRule.copyLabel('__meta_kubernetes_pod_node_name', 'node')],
    });
    this.addDaemonSet(props, imageReference(image, props));
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        selector: this.labels.selector,
        ports: [{ name: PORT_NAME, port: this.port, targetPort: k8s.IntOrString.fromString(PORT_NAME) }],
      },
    });
  }

  private addDaemonSet(props: NodeExporterProps, image: string): void {
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
            hostNetwork: true,
            securityContext: restrictedPod({ uid: UID }),
            nodeSelector: { 'kubernetes.io/os': 'linux' },
            // a node in trouble is tainted, and that is when its figures are wanted
            tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
            containers: [this.container(props, image)],
            volumes: [{ name: 'root', hostPath: { path: '/' } }],
          },
        },
      },
    });
  }

  private container(props: NodeExporterProps, image: string): k8s.Container {
    const resources = props.resources ?? DEFAULTS.resources;
    const env = goMemoryLimit(resources);
    const probe = httpProbe(PORT_NAME, '/', {
      period: Duration.seconds(10),
      timeout: Duration.seconds(5),
      failures: 3,
    });
    const propagates = props.rootMountPropagation ?? DEFAULTS.rootMountPropagation;
    return {
      name: 'node-exporter',
      image,
      args: flags(this.port),
      ...(env.length === 0 ? {} : { env }),
      ports: [{ name: PORT_NAME, containerPort: this.port }],
      resources: resources._toKube(),
      securityContext: restrictedContainer(),
      livenessProbe: probe,
      readinessProbe: probe,
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        {
          name: 'root',
          mountPath: HOST,
          readOnly: true,
          ...(propagates ? { mountPropagation: 'HostToContainer' } : {}),
        },
      ],
    };
  }
}

function flags(port: number): string[] {
  return [
    `--web.listen-address=:${port}`,
    // The one mount of `/` has all: the size of a file system is asked at its mount point, and /proc and /sys are
    // mounts of the node as well. /proc of the node shows the node's processes, in whatever PID namespace it is read.
    `--path.rootfs=${HOST}`,
    `--path.procfs=${HOST}/proc`,
    `--path.sysfs=${HOST}/sys`,
    `--path.udev.data=${HOST}/run/udev/data`,
    // no dashboard or alert reads their metrics
    '--no-collector.hwmon',
    '--no-collector.wifi',
    '--no-collector.btrfs',
    `--collector.filesystem.mount-points-exclude=^/(${MOUNTS_LEFT_OUT.join('|')})($|/)`,
    `--collector.netdev.device-exclude=${DEVICES_LEFT_OUT}`,
    `--collector.netclass.ignored-devices=${DEVICES_LEFT_OUT}`,
  ];
}
