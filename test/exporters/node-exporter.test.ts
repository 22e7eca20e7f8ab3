import { RE2JS } from 're2js';
import { NodeExporter, type NodeExporterProps } from '../../lib/exporters/node-exporter';
import { allInvariants } from '../support/invariants';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { relabelled, visible } from '../support/relabel';

// the namespace is made by the stack
const CHART = { externals: ['Namespace/monitoring'] };

function synthesize(props?: NodeExporterProps): Manifests {
  const chart = testChart();
  new NodeExporter(chart, 'NodeExporter', props);
  return manifestsOf(chart);
}

function podOf(manifests: Manifests): any {
  return manifests.one('DaemonSet', 'monitoring/prom-prometheus-node-exporter').spec.template.spec;
}

function pattern(flag: string): RE2JS {
  const args: string[] = podOf(synthesize()).containers[0].args;
  return RE2JS.compile(args.find((arg) => arg.startsWith(`${flag}=`))!.slice(flag.length + 1));
}

describe('NodeExporter', () => {
  test('has the names of the guide, on port 9100', () => {
    const { spec } = synthesize().one('Service', 'monitoring/prom-prometheus-node-exporter');

    expect(spec.ports).toEqual([{ name: 'http-metrics', port: 9100, targetPort: 'http-metrics' }]);
  });

  test('shares the network of its node, and neither its processes nor its IPC', () => {
    const pod = podOf(synthesize());

    expect(pod.hostNetwork).toBe(true);
    expect(pod).not.toHaveProperty('hostPID');
    expect(pod).not.toHaveProperty('hostIPC');
  });

  test('runs as nobody, without a token or a capability; all that is not restricted is the host itself', () => {
    const pod = podOf(synthesize());

    expect(pod.securityContext).toMatchObject({ runAsUser: 65534, runAsGroup: 65534, runAsNonRoot: true });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(podSecurityViolations(pod, 'restricted')).toEqual(['hostNetwork', "hostPath 'root'", "volume 'root'"]);
  });

  test('sees the files of its node through one mount, which it cannot write to', () => {
    const pod = podOf(synthesize());
    const args: string[] = pod.containers[0].args;

    expect(pod.volumes).toEqual([{ name: 'root', hostPath: { path: '/' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([
      { name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
    ]);
    expect(args.filter((arg) => arg.startsWith('--path.'))).toEqual([
      '--path.rootfs=/host/root',
      '--path.procfs=/host/root/proc',
      '--path.sysfs=/host/root/sys',
      '--path.udev.data=/host/root/run/udev/data',
    ]);
  });

  test('starts where the root of a node is no shared mount, once propagation is switched off', () => {
    const [mount] = podOf(synthesize({ rootMountPropagation: false })).containers[0].volumeMounts;

    expect(mount).toEqual({ name: 'root', mountPath: '/host/root', readOnly: true });
  });

  test('stays on a node that is tainted against new pods, and on Linux', () => {
    const pod = podOf(synthesize());

    expect(pod.tolerations).toEqual([{ operator: 'Exists', effect: 'NoSchedule' }]);
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
  });

  test.each([
    '/',
    '/boot',
    '/home',
    '/var/lib/rancher/k3s',
    '/var/lib/kubelet',
    '/mnt/data',
    '/system',
    '/run',
    '/devices',
  ])('shows the file system mounted at %s', (mountPoint) => {
    expect(pattern('--collector.filesystem.mount-points-exclude').matcher(mountPoint).find()).toBe(false);
  });

  test.each([
    '/proc/sys/fs/binfmt_misc',
    '/dev/shm',
    '/etc/resolv.conf',
    '/run/k3s/containerd/io.containerd.grpc.v1.cri/sandboxes/0f3/shm',
    '/run/containerd/io.containerd.runtime.v2.task/k8s.io/0f3/rootfs',
    '/run/credentials/systemd-sysctl.service',
    '/var/lib/kubelet/pods/5c0/volumes/kubernetes.io~projected/kube-api-access-x',
    '/var/lib/docker/overlay2/0f3/merged',
  ])('leaves out what is mounted at %s for a container', (mountPoint) => {
    expect(pattern('--collector.filesystem.mount-points-exclude').matcher(mountPoint).find()).toBe(true);
  });

  test.each([
    ['eth0', false],
    ['enp0s31f6', false],
    ['cni0', false],
    ['flannel.1', false],
    ['veth1f2e3d4c', true],
    ['0123456789abcde', true],
  ])('leaves the device %s out: %s', (device, leftOut) => {
    expect(pattern('--collector.netdev.device-exclude').matcher(device).find()).toBe(leftOut);
    expect(pattern('--collector.netclass.ignored-devices').matcher(device).find()).toBe(leftOut);
  });

  test('has no argument that Kubernetes would take for a variable', () => {
    for (const arg of podOf(synthesize()).containers[0].args) expect(arg).not.toMatch(/\$\(/);
  });

  test('takes another port of the nodes', () => {
    const manifests = synthesize({ port: 9101 });
    const [container] = podOf(manifests).containers;

    expect(container.ports).toEqual([{ name: 'http-metrics', containerPort: 9101 }]);
    expect(container.args[0]).toBe('--web.listen-address=:9101');
    expect(manifests.one('Service').spec.ports[0]).toMatchObject({ port: 9101, targetPort: 'http-metrics' });
  });

  test('is found by its Service; each sample carries its node, and address and port as instance', () => {
    const { scrapeTarget } = new NodeExporter(testChart(), 'NodeExporter');
    const target = {
      instance: '172.18.0.3:9100',
      __meta_kubernetes_pod_node_name: 'k3d-agent-0',
      __meta_kubernetes_pod_name: 'prom-prometheus-node-exporter-x',
    };

    expect(scrapeTarget.jobName).toBe('node-exporter');
    expect(scrapeTarget._discovery).toEqual({
      kind: 'service',
      service: 'prom-prometheus-node-exporter',
      namespace: 'monitoring',
      portName: 'http-metrics',
    });
    expect(
      visible(relabelled(target, scrapeTarget._options.relabelRules?.map((rule) => rule._data) ?? []) ?? {}),
    ).toEqual({ instance: '172.18.0.3:9100', node: 'k3d-agent-0' });
  });

  test('passes every rule of the API server', () => {
    const { objects } = synthesize();

    expect(allInvariants(objects, CHART)).toEqual([]);
    for (const version of KUBERNETES_VERSIONS) {
      expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
    }
  });

  test('takes its image from a mirror', () => {
    const [container] = podOf(synthesize({ imageRegistry: 'registry.corp.example/quay' })).containers;

    expect(container.image).toMatch(/^registry\.corp\.example\/quay\/prometheus\/node-exporter:v\d/);
  });

  test.each([[80], [1023], [0], [-1], [65_536], [9100.5], [Number.NaN]])(
    'fails for port %p, which a process without capabilities cannot open',
    (port) => {
      expect(() => synthesize({ port })).toThrow(
        new Error(`[test/NodeExporter] 'port' is ${port}; it must be a whole number from 1024 to 65535`),
      );
    },
  );

  test('fails for a name that no Service may have', () => {
    expect(() => synthesize({ name: 'Node_Exporter' })).toThrow(
      new Error(
        `[test/NodeExporter] 'name' is "Node_Exporter"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
      ),
    );
  });
});
