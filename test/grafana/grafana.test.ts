import { App, Chart, Size } from 'cdk8s';
import { Credentials } from '../../lib/core/credentials';
import { ComputeResources } from '../../lib/core/resources';
import { ContainerImage } from '../../lib/core/container-image';
import { k8s } from '../../lib/core/k8s';
import { Storage } from '../../lib/core/storage';
import { Grafana, type GrafanaProps } from '../../lib/grafana/grafana';
import { Dashboard } from '../../lib/model/dashboard';
import { DataSource } from '../../lib/model/data-source';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';

const admin = Credentials.fromSecret('grafana-admin', { usernameKey: 'user', passwordKey: 'password' });
const prometheus = DataSource.prometheus({ url: 'http://prometheus:9090', isDefault: true });
const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
const loki = DataSource.loki({ url: 'http://loki:3100' });

interface Built {
  readonly chart: Chart;
  readonly grafana: Grafana;
}

function build(props: Partial<GrafanaProps> = {}, chart = testChart()): Built {
  return { chart, grafana: new Grafana(chart, 'Grafana', { admin, ...props }) };
}

function manifests(props: Partial<GrafanaProps> = {}, then: (grafana: Grafana) => void = () => {}): Manifests {
  const { chart, grafana } = build(props);
  then(grafana);
  return manifestsOf(chart);
}

function dashboard(uid: string, title: string, folder?: string, panels: object[] = []): Dashboard {
  return Dashboard.fromJson({ uid, title, panels }, folder === undefined ? {} : { folder });
}

const podOf = (found: Manifests): any => found.one('Deployment', 'prom-grafana')['spec'].template;
const containerOf = (found: Manifests): any => podOf(found).spec.containers.find((c: any) => c.name === 'grafana');
const checksumOf = (found: Manifests): string => podOf(found).metadata.annotations['checksum/prom-grafana'];

