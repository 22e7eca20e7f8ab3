import { Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { checkComponentProps, commonPodSettings, imageReference } from '../core/component';
import { ConfigFiles } from '../core/config-file';
import type { BoundCredentials } from '../core/credentials';
import { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { checkFlag, checkItems, checkKind } from '../core/kinds';
import { ComponentLabels } from '../core/labels';
import { checkServiceName } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { ServiceIdentity } from '../core/rbac';
import { iniText, yamlText } from '../core/render';
import { ComputeResources } from '../core/resources';
import { restrictedPod } from '../core/security';
import { checkStorage, Storage } from '../core/storage';
import type { Dashboard } from '../model/dashboard';
import type { DataSource } from '../model/data-source';
import { DASHBOARD, DATA_SOURCE } from '../model/kinds';
import { ScrapeTarget } from '../model/scrape-target';
import { bindAdmin } from './admin';
import { DashboardFiles } from './dashboard-files';
import { DataSources } from './data-sources';
import { GrafanaDiscovery } from './discovery-sidecars';
import { checkPlugins, checkRootUrl, grafanaIni, subPathOf, UNUSED_PLUGINS } from './grafana-config';
import { mergedIni } from './grafana-extra';
import type { GrafanaProps } from './grafana-props';
import { baseMounts, grafanaContainer, GRAFANA_USER, INI_FILE, scratchVolumes } from './grafana-pod';
import { DATA_SOURCES_FILE, PROVIDERS_FILE, providersConfig, type DashboardProvider } from './provisioning';

export type { GrafanaProps };

const DEFAULTS = {
  // the guide: `kubectl port-forward svc/prom-grafana 3000:80`
  name: 'prom-grafana',
  storage: Storage.persistent(Size.gibibytes(1)), // a database of users and preferences takes a few megabytes
  alerting: false, // Prometheus evaluates the rules of the stack
  // the guide's Grafana used 174Mi with its two sidecars; 13.2 runs two data sources as processes of their own, which the
  // limit leaves room for
  resources: new ComputeResources({ cpuRequest: '50m', memoryRequest: '112Mi', memoryLimit: '512Mi' }),
};

/**
 * Grafana, provisioned: its data sources and dashboards are files that this app writes.
 *
 * A changed setting or data source restarts it; a changed dashboard is read while it runs.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/
 * @example
 * const grafana = new Grafana(chart, 'Grafana', { admin: Credentials.fromSecret('grafana-admin') });
 * grafana.addDataSource(DataSource.loki({ url: 'http://loki:3100', isDefault: true }));
 * grafana.addDashboard(Dashboard.fromFile(`${__dirname}/checkout.json`, { folder: 'Checkout' }));
 */
export class Grafana extends Construct {
  /** Where browsers and the API are served: port 80 of the Service. */
  public readonly endpoint: Endpoint;
  /** How Prometheus finds Grafana's own metrics. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly name: string;
  private readonly labels: ComponentLabels;
  private readonly storage: Storage;
  private readonly discovery: GrafanaDiscovery;
  private readonly dashboards: DashboardFiles;
  private readonly dataSources: DataSources;

  public constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    checkComponentProps(this, props);
    const discoveries = 'GrafanaDiscovery.none() or GrafanaDiscovery.labelledConfigMaps()';
    checkKind(this, 'discovery', props.discovery, '_grant', discoveries);
    checkItems(this, 'dataSources', props.dataSources, ...DATA_SOURCE);
    checkItems(this, 'dashboards', props.dashboards, ...DASHBOARD);
    this.name = props.name ?? DEFAULTS.name;
    checkStorage(this, props.storage);
    this.storage = props.storage ?? DEFAULTS.storage;
    this.discovery = props.discovery ?? GrafanaDiscovery.none();
    checkServiceName(this, 'name', this.name);
    checkRootUrl(this, props.rootUrl);
    checkFlag(this, 'alerting', props.alerting);
    checkPlugins(this, 'disabledPlugins', props.disabledPlugins ?? UNUSED_PLUGINS);
    const disabledPlugins = [...(props.disabledPlugins ?? UNUSED_PLUGINS)];

    const namespace = namespaceOf(this);
    const version = (props.image ?? IMAGES.grafana).version;
    // the guide's release is called `prom`; a second Grafana must not share pods with it
    const instance = this.name === DEFAULTS.name ? 'prom' : this.name;
    this.labels = new ComponentLabels(this, {
      name: 'grafana',
      instance,
      ...(version === undefined ? {} : { version }),
    });
    this.endpoint = new Endpoint({ service: this.name, namespace, port: 80 });
    this.scrapeTarget = ScrapeTarget.service({
      service: this.name,
      namespace,
      portName: 'http-web',
      path: `${subPathOf(props.rootUrl)}/metrics`,
    });
    this.dataSources = new DataSources(this, disabledPlugins);
    this.dashboards = new DashboardFiles(this, 'Dashboards', { name: this.name, labels: this.labels.all });

    const admin = bindAdmin(this, props.admin, { name: this.name, labels: this.labels.all });
    this.addDeployment(props, admin, this.addConfig(props, disabledPlugins));
    this.addClaim();
    this.addService();
    this.node.addValidation({ validate: () => this.unknownDataSources() });
    for (const dataSource of props.dataSources ?? []) this.addDataSource(dataSource);
    for (const dashboard of props.dashboards ?? []) this.addDashboard(dashboard);
  }

  /**
   * Adds a data source.
   *
   * Throws for a name or uid that is taken, for a second default one, and for one whose plugin is disabled.
   *
   * @param dataSource where it is and what dashboards know it by
   */
  public addDataSource(dataSource: DataSource): void {
    this.dataSources.add(dataSource);
  }

  /**
   * Adds a dashboard, in the folder that it names.
   *
   * Throws for a uid that is taken, for a title that is taken in its folder, and for a query of Prometheus or Loki that does
   * not parse. A data source that is not there fails at synthesis, unless it may be discovered.
   *
   * @param dashboard the dashboard
   */
  public addDashboard(dashboard: Dashboard): void {
    this.dashboards.add(dashboard);
  }

  /** All data sources so far. @internal */
  public _dataSources(): readonly DataSource[] {
    return this.dataSources.all();
  }

  /** All dashboards so far. @internal */
  public _dashboards(): readonly Dashboard[] {
    return this.dashboards.all();
  }

  private addDeployment(props: GrafanaProps, admin: BoundCredentials, config: ConfigFiles): void {
    const { name, labels, storage, discovery } = this;
    const identity = new ServiceIdentity(this, 'Identity', {
      name,
      labels: labels.all,
      namespaceRules: discovery._rules,
    });
    discovery._grant(this, name, labels.all);
    const pod: k8s.PodSpec = {
      ...identity.podSettings(),
      ...commonPodSettings(props),
      securityContext: restrictedPod({ uid: GRAFANA_USER, fsGroup: GRAFANA_USER }),
      containers: [this.container(props, admin), ...discovery._containers(this, admin, props)],
      // directories of dashboards come with late `addDashboard` calls
      volumes: Lazy.any({ produce: () => this.volumes(config) }) as k8s.Volume[],
    };
    new k8s.KubeDeployment(this, 'Resource', {
      metadata: { name, labels: labels.all },
      spec: {
        // its database is a file: a second pod would lock it
        replicas: 1,
        // a claim is mounted by one node at a time, and the new pod would wait for the old one for ever
        strategy: { type: storage.isPersistent ? 'Recreate' : 'RollingUpdate' },
        selector: { matchLabels: labels.selector },
        template: {
          metadata: {
            labels: labels.all,
            annotations: { ...config.checksum(), 'kubectl.kubernetes.io/default-container': 'grafana' },
          },
          spec: pod,
        },
      },
    });
  }

  private addConfig(props: GrafanaProps, disabledPlugins: string[]): ConfigFiles {
    const { rootUrl, alerting = DEFAULTS.alerting } = props;
    const settings = { ...(rootUrl === undefined ? {} : { rootUrl }), alerting, disabledPlugins };
    const ini = iniText(this, mergedIni(this, grafanaIni(settings), props.extraConfig));
    const providers = (): DashboardProvider[] => [...this.dashboards.providers(), ...this.discovery._providers];
    return new ConfigFiles(this, 'Config', {
      name: this.name,
      labels: this.labels.all,
      files: () => ({
        [INI_FILE]: ini,
        [DATA_SOURCES_FILE]: yamlText(this, this.dataSources.config()),
        [PROVIDERS_FILE]: yamlText(this, providersConfig(providers())),
      }),
    });
  }

  private addClaim(): void {
    if (!this.storage.isPersistent) return;
    new k8s.KubePersistentVolumeClaim(this, 'Claim', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: this.storage._claimSpec(),
    });
  }

  private addService(): void {
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        selector: this.labels.selector,
        ports: [{ name: 'http-web', port: 80, targetPort: k8s.IntOrString.fromString('grafana') }],
      },
    });
  }

  private container(props: GrafanaProps, admin: BoundCredentials): k8s.Container {
    // a directory before what is mounted into it
    const mounts = (): k8s.VolumeMount[] => [...this.discovery._mounts, ...baseMounts(), ...this.dashboards.mounts()];
    const container = grafanaContainer({
      image: imageReference(props.image ?? IMAGES.grafana, props),
      resources: props.resources ?? DEFAULTS.resources,
      admin,
    });
    return { ...container, volumeMounts: Lazy.any({ produce: mounts }) as k8s.VolumeMount[] };
  }

  private volumes(config: ConfigFiles): k8s.Volume[] {
    const [storage] = this.storage._ephemeralVolumes('storage');
    return [
      storage ?? { name: 'storage', persistentVolumeClaim: { claimName: this.name } },
      ...scratchVolumes(),
      config.volume('config'),
      ...this.discovery._volumes,
      ...this.dashboards.volumes(),
    ];
  }

  /** A discovered ConfigMap may bring any data source. */
  private unknownDataSources(): string[] {
    if (this.discovery._isOn) return [];
    return this.dashboards.problems(this.dataSources.namesAndUids());
  }
}
