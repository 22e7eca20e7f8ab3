import type { DashboardModel } from './dashboard';
import {
  annotationsOf,
  dataSourceOf,
  panelName,
  panelsOf,
  partsOf,
  type DataSourceReference,
  type Part,
} from './dashboard-panels';
import { DashboardVariables } from './dashboard-variables';
import { variablesIn } from './query/grafana-variables';
import { logqlProblems } from './query/logql-syntax';
import { promqlProblems } from './query/promql-syntax';
import { describeProblem, problemAt, type QueryProblem } from './query/query-problem';

/** What the checks of a dashboard look up in it. */
interface Context {
  readonly variables: DashboardVariables;
  /** Placeholders that Grafana fills in only when a person imports the dashboard. */
  readonly imports: ReadonlySet<string>;
  /** Uids and names of the data sources; undefined when they are not known. */
  readonly dataSources?: ReadonlySet<string>;
}

/**
 * What of a dashboard would show an error or stay empty in Grafana: queries that do not parse, data sources and variables
 * that are not there.
 *
 * Queries of data sources other than Prometheus and Loki are not read.
 *
 * @param model the JSON model
 * @param dataSources uids and names of the data sources that there are; left out, references to them are not checked
 * @returns one sentence a problem, each naming dashboard, panel, query and column
 */
export function dashboardProblems(model: DashboardModel, dataSources?: readonly string[]): string[] {
  const context: Context = {
    variables: new DashboardVariables(model),
    imports: new Set(partsOf(model['__inputs']).map((input) => String(input['name']))),
    ...(dataSources === undefined ? {} : { dataSources: new Set(dataSources) }),
  };
  const problems = [
    ...panelsOf(model).flatMap(({ panel }) => panelProblems(context, panel)),
    ...context.variables.definitions().flatMap((part) => sourceProblems(context, namedPart('variable', part), part)),
    ...annotationsOf(model).flatMap((part) => sourceProblems(context, namedPart('annotation', part), part)),
  ];
  return [...new Set(problems)].map((problem) => `dashboard '${model.title}'${problem}`);
}

function namedPart(kind: string, { name }: Part): string {
  return `, ${kind} '${String(name)}'`;
}

function panelProblems(context: Context, panel: Part): string[] {
  const where = `, ${panelName(panel)}`;
  const { repeat } = panel;
  const repeats = typeof repeat === 'string' && repeat !== '' && !context.variables.has(repeat);
  return [
    ...(repeats ? [`${where}: it is repeated for the variable '${repeat}', which is not defined`] : []),
    ...sourceProblems(context, where, panel),
    ...partsOf(panel['targets']).flatMap((target) => queryProblems(context, where, panel, target)),
  ];
}

function queryProblems(context: Context, inPanel: string, panel: Part, target: Part): string[] {
  const { refId, expr } = target;
  const where = typeof refId === 'string' ? `${inPanel}, query ${refId}` : `${inPanel}, a query`;
  const sources = sourceProblems(context, where, target);
  if (typeof expr !== 'string' || expr.trim() === '') return sources;
  const undefinedOnes = variablesIn(expr)
    .filter((variable) => !context.variables.has(variable))
    .map((variable) => placeOf(expr, variable))
    .map(({ text, offset }) => problemAt(expr, offset, notDefined(text)));
  const unreadable = syntaxProblems(context, dataSourceOf(target, panel), expr);
  return [...sources, ...[...undefinedOnes, ...unreadable].map((problem) => `${where}: ${describeProblem(problem)}`)];
}

function syntaxProblems({ variables }: Context, source: DataSourceReference, expr: string): readonly QueryProblem[] {
  const [variable] = variablesIn(source.uid ?? '');
  const plugin = source.type ?? (variable === undefined ? undefined : variables.pluginOf(variable));
  if (plugin === 'prometheus') return promqlProblems(expr, { variables: variables.samples });
  return plugin === 'loki' ? logqlProblems(expr, { variables: variables.samples }) : [];
}

/** What is wrong with the data source that a part of the dashboard itself names. */
function sourceProblems(context: Context, where: string, part: Part): string[] {
  const reference = dataSourceOf(part);
  const { uid } = reference;
  if (uid === undefined || isBuiltIn(reference)) return [];
  const variables = variablesIn(uid);
  const missing = variables.find((variable) => !context.variables.has(variable));
  // the same for the whole dashboard, so said once
  if (missing !== undefined && context.imports.has(missing)) return [`: ${filledOnImport(uid)}`];
  if (missing !== undefined) return [`${where}: ${notDefined(uid)}`];
  const isRead = ['prometheus', 'loki'].includes(reference.type ?? '') || typeof part['expr'] === 'string';
  if (variables.length > 0 || !isRead || context.dataSources === undefined || context.dataSources.has(uid)) return [];
  const known = [...context.dataSources].map((source) => `'${source}'`).join(', ') || 'none';
  return [`${where}: there is no data source '${uid}'; there is: ${known}`];
}

// what Grafana itself answers: test data, other panels of the dashboard, expressions
function isBuiltIn({ type, uid = '' }: DataSourceReference): boolean {
  const types = ['datasource', 'grafana', '__expr__'];
  return types.includes(type ?? '') || /^-- .* --$/.test(uid) || ['', 'default', 'grafana', '__expr__'].includes(uid);
}

function notDefined(text: string): string {
  const [name = text] = variablesIn(text);
  return `the variable '${text}' is not defined; add '${name}' to the dashboard's variables`;
}

function filledOnImport(text: string): string {
  const place = `the data source '${text}' is filled in only when a person imports the dashboard`;
  return `${place}; put a uid in its place, or export it anew without 'Export for sharing externally'`;
}

/** The first use of a variable in a text, as it is written there. */
function placeOf(text: string, variable: string): { readonly text: string; readonly offset: number } {
  const use = new RegExp(`\\$${variable}\\b|\\$\\{${variable}\\b[^}]*\\}|\\[\\[${variable}\\b[^\\]]*\\]\\]`).exec(text);
  return { text: use?.[0] ?? `$${variable}`, offset: use?.index ?? 0 };
}
