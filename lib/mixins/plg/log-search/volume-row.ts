import { dashboardUrl } from '../../../dashboard-builder/links';
import type { RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import { POD } from '../../kubernetes/dashboards';
import { ERROR_LINES, LINES, linesPerSecond, orZero, OTHER_LINES, WARNING_LINES } from './log-queries';

const BARS = { kind: 'timeseries', source: 'loki', unit: 'cps', draw: 'bars', stack: true } as const;

/** Who writes how much, and when. */
export function volumeRow(): RowSpec {
  return { title: 'How much', panels: [byLevel(), byApp(), errors(), byPod(), byStream()] };
}

function byLevel(): TimeSeriesSpec {
  return {
    ...BARS,
    title: 'Lines by level',
    description: 'By the level that a line names, or by its words. Bad: more red than usual; the moment it began.',
    width: 12,
    queries: [
      { expr: orZero(linesPerSecond(OTHER_LINES)), legend: 'other', color: 'blue' },
      { expr: orZero(linesPerSecond(WARNING_LINES)), legend: 'warnings', color: 'orange' },
      { expr: orZero(linesPerSecond(ERROR_LINES)), legend: 'errors', color: 'red' },
    ],
  };
}

function byApp(): TimeSeriesSpec {
  return {
    ...BARS,
    title: 'Lines by app',
    description: 'Bad: an app that falls silent, or writes a multiple of what is usual.',
    width: 12,
    queries: [{ expr: linesPerSecond(LINES, 'app'), legend: '{{app}}' }],
  };
}

function errors(): TimeSeriesSpec {
  const none = 'label_replace(vector(0), "app", "none", "", "")';
  return {
    ...BARS,
    title: 'Errors by app',
    description: 'Good: none. Bad: an app that began at the moment of a change.',
    width: 8,
    queries: [{ expr: `${linesPerSecond(ERROR_LINES, 'app')} or on () ${none}`, legend: '{{app}}' }],
  };
}

function byPod(): TimeSeriesSpec {
  return {
    ...BARS,
    title: 'Pods that write the most',
    description: 'The ten noisiest; a click leads to the metrics of the pod. Bad: one pod far above its twins.',
    width: 8,
    queries: [{ expr: `topk(10, ${linesPerSecond(LINES, 'pod')})`, legend: '{{pod}}' }],
    seriesLinks: [
      {
        title: 'Metrics of the pod',
        url: dashboardUrl(POD.uid, { namespace: '${namespace}', pod: '${__field.labels.pod}' }),
      },
    ],
  };
}

function byStream(): TimeSeriesSpec {
  return {
    ...BARS,
    title: 'Lines by output',
    description:
      'Many programs write what went wrong to stderr, some write everything there. Bad: more stderr than usual.',
    width: 8,
    queries: [{ expr: linesPerSecond(LINES, 'stream'), legend: '{{stream}}' }],
  };
}
