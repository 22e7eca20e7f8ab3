import { describeWithPromtool, type InputSeries } from '../../mixins/support/promtool';
import { CADVISOR, complaints, CONTAINERS, fromTwo, query, series, STATE } from './load-test-queries';

/** What kube-state-metrics says of a container, from the start on or as is said. */
function told(fact: string, pod: string, labels: string, values: number | string): InputSeries {
  const text = typeof values === 'number' ? `${values}x40` : values;
  const container = `${STATE}, pod="${pod}", container="c"`;
  return series(`kube_pod_container_${fact}`, labels === '' ? container : `${container}, ${labels}`, text);
}

/** What kube-state-metrics says of a pod. */
function toldOfPod(fact: string, pod: string, labels: string, values: string): InputSeries {
  return series(`kube_pod_${fact}`, [STATE, `pod="${pod}"`, labels].filter((text) => text !== '').join(', '), values);
}

interface Fate {
  readonly name: string;
  readonly input: readonly InputSeries[];
  /** Its name in the column, where it is not `c`. */
  readonly container?: string;
  readonly now: string;
  /** Empty where nothing is known. */
  readonly lastEnd: string;
  readonly verdict: string;
}

const there = (restarts: number): InputSeries[] => [
  toldOfPod('info', 'p', '', '1x40'),
  toldOfPod('status_phase', 'p', 'phase="Running"', '1x40'),
  told('status_restarts_total', 'p', '', restarts),
];
const running = (restarts: number): InputSeries[] => [...there(restarts), told('status_running', 'p', '', 1)];
const waiting = (reason: string, restarts = 0): InputSeries[] => [
  ...there(restarts),
  told('status_running', 'p', '', 0),
  told('status_waiting_reason', 'p', `reason="${reason}"`, 1),
];
const ended = (reason: string, exitCode: number): InputSeries[] => [
  told('status_last_terminated_reason', 'p', `reason="${reason}"`, 1),
  told('status_last_terminated_exitcode', 'p', '', exitCode),
];

const FATES: readonly Fate[] = [
  { name: 'that runs and never ended', input: running(0), now: 'running', lastEnd: '', verdict: '' },
  {
    name: 'that was killed for its memory and runs again',
    input: [...running(1), ...ended('OOMKilled', 137)],
    now: 'running',
    lastEnd: 'OOMKilled',
    verdict: 'Raise the memory limit, or find the leak',
  },
  {
    name: 'that crashes again and again',
    input: [...waiting('CrashLoopBackOff', 7), ...ended('Error', 1)],
    now: 'CrashLoopBackOff',
    lastEnd: 'Error',
    verdict: 'The program failed: read its last lines',
  },
  {
    name: 'whose probe fails',
    input: [...running(3), ...ended('Error', 143)],
    now: 'running',
    lastEnd: 'Error',
    verdict: 'Stopped from outside: a failed probe?',
  },
  {
    name: 'whose image is not found',
    input: waiting('ImagePullBackOff'),
    now: 'ImagePullBackOff',
    lastEnd: '',
    verdict: 'Image not pulled: name, tag, registry',
  },
  {
    name: 'whose Secret is missing',
    input: waiting('CreateContainerConfigError'),
    now: 'CreateContainerConfigError',
    lastEnd: '',
    verdict: 'A Secret, ConfigMap or file is missing',
  },
  {
    name: 'that ended and is not started again',
    input: [
      ...there(0),
      told('status_running', 'p', '', 0),
      told('status_terminated_reason', 'p', 'reason="Completed"', 1),
    ],
    now: 'ended',
    lastEnd: 'Completed',
    verdict: 'It ended by itself, or was told to',
  },
  {
    name: 'of an evicted pod',
    input: [
      ...there(0),
      ...ended('Error', 143),
      told('status_running', 'p', '', 0),
      told('status_terminated_reason', 'p', 'reason="ContainerStatusUnknown"', 1),
      toldOfPod('status_reason', 'p', 'reason="Evicted"', '1x40'),
      // older ones show the reasons that it is not as well
      toldOfPod('status_reason', 'p', 'reason="NodeLost"', '0x40'),
    ],
    now: 'ended',
    lastEnd: 'Evicted',
    verdict: 'Its node ran short of memory or disk',
  },
  {
    name: 'of a pod that was evicted before it had any, and deleted since',
    input: [
      toldOfPod('info', 'p', '', '1x10 stale'),
      toldOfPod('status_phase', 'p', 'phase="Failed"', '1x10 stale'),
      toldOfPod('status_reason', 'p', 'reason="Evicted"', '1x10 stale'),
    ],
    container: '-',
    now: 'gone',
    lastEnd: 'Evicted',
    verdict: 'Its node ran short of memory or disk',
  },
  {
    name: 'of a pod for which no node has room',
    input: [
      toldOfPod('info', 'p', '', '1x40'),
      toldOfPod('status_phase', 'p', 'phase="Pending"', '1x40'),
      toldOfPod('status_phase', 'p', 'phase="Running"', '0x40'),
      toldOfPod('status_unschedulable', 'p', '', '1x40'),
    ],
    container: '-',
    now: 'Pending',
    lastEnd: '',
    verdict: 'No node has room for it',
  },
  {
    name: 'of a pod that is gone after it was killed for its memory',
    input: [
      toldOfPod('info', 'p', '', '1x10 stale'),
      told('status_restarts_total', 'p', '', '0x6 1x4 stale'),
      told('status_running', 'p', '', '1x10 stale'),
      told('status_last_terminated_reason', 'p', 'reason="OOMKilled"', '_x6 1x4 stale'),
      told('status_terminated_reason', 'p', 'reason="Completed"', '_x9 1x1 stale'),
    ],
    now: 'gone',
    lastEnd: 'OOMKilled',
    verdict: 'Raise the memory limit, or find the leak',
  },
];

