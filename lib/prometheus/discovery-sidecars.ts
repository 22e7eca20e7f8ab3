import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  checkedOptions,
  configMapSidecars,
  grantElsewhere,
  READS_CONFIG_MAPS,
  type ConfigMapSidecar,
} from '../core/config-map-sidecar';
import type { ContainerImage } from '../core/container-image';
import { invalid } from '../core/errors';
import type { k8s } from '../core/k8s';
import type { ComputeResources } from '../core/resources';
import { namespaceOf } from '../core/namespace';
import { emptyDir } from '../core/storage';
import { FINDS_PODS_AND_SERVICES } from './api-access';

/** Where Prometheus looks for labelled ConfigMaps, and with what. */
export interface PrometheusDiscoveryOptions {
  /**
   * Namespaces that are watched besides Prometheus' own. In each of them, which must be there already, a Role and a
   * RoleBinding are made: for the sidecars to read ConfigMaps, and for Prometheus to find pods and Services.
   *
   * Name those whose ConfigMaps you trust: a scrape job may send the token of Prometheus' account wherever it says.
   *
   * @default - none
   */
  readonly namespaces?: string[];
  /**
   * Image of the sidecars, kiwigrid/k8s-sidecar 2.8.1 or newer.
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

/** Labels of the ConfigMaps of scrape jobs and of rules; the value of both is `1`. */
export const SCRAPE_CONFIG_LABEL = 'prometheus_scrape_config';
export const RULES_LABEL = 'prometheus_rules';

// as often as Prometheus looks at the files
const PERIOD = Duration.seconds(30);

const SIDECARS: { readonly [of in 'jobs' | 'rules']: ConfigMapSidecar } = {
  jobs: {
    name: 'prometheus-sc-jobs',
    label: SCRAPE_CONFIG_LABEL,
    volume: 'discovered-jobs',
    folder: '/etc/prometheus/discovered-jobs',
    portName: 'sc-jobs',
    healthPort: 8081,
    period: PERIOD,
  },
  rules: {
    name: 'prometheus-sc-rules',
    label: RULES_LABEL,
    volume: 'discovered-rules',
    folder: '/etc/prometheus/discovered-rules',
    portName: 'sc-rules',
    healthPort: 8082,
    period: PERIOD,
  },
};

// Kubernetes keeps at most 1 MiB in a ConfigMap: room for 64 large ones; above it the pod would be evicted
const ROOM = Size.mebibytes(64);

/**
 * Whether Prometheus picks up ConfigMaps that this app does not make: scrape jobs from those labelled
 * `prometheus_scrape_config: "1"` and rules from those labelled `prometheus_rules: "1"`, in files that end in `.yml` or
 * `.yaml`. `PlgStack.fromExisting` makes them.
 *
 * Changes arrive within a minute. A file that Prometheus refuses, or a second job of the same name, keeps the changes of all
 * other files of its kind from arriving: what was read last goes on, and `prometheus_config_last_reload_successful` turns 0.
 * Should Prometheus' container restart meanwhile, it does not start until the ConfigMap is mended or deleted, or the pod is
 * deleted.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file
 * @example
 * PrometheusDiscovery.labelledConfigMaps({ namespaces: ['checkout'] });
 */
export class PrometheusDiscovery {
  /** Prometheus reads what this app gives it and nothing else; its pod has one container. */
  public static none(): PrometheusDiscovery {
    return new PrometheusDiscovery(undefined);
  }

  /**
   * Two sidecars watch for labelled ConfigMaps, in Prometheus' namespace and those that are named. Prometheus may find pods
   * and Services there, for the jobs that they bring.
   *
   * Throws for a namespace that is no name or stands twice, and for an image whose tag tells an older version.
   *
   * @param options namespaces, image and resources of the sidecars
   */
  public static labelledConfigMaps(options: PrometheusDiscoveryOptions = {}): PrometheusDiscovery {
    const checked = checkedOptions('PrometheusDiscovery', options);
    checkImage(checked.image);
    return new PrometheusDiscovery(checked);
  }

  private constructor(private readonly options: PrometheusDiscoveryOptions | undefined) {}

  /** Whether ConfigMaps of others are read. @internal */
  public get _isOn(): boolean {
    return this.options !== undefined;
  }

  /** What the pod may read in Prometheus' namespace and in every other one. @internal */
  public get _rules(): k8s.PolicyRule[] {
    return this._isOn ? [READS_CONFIG_MAPS, ...FINDS_PODS_AND_SERVICES] : [];
  }

  /** Globs of the files of jobs. @internal */
  public get _scrapeConfigFiles(): string[] {
    return this.globsOf(SIDECARS.jobs);
  }

  /** Globs of the files of rules. @internal */
  public get _ruleFiles(): string[] {
    return this.globsOf(SIDECARS.rules);
  }

  /** The directories that the sidecars and Prometheus share. @internal */
  public get _volumes(): k8s.Volume[] {
    return this._isOn ? Object.values(SIDECARS).map(({ volume }) => emptyDir(volume, ROOM)) : [];
  }

  /** Where Prometheus has them. @internal */
  public get _mounts(): k8s.VolumeMount[] {
    if (!this._isOn) return [];
    return Object.values(SIDECARS).map(({ volume, folder }) => ({ name: volume, mountPath: folder, readOnly: true }));
  }

  /** The namespaces whose ConfigMaps are read. @internal */
  public _watched(scope: Construct): string[] {
    return this.options === undefined ? [] : [namespaceOf(scope), ...(this.options.namespaces ?? [])];
  }

  /** The sidecars. @internal */
  public _containers(scope: Construct, props: { readonly imageRegistry?: string }): k8s.Container[] {
    if (this.options === undefined) return [];
    const { imageRegistry } = props;
    return configMapSidecars(scope, 'Prometheus', Object.values(SIDECARS), { ...this.options, imageRegistry });
  }

  /** Allows in the other namespaces what is allowed in Prometheus' own. @internal */
  public _grant(scope: Construct, account: string, labels: { [key: string]: string }): void {
    grantElsewhere(scope, this.options?.namespaces ?? [], { account, labels, rules: this._rules });
  }

  /** Not every file: a README in the ConfigMap is none of Prometheus' business. */
  private globsOf({ folder }: ConfigMapSidecar): string[] {
    return this._isOn ? [`${folder}/*.yml`, `${folder}/*.yaml`] : [];
  }
}

/** Before 2.8.1 all namespaces of a sidecar share what it knows of listed ConfigMaps, and each takes those of others for deleted. */
function checkImage(image: ContainerImage | undefined): void {
  // a tag that tells no version is taken for the newest
  const [major = Infinity, minor = Infinity, patch = Infinity] = image?.version?.split('.').map(Number) ?? [];
  const isOlder = major < 2 || (major === 2 && (minor < 8 || (minor === 8 && patch < 1)));
  if (image === undefined || !isOlder) return;
  const rule = 'it must be 2.8.1 or newer: older ones may delete the files of one namespace when they list another';
  invalid('PrometheusDiscovery', 'image', image.reference, rule);
}
