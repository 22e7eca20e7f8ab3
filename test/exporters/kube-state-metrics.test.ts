import { ComputeResources } from '../../lib/core/resources';
import { KubeStateMetrics, type KubeStateMetricsProps } from '../../lib/exporters/kube-state-metrics';
import { allInvariants } from '../support/invariants';
import { podSecurityViolations } from '../support/invariants/pod-security';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { relabelled, type Labels } from '../support/relabel';

// the namespace is made by the stack
const CHART = { externals: ['Namespace/monitoring'] };

function synthesize(props?: KubeStateMetricsProps): Manifests {
  const chart = testChart();
  new KubeStateMetrics(chart, 'KubeStateMetrics', props);
  return manifestsOf(chart);
}

function flags(manifests: Manifests): { [flag: string]: string } {
  const { args } = manifests.one('Deployment').spec.template.spec.containers[0];
  return Object.fromEntries(
    args.map((arg: string) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]),
  );
}

/** The labels that a sample is stored with, as Prometheus makes them of the target's and the sample's own. */
function stored(sample: Labels): Labels {
  const { scrapeTarget } = new KubeStateMetrics(testChart(), 'KubeStateMetrics');
  const { relabelRules = [], honorLabels } = scrapeTarget._options;
  const target = relabelled(
    {
      job: scrapeTarget.jobName,
      instance: '10.42.0.9:8080',
      namespace: 'monitoring',
      pod: 'prom-kube-state-metrics-6c9',
      container: 'kube-state-metrics',
      service: 'prom-kube-state-metrics',
      endpoint: 'http',
    },
    relabelRules.map((rule) => rule._data),
  );
  return honorLabels === true ? { ...target, ...sample } : { ...sample, ...target };
}

