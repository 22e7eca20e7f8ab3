import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  checkedOptions,
  configMapSidecars,
  grantElsewhere,
  READS_CONFIG_MAPS,
  type ConfigMapSidecar,
} from '../core/config-map-sidecar';
import type { ContainerImage } from '../core/container-image';
import type { BoundCredentials } from '../core/credentials';
import type { k8s } from '../core/k8s';
import type { ComputeResources } from '../core/resources';
import { namespaceOf } from '../core/namespace';
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
   * @default - 10m of CPU, 112Mi of memory, at most 192Mi
   */
  readonly resources?: ComputeResources;
}

const DASHBOARDS_PATH = '/etc/grafana/discovered-dashboards';
const RELOAD_DATA_SOURCES = 'http://localhost:3000/api/admin/provisioning/datasources/reload';

/** Where Grafana reads its data sources. */
export const DATA_SOURCES_PATH = '/etc/grafana/provisioning/datasources';

/** Label of the ConfigMaps of dashboards; its value is `1`. */
export const DASHBOARD_LABEL = 'grafana_dashboard';

/** Annotation of those ConfigMaps that names the folder: the name in common use; Grafana's chart has no default. */
export const FOLDER_ANNOTATION = 'grafana_folder';

/**
 * Whether Grafana picks up ConfigMaps of the cluster that this app does not make: those labelled `grafana_dashboard: "1"`
 * and `grafana_datasource: "1"`, as many charts bring them. A dashboard is shown in the folder that the annotation
 * `grafana_folder` names, in the General folder without it.
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
    return new GrafanaDiscovery(checkedOptions('GrafanaDiscovery', options));
  }

  private constructor(private readonly options: GrafanaDiscoveryOptions | undefined) {}

  /** Whether other data sources than those of the app may appear. @internal */
  public get _isOn(): boolean {
    return this.options !== undefined;
  }

  /** What the sidecars may read in Grafana's namespace and in every other one. @internal */
  public get _rules(): k8s.PolicyRule[] {
    return this._isOn ? [READS_CONFIG_MAPS] : [];
  }

  /** Where Grafana finds discovered dashboards. @internal */
  public get _providers(): DashboardProvider[] {
    return this._isOn ? [{ name: 'discovered', folder: '', path: DASHBOARDS_PATH, hasSubfolders: true }] : [];
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

  /** The namespaces whose ConfigMaps are read. @internal */
  public _watched(scope: Construct): string[] {
    return this.options === undefined ? [] : [namespaceOf(scope), ...(this.options.namespaces ?? [])];
  }

  /** The sidecars. @internal */
  public _containers(scope: Construct, admin: BoundCredentials, props: { imageRegistry?: string }): k8s.Container[] {
    if (this.options === undefined) return [];
    const { imageRegistry } = props;
    return configMapSidecars(scope, 'Grafana', sidecars(admin), { ...this.options, imageRegistry });
  }

  /** Lets the sidecars read the ConfigMaps of the other namespaces. @internal */
  public _grant(scope: Construct, account: string, labels: { [key: string]: string }): void {
    grantElsewhere(scope, this.options?.namespaces ?? [], { account, labels, rules: this._rules });
  }
}

function sidecars(admin: BoundCredentials): ConfigMapSidecar[] {
  return [
    {
      name: 'grafana-sc-dashboard',
      label: DASHBOARD_LABEL,
      volume: 'discovered-dashboards',
      folder: DASHBOARDS_PATH,
      portName: 'sc-dashboards',
      healthPort: 8081,
      // Grafana itself looks for new files; only data sources need to be told of, by an administrator
      env: [{ name: 'FOLDER_ANNOTATION', value: FOLDER_ANNOTATION }],
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
