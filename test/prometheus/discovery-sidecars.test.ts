import { ContainerImage } from '../../lib/core/container-image';
import { ComputeResources } from '../../lib/core/resources';
import { ScrapeTarget } from '../../lib/model/scrape-target';
import { PrometheusDiscovery, type PrometheusDiscoveryOptions } from '../../lib/prometheus/discovery-sidecars';
import { Prometheus, type PrometheusProps } from '../../lib/prometheus/prometheus';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { matchesGlob } from '../support/sidecar-files';

const NAME = 'prom-kube-prometheus-stack-prometheus';

function prometheus(props: PrometheusProps = {}): Manifests {
  const chart = testChart();
  new Prometheus(chart, 'Prometheus', props);
  return manifestsOf(chart);
}

const discovering = (options: PrometheusDiscoveryOptions = {}, props: PrometheusProps = {}): Manifests =>
  prometheus({ discovery: PrometheusDiscovery.labelledConfigMaps(options), ...props });

const podOf = (found: Manifests): any => found.one('StatefulSet', `prometheus-${NAME}`)['spec'].template;
const containerOf = (found: Manifests, name: string): any =>
  podOf(found).spec.containers.find((c: any) => c.name === name);
const configOf = (found: Manifests): any => found.config('ConfigMap', NAME, 'prometheus.yml');

const [JOBS, RULES] = ['prometheus-sc-jobs', 'prometheus-sc-rules'] as const;
const SIDECARS = [JOBS, RULES];

function environmentOf(container: any): { [name: string]: string } {
  return Object.fromEntries(container.env.map(({ name, value }: any) => [name, value]));
}

const watch = (apiGroup: string, ...resources: string[]): object => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ['list', 'watch'],
});
const RIGHTS = [watch('', 'configmaps'), watch('', 'services', 'pods'), watch('discovery.k8s.io', 'endpointslices')];

