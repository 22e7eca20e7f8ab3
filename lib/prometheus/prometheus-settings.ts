import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ContainerImage } from '../core/container-image';
import { invalid } from '../core/errors';
import { IMAGES } from '../core/images';
import { checkFlag, checkItems, checkKind, checkMap } from '../core/kinds';
import { copiedExtra, type ConfigKeys } from '../core/merge-config';
import { checkOneLine, checkServiceName, checkWholeNumber, LONGEST_STATEFUL_SET_NAME } from '../core/names';
import { ComputeResources } from '../core/resources';
import { checkStorage, Storage } from '../core/storage';
import { checkDuration } from '../core/units';
import { sortedKeys } from '../core/sorted-keys';
import { RULE_GROUP, SCRAPE_TARGET } from '../model/kinds';
import { checkLabelName } from '../model/metric-label';
import { PrometheusDiscovery } from './discovery-sidecars';
import { checkReachable } from './extra-checks';
import { TYPED_PROPS } from './prometheus-config';
import type { PrometheusProps } from './prometheus-props';

const DEFAULTS = {
  image: IMAGES.prometheus,
  // the guide's release `prom`: dashboards and alerts of the field ask for this job
  name: 'prom-kube-prometheus-stack-prometheus',
  retention: Duration.hours(6), // the guide: prometheusSpec.retention=6h
  storage: Storage.persistent(Size.gibibytes(8)), // six hours of 30,000 series take well below 1 GiB: room for a week
  scrapeInterval: Duration.seconds(30), // the chart; Prometheus' own minute leaves windows of [1m] empty
  evaluationInterval: Duration.seconds(30), // the chart
  sampleLimit: 100_000, // at 3.1 KiB a series some 300 MiB: one target alone cannot use up the memory
  bodySizeLimit: Size.mebibytes(64), // three times what the kubelet of a k3s server shows
  resources: new ComputeResources({
    cpuRequest: '100m', // the guide
    memoryRequest: '256Mi', // the guide
    // 41 MiB and 3.1 KiB a series, and twice that while the write-ahead log is replayed: some 150,000 series.
    // Prometheus sets its GOMEMLIMIT to 90 % of it by itself.
    memoryLimit: '1Gi',
  }),
};

/** The settings of a Prometheus with every default filled in and every value checked. */
export interface ResolvedSettings {
  readonly name: string;
  readonly image: ContainerImage;
  readonly resources: ComputeResources;
  readonly retention: Duration;
  readonly retentionSize: Size;
  readonly storage: Storage;
  readonly scrapeInterval: Duration;
  readonly evaluationInterval: Duration;
  readonly sampleLimit: number;
  readonly bodySizeLimit: Size;
  readonly externalLabels: { readonly [name: string]: string };
  /** Undefined for the URL of the Service. */
  readonly externalUrl?: string;
  readonly enableLifecycle: boolean;
  readonly discovery: PrometheusDiscovery;
  /** A copy of what the user adds to `prometheus.yml`. */
  readonly extraConfig: ConfigKeys;
}

const SHORTEST_RETENTION = Duration.hours(2);
const INTERVALS = {
  min: Duration.seconds(1),
  max: Duration.minutes(2),
  why: 'so that a series outlives a missed scrape: after 5 minutes without a sample it is taken for gone',
};
// two segments of the write-ahead log, and a block beside them
const LEAST_STORAGE = Size.mebibytes(512);
const SHARE_OF_STORAGE = 0.8; // https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size
const LEAST_RETENTION_SIZE = Size.mebibytes(256);
const LEAST_BODY_SIZE = Size.mebibytes(1);

