import { Credentials } from '../../lib/core/credentials';
import { ComputeResources } from '../../lib/core/resources';
import { ContainerImage } from '../../lib/core/container-image';
import { GrafanaDiscovery, type GrafanaDiscoveryOptions } from '../../lib/grafana/discovery-sidecars';
import { Grafana, type GrafanaProps } from '../../lib/grafana/grafana';
import { Dashboard } from '../../lib/model/dashboard';
import { DataSource } from '../../lib/model/data-source';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

const loki = DataSource.loki({ url: 'http://loki:3100' });
const overview = Dashboard.fromJson({ uid: 'a', title: 'A' }, { folder: 'Shop' });

function manifests(options: GrafanaDiscoveryOptions = {}, props: Partial<GrafanaProps> = {}): Manifests {
  const chart = testChart();
  new Grafana(chart, 'Grafana', {
    admin: Credentials.insecureDemo('admin', 'admin'),
    discovery: GrafanaDiscovery.labelledConfigMaps(options),
    dataSources: [loki],
    dashboards: [overview],
    ...props,
  });
  return manifestsOf(chart);
}

const podOf = (found: Manifests): any => found.one('Deployment', 'prom-grafana')['spec'].template;
const containerOf = (found: Manifests, name: string): any =>
  podOf(found).spec.containers.find((c: any) => c.name === name);
const SIDECARS = ['grafana-sc-dashboard', 'grafana-sc-datasources'];

/** The variables of a container that have a plain value. */
function environmentOf(container: any): { [name: string]: string } {
  return Object.fromEntries(
    container.env.filter((variable: any) => 'value' in variable).map(({ name, value }: any) => [name, value]),
  );
}

/** Runs what Grafana does with its data source files: in the order of their names, by name, an empty uid keeps the old one. */
function provisioned(files: { [fileName: string]: { name: string; uid?: string }[] }): { [name: string]: string } {
  const uids: { [name: string]: string } = {};
  for (const fileName of Object.keys(files).sort()) {
    for (const { name, uid } of files[fileName]!) uids[name] = uid ?? uids[name] ?? 'generated';
  }
  return uids;
}

