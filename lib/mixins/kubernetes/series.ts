/** A sample of kube-state-metrics; its own labels win over those of the target. */
export function state(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="kube-state-metrics"', ...matchers].join(', ')}}`;
}

/** The same once for each combination of labels: while kube-state-metrics is rolled out, two of it tell of each object. */
export function stateBy(labels: string, metric: string, ...matchers: readonly string[]): string {
  return `max by (${labels}) (${state(metric, ...matchers)})`;
}

/**
 * A sample of cAdvisor.
 *
 * The path is matched as well: the kubelet shows the CPU and memory of containers under `/metrics/resource` too, and a
 * sum over both would be twice the truth.
 */
export function cadvisor(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="kubelet"', 'metrics_path="/metrics/cadvisor"', ...matchers].join(', ')}}`;
}

/** A sample of the kubelet itself. */
export function kubelet(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="kubelet"', 'metrics_path="/metrics"', ...matchers].join(', ')}}`;
}

/** A recorded series with matchers. */
export function recorded(record: string, ...matchers: readonly string[]): string {
  return `${record}{${matchers.join(', ')}}`;
}
