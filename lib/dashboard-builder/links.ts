import { referenceTo } from './sources';
import type { Source } from './spec';

/** Text in which Grafana puts `${...}`: encoded for a URL, save the variables. */
function encodeAroundVariables(text: string): string {
  return text
    .split(/(\$\{[^}]*\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
}

/**
 * The logs of a LogQL selector in Explore, over the time range of the dashboard.
 *
 * @param selector may hold variables: `{namespace="${namespace}", pod="${__value.text}"}`
 */
export function exploreLogsUrl(selector: string): string {
  return exploreUrl('loki', selector);
}

/**
 * A PromQL query in Explore, over the time range of the dashboard.
 *
 * @param query may hold variables
 */
export function exploreMetricsUrl(query: string): string {
  return exploreUrl('prometheus', query);
}

function exploreUrl(source: Source, expr: string): string {
  const datasource = referenceTo(source);
  const pane = {
    datasource: datasource.uid,
    queries: [{ refId: 'A', datasource, expr }],
    range: { from: '${__from}', to: '${__to}' },
  };
  const panes = { [source === 'loki' ? 'logs' : 'metrics']: pane };
  return `/explore?schemaVersion=1&panes=${encodeAroundVariables(JSON.stringify(panes))}`;
}

/**
 * Another dashboard, over the same time range, of the same cluster and from the same data source: both must have the
 * variable `cluster`.
 *
 * @param uid uid of the dashboard
 * @param variables values of its variables, which may hold variables themselves
 */
export function dashboardUrl(uid: string, variables: { readonly [name: string]: string }): string {
  const pairs = Object.entries(variables).map(([name, value]) => `&var-${name}=${encodeAroundVariables(value)}`);
  return `/d/${uid}?\${datasource:queryparam}&\${cluster:queryparam}&\${__url_time_range}${pairs.join('')}`;
}
