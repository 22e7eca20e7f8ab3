import { Endpoint } from '../../lib/core/endpoint';
import { Loki } from '../../lib/loki/loki';
import { LokiCanary, type LokiCanaryProps } from '../../lib/loki/loki-canary';
import { allInvariants } from '../support/invariants';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

// the namespace is made by the stack
const CHART = { externals: ['Namespace/monitoring'] };

function synthesize(props: Partial<LokiCanaryProps> = {}): Manifests {
  const chart = testChart();
  const loki = new Loki(chart, 'Loki');
  new LokiCanary(chart, 'LokiCanary', { loki: loki.endpoint, ...props });
  return manifestsOf(chart);
}

function podOf(manifests: Manifests): any {
  return manifests.one('DaemonSet', 'monitoring/loki-canary').spec.template.spec;
}

describe('LokiCanary', () => {
  test('has the names of the guide, on port 3500', () => {
    const manifests = synthesize();

    expect(podOf(manifests).containers[0].ports).toEqual([{ name: 'http-metrics', containerPort: 3500 }]);
    expect(manifests.one('Service', 'monitoring/loki-canary').spec.ports).toEqual([
      { name: 'http-metrics', port: 3500, targetPort: 'http-metrics' },
    ]);
  });

  test('writes to Loki itself, a stream for each pod', () => {
    const [{ args, env }] = podOf(synthesize()).containers;

    expect(args).toEqual(['-addr=loki:3100', '-labelname=pod', '-labelvalue=$(POD_NAME)', '-push=true', '-port=3500']);
    expect(env).toEqual([
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'GOMEMLIMIT', value: '57MiB' },
    ]);
  });

  test('finds a Loki of another namespace', () => {
    const loki = new Endpoint({ service: 'loki-gateway', namespace: 'logs', port: 8080 });

    expect(podOf(synthesize({ loki })).containers[0].args[0]).toBe('-addr=loki-gateway.logs:8080');
  });

  test('finds a Loki on the port of HTTP', () => {
    const loki = new Endpoint({ service: 'loki-gateway', namespace: 'logs', port: 80 });

    expect(podOf(synthesize({ loki })).containers[0].args[0]).toMatch(/^-addr=loki-gateway\.logs(:80)?$/);
  });

  test('runs on every Linux node, those of the control plane too', () => {
    const pod = podOf(synthesize());

    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    expect(pod.tolerations).toEqual([
      { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  test('shares no pod with the Service of Loki', () => {
    const manifests = synthesize();
    const pods = manifests.one('DaemonSet').spec.template.metadata.labels;
    const selected = Object.entries<string>(manifests.one('Service', 'loki').spec.selector);

    expect(selected.every(([label, value]) => pods[label] === value)).toBe(false);
  });

  test('is found by its Service, under its own name', () => {
    const { scrapeTarget, endpoint } = new LokiCanary(testChart(), 'LokiCanary', {
      loki: new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 }),
    });

    expect(scrapeTarget.jobName).toBe('loki-canary');
    expect(scrapeTarget._discovery).toEqual({
      kind: 'service',
      service: 'loki-canary',
      namespace: 'monitoring',
      portName: 'http-metrics',
    });
    expect(endpoint.url()).toBe('http://loki-canary.monitoring:3500');
  });

  test('passes the restricted Pod Security Standard and every rule of the API server, without any role', () => {
    const manifests = synthesize();

    expect(podSecurityViolations(podOf(manifests), 'restricted')).toEqual([]);
    expect(podOf(manifests).automountServiceAccountToken).toBe(false);
    expect(manifests.objects.filter((object) => /Role/.test(object.kind))).toEqual([]);
    expect(allInvariants(manifests.objects, CHART)).toEqual([]);
    for (const version of KUBERNETES_VERSIONS) {
      expect(manifests.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
    }
  });

  test('takes its image from a mirror', () => {
    const [container] = podOf(synthesize({ imageRegistry: 'registry.corp.example:5000' })).containers;

    expect(container.image).toMatch(/^registry\.corp\.example:5000\/grafana\/loki-canary:\d/);
  });

  test('fails for a name that no Service may have', () => {
    expect(() => synthesize({ name: 'canary.loki' })).toThrow(
      new Error(
        `[test/LokiCanary] 'name' is "canary.loki"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter`,
      ),
    );
  });
});