describe('GrafanaDiscovery', () => {
  test('makes a pod of three containers, as the guide shows it', () => {
    const found = manifests();

    const names = podOf(found).spec.containers.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['grafana', ...SIDECARS]);
  });

  test('lets kubectl logs show Grafana itself', () => {
    expect(podOf(manifests()).metadata.annotations['kubectl.kubernetes.io/default-container']).toBe('grafana');
  });

  test('looks for ConfigMaps with the labels of the guide', () => {
    const found = manifests();

    const [dashboards, dataSources] = SIDECARS.map((name) => environmentOf(containerOf(found, name)));
    expect(dashboards).toMatchObject({
      LABEL: 'grafana_dashboard',
      LABEL_VALUE: '1',
      RESOURCE: 'configmap',
      METHOD: 'WATCH',
    });
    expect(dataSources).toMatchObject({
      LABEL: 'grafana_datasource',
      LABEL_VALUE: '1',
      RESOURCE: 'configmap',
      METHOD: 'WATCH',
    });
  });

  test('shows a dashboard in the folder that its ConfigMap is annotated with', () => {
    const found = manifests();

    const { FOLDER: path, FOLDER_ANNOTATION: annotation } = environmentOf(containerOf(found, SIDECARS[0]!));
    const { providers } = found.config('ConfigMap', 'prom-grafana', 'dashboard-providers.yaml');
    const discovered = providers.find(({ name }: any) => name === 'discovered');
    expect(annotation).toBe('grafana_folder');
    // Grafana refuses a folder beside the folders of the file system
    expect(discovered).toMatchObject({ folder: '', options: { path, foldersFromFilesStructure: true } });
  });

  test('writes where Grafana reads', () => {
    const found = manifests();
    const [dashboards, dataSources] = SIDECARS.map((name) => environmentOf(containerOf(found, name))['FOLDER']);

    const { providers } = found.config('ConfigMap', 'prom-grafana', 'dashboard-providers.yaml');
    expect(providers.map(({ options }: any) => options.path)).toContain(dashboards);
    expect(dataSources).toBe('/etc/grafana/provisioning/datasources');
    for (const folder of [dashboards, dataSources]) {
      const volumes = ['grafana', ...SIDECARS]
        .flatMap((name) => containerOf(found, name).volumeMounts)
        .filter(({ mountPath }: any) => mountPath === folder)
        .map(({ name }: any) => name);
      expect(volumes).toHaveLength(2);
      expect(new Set(volumes).size).toBe(1);
    }
  });

  test('leaves the data sources of the app in the directory that it shares with the sidecar', () => {
    const mounts = containerOf(manifests(), 'grafana').volumeMounts;

    const own = mounts.find(({ subPath }: any) => subPath === 'zz-provisioned.yaml');
    const shared = mounts.find(({ name }: any) => name === 'discovered-datasources');
    expect(own).toEqual({
      name: 'config',
      mountPath: `${shared.mountPath}/zz-provisioned.yaml`,
      subPath: 'zz-provisioned.yaml',
      readOnly: true,
    });
    // a read-only directory has no place for the mount of the file, nor is there one before the directory
    expect(shared.readOnly).toBeUndefined();
    expect(mounts.indexOf(shared)).toBeLessThan(mounts.indexOf(own));
  });

  test('keeps the uid of Loki when the guide’s own ConfigMap is applied as well', () => {
    const { datasources } = manifests().config('ConfigMap', 'prom-grafana', 'zz-provisioned.yaml');
    const guide = [{ name: 'Loki' }];

    const uids = provisioned({
      'namespace_monitoring.configmap_loki-datasource.loki-datasource.yaml': guide,
      'zz-provisioned.yaml': datasources,
    });

    expect(uids).toEqual({ Loki: 'loki' });
  });

  test('keeps files apart that two ConfigMaps give the same name', () => {
    for (const name of SIDECARS) {
      expect(environmentOf(containerOf(manifests(), name))['UNIQUE_FILENAMES']).toBe('true');
    }
  });

  test('tells Grafana of new data sources as its administrator, and gives the password to no one else', () => {
    const found = manifests();

    const dataSources = containerOf(found, 'grafana-sc-datasources');
    expect(environmentOf(dataSources)).toMatchObject({
      REQ_URL: 'http://localhost:3000/api/admin/provisioning/datasources/reload',
      REQ_METHOD: 'POST',
      REQ_BASIC_AUTH_ENCODING: 'utf-8',
    });
    expect(dataSources.env).toEqual(
      expect.arrayContaining([
        { name: 'REQ_USERNAME', valueFrom: { secretKeyRef: { name: 'prom-grafana', key: 'admin-user' } } },
        { name: 'REQ_PASSWORD', valueFrom: { secretKeyRef: { name: 'prom-grafana', key: 'admin-password' } } },
      ]),
    );
    const dashboards = containerOf(found, 'grafana-sc-dashboard');
    expect(dashboards.env.filter((variable: any) => 'valueFrom' in variable)).toEqual([]);
  });

  test('sets no timeout of the watch, which as text would be none at all', () => {
    for (const name of SIDECARS) {
      const names = containerOf(manifests(), name).env.map((variable: any) => variable.name);
      expect(names.filter((variable: string) => variable.startsWith('WATCH_'))).toEqual([]);
    }
  });

  test('probes each sidecar on a port of its own', () => {
    const found = manifests();
    const ports = SIDECARS.map((name) => {
      const { ports, startupProbe, readinessProbe, livenessProbe, env } = containerOf(found, name);
      const [port] = ports;
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        expect(probe.httpGet).toEqual({ path: '/healthz', port: port.name });
      }
      expect(environmentOf({ env })['HEALTH_PORT']).toBe(String(port.containerPort));
      return port;
    });

    expect(new Set(ports.map(({ containerPort }) => containerPort)).size).toBe(2);
    expect(new Set(ports.map(({ name }) => name)).size).toBe(2);
    expect(ports.map(({ containerPort }) => containerPort)).not.toContain(3000);
  });

  test('runs the sidecars as restricted as Grafana', () => {
    const found = manifests();

    for (const name of SIDECARS) {
      expect(containerOf(found, name).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(containerOf(found, name).resources).toEqual({
        requests: { cpu: '10m', memory: '112Mi' },
        limits: { memory: '192Mi' },
      });
    }
  });

  test('bounds what ConfigMaps may write to the node', () => {
    const volumes = podOf(manifests()).spec.volumes.filter(({ name }: any) => name.startsWith('discovered-'));

    expect(volumes).toEqual([
      { name: 'discovered-dashboards', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'discovered-datasources', emptyDir: { sizeLimit: '8Mi' } },
    ]);
  });

  describe('may', () => {
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] }];

    test('read the ConfigMaps of its own namespace and nothing else', () => {
      const found = manifests();

      expect(found.all('Role').map((role) => [role.metadata.namespace, role['rules']])).toEqual([
        ['monitoring', rules],
      ]);
      expect(found.all('ClusterRole')).toEqual([]);
      expect(found.all('ClusterRoleBinding')).toEqual([]);
      expect(podOf(found).spec.automountServiceAccountToken).toBe(true);
      for (const name of SIDECARS) {
        expect(environmentOf(containerOf(found, name))['NAMESPACE']).toBe('monitoring');
      }
    });

    test('read those of other namespaces that are named', () => {
      const found = manifests({ namespaces: ['checkout', 'stock'] });

      const granted = found.all('RoleBinding').map((binding) => {
        const role = found.one('Role', `${binding.metadata.namespace}/${binding['roleRef'].name}`);
        expect(binding['subjects']).toEqual([
          { kind: 'ServiceAccount', name: 'prom-grafana', namespace: 'monitoring' },
        ]);
        expect(role['rules']).toEqual(rules);
        return role.metadata.namespace;
      });
      expect(granted.sort()).toEqual(['checkout', 'monitoring', 'stock']);
      for (const name of SIDECARS) {
        expect(environmentOf(containerOf(found, name))['NAMESPACE']).toBe('monitoring,checkout,stock');
      }
    });
  });

  test('takes an image, resources and a mirror', () => {
    const found = manifests(
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

  test('lets dashboards refer to data sources that others bring', () => {
    const panels = [
      { title: 'P', targets: [{ refId: 'A', expr: 'up', datasource: { type: 'prometheus', uid: 'other' } }] },
    ];
    const dashboard = Dashboard.fromJson({ uid: 'b', title: 'B', panels });

    expect(() => manifests({}, { dashboards: [dashboard] })).not.toThrow();
  });

  test.each(KUBERNETES_VERSIONS)('is what an API server of version %s takes', (version) => {
    const found = manifests({ namespaces: ['checkout'] });

    expect(found.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  });

  describe('fails', () => {
    test('for a namespace that is none', () => {
      expect(() => GrafanaDiscovery.labelledConfigMaps({ namespaces: ['checkout', 'ALL'] })).toThrow(
        new Error(
          "[GrafanaDiscovery] 'namespaces' is \"ALL\"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit",
        ),
      );
    });

    test('for a namespace that stands twice', () => {
      expect(() => GrafanaDiscovery.labelledConfigMaps({ namespaces: ['checkout', 'checkout'] })).toThrow(
        new Error('[GrafanaDiscovery] \'namespaces\' is "checkout"; it stands twice; name each namespace once'),
      );
    });

    test('for its own namespace', () => {
      expect(() => manifests({ namespaces: ['monitoring'] })).toThrow(
        new Error("[test/Grafana] 'namespaces' is \"monitoring\"; it is Grafana's own, which is watched anyway"),
      );
    });
  });
});
