// with the address: several hosts of one job have no pods that would tell them apart
const INSTANCE = ['cluster', 'namespace', 'job', 'pod', 'instance'];

/** Labels that tell one running program from another, in alerts on any job. */
export const BY_INSTANCE = INSTANCE.join(', ');

/** How an alert names it: by its pod, or by its address where there is none. */
export const THE_INSTANCE = '{{ $labels.job }} ({{ or $labels.pod $labels.instance }})';

/** One value for each program, or for each of its parts that the labels name. */
export function each(aggregation: 'max' | 'min' | 'sum', expr: string, ...parts: readonly string[]): string {
  return `${aggregation} by (${[...INSTANCE, ...parts].join(', ')}) (${expr})`;
}