describe('PrometheusDiscovery', () => {
  test('is off unless it is asked for, and then nothing speaks of it', () => {
    const found = prometheus();

    expect(prometheus({ discovery: PrometheusDiscovery.none() }).objects).toEqual(found.objects);
    expect(podOf(found).spec.containers.map(({ name }: any) => name)).toEqual(['prometheus']);
    expect(podOf(found).spec.automountServiceAccountToken).toBe(false);
    expect(configOf(found)).not.toHaveProperty('scrape_config_files');
    expect(configOf(found).rule_files).toEqual(['/etc/prometheus/rules/*.yml']);
    expect(found.all('Role')).toEqual([]);
    expect(found.one('Service')['spec']).not.toHaveProperty('publishNotReadyAddresses');
  });

  test('adds two sidecars to the pod, after Prometheus, which kubectl logs goes on to show', () => {
    const { metadata, spec } = podOf(discovering());

    expect(spec.containers.map(({ name }: any) => name)).toEqual(['prometheus', ...SIDECARS]);
    expect(metadata.annotations).toEqual({ 'kubectl.kubernetes.io/default-container': 'prometheus' });
  });

  test.each([
    [JOBS, 'prometheus_scrape_config'],
    [RULES, 'prometheus_rules'],
  ])('tells %s to write ConfigMaps labelled %s, under names that no two of them share', (sidecar, label) => {
    expect(environmentOf(containerOf(discovering({ namespaces: ['shop'] }), sidecar))).toMatchObject({
      // a watch may miss that a ConfigMap is deleted, and its jobs would stay until the pod is replaced
      METHOD: 'SLEEP',
      SLEEP_TIME: '30',
      RESOURCE: 'configmap',
      LABEL: label,
      LABEL_VALUE: '1',
      NAMESPACE: 'monitoring,shop',
      UNIQUE_FILENAMES: 'true',
    });
  });

  test.each([
    [JOBS, 'scrape_config_files'],
    [RULES, 'rule_files'],
  ])('has Prometheus read the YAML files that %s writes, by %s', (sidecar, key) => {
    const found = discovering();
    const folder = environmentOf(containerOf(found, sidecar))['FOLDER']!;

    const taken = (file: string): boolean =>
      configOf(found)[key].some((glob: string) => matchesGlob(glob, `${folder}/namespace_a.configmap_b.${file}`));
    expect(['jobs.yml', 'jobs.yaml', 'README.md', 'jobs.yml.orig'].map(taken)).toEqual([true, true, false, false]);

    const mountOf = (name: string): any =>
      containerOf(found, name).volumeMounts.find(({ mountPath }: any) => mountPath === folder);
    expect(mountOf('prometheus')).toEqual({ ...mountOf(sidecar), readOnly: true });
  });

  test('goes on reading rules and further pages of jobs that the app itself makes', () => {
    const hosts = Array.from({ length: 100 }, (_, index) => `host-${index}.corp.example:9100`);
    const scrapeTargets = Array.from({ length: 40 }, (_, index) => ScrapeTarget.hosts(`site-${index}`, hosts));

    const { rule_files: rules, scrape_config_files: jobs } = configOf(discovering({}, { scrapeTargets }));

    expect(rules).toContain('/etc/prometheus/rules/*.yml');
    expect(jobs).toContain('/etc/prometheus/config/jobs-*.yml');
    expect(jobs).toHaveLength(3);
  });

  test('has Prometheus take up changes by itself', () => {
    expect(containerOf(discovering(), 'prometheus').args).toContain('--config.auto-reload');
  });

  test('bounds what ConfigMaps may write to the node', () => {
    const volumes = podOf(discovering()).spec.volumes.filter(({ name }: any) => name.startsWith('discovered-'));

    expect(volumes).toEqual([
      { name: 'discovered-jobs', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'discovered-rules', emptyDir: { sizeLimit: '64Mi' } },
    ]);
  });

  test('probes each sidecar on a port of its own', () => {
    const ports = SIDECARS.map((name) => {
      const { ports, startupProbe, readinessProbe, livenessProbe, env } = containerOf(discovering(), name);
      const [port] = ports;
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        expect(probe.httpGet).toEqual({ path: '/healthz', port: port.name });
      }
      expect(environmentOf({ env })['HEALTH_PORT']).toBe(String(port.containerPort));
      return port;
    });

    expect(new Set([9090, ...ports.map(({ containerPort }) => containerPort)]).size).toBe(3);
    expect(new Set(['http-web', ...ports.map(({ name }) => name)]).size).toBe(3);
  });

  test('answers queries while a sidecar may not read a namespace and so is not ready', () => {
    expect(discovering().one('Service')['spec'].publishNotReadyAddresses).toBe(true);
  });

  test('runs the sidecars as restricted as Prometheus', () => {
    for (const name of SIDECARS) {
      expect(containerOf(discovering(), name)).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: { requests: { cpu: '10m', memory: '112Mi' }, limits: { memory: '192Mi' } },
      });
    }
  });

  test('takes an image, resources and a mirror', () => {
    const found = discovering(
      {
        image: ContainerImage.parse('ghcr.io/kiwigrid/k8s-sidecar:2.9.0'),
        resources: new ComputeResources({ memoryLimit: '256Mi' }),
      },
      { imageRegistry: 'registry.corp.example:5000' },
    );

    for (const name of SIDECARS) {
      expect(containerOf(found, name).image).toBe('registry.corp.example:5000/kiwigrid/k8s-sidecar:2.9.0');
      expect(containerOf(found, name).resources).toEqual({ limits: { memory: '256Mi' } });
    }
  });

  test.each(['2.8.1', '2.10', '3', 'main'])('takes an image of the version %s', (tag) => {
    const image = ContainerImage.parse(`quay.io/kiwigrid/k8s-sidecar:${tag}`);

    expect(containerOf(discovering({ image }), JOBS).image).toBe(image.reference);
  });

  describe('allows', () => {
    test('to read ConfigMaps and to find pods and Services, in its own namespace and those that are named', () => {
      const found = discovering({ namespaces: ['checkout', 'stock'] });

      const granted = found.all('RoleBinding').map((binding) => {
        const role = found.one('Role', `${binding.metadata.namespace}/${binding['roleRef'].name}`);
        expect(binding['subjects']).toEqual([{ kind: 'ServiceAccount', name: NAME, namespace: 'monitoring' }]);
        expect(role['rules']).toEqual(RIGHTS);
        return role.metadata.namespace;
      });
      expect(granted.sort()).toEqual(['checkout', 'monitoring', 'stock']);
      expect(found.all('ClusterRole')).toEqual([]);
      expect(podOf(found).spec.automountServiceAccountToken).toBe(true);
    });

    test('what the targets of the app take, as without it', () => {
      const scrapeTargets = [ScrapeTarget.service({ service: 'api', namespace: 'x', portName: 'metrics' })];

      const rulesOf = (found: Manifests): unknown => found.one('ClusterRole')['rules'];
      expect(rulesOf(discovering({}, { scrapeTargets }))).toEqual(rulesOf(prometheus({ scrapeTargets })));
    });
  });

  test.each(KUBERNETES_VERSIONS)('is what an API server of version %s takes', (version) => {
    const found = discovering({ namespaces: ['checkout'] });

    expect(found.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  });

  describe('fails', () => {
    test('for a namespace that is none', () => {
      expect(() => PrometheusDiscovery.labelledConfigMaps({ namespaces: ['checkout', 'ALL'] })).toThrow(
        new Error(
          "[PrometheusDiscovery] 'namespaces' is \"ALL\"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit",
        ),
      );
    });

    test('for a namespace in place of a list', () => {
      const options = { namespaces: 'checkout' } as any;

      expect(() => PrometheusDiscovery.labelledConfigMaps(options)).toThrow(
        new Error("[PrometheusDiscovery] 'namespaces' is \"checkout\"; it must be a list of text, such as ['a', 'b']"),
      );
    });

    test('for a namespace that stands twice', () => {
      expect(() => PrometheusDiscovery.labelledConfigMaps({ namespaces: ['checkout', 'checkout'] })).toThrow(
        new Error('[PrometheusDiscovery] \'namespaces\' is "checkout"; it stands twice; name each namespace once'),
      );
    });

    test.each(['1.30.9', '2.5.0', '2.8.0'])('for an image of the version %s', (tag) => {
      const image = ContainerImage.parse(`quay.io/kiwigrid/k8s-sidecar:${tag}`);

      expect(() => PrometheusDiscovery.labelledConfigMaps({ image })).toThrow(
        new Error(
          `[PrometheusDiscovery] 'image' is "quay.io/kiwigrid/k8s-sidecar:${tag}"; it must be 2.8.1 or newer: older ones may delete the files of one namespace when they list another`,
        ),
      );
    });

    test('for its own namespace', () => {
      expect(() => discovering({ namespaces: ['monitoring'] })).toThrow(
        new Error("[test/Prometheus] 'namespaces' is \"monitoring\"; it is Prometheus's own, which is watched anyway"),
      );
    });

    test('for a switch in its place', () => {
      expect(() => prometheus({ discovery: true as any })).toThrow(
        new Error(
          "[test/Prometheus] 'discovery' is true; it must be PrometheusDiscovery.none() or PrometheusDiscovery.labelledConfigMaps()",
        ),
      );
    });
  });
});
