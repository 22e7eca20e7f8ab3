// a new pod of a StatefulSet goes on where the old one ended: no `instance`, which is the address of the pod
const POD = ['cluster', 'namespace', 'job', 'pod'];
const JOB = ['cluster', 'namespace', 'job'];

/** One value for each pod, or for each of its parts that the labels name. */
export function eachPod(aggregation: 'max' | 'sum', expr: string, ...parts: readonly string[]): string {
  return `${aggregation} by (${[...POD, ...parts].join(', ')}) (${expr})`;
}

/** One value for all pods of a job together, or for each of the parts that the labels name. */
export function eachJob(aggregation: 'max' | 'sum', expr: string, ...parts: readonly string[]): string {
  return `${aggregation} by (${[...JOB, ...parts].join(', ')}) (${expr})`;
}

/** Whether a counter of a pod has grown in some minutes. */
export function grows(counter: string, window: string, ...parts: readonly string[]): string {
  return `${eachPod('sum', `increase(${counter}[${window}])`, ...parts)} > 0`;
}

/** A condition of pods, where it is about those of Prometheus itself: other programs have its storage built in. */
export function ofPrometheus(condition: string): string {
  return `${condition} and on (${POD.join(', ')}) ${eachPod('max', 'prometheus_build_info')}`;
}