describeWithPromtool('the table of containers', () => {
  test.each(FATES)('knows what became of one $name', ({ input, container = 'c', ...fate }) => {
    const expected = { now: fate.now, reason: fate.lastEnd, verdict: fate.verdict };

    for (const [index, [label, text]] of Object.entries(expected).entries()) {
      // the values of these are not shown
      const ofLabel = `sum by (pod, container, ${label}) (0 * (${query(CONTAINERS, 'EFG'.charAt(index))}))`;
      const samples = text === '' ? {} : { [`{pod="p", container="${container}", ${label}="${text}"}`]: 0 };
      expect(complaints(ofLabel, input, samples)).toBe('');
      expect(complaints(ofLabel, fromTwo(input), samples)).toBe('');
    }
  });

  test('has a row for each, with its restarts, also for the pods that are gone', () => {
    const input = [
      ...running(3),
      toldOfPod('info', 'new', '', '1x40'),
      toldOfPod('info', 'old', '', '1x10 stale'),
      told('status_restarts_total', 'old', '', '2x10 stale'),
    ];
    const rows = { '{pod="p", container="c"}': 3, '{pod="new", container="-"}': 0, '{pod="old", container="c"}': 2 };

    expect(complaints(query(CONTAINERS, 'A'), input, rows)).toBe('');
    expect(complaints(query(CONTAINERS, 'A'), fromTwo(input), rows)).toBe('');
  });

  test('shows the exit code of the last end, not the highest one', () => {
    const input = [...running(2), told('status_last_terminated_exitcode', 'p', '', '137x10 1x30')];

    expect(complaints(query(CONTAINERS, 'B'), fromTwo(input), { '{pod="p", container="c"}': 1 })).toBe('');
  });

  test('has one row for a container of which two kube-state-metrics say another thing each', () => {
    const input = [...waiting('ErrImagePull'), told('status_waiting_reason', 'p', 'reason="ImagePullBackOff"', 1)];

    for (const refId of ['E', 'G']) {
      expect(complaints(`count(${query(CONTAINERS, refId)})`, input, { '{}': 1 })).toBe('');
    }
  });

  test('shows the highest memory of the time range, not that of now', () => {
    const container = 'pod="a", container="c"';
    const input = [
      series('container_memory_working_set_bytes', `${CADVISOR}, ${container}`, '10+0x10 95+0x2 10+0x30'),
      series('kube_pod_container_resource_limits', `${STATE}, ${container}, resource="memory"`, '100+0x40'),
    ];

    const highest = query(CONTAINERS, 'D');
    expect(complaints(highest, fromTwo(input), { '{pod="a", container="c"}': 0.95 })).toBe('');
  });
});