/** Fills in defaults and refuses values outside of their ranges. */
export function resolvedSettings(scope: Construct, props: PrometheusProps): ResolvedSettings {
  const name = props.name ?? DEFAULTS.name;
  const storage = props.storage ?? DEFAULTS.storage;
  checkName(scope, name);
  checkStorage(scope, props.storage);
  checkDuration(scope, 'retention', props.retention, { min: SHORTEST_RETENTION, why: 'the length of one block' });
  checkDuration(scope, 'scrapeInterval', props.scrapeInterval, INTERVALS);
  checkDuration(scope, 'evaluationInterval', props.evaluationInterval, INTERVALS);
  checkWholeNumber(scope, 'sampleLimit', props.sampleLimit, 1);
  checkSize(scope, 'bodySizeLimit', props.bodySizeLimit, LEAST_BODY_SIZE);
  checkSize(scope, 'storage', storage.size, LEAST_STORAGE);
  checkItems(scope, 'scrapeTargets', props.scrapeTargets, ...SCRAPE_TARGET);
  checkItems(scope, 'ruleGroups', props.ruleGroups, ...RULE_GROUP);
  checkFlag(scope, 'enableLifecycle', props.enableLifecycle);
  checkExternalUrl(scope, props.externalUrl);
  checkExternalLabels(scope, props.externalLabels ?? {});
  const discoveries = 'PrometheusDiscovery.none() or PrometheusDiscovery.labelledConfigMaps()';
  checkKind(scope, 'discovery', props.discovery, '_containers', discoveries);
  const extraConfig = copiedExtra(scope, props.extraConfig, TYPED_PROPS);
  checkReachable(scope, extraConfig);
  return {
    name,
    storage,
    image: props.image ?? DEFAULTS.image,
    resources: props.resources ?? DEFAULTS.resources,
    retention: props.retention ?? DEFAULTS.retention,
    retentionSize: retentionSize(scope, props.retentionSize, storage),
    scrapeInterval: props.scrapeInterval ?? DEFAULTS.scrapeInterval,
    evaluationInterval: props.evaluationInterval ?? DEFAULTS.evaluationInterval,
    sampleLimit: props.sampleLimit ?? DEFAULTS.sampleLimit,
    bodySizeLimit: props.bodySizeLimit ?? DEFAULTS.bodySizeLimit,
    externalLabels: sortedKeys(props.externalLabels ?? {}),
    externalUrl: props.externalUrl,
    enableLifecycle: props.enableLifecycle ?? false,
    discovery: props.discovery ?? PrometheusDiscovery.none(),
    extraConfig,
  };
}

/** The operator's name of the StatefulSet is `prometheus-<name>`. */
function checkName(scope: Construct, name: string): void {
  checkServiceName(scope, 'name', name);
  const longest = LONGEST_STATEFUL_SET_NAME - 'prometheus-'.length;
  if (name.length <= longest) return;
  const rule = `it must be at most ${longest} characters: its StatefulSet is named 'prometheus-<name>', and a StatefulSet's name has at most ${LONGEST_STATEFUL_SET_NAME}`;
  invalid(scope, 'name', name, rule);
}

function checkSize(scope: Construct, prop: string, size: Size | undefined, least: Size): void {
  checkKind(scope, prop, size, 'toKibibytes', 'a Size, such as Size.gibibytes(5)');
  if (size === undefined || size.toKibibytes() >= least.toKibibytes()) return;
  invalid(scope, prop, size, `it must be at least ${least.asString()}`);
}

function retentionSize(scope: Construct, wanted: Size | undefined, storage: Storage): Size {
  const most = Size.mebibytes(Math.floor((storage.size.toKibibytes() * SHARE_OF_STORAGE) / 1024));
  if (wanted === undefined) return most;
  checkSize(scope, 'retentionSize', wanted, LEAST_RETENTION_SIZE);
  if (wanted.toKibibytes() > most.toKibibytes()) {
    const rule = `it must be at most ${most.asString()}, 80 % of the storage: the rest is for blocks that are being written; ask for more 'storage' or keep less`;
    invalid(scope, 'retentionSize', wanted, rule);
  }
  return wanted;
}

function checkExternalUrl(scope: Construct, url: string | undefined): void {
  if (url === undefined) return;
  checkOneLine(scope, 'externalUrl', url);
  if (/^https?:\/\/[^\s@?#/][^\s@?#]*$/.test(url) && URL.canParse(url)) return;
  const rule =
    "it must be an http or https URL without user, query and fragment, such as 'https://prometheus.corp.example'";
  invalid(scope, 'externalUrl', url, rule);
}

function checkExternalLabels(scope: Construct, labels: { readonly [name: string]: string }): void {
  checkMap(scope, 'externalLabels', labels);
  for (const [name, value] of Object.entries(labels)) {
    checkLabelName(scope, 'externalLabels', name);
    if (name.startsWith('__')) {
      invalid(scope, 'externalLabels', name, "it must not begin with '__', which Prometheus keeps for itself");
    }
    checkOneLine(scope, `externalLabels.${name}`, value);
  }
}
