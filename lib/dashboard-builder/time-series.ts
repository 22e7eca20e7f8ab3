import type * as CommonSdk from '@grafana/grafana-foundation-sdk/common';
import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type * as TimeSeriesSdk from '@grafana/grafana-foundation-sdk/timeseries';
import { rangeQuery, refIdOf } from './queries';
import { sdk } from './sdk';
import type { LinkSpec, TimeSeriesSpec } from './spec';
import { thresholdsOf } from './thresholds';

// colours of the dashed lines: what is asked for, then where it ends
const LINE_COLORS = ['orange', 'red'];

const NO_LINKS = { id: 'links', value: [] };

/** A graph. */
export function timeSeries(spec: TimeSeriesSpec): TimeSeriesSdk.PanelBuilder {
  const { dashboard, timeseries } = sdk();
  const { lines = [] } = spec;
  const queries = [...spec.queries, ...lines.map(({ expr, name }) => ({ expr, legend: name }))];
  const panel = new timeseries.PanelBuilder()
    .targets(queries.map((query, index) => rangeQuery(query, refIdOf(index), spec.source)))
    .unit(spec.unit)
    .min(0)
    // a pod has the same colour in every panel
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassicByName));
  setLook(panel, spec);
  if (spec.max !== undefined) panel.max(spec.max);
  if (spec.axisLabel !== undefined) panel.axisLabel(spec.axisLabel);
  if (spec.seriesLinks !== undefined) panel.dataLinks(spec.seriesLinks.map(dataLink));
  spec.queries.forEach(({ color }, index) => {
    if (color !== undefined) panel.overrideByQuery(refIdOf(index), [fixedColor(color)]);
  });
  lines.forEach(({ name }, index) => {
    const properties = lineProperties(LINE_COLORS[index] ?? 'text');
    // a line stands for all series: it has none of the labels that a link needs
    panel.overrideByName(name, spec.seriesLinks === undefined ? properties : [...properties, NO_LINKS]);
  });
  return panel;
}

function setLook(panel: TimeSeriesSdk.PanelBuilder, spec: TimeSeriesSpec): void {
  const { common } = sdk();
  const { stack = false, draw = 'lines' } = spec;
  const bars = draw === 'bars';
  panel
    .fillOpacity(bars ? 80 : stack ? 30 : 8)
    .legend(legendOf(spec.legend ?? 'list'))
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    );
  if (bars) panel.drawStyle(common.GraphDrawStyle.Bars);
  if (stack) panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  if (spec.thresholds !== undefined) {
    panel
      .thresholds(thresholdsOf(spec.thresholds))
      .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
}

/** What of a dashboard's link means something on a series. */
function dataLink({ title, url }: LinkSpec): { build: () => DashboardSdk.DashboardLink } {
  return { build: () => ({ title, url }) as DashboardSdk.DashboardLink };
}

function fixedColor(color: string): { id: string; value: unknown } {
  return { id: 'color', value: { mode: 'fixed', fixedColor: color } };
}

function lineProperties(color: string): { id: string; value: unknown }[] {
  return [
    fixedColor(color),
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
