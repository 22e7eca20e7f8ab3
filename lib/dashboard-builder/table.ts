import type { Json } from './plain';
import { refIdOf } from './queries';
import { thresholdSteps, valueMappings } from './thresholds';
import type { LabelColumn, LinkSpec, TableSpec, ValueColumn } from './spec';

/** A query of a table, and what Grafana calls the column that it brings. */
export interface TableQuery {
  readonly expr: string;
  readonly refId: string;
}

export interface FieldOverride {
  /** Title of the column. */
  readonly title: string;
  readonly properties: { id: string; value: Json }[];
}

/** The queries of a table: those of the values, then those that only bring a label. */
export function tableQueries(spec: TableSpec): TableQuery[] {
  return [...spec.values.map(({ expr }) => expr), ...lookups(spec).map(({ expr }) => expr)].map((expr, index) => ({
    expr,
    refId: refIdOf(index),
  }));
}

/** Joins the rows of all queries by the labels that they have in common, then orders and names the columns. */
export function tableTransformations(spec: TableSpec): { id: string; options: { [option: string]: Json } }[] {
  const columns = [
    ...spec.labels.map(({ label, title }) => ({ name: label, title })),
    ...spec.values.map(({ title }, index) => ({ name: valueName(index), title })),
  ];
  const hidden = ['Time', ...lookups(spec).map((_, index) => valueName(spec.values.length + index))];
  const organize = {
    excludeByName: Object.fromEntries(hidden.map((name) => [name, true])),
    indexByName: Object.fromEntries(columns.map(({ name }, index) => [name, index])),
    renameByName: Object.fromEntries(columns.map(({ name, title }) => [name, title])),
  };
  return [
    { id: 'merge', options: {} },
    { id: 'organize', options: organize },
  ];
}

/** How each column is shown. */
export function tableOverrides(spec: TableSpec): FieldOverride[] {
  return [...spec.labels.flatMap(labelOverride), ...spec.values.map(valueOverride)];
}

function lookups(spec: TableSpec): { readonly expr: string }[] {
  return spec.labels.flatMap(({ expr }) => (expr === undefined ? [] : [{ expr }]));
}

/** What the Prometheus data source calls the values of a query when there are several. */
function valueName(index: number): string {
  return `Value #${refIdOf(index)}`;
}

function labelOverride({ title, link, links = [], columnWidth }: LabelColumn): FieldOverride[] {
  const properties: FieldOverride['properties'] = [];
  if (columnWidth !== undefined) properties.push({ id: 'custom.width', value: columnWidth });
  const all = [...(link === undefined ? [] : [link]), ...links];
  if (all.length > 0) properties.push({ id: 'links', value: all.map(cellLink) });
  return properties.length === 0 ? [] : [{ title, properties }];
}

function cellLink({ title, url }: LinkSpec): Json {
  return { title, url };
}

function valueOverride({ title, unit, thresholds, mappings, decimals }: ValueColumn): FieldOverride {
  const properties: FieldOverride['properties'] = [{ id: 'unit', value: unit }];
  if (decimals !== undefined) properties.push({ id: 'decimals', value: decimals });
  if (mappings !== undefined) properties.push({ id: 'mappings', value: valueMappings(mappings) });
  if (thresholds !== undefined) {
    properties.push(
      { id: 'thresholds', value: { mode: 'absolute', steps: thresholdSteps(thresholds, 'text') } },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
    );
  }
  return { title, properties };
}
