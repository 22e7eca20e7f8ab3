import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkComponentProps, commonPodSettings, type ComponentProps, imageReference } from '../../core/component';
import { Endpoint } from '../../core/endpoint';
import { invalid } from '../../core/errors';
import { IMAGES } from '../../core/images';
import { k8s } from '../../core/k8s';
import { checkKind } from '../../core/kinds';
import { ComponentLabels } from '../../core/labels';
import { checkServiceName, checkWholeNumber } from '../../core/names';
import { namespaceOf } from '../../core/namespace';
import { httpProbe } from '../../core/probes';
import { ServiceIdentity } from '../../core/rbac';
import { ComputeResources } from '../../core/resources';
import { restrictedContainer, restrictedPod } from '../../core/security';
import type { Postgres } from './postgres';

/** The shop's service, its autoscaling and its database. */
export interface StockServiceProps extends ComponentProps {
  /** The database that holds the stock. */
  readonly postgres: Postgres;
  /**
   * Fewest pods, even without load.
   *
   * @default 2
   */
  readonly minReplicas?: number;
  /**
   * Most pods under load; at least `minReplicas`.
   *
   * @default 4
   */
  readonly maxReplicas?: number;
  /**
   * Share of the CPU request, in percent, above which pods are added.
   *
   * @default 70
   */
  readonly targetCpuPercent?: number;
}

const DEFAULTS = {
  name: 'stock-service',
  minReplicas: 2, // the guide, section 7: 2-4 replicas
  maxReplicas: 4,
  targetCpuPercent: 70, // leaves a pod time to start before the others are at their request
  // small enough for four pods on a laptop; the HPA counts its percentage from the CPU request
  resources: new ComputeResources({ cpuRequest: '100m', memoryRequest: '64Mi', memoryLimit: '128Mi' }),
};

const PORT = { name: 'http', number: 8080 };

/**
 * The stock-service of the guide: Deployment, Service and HorizontalPodAutoscaler, spread over the nodes.
 *
 * The image must listen on port 8080 and answer `/metrics`, `/healthz` and `/readyz`; it finds its database in the
 * variables of libpq (`PGHOST`, `PGPORT`, `PGDATABASE`, `PGUSER`, `PGPASSWORD`).
 *
 * Throws when `minReplicas` is above `maxReplicas`.
 *
 * @example
 * new timedeal.StockService(chart, 'StockService', { postgres, maxReplicas: 8 });
 */
export class StockService extends Construct {
  /** Where the service listens. */
  public readonly endpoint: Endpoint;

  private readonly labels: ComponentLabels;
  private readonly name: string;

  public constructor(scope: Construct, id: string, props: StockServiceProps) {
    super(scope, id);
    checkComponentProps(this, props);
    checkKind(this, 'postgres', props.postgres ?? null, '_credentials', 'the database: new Postgres(...)');
    const { minReplicas = DEFAULTS.minReplicas, maxReplicas = DEFAULTS.maxReplicas } = props;
    const targetCpuPercent = props.targetCpuPercent ?? DEFAULTS.targetCpuPercent;
    this.name = props.name ?? DEFAULTS.name;
    checkServiceName(this, 'name', this.name);
    checkReplicas(this, minReplicas, maxReplicas);
    checkWholeNumber(this, 'targetCpuPercent', targetCpuPercent, 1, 100);
    if ((props.resources ?? DEFAULTS.resources).cpuRequest === undefined) {
      invalid(
        this,
        'resources.cpuRequest',
        undefined,
        "it must be set, such as '100m': the autoscaler counts its percentage from it",
      );
    }
    this.labels = new ComponentLabels(this, { name: this.name, instance: 'timedeal' });
    this.endpoint = new Endpoint({ service: this.name, namespace: namespaceOf(this), port: 80 });

    this.addDeployment(props);
    this.addService();
    this.addAutoscaler(minReplicas, maxReplicas, targetCpuPercent);
    new k8s.KubePodDisruptionBudget(this, 'DisruptionBudget', {
      metadata: this.metadata(),
      // of a single pod none can be kept: the drain of its node would wait for ever
      spec: {
        minAvailable: k8s.IntOrString.fromNumber(Math.min(1, minReplicas - 1)),
        selector: { matchLabels: this.labels.selector },
      },
    });
  }

