import type * as BarGaugeSdk from '@grafana/grafana-foundation-sdk/bargauge';
import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type * as GaugeSdk from '@grafana/grafana-foundation-sdk/gauge';
import type * as StatSdk from '@grafana/grafana-foundation-sdk/stat';
import { rangeQuery } from './queries';
import { sdk } from './sdk';
import type { BarGaugeSpec, GaugeSpec, SingleValueSpec, StatSpec } from './spec';
import { thresholdsOf, valueMappings } from './thresholds';

/** One figure. */
export function stat(spec: StatSpec): StatSdk.PanelBuilder {
  const { common, stat: sdkStat } = sdk();
  const named = spec.show === 'name';
  const panel = new sdkStat.PanelBuilder()
    .graphMode(named || spec.mappings ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area)
    .colorMode(spec.thresholds || spec.mappings ? common.BigValueColorMode.Value : common.BigValueColorMode.None)
    .textMode(named ? common.BigValueTextMode.Name : common.BigValueTextMode.Value);
  setSingleValue(panel, spec);
  return panel;
}

/** One figure on a dial. */
export function gauge(spec: GaugeSpec): GaugeSdk.PanelBuilder {
  const panel = new (sdk().gauge.PanelBuilder)().min(0).max(spec.max);
  setSingleValue(panel, spec);
  return panel;
}

/** A bar for each series. */
export function barGauge(spec: BarGaugeSpec): BarGaugeSdk.PanelBuilder {
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
    .targets([rangeQuery(spec.query, 'A', spec.source)])
    .unit(spec.unit)
    .thresholds(thresholdsOf(spec.thresholds))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']));
  if (spec.noValue !== undefined) panel.noValue(spec.noValue);
  if (spec.decimals !== undefined) panel.decimals(spec.decimals);
  if (spec.mappings !== undefined) {
    panel.mappings(valueMappings(spec.mappings) as unknown as DashboardSdk.ValueMapping[]);
  }
}
