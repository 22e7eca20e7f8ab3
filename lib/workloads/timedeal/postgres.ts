import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { checkComponentProps, commonPodSettings, type ComponentProps, imageReference } from '../../core/component';
import { checkCredentials, type BoundCredentials, type Credentials } from '../../core/credentials';
import { Endpoint } from '../../core/endpoint';
import { invalid } from '../../core/errors';
import { IMAGES } from '../../core/images';
import { k8s } from '../../core/k8s';
import { checkFlag } from '../../core/kinds';
import { ComponentLabels } from '../../core/labels';
import { checkDnsLabel, checkServiceName, checkWholeNumber, LONGEST_STATEFUL_SET_NAME } from '../../core/names';
import { namespaceOf } from '../../core/namespace';
import { execProbe } from '../../core/probes';
import { ServiceIdentity } from '../../core/rbac';
import { ComputeResources } from '../../core/resources';
import { restrictedContainer, restrictedPod } from '../../core/security';
import { StatefulSet } from '../../core/stateful-set';
import { checkStorage, emptyDir, Storage } from '../../core/storage';
import { postgresExporter } from './postgres-exporter';

/** The shop's database. */
export interface PostgresProps extends ComponentProps {
  /** User and password of the database's owner, as the first start creates them. */
  readonly credentials: Credentials;
  /**
   * Where the database keeps its files. Kubernetes does not change the claims of a StatefulSet: to change it later, see
   * docs/upgrading.md.
   *
   * @default Storage.persistent(Size.gibibytes(1))
   */
  readonly storage?: Storage;
  /**
   * Most connections at a time, from 10 to 262143. Setting `max_connections`.
   *
   * @default 100
   */
  readonly maxConnections?: number;
  /**
   * Whether an exporter beside the server shows its metrics on port 9187, for `plg.monitor(postgres, { port: 9187 })`.
   *
   * @default true
   */
  readonly exporter?: boolean;
}

const DEFAULTS = {
  name: 'postgres',
  maxConnections: 100, // PostgreSQL's own
  storage: Storage.persistent(Size.gibibytes(1)),
  // shared_buffers of 128 MiB by default, and some 5 MiB for each connection
  resources: new ComputeResources({ cpuRequest: '50m', memoryRequest: '96Mi', memoryLimit: '384Mi' }),
};

const PORT = { name: 'postgres', number: 5432 };

// the user `postgres` of the Alpine images
const POSTGRES_UID = 70;

const DATA_PATH = '/var/lib/postgresql/data';

/**
 * PostgreSQL in one pod with one volume: StatefulSet, Service and, for a demo, its Secret. An exporter stands beside the
 * server.
 *
 * @example
 * new timedeal.Postgres(chart, 'Postgres', { credentials: Credentials.fromSecret('timedeal-db') });
 */
export class Postgres extends Construct {
  /** Where the database listens. */
  public readonly endpoint: Endpoint;
  /** Name of the database that the first start creates. */
  public readonly databaseName = 'timedeal';
  /** Most connections at a time. */
  public readonly maxConnections: number;
  /** Whether it shows metrics. @internal */
  public readonly _hasExporter: boolean;
  /** Where user name and password are found. @internal */
  public readonly _credentials: BoundCredentials;

  private readonly labels: ComponentLabels;
  private readonly name: string;