  private metadata(): k8s.ObjectMeta {
    return { name: this.name, labels: this.podLabels() };
  }

  /** The guide's log queries ask for `app`, which the log agents would make of `app.kubernetes.io/name` alone as well. */
  private podLabels(): { [key: string]: string } {
    return { ...this.labels.all, app: this.name };
  }

  private addDeployment(props: StockServiceProps): void {
    const identity = new ServiceIdentity(this, 'Identity', { name: this.name, labels: this.podLabels() });
    new k8s.KubeDeployment(this, 'Resource', {
      metadata: this.metadata(),
      spec: {
        // no `replicas`: each apply would undo what the autoscaler has done
        selector: { matchLabels: this.labels.selector },
        // a pod leaves only after its successor is ready
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        template: {
          metadata: { labels: this.podLabels() },
          spec: {
            ...identity.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: 10001 }),
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'kubernetes.io/hostname',
                whenUnsatisfiable: 'ScheduleAnyway',
                labelSelector: { matchLabels: this.labels.selector },
              },
            ],
            containers: [this.container(props)],
          },
        },
      },
    });
  }

  private container(props: StockServiceProps): k8s.Container {
    const { postgres } = props;
    const often = { period: Duration.seconds(5), timeout: Duration.seconds(2), failures: 3 };
    return {
      name: this.name,
      image: imageReference(props.image ?? IMAGES.stockService, props),
      ports: [{ name: PORT.name, containerPort: PORT.number }],
      env: [
        { name: 'PGHOST', value: postgres.endpoint.service },
        { name: 'PGPORT', value: String(postgres.endpoint.port) },
        { name: 'PGDATABASE', value: postgres.databaseName },
        postgres._credentials.usernameVariable('PGUSER'),
        postgres._credentials.passwordVariable('PGPASSWORD'),
      ],
      resources: (props.resources ?? DEFAULTS.resources)._toKube(),
      securityContext: restrictedContainer(),
      // the schema is migrated before the service answers
      startupProbe: httpProbe(PORT.name, '/healthz', { ...often, failures: 24 }),
      livenessProbe: httpProbe(PORT.name, '/healthz', { ...often, period: Duration.seconds(10) }),
      readinessProbe: httpProbe(PORT.name, '/readyz', often),
      terminationMessagePolicy: 'FallbackToLogsOnError',
    };
  }

  private addService(): void {
    new k8s.KubeService(this, 'Service', {
      metadata: this.metadata(),
      spec: {
        selector: this.labels.selector,
        ports: [{ name: PORT.name, port: this.endpoint.port, targetPort: k8s.IntOrString.fromString(PORT.name) }],
      },
    });
  }

  private addAutoscaler(minReplicas: number, maxReplicas: number, averageUtilization: number): void {
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'Autoscaler', {
      metadata: this.metadata(),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: this.name },
        minReplicas,
        maxReplicas,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }],
        // up at once when the deal opens, down slowly when it is over
        behavior: { scaleUp: { stabilizationWindowSeconds: 0 }, scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
  }
}

// the field of the autoscaler is an int32
const MOST_REPLICAS = 2 ** 31 - 1;

function checkReplicas(scope: Construct, minReplicas: number, maxReplicas: number): void {
  checkWholeNumber(scope, 'minReplicas', minReplicas, 1);
  checkWholeNumber(scope, 'maxReplicas', maxReplicas, 1);
  if (maxReplicas > MOST_REPLICAS) invalid(scope, 'maxReplicas', maxReplicas, `it must be at most ${MOST_REPLICAS}`);
  if (minReplicas > maxReplicas) {
    invalid(scope, 'minReplicas', minReplicas, `it must be at most 'maxReplicas', which is ${maxReplicas}`);
  }
}
