import { fail, show, type Subject } from '../core/errors';
import { mergeConfig, type ConfigKeys, type ExtraConfig, type TypedProps } from '../core/merge-config';
import type { ConfigValue } from '../core/render';
import type { GrafanaIni } from './grafana-config';
import { GRAFANA_PORT } from './grafana-pod';

/** What says these settings in types. */
const TYPED_PROPS: TypedProps = {
  'server.root_url': 'rootUrl',
  'server.serve_from_sub_path': 'rootUrl',
  'unified_alerting.enabled': 'alerting',
  'plugins.disable_plugins': 'disabledPlugins',
  'security.admin_user': 'admin',
  'security.admin_password': 'admin',
};

/** What the pod is built on, and the ini file therefore does not say. */
const RELIED_ON: GrafanaIni = {
  server: { http_port: GRAFANA_PORT, protocol: 'http' },
  // variables of the image set them, which win over the file
  paths: {
    data: '/var/lib/grafana',
    logs: '/var/log/grafana',
    plugins: '/var/lib/grafana/plugins',
    provisioning: '/etc/grafana/provisioning',
  },
};

/** The settings of the library with those that the user adds, each a line of the ini file. */
export function mergedIni(subject: Subject, ours: GrafanaIni, extra: ExtraConfig | undefined): GrafanaIni {
  const merged = mergeConfig(subject, ours, extra, TYPED_PROPS);
  mergeConfig(subject, RELIED_ON, extra);
  const sections = Object.entries(merged).map(([name, section]) => [name, settings(subject, name, section)] as const);
  return Object.fromEntries(sections);
}

function settings(subject: Subject, section: string, values: ConfigValue): GrafanaIni[string] {
  if (!isSection(values)) {
    return fail(subject, `'extraConfig.${section}' is ${show(values)}; it must be a section: a map of settings`);
  }
  const entries = Object.entries(values).map(([key, value]): readonly [string, string | number | boolean] => {
    if (typeof value === 'number' || typeof value === 'boolean') return [key, value];
    if (typeof value === 'string') return [key, literal(value)];
    const rule = "a setting is text, a number or a boolean; write a list as Grafana reads it, such as 'a,b'";
    return fail(subject, `'extraConfig.${section}.${key}' is ${show(value)}; ${rule}`);
  });
  return Object.fromEntries(entries);
}

function isSection(values: ConfigValue): values is ConfigKeys {
  return typeof values === 'object' && values !== null && !Array.isArray(values);
}

/**
 * Quoted where the ini library of Grafana would take quotes off, read on in the next line or look for the end of a quote.
 * Between backticks it takes everything as it is, other backticks too. What holds a comment sign is quoted when it is
 * rendered.
 *
 * @see https://github.com/go-ini/ini/blob/v1.67.0/parser.go
 */
function literal(value: string): string {
  return /^["'`]|\\$/.test(value) && !/[;#]|^\s|\s$/.test(value) ? `\`${value}\`` : value;
}
