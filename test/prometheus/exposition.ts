import type { Cluster, Pod } from './service-discovery';

const MEBIBYTE = 2 ** 20;

/** What the programs of a cluster show on their metrics endpoints, in the shapes that real ones have. */
export class Exposition {
  private readonly start = Date.now();

  constructor(private readonly cluster: Cluster) {}

  /** The text behind a URL: `http://10.42.1.5:9100/metrics`. */
  of({ host, pathname }: URL): string {
    const [address = '', port = '80'] = host.split(':');
    const node = this.cluster.nodes.find(({ ip }) => ip === address);
    if (node !== undefined && port === '10250') {
      return pathname === '/metrics/cadvisor' ? this.cadvisor(node.name) : this.kubelet();
    }
    if (node !== undefined && port === '9100') return this.nodeExporter();
    const pod = this.cluster.pods.find(({ ip }) => ip === address);
    const name = pod?.labels['app.kubernetes.io/name'];
    if (name === 'kube-state-metrics') return this.kubeStateMetrics();
    if (name === 'stock-service') return `http_requests_total{code="200",method="get"} ${10 * this.seconds()}\n`;
    return 'process_start_time_seconds 1\n';
  }

  private seconds(): number {
    return (Date.now() - this.start) / 1000;
  }

  /** On k3s, with families of other components among its own. */
  private kubelet(): string {
    return [
      'kubelet_running_pods 7',
      'apiserver_request_total{code="200",resource="pods",verb="LIST"} 42',
      'go_goroutines 100',
      '',
    ].join('\n');
  }

  /** Dated by cAdvisor, with a row for each cgroup above, of and in the pod, as containerd makes them. */
  private cadvisor(node: string): string {
    const lines = this.cluster.pods
      .filter((pod) => pod.node === node && (pod.phase ?? 'Running') === 'Running')
      .flatMap((pod) => this.podCgroups(pod));
    const above = ['/', '/kubepods.slice', '/system.slice/k3s.service'].map((id) =>
      this.usage(`container="",id="${id}",image="",name="",namespace="",pod=""`, 4),
    );
    return [...above.flat(), ...lines, ''].join('\n');
  }

  private podCgroups({ namespace, name, containers }: Pod): string[] {
    const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod_${name}.slice`;
    const where = `namespace="${namespace}",pod="${name}"`;
    const pause = `container="",id="${slice}/cri-containerd-pause.scope",image="rancher/mirrored-pause:3.6",name="pause",${where}`;
    const date = Date.now();
    return [
      ...this.usage(`container="",id="${slice}",image="",name="",${where}`, containers.length),
      ...this.usage(pause, 0.01),
      `container_network_receive_bytes_total{${pause},interface="eth0"} ${this.seconds()} ${date}`,
      ...containers.flatMap((container) =>
        this.usage(
          `container="${container.name}",id="${slice}/cri-containerd-${container.name}.scope",image="shop/x:1",name="${container.name}",${where}`,
          1,
        ),
      ),
    ];
  }

  private usage(labels: string, share: number): string[] {
    const date = Date.now();
    return [
      `container_cpu_usage_seconds_total{cpu="total",${labels}} ${share * this.seconds()} ${date}`,
      `container_memory_usage_bytes{${labels}} ${share * 100 * MEBIBYTE} ${date}`,
    ];
  }

  private nodeExporter(): string {
    return [
      `node_cpu_seconds_total{cpu="0",mode="idle"} ${0.9 * this.seconds()}`,
      `node_cpu_seconds_total{cpu="0",mode="user"} ${0.1 * this.seconds()}`,
      '',
    ].join('\n');
  }

  private kubeStateMetrics(): string {
    const restarts = this.cluster.pods
      .filter((pod) => pod.labels['app.kubernetes.io/name'] === 'stock-service' && pod.phase === undefined)
      .map(
        ({ name }) =>
          `kube_pod_container_status_restarts_total{namespace="timedeal",pod="${name}",container="stock-service"} 0`,
      );
    return [
      ...restarts,
      'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal",horizontalpodautoscaler="stock-service"} 2',
      '',
    ].join('\n');
  }
}