  public constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    checkComponentProps(this, props);
    this.name = props.name ?? DEFAULTS.name;
    this.maxConnections = props.maxConnections ?? DEFAULTS.maxConnections;
    this._hasExporter = props.exporter ?? true;
    checkServiceName(this, 'name', this.name);
    checkDnsLabel(this, 'name', this.name, LONGEST_STATEFUL_SET_NAME);
    checkFlag(this, 'exporter', props.exporter);
    checkCredentials(this, 'credentials', props.credentials, 'timedeal-db');
    checkUser(this, props.credentials._demoUsername);
    checkWholeNumber(this, 'maxConnections', this.maxConnections, 10, 262_143);
    this.labels = new ComponentLabels(this, { name: this.name, instance: 'timedeal' });
    this.endpoint = new Endpoint({ service: this.name, namespace: namespaceOf(this), port: PORT.number });
    this._credentials = props.credentials._bind(this, 'Credentials', {
      name: this.name,
      labels: this.labels.all,
      usernameKey: 'username',
      passwordKey: 'password',
    });
    this.addStatefulSet(props);
    new k8s.KubeService(this, 'Service', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        // there is one pod; a headless Service gives its name and, to the service, its address
        clusterIp: 'None',
        selector: this.labels.selector,
        ports: [{ name: PORT.name, port: PORT.number, targetPort: k8s.IntOrString.fromString(PORT.name) }],
      },
    });
  }

  private addStatefulSet(props: PostgresProps): void {
    checkStorage(this, props.storage);
    const storage = props.storage ?? DEFAULTS.storage;
    const identity = new ServiceIdentity(this, 'Identity', { name: this.name, labels: this.labels.all });
    new StatefulSet(this, 'Resource', {
      metadata: { name: this.name, labels: this.labels.all },
      spec: {
        serviceName: this.name,
        replicas: 1,
        selector: { matchLabels: this.labels.selector },
        template: {
          metadata: { labels: this.labels.all },
          spec: {
            ...identity.podSettings(),
            ...commonPodSettings(props),
            securityContext: restrictedPod({ uid: POSTGRES_UID, fsGroup: POSTGRES_UID }),
            // the image stops by SIGINT, a fast shutdown that writes a checkpoint
            terminationGracePeriodSeconds: 60,
            containers: [this.container(props), ...this.exporter(props)],
            volumes: [
              ...storage._ephemeralVolumes('data'),
              emptyDir('run', Size.mebibytes(16)),
              emptyDir('tmp', Size.mebibytes(64)),
            ],
          },
        },
        volumeClaimTemplates: storage._claimTemplates('data'),
      },
    });
  }

  private exporter(props: PostgresProps): k8s.Container[] {
    if (!this._hasExporter) return [];
    const { databaseName, _credentials: credentials } = this;
    const { imageRegistry } = props;
    return [
      postgresExporter({
        port: PORT.number,
        databaseName,
        credentials,
        ...(imageRegistry === undefined ? {} : { imageRegistry }),
      }),
    ];
  }

  private container(props: PostgresProps): k8s.Container {
    // over TCP: the server of the first start, which only sets up the database, listens on its socket alone
    const command = ['pg_isready', '--host=127.0.0.1', `--port=${PORT.number}`, `--dbname=${this.databaseName}`];
    const often = { period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 3 };
    return {
      name: this.name,
      image: imageReference(props.image ?? IMAGES.postgres, props),
      args: ['-c', `max_connections=${this.maxConnections}`],
      ports: [{ name: PORT.name, containerPort: PORT.number }],
      env: [
        { name: 'POSTGRES_DB', value: this.databaseName },
        this._credentials.usernameVariable('POSTGRES_USER'),
        this._credentials.passwordVariable('POSTGRES_PASSWORD'),
        // below the mount: initdb refuses a folder that holds `lost+found`
        { name: 'PGDATA', value: `${DATA_PATH}/pgdata` },
      ],
      resources: (props.resources ?? DEFAULTS.resources)._toKube(),
      securityContext: restrictedContainer(),
      // recovery after a crash may take minutes
      startupProbe: execProbe(command, { ...often, failures: 60 }),
      livenessProbe: execProbe(command, { ...often, failures: 6 }),
      readinessProbe: execProbe(command, often),
      terminationMessagePolicy: 'FallbackToLogsOnError',
      volumeMounts: [
        { name: 'data', mountPath: DATA_PATH },
        { name: 'run', mountPath: '/var/run/postgresql' },
        { name: 'tmp', mountPath: '/tmp' },
      ],
    };
  }
}

// NAMEDATALEN less one; https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
const LONGEST_USER = 63;

/** Refuses what initdb would: the pod would never start. */
function checkUser(scope: Construct, user: string | undefined): void {
  if (user === undefined || (Buffer.byteLength(user) <= LONGEST_USER && !user.startsWith('pg_'))) return;
  const rule = `the user must have at most ${LONGEST_USER} bytes and not begin with 'pg_', which PostgreSQL keeps for itself`;
  invalid(scope, 'credentials', user, rule);
}
