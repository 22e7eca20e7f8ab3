import { orZeroNamed, STEP_BEFORE } from './queries';
import type { ShopSeries } from './shop-series';

// with the uid: a pod of a StatefulSet comes back under its old name, and counts from 0
const CONTAINER = 'pod, uid, container';

/** How often each container was started anew within a step of the graph. */
export function restarted(shop: ShopSeries): string {
  const counted = (when = ''): string => `max by (${CONTAINER}) (${counter(shop)}${when})`;
  return `(${counted()} - ${counted(STEP_BEFORE)})`;
}

/** How often each container was started anew within a window, to the one: `increase` would estimate. */
export function restartsWithin(shop: ShopSeries, window: string): string {
  const [highest, lowest] = ['max', 'min'].map((end) => `${end}_over_time(${counter(shop)}[${window}])`);
  return `max by (${CONTAINER}) (${highest} - ${lowest})`;
}

/** How many containers were started anew within a step of the graph, by what ended the run before. */
export function restartsByReason(shop: ShopSeries): string {
  const reasons = `max by (pod, container, reason) (${shop.state('kube_pod_container_status_last_terminated_reason')})`;
  const unknown = `label_replace(max by (pod, container) (${counter(shop)}) * 0 + 1, "reason", "unknown", "", "")`;
  // one reason for each container, even while two kube-state-metrics do not agree
  const reason = `(topk by (pod, container) (1, ${reasons}) or on (pod, container) ${unknown})`;
  const each = `${restarted(shop)} * on (pod, container) group_left (reason) ${reason}`;
  return orZeroNamed(`sum by (reason) (${each}) > 0`, 'reason');
}

function counter(shop: ShopSeries): string {
  return shop.state('kube_pod_container_status_restarts_total');
}
