import type { InputSeries } from './promtool';

export interface Labels {
  readonly [name: string]: string;
}

/** How many steps of 30 seconds a series lasts: four hours. */
const STEPS = 480;

/** A series of one value, or one that goes by so much in each step of 30 seconds from a first value. */
export function series(metric: string, labels: Labels, from: number, step = 0): InputSeries {
  return changing(metric, labels, going(from, step));
}

/** A series whose values are written as promtool reads them, one for each 30 seconds: `0x59 1x60`, `_` for none. */
export function changing(metric: string, labels: Labels, values: string): InputSeries {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { series: `${metric}{${pairs.join(', ')}}`, values };
}

/** What kube-state-metrics says of something. */
export function state(metric: string, labels: Labels, values: number | string = 1): InputSeries {
  const of = { job: 'kube-state-metrics', instance: '10.42.0.7:8080', ...labels };
  return typeof values === 'number' ? series(metric, of, values) : changing(metric, of, values);
}

/** The same from a second kube-state-metrics: while it is rolled out, two are there. */
export function twice(input: readonly InputSeries[]): InputSeries[] {
  return [...input, ...input.map((one) => ({ ...one, series: one.series.replace('10.42.0.7:', '10.42.0.8:') }))];
}

/** A series, written with its labels, that stays what it is. */
export function steady(name: string, value: number): InputSeries {
  return { series: name, values: going(value, 0) };
}

/** A counter, written with its labels, that grows by so much a second. */
export function growing(name: string, perSecond: number): InputSeries {
  return { series: name, values: going(0, perSecond * 30) };
}

function going(from: number, step: number): string {
  return `${from}${step < 0 ? '-' : '+'}${Math.abs(step)}x${STEPS}`;
}
