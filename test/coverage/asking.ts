import type { Dashboard } from '../../lib';
import { annotationsOf, dataSourceOf, panelName, panelsOf, partsOf, type Part } from '../../lib/model/dashboard-panels';
import { DashboardVariables } from '../../lib/model/dashboard-variables';
import type { VariableSamples } from '../../lib/model/query/grafana-variables';

/** A PromQL query and what is made of its result. */
export interface Query {
  readonly expr: string;
  /** Samples for the variables; left out where there are none. */
  readonly variables?: VariableSamples;
  /** Labels that are read of the result, and by what. */
  readonly labels: readonly AskedLabel[];
}

export interface AskedLabel {
  readonly label: string;
  readonly by: string;
}

/** Someone who asks for metrics: a panel, a variable, an annotation, a rule, a person. */
export interface Asker {
  readonly where: string;
  readonly queries: readonly Query[];
  /** Labels that one of the queries must bring: columns of a table, links on series. */
  readonly shared?: readonly AskedLabel[];
}

/** A rule as Prometheus reads it. */
export interface RuleModel {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
}

/** All that asks Prometheus in a dashboard. */
export function askersOfDashboard(dashboard: Dashboard): Asker[] {
  const model = dashboard._model();
  const { samples: variables } = new DashboardVariables(model);
  const asksPrometheus = (part: Part, ...outer: readonly Part[]): boolean =>
    dataSourceOf(part, ...outer).type === 'prometheus';
  const panels = panelsOf(model).map(({ panel }): Asker => ({
    where: panelName(panel),
    queries: partsOf(panel['targets'])
      .filter((target) => asksPrometheus(target, panel))
      .map((target) => ({
        expr: text(target['expr']),
        variables,
        labels: placeholders(text(target['legendFormat'] ?? ''), 'the legend'),
      })),
    shared: [...columnsOf(panel), ...linkedLabels(panel)],
  }));
  const annotations = annotationsOf(model)
    .filter((part) => asksPrometheus(part))
    .map((part): Asker => ({
      where: `annotation '${text(part['name'])}'`,
      queries: [{ expr: text(part['expr']), variables, labels: placeholders(text(part['titleFormat']), 'the title') }],
    }));
  return [...panels, ...annotations, ...fillers(model, variables, asksPrometheus)]
    .filter(({ queries }) => queries.length > 0)
    .map((asker) => ({ ...asker, where: `dashboard '${dashboard.title}', ${asker.where}` }));
}

export function askerOfRule({ record, alert, expr, labels = {}, annotations = {} }: RuleModel): Asker {
  const own = Object.keys(labels);
  const asked = Object.entries({ ...labels, ...annotations }).flatMap(([name, template]) =>
    [...template.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => ({ label, by: name })),
  );
  return {
    where: `rule '${record ?? alert}'`,
    queries: [{ expr, labels: asked.filter(({ label }) => !own.includes(label)) }],
  };
}

/** What fills the drop-downs. */
function fillers(model: Part, variables: VariableSamples, asksPrometheus: (part: Part) => boolean): readonly Asker[] {
  const queries = new DashboardVariables(model)
    .definitions()
    .filter((part) => part['type'] === 'query' && asksPrometheus(part));
  return queries.map((part) => {
    const typed = text(part['query']);
    const [, expr = '', label = ''] = /^label_values\((.+),\s*(\w+)\)$/s.exec(typed) ?? [];
    if (expr === '') throw new Error(`the coverage test cannot read the variable ${typed}`);
    return {
      where: `variable '${text(part['name'])}'`,
      queries: [{ expr, variables, labels: [{ label, by: 'label_values' }] }],
    };
  });
}

function linkedLabels(panel: Part): AskedLabel[] {
  const links = [...JSON.stringify(panel).matchAll(/\$\{__field\.labels\.(\w+)\}/g)];
  return [...new Set(links.map(([, label = '']) => label))].map((label) => ({ label, by: 'a link' }));
}

function placeholders(template: string, by: string): AskedLabel[] {
  return [...template.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => ({ label, by }));
}

function columnsOf(panel: Part): AskedLabel[] {
  const organize = partsOf(panel['transformations']).find(({ id }) => id === 'organize');
  const { indexByName = {} } = (organize?.['options'] ?? {}) as { readonly indexByName?: object };
  const labels = Object.keys(indexByName).filter((name) => !/^(Value( #\w+)?|Time)$/.test(name));
  return labels.map((label) => ({ label, by: 'a column' }));
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`the coverage test expected a text, this is ${JSON.stringify(value)}`);
  return value;
}
