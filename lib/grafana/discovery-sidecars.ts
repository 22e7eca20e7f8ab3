import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { imageReference } from '../core/component';
import type { ContainerImage } from '../core/container-image';
import type { BoundCredentials } from '../core/credentials';
import { invalid } from '../core/errors';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { checkDnsLabel } from '../core/names';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { ComputeResources } from '../core/resources';
import { restrictedContainer } from '../core/security';
import { emptyDir } from '../core/storage';
import type { DashboardProvider } from './provisioning';

/** Where Grafana looks for labelled ConfigMaps, and with what. */
export interface GrafanaDiscoveryOptions {
  /**
   * Namespaces that are watched besides Grafana's own. In each of them a Role and a RoleBinding are made.
   *
   * @default - none
   */
  readonly namespaces?: string[];
  /**
   * Image of the sidecars, kiwigrid/k8s-sidecar.
   *
   * @default - the version that this library was tested with
   */
  readonly image?: ContainerImage;
  /**
   * CPU and memory of each of the two sidecars; memory grows with the number of labelled ConfigMaps.
   *
   * @default - 10m of CPU, 48Mi of memory, at most 192Mi
   */
  readonly resources?: ComputeResources;
}

const DEFAULTS = {
  // the guide's three containers used 174Mi together, so some 45Mi each; 112 MB were measured on a large cluster
  // (kiwigrid/k8s-sidecar#504), which the limit leaves room for
  resources: new ComputeResources({ cpuRequest: '10m', memoryRequest: '48Mi', memoryLimit: '192Mi' }),
};

const DASHBOARDS_PATH = '/etc/grafana/discovered-dashboards';
const RELOAD_DATA_SOURCES = 'http://localhost:3000/api/admin/provisioning/datasources/reload';

/** Where Grafana reads its data sources. */
export const DATA_SOURCES_PATH = '/etc/grafana/provisioning/datasources';

/** One sidecar: what it looks for, and where it puts what it finds. */
interface Sidecar {
  readonly name: string;
  readonly label: string;
  readonly volume: string;
  readonly folder: string;
  readonly portName: string;
  readonly healthPort: number;
  readonly env: k8s.EnvVar[];
}

/**
 * Whether Grafana picks up ConfigMaps of the cluster that this app does not make: those labelled `grafana_dashboard: "1"`
 * and `grafana_datasource: "1"`, as many charts bring them.
 *
 * @see https://github.com/kiwigrid/k8s-sidecar
 * @example
 * GrafanaDiscovery.labelledConfigMaps({ namespaces: ['checkout'] });
 */
export class GrafanaDiscovery {
  /** Grafana shows what this app gives it and nothing else; its pod has one container and no access to the Kubernetes API. */
  public static none(): GrafanaDiscovery {
    return new GrafanaDiscovery(undefined);
  }

  /**
   * Two sidecars watch for labelled ConfigMaps, in Grafana's namespace and those that are named. They may read ConfigMaps
   * there and nothing else: no Secrets, no other namespace.
   *
   * Throws for a namespace that is no name or stands twice.
   *
   * @param options namespaces, image and resources of the sidecars
   */
  public static labelledConfigMaps(options: GrafanaDiscoveryOptions = {}): GrafanaDiscovery {
    const namespaces = options.namespaces ?? [];
    for (const [index, namespace] of namespaces.entries()) {
      checkDnsLabel('GrafanaDiscovery', 'namespaces', namespace);
      if (namespaces.indexOf(namespace) === index) continue;
      invalid('GrafanaDiscovery', 'namespaces', namespace, 'it stands twice; name each namespace once');
    }
    return new GrafanaDiscovery({ ...options, namespaces: [...namespaces] });
  }

  private constructor(private readonly options: GrafanaDiscoveryOptions | undefined) {}

  /** Whether other data sources than those of the app may appear. @internal */
  public get _isOn(): boolean {
    return this.options !== undefined;
  }

