import type { DashboardModel } from './dashboard';
import { annotationsOf, dataSourceOf, panelName, panelsOf, partsOf, type Part } from './dashboard-panels';
import { DashboardVariables } from './dashboard-variables';
import { variablesIn } from './query/grafana-variables';
import { metricUsesIn, type MetricUse } from './query/metric-names';

/** What reads metrics, and which. */
export interface MetricReader {
  /** As a message names it: `dashboard 'Checkout', panel 'Errors'`. */
  readonly where: string;
  readonly uses: readonly MetricUse[];
}

/** Everything in a dashboard that reads Prometheus: panels, annotations, and the queries that fill its variables. */
export function metricReadersOf(model: DashboardModel): readonly MetricReader[] {
  const variables = new DashboardVariables(model);
  const reads = (part: Part, ...outer: readonly Part[]): boolean => {
    const { type, uid = '' } = dataSourceOf(part, ...outer);
    const [variable] = variablesIn(uid);
    const plugin = type ?? (variable === undefined ? undefined : variables.pluginOf(variable));
    // a dashboard that names none reads the default one, which may be Prometheus
    return plugin === undefined || plugin === 'prometheus';
  };
  const panels = panelsOf(model).flatMap(({ panel }) =>
    partsOf(panel['targets'])
      .filter((target) => reads(target, panel))
      .map((target) => [panelName(panel), target['expr']] as const),
  );
  const annotations = annotationsOf(model)
    .filter((part) => reads(part))
    .map((part) => [`annotation '${String(part['name'])}'`, part['expr']] as const);
  const filling = variables
    .definitions()
    .filter((part) => part['type'] === 'query' && reads(part))
    .map((part) => [`variable '${String(part['name'])}'`, expressionOf(part['query'])] as const);
  return [...panels, ...annotations, ...filling].flatMap(([where, expr]) =>
    typeof expr !== 'string' || expr.trim() === ''
      ? []
      : [{ where: `dashboard '${model.title}', ${where}`, uses: metricUsesIn(expr, { variables: variables.samples }) }],
  );
}

/** The PromQL in a variable's query, which may stand in a function of Grafana's; undefined where it reads no metric. */
function expressionOf(query: unknown): string | undefined {
  const text = typeof query === 'object' && query !== null ? (query as Part)['query'] : query;
  if (typeof text !== 'string') return undefined;
  const [, labelValues] = /^\s*label_values\(\s*(.+)\s*,\s*\w+\s*\)\s*$/s.exec(text) ?? [];
  const [, queryResult] = /^\s*query_result\((.+)\)\s*$/s.exec(text) ?? [];
  const [, pattern] = /^\s*metrics\((.+)\)\s*$/s.exec(text) ?? [];
  if (pattern !== undefined) return `{__name__=~${JSON.stringify(`.*(${pattern.trim()}).*`)}}`;
  return labelValues ?? queryResult;
}
