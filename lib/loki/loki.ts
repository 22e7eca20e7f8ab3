import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { checkComponentProps, commonPodSettings, goMemoryLimit, imageReference } from '../core/component';
import { ConfigFiles } from '../core/config-file';
import { Endpoint } from '../core/endpoint';
import { IMAGES } from '../core/images';
import { k8s } from '../core/k8s';
import { ComponentLabels } from '../core/labels';
import { mergeConfig } from '../core/merge-config';
import {
  checkDnsLabel,
  checkObjectName,
  checkServiceName,
  checkWholeNumber,
  LONGEST_STATEFUL_SET_NAME,
} from '../core/names';
import { namespaceOf } from '../core/namespace';
import { httpProbe } from '../core/probes';
import { ServiceIdentity } from '../core/rbac';
import { yamlText } from '../core/render';
import { ComputeResources } from '../core/resources';
import { restrictedContainer, restrictedPod } from '../core/security';
import { StatefulSet } from '../core/stateful-set';
import { checkStorage, emptyDir, Storage } from '../core/storage';
import { checkDuration } from '../core/units';
import { ScrapeTarget } from '../model/scrape-target';
import { DATA_PATH, HTTP_PORT, lokiConfig, RULES_PATH, TENANT, TYPED_PROPS } from './loki-config';
import type { LokiProps } from './loki-props';
import { checkSchemaPeriods, LokiSchemaPeriod } from './loki-schema';

export type { LokiProps };

const DEFAULTS = {
  name: 'loki',
  // what Loki accepts at all: it refuses lines older than a week (reject_old_samples_max_age)
  retention: Duration.days(7),
  storage: Storage.persistent(Size.gibibytes(10)), // the guide's chart: singleBinary.persistence
  schemaPeriods: [new LokiSchemaPeriod('2024-01-01')], // the guide: schemaConfig.configs
  // Loki's own 4 MB/s is exceeded when an agent first sends all logs that the nodes still have
  // (grafana/helm-charts#610)
  ingestionRateMb: 16,
  maxStreams: 5000, // as Loki itself
  // The guide's requests; 3.7.6 uses 50 MiB idle and 280 MiB at an answer of 5,000 lines of 3 KB, both measured.
  resources: new ComputeResources({ cpuRequest: '100m', memoryRequest: '256Mi', memoryLimit: '512Mi' }),
};

const PORT_NAME = 'http-metrics';

// the user of the image
const UID = 10001;

const CONFIG_PATH = '/etc/loki/config';
const CONFIG_FILE = 'config.yaml';

// answers as soon as the process listens
const ALIVE = '/loki/api/v1/status/buildinfo';

// the compactor keeps its marks of what to delete there while it makes them
const TMP = emptyDir('tmp', Size.mebibytes(256));

/**
 * Loki: stores logs and answers LogQL.
 *
 * One process in one pod with one volume, enough for some 20 GB of logs a day: StatefulSet, Service `loki:3100`,
 * ConfigMap. Whoever reaches the Service can write, read and delete logs.
 *
 * @see https://grafana.com/docs/loki/latest/get-started/deployment-modes/
 * @example
 * new Loki(chart, 'Loki', { retention: Duration.days(3), storage: Storage.persistent(Size.gibibytes(20)) });
 */
export class Loki extends Construct {
  /** Where agents push logs and Grafana asks for them. */
  public readonly endpoint: Endpoint;
  /** How Prometheus finds Loki; the job has the name of this component, `loki`. */
  public readonly scrapeTarget: ScrapeTarget;

  private readonly name: string;
  private readonly labels: ComponentLabels;

  public constructor(scope: Construct, id: string, props: LokiProps = {}) {
    super(scope, id);
    checkComponentProps(this, props);
    this.name = props.name ?? DEFAULTS.name;
    checkServiceName(this, 'name', this.name);
    checkDnsLabel(this, 'name', this.name, LONGEST_STATEFUL_SET_NAME);
    const image = props.image ?? IMAGES.loki;
    this.labels = new ComponentLabels(this, {
      name: 'loki',
      instance: this.name,
      component: 'single-binary',
      version: image.version,
    });
    const namespace = namespaceOf(this);
    this.endpoint = new Endpoint({ service: this.name, namespace, port: HTTP_PORT });
    this.scrapeTarget = ScrapeTarget.service({ service: this.name, namespace, portName: PORT_NAME });

    const config = this.addConfig(props);
    this.addStatefulSet(props, imageReference(image, props), config);
    this.addService('Service', this.name);
    this.addService('HeadlessService', this.headlessName, 'None');
  }

  private get headlessName(): string {
    return `${this.name}-headless`;
  }