  /** What the sidecars may read in Grafana's namespace and in every other one. @internal */
  public get _rules(): k8s.PolicyRule[] {
    return this._isOn ? [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] }] : [];
  }

  /** Where Grafana finds discovered dashboards. @internal */
  public get _providers(): DashboardProvider[] {
    return this._isOn ? [{ name: 'discovered', folder: '', path: DASHBOARDS_PATH }] : [];
  }

  /** The directories that the sidecars and Grafana share. @internal */
  public get _volumes(): k8s.Volume[] {
    if (!this._isOn) return [];
    return [
      // Kubernetes keeps at most 1 MiB in a ConfigMap: room for 64 large ones
      emptyDir('discovered-dashboards', Size.mebibytes(64)),
      emptyDir('discovered-datasources', Size.mebibytes(8)),
    ];
  }

  /**
   * Where Grafana has them. Not read-only for the data sources: the mount of Grafana's own file needs a place in there.
   *
   * @internal
   */
  public get _mounts(): k8s.VolumeMount[] {
    if (!this._isOn) return [];
    return [
      { name: 'discovered-dashboards', mountPath: DASHBOARDS_PATH, readOnly: true },
      { name: 'discovered-datasources', mountPath: DATA_SOURCES_PATH },
    ];
  }

  /** The sidecars. @internal */
  public _containers(scope: Construct, admin: BoundCredentials, props: { imageRegistry?: string }): k8s.Container[] {
    if (this.options === undefined) return [];
    const { image = IMAGES.grafanaSidecar, resources = DEFAULTS.resources, namespaces = [] } = this.options;
    const own = namespaceOf(scope);
    if (namespaces.includes(own)) invalid(scope, 'namespaces', own, "it is Grafana's own, which is watched anyway");
    const watched = [own, ...namespaces].join(',');
    return sidecars(admin).map((sidecar) => container(sidecar, imageReference(image, props), resources, watched));
  }

  /** Lets the sidecars read the ConfigMaps of the other namespaces. @internal */
  public _grant(scope: Construct, account: string, labels: { [key: string]: string }): void {
    const own = namespaceOf(scope);
    for (const namespace of this.options?.namespaces ?? []) {
      // two Grafanas may watch the same namespace
      const metadata = { name: `${own}-${account}`, namespace, labels };
      new k8s.KubeRole(scope, `Role-${namespace}`, { metadata, rules: this._rules });
      new k8s.KubeRoleBinding(scope, `RoleBinding-${namespace}`, {
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace: own }],
      });
    }
  }
}

function sidecars(admin: BoundCredentials): Sidecar[] {
  return [
    {
      name: 'grafana-sc-dashboard',
      label: 'grafana_dashboard',
      volume: 'discovered-dashboards',
      folder: DASHBOARDS_PATH,
      portName: 'sc-dashboards',
      healthPort: 8081,
      // Grafana itself looks for new files; only data sources need to be told of, by an administrator
      env: [],
    },
    {
      name: 'grafana-sc-datasources',
      label: 'grafana_datasource',
      volume: 'discovered-datasources',
      folder: DATA_SOURCES_PATH,
      portName: 'sc-datasources',
      healthPort: 8082,
      env: [
        { name: 'REQ_URL', value: RELOAD_DATA_SOURCES },
        { name: 'REQ_METHOD', value: 'POST' },
        { name: 'REQ_BASIC_AUTH_ENCODING', value: 'utf-8' },
        admin.usernameVariable('REQ_USERNAME'),
        admin.passwordVariable('REQ_PASSWORD'),
      ],
    },
  ];
}

function container(sidecar: Sidecar, image: string, resources: ComputeResources, namespaces: string): k8s.Container {
  const { name, label, volume, folder, portName, healthPort } = sidecar;
  const probe = (seconds: number, failures: number): k8s.Probe =>
    httpProbe(portName, '/healthz', { period: Duration.seconds(seconds), timeout: Duration.seconds(5), failures });
  return {
    name,
    image,
    env: [
      { name: 'METHOD', value: 'WATCH' },
      { name: 'RESOURCE', value: 'configmap' },
      { name: 'NAMESPACE', value: namespaces },
      { name: 'LABEL', value: label },
      { name: 'LABEL_VALUE', value: '1' },
      { name: 'FOLDER', value: folder },
      // two ConfigMaps may well both hold a 'dashboard.json'
      { name: 'UNIQUE_FILENAMES', value: 'true' },
      { name: 'HEALTH_PORT', value: String(healthPort) },
      // no WATCH_CLIENT_TIMEOUT: set as a variable it is no number to the client, which then waits for ever
      ...sidecar.env,
    ],
    ports: [{ name: portName, containerPort: healthPort }],
    // not ready before its first list, which waits for the answer of a Grafana that may still be starting
    startupProbe: probe(5, 60),
    readinessProbe: probe(10, 3),
    livenessProbe: probe(30, 3),
    resources: resources._toKube(),
    securityContext: restrictedContainer(),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [{ name: volume, mountPath: folder }],
  };
}
