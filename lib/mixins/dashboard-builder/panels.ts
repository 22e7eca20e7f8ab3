import type * as BarGaugeSdk from '@grafana/grafana-foundation-sdk/bargauge';
import type * as CommonSdk from '@grafana/grafana-foundation-sdk/common';
import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type * as GaugeSdk from '@grafana/grafana-foundation-sdk/gauge';
import type * as LogsSdk from '@grafana/grafana-foundation-sdk/logs';
import type * as LokiSdk from '@grafana/grafana-foundation-sdk/loki';
import type * as PrometheusSdk from '@grafana/grafana-foundation-sdk/prometheus';
import type * as StatSdk from '@grafana/grafana-foundation-sdk/stat';
import type * as TableSdk from '@grafana/grafana-foundation-sdk/table';
import type * as TimeSeriesSdk from '@grafana/grafana-foundation-sdk/timeseries';
import type { GridPos } from './grid';
import { LOKI_UID } from './links';
import { type JsonObject, plain, without } from './plain';
import type {
  BarGaugeSpec,
  GaugeSpec,
  LogsSpec,
  PanelSpec,
  SingleValueSpec,
  StatSpec,
  TableSpec,
  Thresholds,
  TimeSeriesSpec,
} from './spec';
import { refIdOf, tableOverrides, tableQueries, tableTransformations } from './table';
import { thresholdSteps } from './thresholds';

const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };
const LOKI = { type: 'loki', uid: LOKI_UID };

const HEIGHTS: { readonly [kind in PanelSpec['kind']]: number } = {
  stat: 4,
  gauge: 6,
  bargauge: 8,
  timeseries: 8,
  table: 10,
  logs: 10,
};

// colours of the dashed lines: what is asked for, then where it ends
const LINE_COLORS = ['orange', 'red'];

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
    .datasource(spec.kind === 'logs' ? LOKI : PROMETHEUS);
  // the SDK writes these two for every panel, repeated or not
  return without(plain(builder.build()), ['transparent', 'repeatDirection']);
}

/** The SDK takes long to load: it is loaded by the first dashboard that is built. */
function sdk() {
  return {
    bargauge: require('@grafana/grafana-foundation-sdk/bargauge') as typeof BarGaugeSdk,
    common: require('@grafana/grafana-foundation-sdk/common') as typeof CommonSdk,
    dashboard: require('@grafana/grafana-foundation-sdk/dashboard') as typeof DashboardSdk,
    gauge: require('@grafana/grafana-foundation-sdk/gauge') as typeof GaugeSdk,
    logs: require('@grafana/grafana-foundation-sdk/logs') as typeof LogsSdk,
    loki: require('@grafana/grafana-foundation-sdk/loki') as typeof LokiSdk,
    prometheus: require('@grafana/grafana-foundation-sdk/prometheus') as typeof PrometheusSdk,
    stat: require('@grafana/grafana-foundation-sdk/stat') as typeof StatSdk,
    table: require('@grafana/grafana-foundation-sdk/table') as typeof TableSdk,
    timeseries: require('@grafana/grafana-foundation-sdk/timeseries') as typeof TimeSeriesSdk,
  };
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

function timeSeries(spec: TimeSeriesSpec): TimeSeriesSdk.PanelBuilder {
  const { common, dashboard, timeseries } = sdk();
  const { lines = [], stack = false } = spec;
  const queries = [...spec.queries, ...lines.map(({ expr, name }) => ({ expr, legend: name }))];
  const panel = new timeseries.PanelBuilder()
    .targets(queries.map(({ expr, legend }, index) => query(expr, refIdOf(index)).range().legendFormat(legend)))
    .unit(spec.unit)
    .min(0)
    // a pod has the same colour in every panel
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName))
    .fillOpacity(stack ? 30 : 8)
    .legend(legendOf(spec.legend ?? 'list'))
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.axisLabel !== undefined) panel.axisLabel(spec.axisLabel);
  if (stack) panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  if (spec.thresholds !== undefined) {
    panel
      .thresholds(thresholdsOf(spec.thresholds))
      .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
  lines.forEach(({ name }, index) => panel.overrideByName(name, lineProperties(LINE_COLORS[index] ?? 'text')));
  return panel;
}

