import { at, listOf, numberOf, objectOf, textOf, type JsonObject } from '../json';
import { overrideOf } from './overrides';
import { unitWords } from './units';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** In words; empty for a bare number and for names. */
  readonly unit: string;
  /** In pixels of Grafana; undefined where it takes what is left. */
  readonly width: number | undefined;
  readonly hasLinks: boolean;
  /** Colours of its thresholds, without that of a value that is well. */
  readonly colors: readonly string[];
}

/** The columns of a table panel: those that its `organize` transformation names, in that order. */
export function tableColumns(panel: JsonObject): Column[] {
  const organize = listOf(panel['transformations']).findLast((one) => at(one, 'id') === 'organize');
  const options = objectOf(at(organize, 'options'));
  const hidden = objectOf(options['excludeByName']);
  const titles = objectOf(options['renameByName']);
  const order = objectOf(options['indexByName']);
  const names = [...new Set([...Object.keys(order), ...Object.keys(titles)])].filter((name) => hidden[name] !== true);
  const place = (name: string): number => numberOf(order[name]) ?? names.length;
  return names.sort((a, b) => place(a) - place(b)).map((name) => columnOf(panel, textOf(titles[name]) || name));
}

function columnOf(panel: JsonObject, title: string): Column {
  const style = (id: string): unknown => overrideOf(panel, title, id);
  const steps = listOf(at(style('thresholds'), 'steps')).slice(1);
  return {
    title,
    unit: unitWords(textOf(style('unit')) ?? ''),
    width: numberOf(style('custom.width')),
    hasLinks: listOf(style('links')).length > 0,
    colors: steps.flatMap((step) => textOf(at(step, 'color')) ?? []),
  };
}