describe('KubeStateMetrics', () => {
  test('has the names of the guide, on ports 8080 and 8081', () => {
    const manifests = synthesize();
    const ports = manifests.one('Service', 'monitoring/prom-kube-state-metrics').spec.ports;

    expect(manifests.has('Deployment', 'monitoring/prom-kube-state-metrics')).toBe(true);
    expect(ports).toEqual([
      { name: 'http', port: 8080, targetPort: 'http' },
      { name: 'metrics', port: 8081, targetPort: 'metrics' },
    ]);
  });

  test('is one pod, however many nodes there are', () => {
    expect(synthesize().one('Deployment').spec.replicas).toBe(1);
  });

  test('may list and watch exactly what it turns into metrics', () => {
    const manifests = synthesize({ watchedResources: ['pods', 'nodes', 'networkpolicies'] });
    const { rules } = manifests.one('ClusterRole', 'monitoring-prom-kube-state-metrics') as any;

    expect(flags(manifests)['--resources']).toBe('networkpolicies,nodes,pods');
    expect(rules).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['list', 'watch'] },
    ]);
  });

  test('watches no Secret, no ConfigMap and no Lease by default', () => {
    const watched = flags(synthesize())['--resources']!.split(',');

    expect(watched).toEqual(expect.arrayContaining(['pods', 'deployments', 'horizontalpodautoscalers']));
    expect(watched).not.toEqual(expect.arrayContaining([expect.stringMatching(/secrets|configmaps|leases/)]));
  });

  test('shows no label of an object by default', () => {
    expect(Object.keys(flags(synthesize()))).toEqual(['--port', '--telemetry-port', '--resources']);
  });

  test('shows the labels that are asked for', () => {
    const metricLabelsAllowlist = { pods: ['team', 'app.kubernetes.io/*'], nodes: ['*'] };

    expect(flags(synthesize({ metricLabelsAllowlist }))['--metric-labels-allowlist']).toBe(
      'nodes=[*],pods=[team,app.kubernetes.io/*]',
    );
  });

  test('outlives a restart of the API server, which its liveness asks', () => {
    const { livenessProbe, startupProbe } = synthesize().one('Deployment').spec.template.spec.containers[0];

    for (const probe of [livenessProbe, startupProbe]) {
      expect(probe.httpGet).toEqual({ path: '/livez', port: 'http' });
      expect(probe.periodSeconds * probe.failureThreshold).toBeGreaterThanOrEqual(120);
    }
  });

  test('is ready when its own metrics are, which are on the other port', () => {
    const { readinessProbe } = synthesize().one('Deployment').spec.template.spec.containers[0];

    expect(readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'metrics' });
  });

  test('is found by its Service, under the job that rules select', () => {
    const { scrapeTarget, telemetryTarget, endpoint } = new KubeStateMetrics(testChart(), 'KubeStateMetrics');
    const service = { kind: 'service', service: 'prom-kube-state-metrics', namespace: 'monitoring' };

    expect(scrapeTarget.jobName).toBe('kube-state-metrics');
    expect(scrapeTarget._discovery).toEqual({ ...service, portName: 'http' });
    expect(telemetryTarget.jobName).toBe('kube-state-metrics-telemetry');
    expect(telemetryTarget._discovery).toEqual({ ...service, portName: 'metrics' });
    expect(endpoint.url()).toBe('http://prom-kube-state-metrics.monitoring:8080');
  });

  test('leaves a metric of a pod the namespace, pod and container that it tells of', () => {
    const own = { namespace: 'timedeal', pod: 'stock-service-7d4', container: 'app', node: 'k3d-agent-0' };

    expect(stored(own)).toEqual({ job: 'kube-state-metrics', instance: '10.42.0.9:8080', ...own });
  });

  test('gives a metric of a node no namespace and no pod, neither of which it has', () => {
    expect(stored({ node: 'k3d-agent-0' })).toEqual({
      job: 'kube-state-metrics',
      instance: '10.42.0.9:8080',
      node: 'k3d-agent-0',
    });
  });

  test('passes the restricted Pod Security Standard and every rule of the API server', () => {
    const { objects } = synthesize();
    const deployment = objects.find((object) => object.kind === 'Deployment')!;

    expect(podSecurityViolations(deployment.spec.template.spec, 'restricted')).toEqual([]);
    expect(allInvariants(objects, CHART)).toEqual([]);
    for (const version of KUBERNETES_VERSIONS) {
      expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
    }
  });

  test('takes its image from a mirror, with its credentials, and another size', () => {
    const { spec } = synthesize({
      imageRegistry: 'registry.corp.example:5000',
      imagePullSecrets: ['mirror'],
      priorityClassName: 'monitoring',
      resources: new ComputeResources({ memoryRequest: '200Mi', memoryLimit: '1Gi' }),
    }).one('Deployment').spec.template;

    expect(spec.containers[0].image).toMatch(
      /^registry\.corp\.example:5000\/kube-state-metrics\/kube-state-metrics:v\d/,
    );
    expect(spec.imagePullSecrets).toEqual([{ name: 'mirror' }]);
    expect(spec.priorityClassName).toBe('monitoring');
    expect(spec.containers[0].resources).toEqual({ requests: { memory: '200Mi' }, limits: { memory: '1Gi' } });
    expect(spec.containers[0].env).toEqual([{ name: 'GOMEMLIMIT', value: '921MiB' }]);
  });

  test('stands twice in a namespace under another name, each with its own pods', () => {
    const chart = testChart();
    new KubeStateMetrics(chart, 'First');
    new KubeStateMetrics(chart, 'Second', { name: 'team-metrics' });
    const manifests = manifestsOf(chart);

    expect(allInvariants(manifests.objects, CHART)).toEqual([]);
    expect(manifests.one('Service', 'team-metrics').spec.selector).not.toEqual(
      manifests.one('Service', 'prom-kube-state-metrics').spec.selector,
    );
  });

  describe('fails', () => {
    test('for a resource that is not in its table', () => {
      expect(() => synthesize({ watchedResources: ['pods', 'widgets'] })).toThrow(
        new Error(
          `[test/KubeStateMetrics] 'watchedResources' holds "widgets"; the resources that can be watched are cronjobs, ` +
            'daemonsets, deployments, endpointslices, horizontalpodautoscalers, ingressclasses, ingresses, jobs, ' +
            'limitranges, namespaces, networkpolicies, nodes, persistentvolumeclaims, persistentvolumes, ' +
            'poddisruptionbudgets, pods, replicasets, replicationcontrollers, resourcequotas, serviceaccounts, services, ' +
            'statefulsets, storageclasses, volumeattachments',
        ),
      );
    });

    test('for labels of a resource that is not watched', () => {
      expect(() =>
        synthesize({ watchedResources: ['pods', 'nodes'], metricLabelsAllowlist: { deployments: ['team'] } }),
      ).toThrow(
        new Error(
          `[test/KubeStateMetrics] 'metricLabelsAllowlist' holds "deployments"; the resources that are watched are nodes, pods`,
        ),
      );
    });

    test('for an empty list of labels', () => {
      expect(() => synthesize({ metricLabelsAllowlist: { pods: [] } })).toThrow(
        new Error(
          `[test/KubeStateMetrics] 'metricLabelsAllowlist.pods' is []; it must hold at least one label key, such as 'team'`,
        ),
      );
    });

    test.each([['a]b'], ['team,app'], ['a b'], ['-a'], [''], ['a=[b']])('for %j, which is no label key', (label) => {
      expect(() => synthesize({ metricLabelsAllowlist: { pods: [label] } })).toThrow(
        new Error(
          `[test/KubeStateMetrics] 'metricLabelsAllowlist.pods' is ${JSON.stringify(label)}; it must be 'name' or ` +
            `'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
        ),
      );
    });

    test.each([[['app/*', '*']], [['a*b*']], [['*,x']], [['x]*']]])(
      'for %j, a pattern that kube-state-metrics ignores or refuses',
      (labels) => {
        expect(() => synthesize({ metricLabelsAllowlist: { pods: labels } })).toThrow(
          new Error(
            `[test/KubeStateMetrics] 'metricLabelsAllowlist.pods' is ${JSON.stringify(labels.at(-1))}; it must be '*' ` +
              `alone, or a label key with at most one '*' such as 'app.example.com/*'`,
          ),
        );
      },
    );

    test('for a name that no Service may have', () => {
      expect(() => synthesize({ name: '1metrics' })).toThrow(
        new Error(
          `[test/KubeStateMetrics] 'name' is "1metrics"; it must be 1 to 63 lower-case letters, digits or '-', ` +
            'beginning with a letter',
        ),
      );
    });
  });
});
