import { at, listOf, numberOf, objectOf, textOf, type JsonObject } from '../json';
import { overrideOf } from './overrides';
import { tableColumns, type Column } from './table-columns';
import { unitWords, valueText } from './units';

/** What a picture shows of a panel. */
export interface PanelModel {
  /** Grafana's name of its kind: `timeseries`, `stat`, `row`... */
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  /** Where it stands, as written; not checked in any way. */
  readonly place: Place;
  /** In words; empty for a bare number. */
  readonly unit: string;
  readonly axisLabel: string;
  readonly isStacked: boolean;
  readonly hasBars: boolean;
  readonly hasThresholdLines: boolean;
  readonly queries: readonly QueryModel[];
  readonly thresholds: readonly ThresholdModel[];
  /** `1 = up`. */
  readonly mappings: readonly string[];
  /** Of a table. */
  readonly columns: readonly Column[];
  /** Of a text panel. */
  readonly content: string;
  /** Name of the variable for each value of which there is such a panel. */
  readonly repeat: string;
  /** Of a row that is closed: the panels in it. */
  readonly inside: readonly PanelModel[];
}

/** In units of Grafana's grid. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface QueryModel {
  readonly ref: string;
  readonly expr: string;
  /** `{{pod}}`. */
  readonly legend: string;
  readonly isDashed: boolean;
  /** Grafana's name of the colour that the panel fixes; undefined where any will do. */
  readonly color: string | undefined;
}

export interface ThresholdModel {
  /** `≥ 90 %`; empty for the colour of all that is below the first. */
  readonly text: string;
  readonly color: string;
}

/** Reads the JSON model of a panel. What is missing or of another type is passed over. */
export function panelOf(json: unknown): PanelModel {
  const panel = objectOf(json);
  const defaults = at(panel, 'fieldConfig', 'defaults');
  const unit = textOf(at(defaults, 'unit')) ?? '';
  const lines = textOf(at(defaults, 'custom', 'thresholdsStyle', 'mode')) ?? 'off';
  return {
    kind: textOf(panel['type']) ?? 'panel',
    title: textOf(panel['title']) ?? '',
    description: textOf(panel['description']) ?? '',
    place: placeOf(panel['gridPos']),
    unit: unitWords(unit),
    axisLabel: textOf(at(defaults, 'custom', 'axisLabel')) ?? '',
    isStacked: ['normal', 'percent'].includes(textOf(at(defaults, 'custom', 'stacking', 'mode')) ?? ''),
    hasBars: at(defaults, 'custom', 'drawStyle') === 'bars' || panel['type'] === 'barchart',
    hasThresholdLines: lines !== 'off' && lines !== 'area',
    queries: listOf(panel['targets']).map((target, index) => queryOf(panel, target, index)),
    thresholds: listOf(at(defaults, 'thresholds', 'steps')).map((step) => thresholdOf(step, unit)),
    mappings: listOf(at(defaults, 'mappings')).flatMap(mappingTexts),
    columns: panel['type'] === 'table' ? tableColumns(panel) : [],
    content: textOf(at(panel, 'options', 'content')) ?? '',
    repeat: textOf(panel['repeat']) ?? '',
    inside: panel['collapsed'] === true ? listOf(panel['panels']).map(panelOf) : [],
  };
}

// what Grafana gives to a panel that says nothing
const SOMEWHERE: Place = { x: 0, y: 0, w: 12, h: 8 };

function placeOf(json: unknown): Place {
  const side = (name: keyof Place): number => numberOf(at(json, name)) ?? SOMEWHERE[name];
  return { x: side('x'), y: side('y'), w: side('w'), h: side('h') };
}

function queryOf(panel: JsonObject, target: unknown, index: number): QueryModel {
  const texts = ['expr', 'query', 'rawSql', 'expression', 'target'].map((key) => textOf(at(target, key)));
  const legend = textOf(at(target, 'legendFormat')) ?? '';
  const style = (id: string): unknown => overrideOf(panel, legend, id);
  return {
    ref: textOf(at(target, 'refId')) ?? String(index + 1),
    expr: texts.find((text) => text !== undefined && text !== '') ?? '',
    legend,
    isDashed: at(style('custom.lineStyle'), 'fill') === 'dash',
    color: textOf(at(style('color'), 'fixedColor')),
  };
}

function thresholdOf(step: unknown, unit: string): ThresholdModel {
  const value = numberOf(at(step, 'value'));
  return { text: value === undefined ? '' : `≥ ${valueText(value, unit)}`, color: textOf(at(step, 'color')) ?? '' };
}

function mappingTexts(mapping: unknown): string[] {
  if (at(mapping, 'type') !== 'value') return [];
  return Object.entries(objectOf(at(mapping, 'options'))).flatMap(([value, result]) => {
    const text = textOf(at(result, 'text'));
    return text === undefined ? [] : [`${value} = ${text}`];
  });
}
