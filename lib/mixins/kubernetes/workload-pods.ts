import { RECORDS } from './records';
import { recorded } from './series';

/** What is done to series by namespace and pod before they are added up. */
export type Narrowing = (series: string) => string;

/** As they are. */
export const ALL_PODS: Narrowing = (series) => series;

/** With the workload that each pod belongs to, as the labels `workload` and `workload_type`. */
export function withWorkload(...matchers: readonly string[]): Narrowing {
  const pods = recorded(RECORDS.podOfWorkload, ...matchers);
  return (series) => `${series} * on (namespace, pod) group_left (workload, workload_type) ${pods}`;
}