describe('Grafana', () => {
  describe('is what the guide’s commands expect', () => {
    test('kubectl port-forward svc/prom-grafana 3000:80 reaches its port', () => {
      const found = manifests();

      const service = found.one('Service', 'prom-grafana')['spec'];
      const [port] = service.ports;
      const named = containerOf(found).ports.find(({ name }: { name: string }) => name === port.targetPort);
      expect(port).toMatchObject({ name: 'http-web', port: 80 });
      expect(named.containerPort).toBe(3000);
      expect(podOf(found).metadata.labels).toMatchObject(service.selector);
    });

    test('kubectl rollout restart deployment prom-grafana finds it', () => {
      expect(manifests().has('Deployment', 'prom-grafana')).toBe(true);
    });

    test('/api/datasources/uid/loki/health finds the data source of Loki', () => {
      const found = manifests({ dataSources: [prometheus, loki] });

      const { datasources } = found.config('ConfigMap', 'prom-grafana', 'zz-provisioned.yaml');
      expect(datasources.map(({ uid }: { uid: string }) => uid)).toEqual(['prometheus', 'loki']);
    });

    test('the demo login is in the Secret prom-grafana', () => {
      const found = manifests({ admin: Credentials.insecureDemo('admin', 'admin') });

      expect(found.text('Secret', 'prom-grafana', 'admin-user')).toBe('admin');
      expect(found.text('Secret', 'prom-grafana', 'admin-password')).toBe('admin');
    });
  });

  test('reads its administrator from the Secret that is named, and writes none', () => {
    const found = manifests();

    expect(found.all('Secret')).toEqual([]);
    expect(containerOf(found).env).toEqual(
      expect.arrayContaining([
        { name: 'GF_SECURITY_ADMIN_USER', valueFrom: { secretKeyRef: { name: 'grafana-admin', key: 'user' } } },
        { name: 'GF_SECURITY_ADMIN_PASSWORD', valueFrom: { secretKeyRef: { name: 'grafana-admin', key: 'password' } } },
      ]),
    );
  });

  test('reads the demo login from the keys that it wrote', () => {
    const found = manifests({ admin: Credentials.insecureDemo('admin', 'admin') });

    const keys = containerOf(found)
      .env.map((variable: any) => variable.valueFrom?.secretKeyRef)
      .filter((ref: unknown) => ref !== undefined);
    expect(keys).toEqual([
      { name: 'prom-grafana', key: 'admin-user' },
      { name: 'prom-grafana', key: 'admin-password' },
    ]);
  });

  describe('storage', () => {
    test('is a claim of 1 GiB by default, which one pod at a time mounts', () => {
      const found = manifests();

      const claim = found.one('PersistentVolumeClaim', 'prom-grafana')['spec'];
      expect(claim).toEqual({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } });
      expect(podOf(found).spec.volumes).toContainEqual({
        name: 'storage',
        persistentVolumeClaim: { claimName: 'prom-grafana' },
      });
      expect(found.one('Deployment')['spec'].strategy).toEqual({ type: 'Recreate' });
    });

    test('may go with the pod, which is then replaced without a gap', () => {
      const found = manifests({ storage: Storage.ephemeral(Size.mebibytes(512)) });

      expect(found.all('PersistentVolumeClaim')).toEqual([]);
      expect(podOf(found).spec.volumes).toContainEqual({ name: 'storage', emptyDir: { sizeLimit: '512Mi' } });
      expect(found.one('Deployment')['spec'].strategy).toEqual({ type: 'RollingUpdate' });
    });

    test('is one database file, so there is one pod', () => {
      expect(manifests().one('Deployment')['spec'].replicas).toBe(1);
    });
  });

  describe('the pod', () => {
    test('has one container and no access to the Kubernetes API', () => {
      const found = manifests();

      expect(podOf(found).spec.containers).toHaveLength(1);
      expect(podOf(found).spec).toMatchObject({
        serviceAccountName: 'prom-grafana',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
      });
      expect(found.all('Role')).toEqual([]);
      expect(found.all('ClusterRole')).toEqual([]);
    });

    test('runs as the user of the image, without privileges, on a read-only file system', () => {
      const found = manifests();

      expect(podOf(found).spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 472,
        runAsGroup: 472,
        fsGroup: 472,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(containerOf(found).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    test('writes to its storage and to a bounded /tmp, and nowhere else', () => {
      const found = manifests({}, (grafana) => grafana.addDashboard(dashboard('a', 'A')));

      const writable = containerOf(found).volumeMounts.filter((mount: any) => mount.readOnly !== true);
      expect(writable.map((mount: any) => mount.mountPath)).toEqual(['/var/lib/grafana', '/tmp']);
      expect(podOf(found).spec.volumes).toContainEqual({ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } });
    });

    test('mounts only volumes that it has, and has none that it does not mount', () => {
      const found = manifests({}, (grafana) => grafana.addDashboard(dashboard('a', 'A', 'Shop')));

      const volumes = podOf(found).spec.volumes.map(({ name }: { name: string }) => name);
      const mounted = containerOf(found).volumeMounts.map(({ name }: { name: string }) => name);
      expect(new Set(mounted)).toEqual(new Set(volumes));
    });

    test('may take five minutes to make its database before it is restarted', () => {
      const { startupProbe, readinessProbe, livenessProbe } = containerOf(manifests());

      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        expect(probe.httpGet).toEqual({ path: '/api/health', port: 'grafana' });
      }
      expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(300);
      expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBe(150);
    });

    test('asks for what it needs, and leaves memory for the processes of its plugins', () => {
      const { resources, env } = containerOf(manifests());

      expect(resources).toEqual({ requests: { cpu: '50m', memory: '112Mi' }, limits: { memory: '512Mi' } });
      expect(env).toContainEqual({ name: 'GOMEMLIMIT', value: '358MiB' });
    });

    test('tells Go of no limit where there is none', () => {
      const { env } = containerOf(manifests({ resources: new ComputeResources({ memoryRequest: '1Gi' }) }));

      expect(env.map(({ name }: { name: string }) => name)).not.toContain('GOMEMLIMIT');
    });

    test('takes image, registry, pull secrets and priority as they are given', () => {
      const found = manifests({
        image: ContainerImage.parse('docker.io/grafana/grafana:12.4.3'),
        imageRegistry: 'registry.corp.example:5000',
        imagePullSecrets: ['pull'],
        priorityClassName: 'monitoring',
      });

      expect(containerOf(found).image).toBe('registry.corp.example:5000/grafana/grafana:12.4.3');
      expect(podOf(found).spec).toMatchObject({
        imagePullSecrets: [{ name: 'pull' }],
        priorityClassName: 'monitoring',
      });
      expect(podOf(found).metadata.labels['app.kubernetes.io/version']).toBe('12.4.3');
    });
  });

  test('shows its metrics to Prometheus under the job prom-grafana', () => {
    const { grafana } = build();

    expect(grafana.scrapeTarget.jobName).toBe('prom-grafana');
    expect(grafana.scrapeTarget._discovery).toEqual({
      kind: 'service',
      service: 'prom-grafana',
      namespace: 'monitoring',
      portName: 'http-web',
    });
    expect(grafana.scrapeTarget._options.path).toBe('/metrics');
    expect(grafana.endpoint.url()).toBe('http://prom-grafana.monitoring:80');
  });

  test('is scraped under the path that it is served under', () => {
    const { chart, grafana } = build({ rootUrl: 'https://corp.example/grafana' });

    expect(grafana.scrapeTarget._options.path).toBe('/grafana/metrics');
    const { server } = manifestsOf(chart).config('ConfigMap', 'prom-grafana', 'grafana.ini');
    expect(server).toEqual({ root_url: 'https://corp.example/grafana/', serve_from_sub_path: 'true' });
  });

  test('may stand beside another one', () => {
    const chart = testChart();
    build({}, chart);
    new Grafana(chart, 'Team', { admin, name: 'team-grafana' });

    const found = manifestsOf(chart);

    const [first, second] = ['prom-grafana', 'team-grafana'].map((name) => found.one('Service', name)['spec'].selector);
    expect(first['app.kubernetes.io/instance']).toBe('prom');
    expect(second['app.kubernetes.io/instance']).toBe('team-grafana');
    expect(new Set(found.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).size).toBe(
      found.objects.length,
    );
  });

  describe('dashboards', () => {
    test('are a ConfigMap each, read from the directory of their folder', () => {
      const found = manifests({}, (grafana) => {
        grafana.addDashboard(dashboard('orders', 'Orders', 'Shop'));
        grafana.addDashboard(dashboard('stock', 'Stock', 'Shop'));
        grafana.addDashboard(dashboard('home', 'Home'));
      });

      expect(found.config('ConfigMap', 'prom-grafana-dashboard-orders', 'orders.json').title).toBe('Orders');
      const { providers } = found.config('ConfigMap', 'prom-grafana', 'dashboard-providers.yaml');
      expect(providers.map(({ folder, options }: any) => [folder, options.path])).toEqual([
        ['', '/etc/grafana/dashboards/general'],
        ['Shop', '/etc/grafana/dashboards/shop'],
      ]);
      expect(podOf(found).spec.volumes).toContainEqual({
        name: 'dashboards-shop',
        projected: {
          sources: [
            { configMap: { name: 'prom-grafana-dashboard-orders' } },
            { configMap: { name: 'prom-grafana-dashboard-stock' } },
          ],
        },
      });
      expect(containerOf(found).volumeMounts).toContainEqual({
        name: 'dashboards-shop',
        mountPath: '/etc/grafana/dashboards/shop',
        readOnly: true,
      });
    });

    test('may be given at once', () => {
      const found = manifests({ dashboards: [dashboard('a', 'A'), dashboard('b', 'B')] });

      expect(found.has('ConfigMap', 'prom-grafana-dashboard-a')).toBe(true);
      expect(found.has('ConfigMap', 'prom-grafana-dashboard-b')).toBe(true);
    });

    test('may have the same title in two folders', () => {
      const found = manifests({}, (grafana) => {
        grafana.addDashboard(dashboard('a', 'Overview', 'Shop'));
        grafana.addDashboard(dashboard('b', 'Overview', 'Stock'));
        grafana.addDashboard(dashboard('c', 'Overview'));
      });

      expect(found.all('ConfigMap')).toHaveLength(4);
    });

    test('have names that the API server takes, whatever their uid and folder are', () => {
      const uids = ['Ab_C', 'ab-c', '-', '---', 'A'.repeat(40), '000000134', '__'];
      const folders = ['쇼핑', 'Check out', 'check-out', 'x'.repeat(200), '🎉', 'Team A / B'];
      const found = manifests({}, (grafana) => {
        for (const uid of uids) grafana.addDashboard(dashboard(uid, uid));
        for (const [index, folder] of folders.entries()) grafana.addDashboard(dashboard(`f${index}`, 'F', folder));
      });

      for (const version of KUBERNETES_VERSIONS) {
        expect(found.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
      }
      const names = found.all('ConfigMap').map(({ metadata }) => metadata.name);
      expect(new Set(names).size).toBe(uids.length + folders.length + 1);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      const volumes = podOf(found).spec.volumes.map(({ name }: { name: string }) => name);
      expect(new Set(volumes).size).toBe(volumes.length);
      for (const name of volumes) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    });

    test('may come before their data sources', () => {
      const { chart, grafana } = build();
      grafana.addDashboard(dashboard('a', 'Shop', undefined, [{ title: 'Up', datasource: PROMETHEUS }]));
      grafana.addDataSource(prometheus);

      expect(() => App.of(chart).synthYaml()).not.toThrow();
    });

    test('of the library are not read again, as its tests have done so', () => {
      const panels = [
        { title: 'Up', datasource: { ...PROMETHEUS, uid: 'mimir' }, targets: [{ refId: 'A', expr: 'up{' }] },
      ];
      const shipped = Dashboard._lazy('a', 'A', {}, () => ({ uid: 'a', title: 'A', panels }));
      const { chart, grafana } = build();
      grafana.addDashboard(shipped);

      expect(() => App.of(chart).synthYaml()).not.toThrow();
    });

    test('that change are read anew without a restart', () => {
      const first = manifests({}, (grafana) => grafana.addDashboard(dashboard('a', 'A')));
      const second = manifests({}, (grafana) => grafana.addDashboard(dashboard('a', 'Renamed')));

      expect(podOf(second)).toEqual(podOf(first));
      expect(second.all('ConfigMap')).not.toEqual(first.all('ConfigMap'));
    });
  });

  describe('restarts', () => {
    test.each<[string, Partial<GrafanaProps>, (grafana: Grafana) => void]>([
      ['a setting', { alerting: true }, () => {}],
      ['a data source', {}, (grafana) => grafana.addDataSource(loki)],
      ['a folder of dashboards', {}, (grafana) => grafana.addDashboard(dashboard('a', 'A', 'Shop'))],
    ])('when %s is new', (_, props, change) => {
      expect(checksumOf(manifests(props, change))).not.toBe(checksumOf(manifests()));
    });

    test('never without a change', () => {
      const add = (grafana: Grafana): void => {
        grafana.addDataSource(prometheus);
        grafana.addDashboard(dashboard('a', 'A', 'Shop'));
      };

      expect(manifests({}, add).objects).toEqual(manifests({}, add).objects);
    });
  });

  test.each(KUBERNETES_VERSIONS)('is what an API server of version %s takes', (version) => {
    const found = manifests({ admin: Credentials.insecureDemo('admin', 'admin') }, (grafana) => {
      grafana.addDataSource(prometheus);
      grafana.addDashboard(dashboard('a', 'A', 'Shop'));
    });

    expect(found.objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  });

  describe('fails', () => {
    test.each<[string, unknown, string]>([
      ['without an administrator', undefined, 'missing'],
      ['for a password in clear', 'hunter2', 'no Credentials'],
      ['for a map of user and password', { username: 'admin', password: 'admin' }, 'no Credentials'],
    ])('%s', (_, value, what) => {
      expect(() => build({ admin: value as Credentials })).toThrow(
        new Error(
          `[test/Grafana] 'admin' is ${what}; it must be Credentials.fromSecret('grafana-admin') or, for a demo, Credentials.insecureDemo(user, password)`,
        ),
      );
    });

    test('for a name that no Service may have', () => {
      expect(() => build({ name: 'Grafana_1' })).toThrow(
        new Error(
          "[test/Grafana] 'name' is \"Grafana_1\"; it must be 1 to 63 lower-case letters, digits or '-', beginning with a letter",
        ),
      );
    });

    test('for a URL that carries more than host and path', () => {
      expect(() => build({ rootUrl: 'https://grafana.corp.example/;[auth.anonymous]' })).toThrow(
        new Error(
          "[test/Grafana] 'rootUrl' is \"https://grafana.corp.example/;[auth.anonymous]\"; it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'",
        ),
      );
    });

    test('in a chart without a namespace', () => {
      const chart = new Chart(new App({ outdir: '/nowhere' }), 'test');

      expect(() => new Grafana(chart, 'Grafana', { admin })).toThrow(
        new Error(
          "[test/Grafana] the chart has no 'namespace'; give it one: new Chart(app, 'monitoring', { namespace: 'monitoring' })",
        ),
      );
    });

    test.each<[string, DataSource, string]>([
      [
        'two data sources of one name',
        DataSource.prometheus({ url: 'http://mimir', uid: 'mimir' }),
        "two data sources have the name 'Prometheus'; give one of them another",
      ],
      [
        'two data sources of one uid',
        DataSource.loki({ url: 'http://loki', uid: 'prometheus' }),
        "the data sources 'Prometheus' and 'Loki' have the same uid 'prometheus'; give one of them another",
      ],
      [
        'two default data sources',
        DataSource.loki({ url: 'http://loki', isDefault: true }),
        "the data sources 'Prometheus' and 'Loki' are both the default; only one may be",
      ],
    ])('for %s', (_, second, message) => {
      const { grafana } = build({ dataSources: [prometheus] });

      expect(() => grafana.addDataSource(second)).toThrow(new Error(`[test/Grafana] ${message}`));
    });

    test('for a data source whose plugin is not loaded', () => {
      const { grafana } = build({ disabledPlugins: ['tempo', 'loki'] });

      expect(() => grafana.addDataSource(loki)).toThrow(
        new Error("[test/Grafana] the data source 'Loki' needs the plugin 'loki'; take it out of 'disabledPlugins'"),
      );
    });

    test('for two dashboards of one uid', () => {
      const { grafana } = build({ dashboards: [dashboard('a', 'A')] });

      expect(() => grafana.addDashboard(dashboard('a', 'B', 'Shop'))).toThrow(
        new Error("[test/Grafana] the dashboards 'A' and 'B' have the same uid 'a'; give one of them another"),
      );
    });

    test('for two dashboards of one title in a folder', () => {
      const { grafana } = build({ dashboards: [dashboard('a', 'A', 'Shop'), dashboard('c', 'C')] });

      expect(() => grafana.addDashboard(dashboard('b', 'A', 'Shop'))).toThrow(
        new Error(
          "[test/Grafana] the folder 'Shop' has two dashboards with the title 'A'; give one of them another title or folder",
        ),
      );
      expect(() => grafana.addDashboard(dashboard('d', 'C'))).toThrow(
        new Error(
          "[test/Grafana] the General folder has two dashboards with the title 'C'; give one of them another title or folder",
        ),
      );
    });

    test('at once for a query that Grafana could not ask', () => {
      const { grafana } = build();
      const panels = [{ title: 'Nodes', datasource: PROMETHEUS, targets: [{ refId: 'A', expr: 'up{node="$node"}' }] }];

      expect(() => grafana.addDashboard(dashboard('a', 'Shop', undefined, panels))).toThrow(
        new Error(
          "[test/Grafana] dashboard 'Shop', panel 'Nodes', query A: column 10: the variable '$node' is not defined; add 'node' to the dashboard's variables, near \"up{node=\\\"$node\\\"}\"",
        ),
      );
    });

    test('with the first five of many queries', () => {
      const { grafana } = build();
      const panels = [1, 2, 3, 4, 5, 6, 7].map((id) => ({ id, title: `P${id}`, repeat: 'node' }));

      expect(() => grafana.addDashboard(dashboard('a', 'Shop', undefined, panels))).toThrow(
        new Error(
          [
            "[test/Grafana] dashboard 'Shop', panel 'P1': it is repeated for the variable 'node', which is not defined",
            "dashboard 'Shop', panel 'P2': it is repeated for the variable 'node', which is not defined",
            "dashboard 'Shop', panel 'P3': it is repeated for the variable 'node', which is not defined",
            "dashboard 'Shop', panel 'P4': it is repeated for the variable 'node', which is not defined",
            "dashboard 'Shop', panel 'P5': it is repeated for the variable 'node', which is not defined",
            'and 2 more',
          ].join('\n'),
        ),
      );
    });

    test('for a data source that no one has added', () => {
      const { chart, grafana } = build({ dataSources: [prometheus] });
      grafana.addDashboard(
        dashboard('a', 'Shop', undefined, [{ title: 'Up', datasource: { ...PROMETHEUS, uid: 'mimir' } }]),
      );

      expect(() => App.of(chart).synthYaml()).toThrow(
        new Error(
          "Validation failed with the following errors:\n  [test/Grafana] dashboard 'Shop', panel 'Up': there is no data source 'mimir'; there is: 'prometheus', 'Prometheus'",
        ),
      );
    });

    test('for a dashboard that kubectl could not apply', () => {
      const { chart, grafana } = build();
      grafana.addDashboard(
        dashboard('big', 'Big', undefined, [{ id: 1, title: 'T', description: 'x'.repeat(260_000) }]),
      );

      expect(() => manifestsOf(chart)).toThrow(
        /\[test\/Grafana\/Dashboards\/big\] the ConfigMap 'prom-grafana-dashboard-big' has 26\d{4} bytes; at most 250000 can be applied by kubectl: split its content/,
      );
    });

    test('for a key that the app’s own Secret does not have', () => {
      const { chart } = build();
      new k8s.KubeSecret(chart, 'Login', { metadata: { name: 'grafana-admin' }, stringData: { user: 'a', pass: 'b' } });

      expect(() => App.of(chart).synthYaml()).toThrow(
        "[test/Grafana] the Secret 'grafana-admin' of 'admin' has no key 'password'; it has: pass, user",
      );
    });

    test('for a Secret that the app makes in another namespace', () => {
      const { chart } = build();
      const vault = new Chart(chart.node.root, 'vault', { namespace: 'vault' });
      new k8s.KubeSecret(vault, 'Login', {
        metadata: { name: 'grafana-admin' },
        stringData: { user: 'a', password: 'b' },
      });

      expect(() => App.of(chart).synthYaml()).toThrow(
        "[test/Grafana] the Secret 'grafana-admin' of 'admin' is in the namespace 'vault'; a pod reads Secrets of its own namespace alone: make it in 'monitoring'",
      );
    });
  });

  test('takes a Secret of the app that has both keys, as data or as text', () => {
    const { chart } = build();
    new k8s.KubeSecret(chart, 'Login', {
      metadata: { name: 'grafana-admin' },
      data: { password: 'aHVudGVyMg==' },
      stringData: { user: 'admin' },
    });

    expect(() => App.of(chart).synthYaml()).not.toThrow();
  });
});

describe('the layout of a dashboard', () => {
  const panels = [
    { id: 1, title: 'A', gridPos: { x: 0, y: 0, w: 12, h: 8 } },
    { id: 1, title: 'B', gridPos: { x: 6, y: 0, w: 12, h: 8 } },
  ];

  test('fails where panels overlap or share an id, and says how to have it anyway', () => {
    const { grafana } = build();
    const hint = 'mend it in Grafana and export it anew, or let Grafana do so: { lenientLayout: true }';

    expect(() => grafana.addDashboard(Dashboard.fromJson({ uid: 'a', title: 'A', panels }))).toThrow(
      new Error(
        `[test/Grafana] dashboard 'A', panel 'B': its id 1 is that of panel 'A' as well; ${hint}\ndashboard 'A', panel 'B': it overlaps panel 'A'; ${hint}`,
      ),
    );
  });

  test('is taken as it is when that is wanted', () => {
    const { grafana } = build();
    const lenient = Dashboard.fromJson({ uid: 'a', title: 'A', panels }, { lenientLayout: true });

    expect(() => grafana.addDashboard(lenient)).not.toThrow();
  });
});
