import { invalid, type Subject } from '../core/errors';
import { checkTexts } from '../core/kinds';

/** What of Grafana's settings the user decides. */
export interface GrafanaSettings {
  /** The URL that browsers see; undefined for `http://localhost:3000`. */
  readonly rootUrl?: string;
  /** Whether Grafana evaluates alert rules of its own. */
  readonly alerting: boolean;
  /** Ids of the plugins that are not loaded. */
  readonly disabledPlugins: readonly string[];
}

/** The sections of a `grafana.ini`. */
export interface GrafanaIni {
  readonly [section: string]: { readonly [key: string]: string | number | boolean };
}

/**
 * Data source plugins that come with Grafana 13 and that this stack does not use. Each would be a process of its own, which
 * is started with Grafana and keeps its memory, whether it is asked or not.
 *
 * @see https://github.com/grafana/grafana/blob/v13.2.3/pkg/setting/setting_plugins.go
 */
export const UNUSED_PLUGINS: readonly string[] = [
  'cloudwatch',
  'elasticsearch',
  'grafana-postgresql-datasource',
  'grafana-pyroscope-datasource',
  'influxdb',
  'jaeger',
  'mssql',
  'mysql',
  'opentsdb',
  'stackdriver',
  'tempo',
  'zipkin',
];

/**
 * The settings in which Grafana differs from its defaults. Paths are not among them: the image sets them as variables, which
 * win over the file.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export function grafanaIni(settings: GrafanaSettings): GrafanaIni {
  const { rootUrl, alerting, disabledPlugins } = settings;
  return {
    ...(rootUrl === undefined ? {} : { server: serverSection(rootUrl) }),
    // a monitoring system tells nobody about itself, and works without the internet
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    news: { news_feed_enabled: false },
    security: { disable_gravatar: true },
    // otherwise anyone may publish a dashboard with its data on Grafana's public server
    snapshots: { external_enabled: false },
    plugins: {
      // Grafana would replace the plugins of its image by newer ones from grafana.com, fail on the read-only file system and
      // leave Loki and Prometheus without their data source (grafana/grafana#132528)
      preinstall_disabled: true,
      public_key_retrieval_disabled: true,
      ...(disabledPlugins.length === 0 ? {} : { disable_plugins: disabledPlugins.join(',') }),
    },
    // the root file system is read-only, and kubectl and the log agent read the console
    log: { mode: 'console' },
    unified_alerting: { enabled: alerting },
  };
}

/** The path under which Grafana is served: `/grafana` of `https://shop.example/grafana/`, and nothing without a path. */
export function subPathOf(rootUrl: string | undefined): string {
  return rootUrl === undefined ? '' : new URL(rootUrl).pathname.replace(/\/+$/, '');
}

// nothing that the ini file or Grafana would read as more than text: quotes, comments, `${...}`, `%(...)s`, `$__file{...}`
const ROOT_URL = /^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/-]*)?$/;

/** Refuses what is no URL that a browser could open Grafana under. */
export function checkRootUrl(subject: Subject, rootUrl: string | undefined): void {
  if (rootUrl === undefined || (typeof rootUrl === 'string' && ROOT_URL.test(rootUrl) && URL.canParse(rootUrl))) return;
  const rule = "it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'";
  invalid(subject, 'rootUrl', rootUrl, rule);
}

/** Refuses what is no plugin id. */
export function checkPlugins(subject: Subject, prop: string, plugins: readonly string[]): void {
  checkTexts(subject, prop, plugins);
  for (const plugin of plugins) {
    if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/i.test(plugin)) continue;
    invalid(subject, prop, plugin, "it must be the id of a plugin, such as 'tempo' or 'grafana-lokiexplore-app'");
  }
}

function serverSection(rootUrl: string): GrafanaIni[string] {
  const closed = rootUrl.endsWith('/') ? rootUrl : `${rootUrl}/`;
  return { root_url: closed, ...(subPathOf(rootUrl) === '' ? {} : { serve_from_sub_path: true }) };
}
