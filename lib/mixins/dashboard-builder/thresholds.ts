import type { Thresholds } from './spec';

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