function lineProperties(color: string): { id: string; value: unknown }[] {
  return [
    { id: 'color', value: { mode: 'fixed', fixedColor: color } },
    { id: 'custom.fillOpacity', value: 0 },
    { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
    { id: 'custom.stacking', value: { mode: 'none', group: 'A' } },
  ];
}

/** The SDK hides a legend that it is not told to show. */
function legendOf(form: 'list' | 'table'): CommonSdk.VizLegendOptionsBuilder {
  const { common } = sdk();
  const legend = new common.VizLegendOptionsBuilder().showLegend(true).placement(common.LegendPlacement.Bottom);
  if (form === 'list') return legend.displayMode(common.LegendDisplayMode.List);
  return legend.displayMode(common.LegendDisplayMode.Table).calcs(['mean', 'max']).sortBy('Max').sortDesc(true);
}

function stat(spec: StatSpec): StatSdk.PanelBuilder {
  const { common, stat: sdkStat } = sdk();
  const named = spec.show === 'name';
  const panel = new sdkStat.PanelBuilder()
    .graphMode(named ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area)
    .colorMode(spec.thresholds ? common.BigValueColorMode.Value : common.BigValueColorMode.None)
    .textMode(named ? common.BigValueTextMode.Name : common.BigValueTextMode.Value);
  setSingleValue(panel, spec);
  return panel;
}

function gauge(spec: GaugeSpec): GaugeSdk.PanelBuilder {
  const panel = new (sdk().gauge.PanelBuilder)().min(0).max(spec.max);
  setSingleValue(panel, spec);
  return panel;
}

function barGauge(spec: BarGaugeSpec): BarGaugeSdk.PanelBuilder {
  const { bargauge, common } = sdk();
  const panel = new bargauge.PanelBuilder().min(0).orientation(common.VizOrientation.Horizontal);
  if (spec.max !== undefined) panel.max(spec.max);
  setSingleValue(panel, spec);
  return panel;
}

function setSingleValue(
  panel: StatSdk.PanelBuilder | GaugeSdk.PanelBuilder | BarGaugeSdk.PanelBuilder,
  spec: SingleValueSpec,
): void {
  const { common } = sdk();
  panel
    .targets([query(spec.query.expr, 'A').range().legendFormat(spec.query.legend)])
    .unit(spec.unit)
    .thresholds(thresholdsOf(spec.thresholds))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  if (spec.noValue !== undefined) panel.noValue(spec.noValue);
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
}

function table(spec: TableSpec): TableSdk.PanelBuilder {
  const { common, prometheus, table: sdkTable } = sdk();
  const panel = new sdkTable.PanelBuilder()
    .targets(
      tableQueries(spec).map(({ expr, refId }) =>
        query(expr, refId).instant().format(prometheus.PromQueryFormat.Table),
      ),
    )
    .transformations(tableTransformations(spec))
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(spec.sortBy).desc(true)]);
  for (const { title, properties } of tableOverrides(spec)) panel.overrideByName(title, properties);
  return panel;
}

function logs(spec: LogsSpec): LogsSdk.PanelBuilder {
  const { logs: sdkLogs, loki } = sdk();
  return new sdkLogs.PanelBuilder()
    .targets([new loki.DataqueryBuilder().refId('A').datasource(LOKI).expr(spec.logql).queryType('range')])
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true);
}

function query(expr: string, refId: string): PrometheusSdk.DataqueryBuilder {
  return new (sdk().prometheus.DataqueryBuilder)().refId(refId).datasource(PROMETHEUS).expr(expr);
}

function thresholdsOf(thresholds: Thresholds | undefined): DashboardSdk.ThresholdsConfigBuilder {
  const { dashboard } = sdk();
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(thresholdSteps(thresholds, 'green'));
}
