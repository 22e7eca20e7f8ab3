import { Duration } from 'cdk8s';
import { invalid } from '../core/errors';
import { checkFlag, checkItems, checkProps } from '../core/kinds';
import { checkOneLine } from '../core/names';
import type { ConfigValue } from '../core/render';
import { checkDuration, prometheusDuration } from '../core/units';
import { LOG_LINK } from './kinds';
import type { LogLink } from './log-link';

/** Where a data source is and what dashboards know it by. */
export interface DataSourceOptions {
  /** URL that Grafana's server reaches: `http://loki:3100`. No user or password in it. */
  readonly url: string;
  /**
   * What dashboards refer to: at most 40 letters, digits, `-` or `_`.
   *
   * @default - the type: 'prometheus' or 'loki'
   */
  readonly uid?: string;
  /**
   * What people read in Grafana.
   *
   * @default - 'Prometheus' or 'Loki'
   */
  readonly name?: string;
  /**
   * Whether it is what a new panel queries; one data source of a Grafana at most.
   *
   * @default false
   */
  readonly isDefault?: boolean;
}

/** Where a Prometheus is, and how often it scrapes. */
export interface PrometheusDataSourceOptions extends DataSourceOptions {
  /**
   * How often most targets are scraped. Grafana makes `$__rate_interval` of it: with too short an interval, graphs are
   * empty.
   *
   * @default Duration.seconds(30)
   */
  readonly scrapeInterval?: Duration;
}

/** Where a Loki is, and where its log lines lead. */
export interface LokiDataSourceOptions extends DataSourceOptions {
  /**
   * Links beside the labels of every log line, in Explore and in dashboards.
   *
   * Throws for a link whose URL reads a label that has no link of its own, and for two of one label and title.
   *
   * @default - none
   */
  readonly links?: LogLink[];
}

/**
 * A data source that Grafana is provisioned with.
 *
 * Throws for a uid that Grafana refuses and for a URL that is none or carries credentials.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 * @example
 * DataSource.prometheus({ url: 'http://mimir-nginx.mimir/prometheus', uid: 'mimir', name: 'Mimir' });
 */
export class DataSource {
  /**
   * Prometheus, or what answers its queries: Mimir, Thanos, VictoriaMetrics.
   *
   * @param options where it is, and how often it scrapes
   */
  public static prometheus(options: PrometheusDataSourceOptions): DataSource {
    checkProps('DataSource', options, 'options');
    const { scrapeInterval = Duration.seconds(30), ...common } = options;
    checkDuration(`DataSource ${options.name ?? 'Prometheus'}`, 'scrapeInterval', scrapeInterval);
    return new DataSource('prometheus', 'Prometheus', common, {
      // long queries do not fit into a URL
      httpMethod: 'POST',
      timeInterval: prometheusDuration(scrapeInterval),
    });
  }

  /**
   * Loki.
   *
   * @param options where it is, and where its log lines lead
   */
  public static loki(options: LokiDataSourceOptions): DataSource {
    checkProps('DataSource', options, 'options');
    const { links = [], ...common } = options;
    checkLinks(`DataSource ${options.name ?? 'Loki'}`, links);
    const jsonData = links.length === 0 ? {} : { derivedFields: links.map((link) => link._data()) };
    return new DataSource('loki', 'Loki', common, jsonData);
  }

  /** What dashboards refer to. */
  public readonly uid: string;
  /** What people read in Grafana. */
  public readonly name: string;
  /** URL that Grafana's server reaches. */
  public readonly url: string;
  /** Whether it is what a new panel queries. */
  public readonly isDefault: boolean;

  private constructor(
    /** Plugin id: `prometheus` or `loki`. */
    public readonly type: string,
    title: string,
    options: DataSourceOptions,
    /** @internal */
    public readonly _jsonData: { readonly [key: string]: ConfigValue },
  ) {
    this.uid = options.uid ?? type;
    this.name = options.name ?? title;
    this.url = options.url;
    this.isDefault = options.isDefault ?? false;
    const subject = `DataSource ${this.name}`;
    checkOneLine('DataSource', 'name', this.name);
    if (typeof this.uid !== 'string' || !/^[A-Za-z0-9_-]{1,40}$/.test(this.uid)) {
      invalid(subject, 'uid', this.uid, "it must be 1 to 40 letters, digits, '-' or '_'");
    }
    checkFlag(subject, 'isDefault', options.isDefault);
    checkHttpUrl(subject, 'url', this.url);
  }
}

function checkLinks(subject: string, links: readonly LogLink[]): void {
  checkItems(subject, 'links', links, ...LOG_LINK);
  const labels = new Set(links.map(({ label }) => label));
  const seen = new Set<string>();
  for (const link of links) {
    const { label, title, url } = link;
    // Grafana would leave the place of its value empty
    const missing = link._labelsRead().find((read) => !labels.has(read));
    if (missing !== undefined) {
      invalid(subject, 'links', url, `it reads the label '${missing}', which must have a link of its own`);
    }
    const key = `${label} ${title}`;
    if (seen.has(key)) invalid(subject, 'links', title, `it stands twice beside the label '${label}'`);
    seen.add(key);
  }
}

function checkHttpUrl(subject: string, prop: string, value: string): void {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /\s/.test(value)) {
    invalid(subject, prop, value, "it must be an http or https URL, such as 'http://loki:3100'");
  }
  if (url.username !== '' || url.password !== '') {
    invalid(
      subject,
      prop,
      `${url.protocol}//...@${url.host}`,
      'it must carry no user or password: they would end in a ConfigMap',
    );
  }
}
