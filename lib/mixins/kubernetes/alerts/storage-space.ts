import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { kubelet, stateBy } from '../series';

/** What a volume can run out of. */
interface Stock {
  readonly name: string;
  readonly free: string;
  readonly size: string;
  readonly unit: string;
  readonly runbook: string;
}

const CLAIM = 'cluster, namespace, persistentvolumeclaim';
const THE_CLAIM = '{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}';

const BYTES: Stock = {
  name: 'KubePersistentVolumeFillingUp',
  free: 'kubelet_volume_stats_available_bytes',
  size: 'kubelet_volume_stats_capacity_bytes',
  unit: 'space',
  runbook:
    'If its storage class has allowVolumeExpansion, `kubectl edit pvc -n {{ $labels.namespace }} {{ $labels.persistentvolumeclaim }}` ' +
    'and ask for more; else delete what is not needed, or keep it for a shorter time (Prometheus and Loki: their retention).',
};

const INODES: Stock = {
  name: 'KubePersistentVolumeInodesFillingUp',
  free: 'kubelet_volume_stats_inodes_free',
  size: 'kubelet_volume_stats_inodes',
  unit: 'inodes',
  runbook:
    'Find the many small files with `du --inodes` in the pod: caches, sessions, queues. On ext4 the number of inodes grows with ' +
    'the volume alone; XFS makes them as needed.',
};

// below, it is critical and no longer a mere warning
const ALMOST_FULL = 0.03;

/** Volumes that are full, or will be. */
export function fillingUpAlerts(): Rule[] {
  return [BYTES, INODES].flatMap((stock) => [almostFull(stock), fillingUp(stock)]);
}

function almostFull(stock: Stock): Rule {
  return Rule.alert(stock.name, {
    expr: writable(`${share(stock)} < ${ALMOST_FULL}`),
    // long enough to outlive one odd sample, for minutes count
    holdFor: Duration.minutes(1),
    severity: Severity.CRITICAL,
    summary: `The volume of ${THE_CLAIM} has {{ $value | humanizePercentage }} of its ${stock.unit} left`,
    description: 'Once nothing is left, what runs on it can write no more: databases stop, metrics and logs are lost.',
    runbook: stock.runbook,
  });
}

function fillingUp(stock: Stock): Rule {
  // two hours are the shortest time for which metrics can be kept; they tell the next day if the pace holds
  const nextDay = least(`predict_linear(${kubelet(stock.free)}[2h], 24 * 60 * 60)`);
  const left = `${share(stock)} >= ${ALMOST_FULL}`;
  return Rule.alert(stock.name, {
    // what fills by a little each day would not be seen by its pace until it is critical
    expr: writable(`(${left} < 0.05 or ${left} < 0.15 and on (${CLAIM}) ${nextDay} < 0)`),
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: `The volume of ${THE_CLAIM} has {{ $value | humanizePercentage }} of its ${stock.unit} left`,
    description:
      'It is nearly full, or will be within a day at the pace of the last two hours. Once nothing is left, what runs on it can write no more: databases stop, metrics and logs are lost.',
    runbook: stock.runbook,
  });
}

function share({ free, size }: Stock): string {
  // what has no fixed number of inodes has 0 of them, and 0 / 0 is below nothing
  return `${least(kubelet(free))} / max by (${CLAIM}) (${kubelet(size)})`;
}

/** A volume that is mounted on many nodes is full once. */
function least(expr: string): string {
  return `min by (${CLAIM}) (${expr})`;
}

/** What is only read is full by nature; a raw block device has no file system, and shows 0 used of 0 available bytes. */
function writable(expr: string): string {
  const readOnly = stateBy(CLAIM, 'kube_persistentvolumeclaim_access_mode', 'access_mode="ReadOnlyMany"');
  const block = `max by (${CLAIM}) (${kubelet('kubelet_volume_stats_used_bytes')})`;
  return `${expr} unless on (${CLAIM}) ${readOnly} == 1 unless on (${CLAIM}) ${block} == 0`;
}
