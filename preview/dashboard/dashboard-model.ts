import { at, listOf, numberOf, objectOf, textOf, textsOf } from '../json';
import { panelOf, type PanelModel } from './panel-model';

/** What a picture shows of a dashboard. */
export interface DashboardModel {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly VariableModel[];
  /** Titles of its links to other pages. */
  readonly links: readonly string[];
  /** Names of the events that are marked in its graphs. */
  readonly annotations: readonly string[];
  /** `Last 1 hour`. */
  readonly time: string;
  /** `30s`; empty when it does not refresh itself. */
  readonly refresh: string;
  readonly panels: readonly PanelModel[];
}

/** A field on top of a dashboard. */
export interface VariableModel {
  readonly label: string;
  /** What stands in the field. */
  readonly value: string;
  readonly isList: boolean;
  /** What fills it. */
  readonly query: string;
}

/** Whether parsed JSON is a dashboard of Grafana. */
export function isDashboard(value: unknown): boolean {
  return textOf(at(value, 'title')) !== undefined && Array.isArray(at(value, 'panels'));
}

/** Reads the JSON model of a dashboard. What is missing or of another type is passed over. */
export function dashboardOf(json: unknown): DashboardModel {
  const model = objectOf(json);
  const title = textOf(model['title']) ?? 'Untitled';
  return {
    uid: textOf(model['uid']) ?? title,
    title,
    description: textOf(model['description']) ?? '',
    tags: textsOf(model['tags']),
    variables: listOf(at(model, 'templating', 'list')).flatMap(variableOf),
    links: listOf(model['links']).flatMap((link) => textOf(at(link, 'title')) ?? []),
    annotations: listOf(at(model, 'annotations', 'list')).flatMap(annotationName),
    time: timeRange(textOf(at(model, 'time', 'from')) ?? 'now-6h', textOf(at(model, 'time', 'to')) ?? 'now'),
    refresh: textOf(model['refresh']) ?? '',
    panels: listOf(model['panels']).map(panelOf),
  };
}

// of `hide`: 0 shows all, 1 the field without its label, 2 nothing
const HIDDEN = 2;

function variableOf(json: unknown): VariableModel[] {
  const variable = objectOf(json);
  const name = textOf(variable['name']) ?? '';
  if (numberOf(variable['hide']) === HIDDEN || variable['type'] === 'constant') return [];
  const isText = variable['type'] === 'textbox';
  const current = textOf(at(variable, 'current', 'text'));
  const query = textOf(variable['query']) ?? textOf(at(variable, 'query', 'query')) ?? '';
  const value = current || (isText ? query : `$${name}`);
  return [{ label: textOf(variable['label']) || name, value, isList: !isText, query }];
}

/** The built-in annotation is that of Grafana itself, which nobody chose. */
function annotationName(json: unknown): string[] {
  const name = textOf(at(json, 'name'));
  return name === undefined || at(json, 'builtIn') === 1 ? [] : [name];
}

const SPANS: { readonly [unit: string]: string } = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  M: 'month',
  y: 'year',
};

/** As Grafana says it. */
function timeRange(from: string, to: string): string {
  const [, count = '', unit = ''] = /^now-(\d+)([smhdwMy])$/.exec(from) ?? [];
  const span = SPANS[unit];
  if (to !== 'now' || span === undefined) return `${from} to ${to}`;
  return `Last ${count} ${span}${count === '1' ? '' : 's'}`;
}
