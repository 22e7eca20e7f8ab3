import { state, stateBy } from '../series';

/** What nodes give to pods: all together, or those of each value of a label. */
export function allocatable(scope: readonly string[], resource: 'cpu' | 'memory' | 'pods', by?: 'node'): string {
  const each = stateBy('node', 'kube_node_status_allocatable', ...scope, `resource="${resource}"`);
  return by === undefined ? `sum(${each})` : each;
}

/** How many conditions speak against nodes: not ready, no network, or short of memory, disk or process ids. */
export function nodeProblems(scope: readonly string[], by?: 'node'): string {
  const condition = (...matchers: string[]): string =>
    stateBy('node, condition', 'kube_node_status_condition', ...scope, ...matchers);
  const sum = (series: string): string => `sum${by === undefined ? '' : ` by (${by}) `}(${series})`;
  const notReady = condition('condition="Ready"', 'status!="true"');
  // named one by one: other conditions, such as EtcdIsVoter of k3s, are good when they are true
  const pressed = condition('condition=~"(Memory|Disk|PID)Pressure|NetworkUnavailable"', 'status="true"');
  return `${sum(notReady)} + ${sum(pressed)}`;
}

/** How many pods hold a place on nodes; finished ones hold none. */
export function podsOnNodes(scope: readonly string[], by?: 'node'): string {
  const info = stateBy('namespace, pod, node', 'kube_pod_info', ...scope, 'node!=""');
  const running = `${state('kube_pod_status_phase', 'cluster="$cluster"', 'phase=~"Pending|Running"')} == 1`;
  return `count${by === undefined ? '' : ` by (${by}) `}(${info} and on (namespace, pod) ${running})`;
}
