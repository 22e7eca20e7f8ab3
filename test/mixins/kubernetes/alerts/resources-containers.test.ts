import { containerResourceAlerts } from '../../../../lib/mixins/kubernetes/alerts/resources-containers';
import { RECORDS } from '../../../../lib/mixins/kubernetes/records';
import { AlertProfile } from '../../../../lib/model/alert-profile';
import { AlertCases, type AlertCase } from '../../support/alert-cases';
import { testAlerts } from '../../support/alert-tests';
import type { InputSeries } from '../../support/promtool';
import { series } from '../../support/series';

const MIB = 2 ** 20;
const CONTAINER = { namespace: 'shop', pod: 'api-7d9c-x2k', container: 'api' };
const CADVISOR = { job: 'kubelet', metrics_path: '/metrics/cadvisor', node: 'n1', ...CONTAINER, id: '/kubepods/p/c' };

/** The memory of a container with a limit of 100 MiB. */
function memory(of: { workingSet: number; rss: number; files?: number }): InputSeries[] {
  const recorded = { ...CONTAINER, node: 'n1' };
  return [
    series(RECORDS.workingSet, recorded, of.workingSet * MIB),
    series(RECORDS.rss, recorded, of.rss * MIB),
    series(RECORDS.memoryLimits, { ...recorded, resource: 'memory' }, 100 * MIB),
    ...(of.files === undefined ? [] : [series('container_memory_total_active_file_bytes', CADVISOR, of.files * MIB)]),
  ];
}

/** So many periods of 100 ms in 30 seconds in which it ran, and in which it was held back. */
function cpu(ran: number, heldBack: number, target = CADVISOR): InputSeries[] {
  return [
    series('container_cpu_cfs_periods_total', target, 0, ran),
    series('container_cpu_cfs_throttled_periods_total', target, 0, heldBack),
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'KubeContainerMemoryNearLimit',
    firing: memory({ workingSet: 99, rss: 80, files: 1 }),
    fires: [
      {
        labels: { severity: 'warning', ...CONTAINER },
        summary: 'api of shop/api-7d9c-x2k uses 98% of its memory limit',
      },
    ],
    silent: {
      'a Go program at its own limit': memory({ workingSet: 94, rss: 88, files: 2 }),
      'a database whose files fill what is left': memory({ workingSet: 99, rss: 50, files: 40 }),
      'the same where the kubelet does not tell of files': memory({ workingSet: 99, rss: 50 }),
      'no limit': memory({ workingSet: 99, rss: 99, files: 0 }).filter((one) => !one.series.includes('limits')),
    },
  },
  {
    alert: 'KubeContainerMemoryNearLimit',
    firing: memory({ workingSet: 99, rss: 98 }),
    fires: [
      {
        labels: { severity: 'warning', ...CONTAINER },
        summary: 'api of shop/api-7d9c-x2k uses 98% of its memory limit',
      },
    ],
    silent: {},
  },
  {
    alert: 'CPUThrottlingHigh',
    // after a restart the old container and the new one are both there for a while
    firing: [...cpu(200, 120), ...cpu(200, 120, { ...CADVISOR, id: '/kubepods/p/d' })],
    fires: [
      {
        labels: { severity: 'info', ...CONTAINER },
        summary: 'api of shop/api-7d9c-x2k is held back by its CPU limit 60% of the time',
      },
    ],
    silent: {
      'now and then': cpu(200, 40),
      'the pod as a whole, which is no container': cpu(200, 120, { ...CADVISOR, container: '' }),
      'it did nothing': cpu(0, 0),
    },
  },
];

describe('alerts on the limits of containers', () => {
  testAlerts(new AlertCases(containerResourceAlerts(AlertProfile.FULL), CASES));

  test('tell of CPU limits in the full profile alone', () => {
    const core = containerResourceAlerts(AlertProfile.CORE).flatMap(({ rules }) => rules.map(({ name }) => name));

    expect(containerResourceAlerts(AlertProfile.NONE)).toEqual([]);
    expect(core).toEqual(['KubeContainerMemoryNearLimit']);
  });
});