  private addConfig(props: LokiProps): ConfigFiles {
    const retention = props.retention ?? DEFAULTS.retention;
    const given = props.schemaPeriods ?? DEFAULTS.schemaPeriods;
    const ingestionRateMb = props.ingestionRateMb ?? DEFAULTS.ingestionRateMb;
    const maxStreams = props.maxStreams ?? DEFAULTS.maxStreams;
    checkDuration(this, 'retention', retention, { min: Duration.hours(24), why: 'the length of one index table' });
    checkSchemaPeriods(this, 'schemaPeriods', given);
    const schemaPeriods = [...given];
    checkWholeNumber(this, 'ingestionRateMb', ingestionRateMb, 1);
    checkWholeNumber(this, 'maxStreams', maxStreams, 1);
    const { memoryLimit } = props.resources ?? DEFAULTS.resources;
    const ours = lokiConfig({ retention, schemaPeriods, ingestionRateMb, maxStreams, memoryLimit });
    const config = mergeConfig(this, ours, props.extraConfig, TYPED_PROPS);
    return new ConfigFiles(this, 'Config', {
      name: this.name,
      labels: this.labels.all,
      files: () => ({ [CONFIG_FILE]: yamlText(this, config) }),
    });
  }

  private addStatefulSet(props: LokiProps, image: string, config: ConfigFiles): void {
    checkStorage(this, props.storage);
    const storage = props.storage ?? DEFAULTS.storage;
    const identity = new ServiceIdentity(this, 'Identity', { name: this.name, labels: this.labels.all });
    new StatefulSet(this, 'Resource', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        serviceName: this.headlessName,
        // a file system has one writer
        replicas: 1,
        // in order, the default, a pod that never became ready is not replaced by a mended one
        // (kubernetes/kubernetes#67250)
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: this.labels.selector },
        template: {
          metadata: { labels: this.labels.all, annotations: config.checksum() },
          spec: {
            ...identity.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: UID, fsGroup: UID }),
            // chunks are written when it stops, at worst as much as its memory holds
            terminationGracePeriodSeconds: 60,
            containers: [this.container(props, image)],
            volumes: [config.volume('config'), this.rules(props), ...storage._ephemeralVolumes('storage'), TMP],
          },
        },
        volumeClaimTemplates: storage._claimTemplates('storage'),
      },
    });
  }

  private container(props: LokiProps, image: string): k8s.Container {
    const resources = props.resources ?? DEFAULTS.resources;
    const env = goMemoryLimit(resources);
    const timeout = Duration.seconds(5);
    return {
      name: 'loki',
      image,
      // no -config.expand-env: it would change every '$' of the configuration
      args: [`-config.file=${CONFIG_PATH}/${CONFIG_FILE}`, '-target=all'],
      ...(env.length === 0 ? {} : { env }),
      ports: [{ name: PORT_NAME, containerPort: HTTP_PORT }],
      resources: resources._toKube(),
      securityContext: restrictedContainer(),
      // Not /ready, which is 503 until the write-ahead log is replayed: the replay would begin anew for ever
      // (grafana/loki#24396). This answers within a second of the start.
      startupProbe: httpProbe(PORT_NAME, ALIVE, { period: Duration.seconds(5), timeout, failures: 60 }),
      livenessProbe: httpProbe(PORT_NAME, ALIVE, { period: Duration.seconds(15), timeout, failures: 8 }),
      readinessProbe: httpProbe(PORT_NAME, '/ready', { period: Duration.seconds(5), timeout, failures: 3 }),
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        { name: 'config', mountPath: CONFIG_PATH, readOnly: true },
        { name: 'rules', mountPath: `${RULES_PATH}/${TENANT}`, readOnly: true },
        { name: 'storage', mountPath: DATA_PATH },
        { name: TMP.name, mountPath: '/tmp' },
      ],
    };
  }

  /** The rules of the only tenant. Mounted even when empty: without the folder the rules API answers with an error. */
  private rules(props: LokiProps): k8s.Volume {
    const name = props.rulesConfigMap ?? `${this.name}-rules`;
    checkObjectName(this, 'rulesConfigMap', name);
    return { name: 'rules', configMap: { name, optional: true } };
  }

  private addService(id: string, name: string, clusterIp?: 'None'): void {
    new k8s.KubeService(this, id, {
      metadata: { name, labels: this.labels.all },
      spec: {
        ...(clusterIp === undefined ? {} : { clusterIp }),
        selector: this.labels.selector,
        ports: [{ name: PORT_NAME, port: HTTP_PORT, targetPort: k8s.IntOrString.fromString(PORT_NAME) }],
      },
    });
  }
}
