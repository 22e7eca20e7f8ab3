import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type { Json } from './plain';
import { sdk } from './sdk';
import type { MappingSpec, Thresholds } from './spec';

/** A type alias, since the index signature of JSON takes no interface. */
export type ThresholdStep = { value: number | null; color: string };

/**
 * The steps from good to bad in Grafana's colours.
 *
 * @param base colour of a good value: `text` where colour would only distract
 */
export function thresholdSteps(thresholds: Thresholds | undefined, base: 'green' | 'text'): ThresholdStep[] {
  if (thresholds === undefined) return [{ value: null, color: 'text' }];
  const { warning, critical } = thresholds;
  return [
    { value: null, color: base },
    ...(warning === undefined ? [] : [{ value: warning, color: 'orange' }]),
    ...(critical === undefined ? [] : [{ value: critical, color: 'red' }]),
  ];
}

/** Words in place of numbers, in Grafana's form. */
export function valueMappings(mappings: readonly MappingSpec[]): Json[] {
  const options = mappings.map(({ value, text, color }, index): [string, Json] => [
    String(value),
    { text, index, ...(color === undefined ? {} : { color }) },
  ]);
  return [{ type: 'value', options: Object.fromEntries(options) }];
}

/** The steps as the SDK wants them. */
export function thresholdsOf(thresholds: Thresholds | undefined): DashboardSdk.ThresholdsConfigBuilder {
  const { dashboard } = sdk();
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(thresholdSteps(thresholds, 'green'));
}
