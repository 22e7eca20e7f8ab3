import { Construct } from 'constructs';
import type { Credentials } from '../../core/credentials';
import { addNamespace, PodSecurityLevel } from '../../core/namespace';
import type { ContainerImage } from '../../core/container-image';
import { checkFlag, checkProps } from '../../core/kinds';
import type { Storage } from '../../core/storage';
import { Postgres } from './postgres';
import { StockService } from './stock-service';
import { TimedealIngress } from './timedeal-ingress';

/** The demo shop. */
export interface TimedealProps {
  /** User and password of the shop's database. */
  readonly databaseCredentials: Credentials;
  /**
   * Image of stock-service; it listens on port 8080 and answers `/metrics`, `/healthz` and `/readyz`.
   *
   * @default - a public stand-in that counts its requests in `http_requests_total`
   */
  readonly image?: ContainerImage;
  /**
   * Fewest pods of stock-service.
   *
   * @default 2
   */
  readonly minReplicas?: number;
  /**
   * Most pods of stock-service; at least `minReplicas`.
   *
   * @default 4
   */
  readonly maxReplicas?: number;
  /**
   * Host name under which the shop is reached through Traefik.
   *
   * @default - any host, so that `http://localhost:8080` works
   */
  readonly host?: string;
  /**
   * Where the database keeps its files.
   *
   * @default - a claim of 1 GiB
   */
  readonly databaseStorage?: Storage;
  /**
   * Whether an exporter beside the database shows its metrics on port 9187.
   *
   * @default true
   */
  readonly databaseExporter?: boolean;
  /**
   * Registry that the images are pulled from instead of their own.
   *
   * @default - the registry of each image
   */
  readonly imageRegistry?: string;
  /**
   * Whether the Namespace object of the chart's namespace is made too.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
}

/**
 * The guide's demo: stock-service (2 to 4 pods under load), Postgres, and Traefik's way in.
 *
 * Knows nothing of the stack that watches it: `plg.monitor(shop.stockService, { port: 8080 })`,
 * `plg.monitor(shop.postgres, { port: 9187 })` and `plg.addMixin(new timedeal.TimedealMixin(shop))` do.
 *
 * @example
 * new timedeal.Timedeal(chart, 'Timedeal', { databaseCredentials: Credentials.fromSecret('timedeal-db') });
 */
export class Timedeal extends Construct {
  /** The service that sells. */
  public readonly stockService: StockService;
  /** Its database. */
  public readonly postgres: Postgres;

  public constructor(scope: Construct, id: string, props: TimedealProps) {
    super(scope, id);
    checkProps(this, props);
    checkFlag(this, 'createNamespace', props.createNamespace);
    const { imageRegistry } = props;
    if (props.createNamespace ?? true) addNamespace(this, 'Namespace', PodSecurityLevel.RESTRICTED);
    this.postgres = new Postgres(this, 'Postgres', {
      credentials: props.databaseCredentials,
      storage: props.databaseStorage,
      exporter: props.databaseExporter,
      imageRegistry,
    });
    this.stockService = new StockService(this, 'StockService', {
      postgres: this.postgres,
      image: props.image,
      minReplicas: props.minReplicas,
      maxReplicas: props.maxReplicas,
      imageRegistry,
    });
    new TimedealIngress(this, 'Ingress', { backend: this.stockService.endpoint, host: props.host });
  }
}
