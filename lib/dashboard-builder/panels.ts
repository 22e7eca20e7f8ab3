import type * as LogsSdk from '@grafana/grafana-foundation-sdk/logs';
import type * as TableSdk from '@grafana/grafana-foundation-sdk/table';
import type { GridPos } from './grid';
import { type JsonObject, plain, without } from './plain';
import { rangeQuery, tableQuery } from './queries';
import { sdk } from './sdk';
import { barGauge, gauge, stat } from './single-values';
import { referenceTo } from './sources';
import type { LogsSpec, PanelSpec, Source, TableSpec } from './spec';
import { tableOverrides, tableQueries, tableTransformations } from './table';
import { timeSeries } from './time-series';

const HEIGHTS: { readonly [kind in PanelSpec['kind']]: number } = {
  stat: 4,
  gauge: 6,
  bargauge: 8,
  timeseries: 8,
  table: 10,
  logs: 10,
};

/** The size of a panel in units of the grid. */
export function sizeOf(spec: PanelSpec): { readonly w: number; readonly h: number } {
  return { w: spec.width, h: spec.height ?? HEIGHTS[spec.kind] };
}

/** A panel in Grafana's JSON model. */
export function panelModel(spec: PanelSpec, id: number, gridPos: GridPos): JsonObject {
  const builder = builderOf(spec)
    .id(id)
    .gridPos({ ...gridPos })
    .title(spec.title)
    .description(spec.description)
    .datasource(referenceTo(sourceOf(spec)));
  const links = spec.links?.map(({ title, url }) => ({ title, url }));
  // the SDK writes these two for every panel, repeated or not
  const model = without(plain(builder.build()), ['transparent', 'repeatDirection']);
  return links === undefined ? model : { ...model, links };
}

function sourceOf(spec: PanelSpec): Source {
  if (spec.kind === 'logs') return 'loki';
  return spec.kind === 'table' ? 'prometheus' : (spec.source ?? 'prometheus');
}

function builderOf(spec: PanelSpec) {
  switch (spec.kind) {
    case 'timeseries':
      return timeSeries(spec);
    case 'stat':
      return stat(spec);
    case 'gauge':
      return gauge(spec);
    case 'bargauge':
      return barGauge(spec);
    case 'table':
      return table(spec);
    case 'logs':
      return logs(spec);
  }
}

function table(spec: TableSpec): TableSdk.PanelBuilder {
  const { common, table: sdkTable } = sdk();
  const panel = new sdkTable.PanelBuilder()
    .targets(tableQueries(spec).map(({ expr, refId }) => tableQuery(expr, refId)))
    .transformations(tableTransformations(spec))
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(spec.sortBy).desc(true)]);
  for (const { title, properties } of tableOverrides(spec)) panel.overrideByName(title, properties);
  return panel;
}

function logs(spec: LogsSpec): LogsSdk.PanelBuilder {
  return new (sdk().logs.PanelBuilder)()
    .targets([rangeQuery({ expr: spec.logql, legend: '' }, 'A', 'loki')])
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true);
}
