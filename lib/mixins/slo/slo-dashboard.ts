import type { DashboardSpec, StatSpec, TimeSeriesSpec } from '../../dashboard-builder/spec';
import type { ErrorShare } from './error-share';
import type { ServicePromise } from './service-promise';
import { recordedShare } from './slo-rules';

const SHARE = { kind: 'stat', width: 4, unit: 'percentunit' } as const;
const BURN_RATE = { warning: 1, critical: 6 };

/** Whether a promise is kept, and how fast its error budget goes. */
export function sloDashboard(
  id: { readonly uid: string; readonly title: string },
  promise: ServicePromise,
  share: ErrorShare,
): DashboardSpec {
  return {
    ...id,
    description: `Whether ${promise.target} % of the requests of ${promise.name} are good, and how fast the error budget goes.`,
    tags: ['slo'],
    variables: [],
    rows: [
      { panels: stats(promise, share) },
      { panels: [burnRates(promise), errors(promise, share), requests(share)] },
    ],
  };
}

/** Of the time range that is shown, since Prometheus may keep less than the period of the promise. */
function stats(promise: ServicePromise, share: ErrorShare): StatSpec[] {
  const [fast = '', slow = ''] = [promise.windows[0], promise.windows.at(-1)];
  // of the requests themselves: a mean of recorded shares would give a quiet night the weight of a busy day
  const shown = share.ratio('$__range');
  return [
    {
      ...SHARE,
      title: 'Promised',
      description: 'Share of good requests that is promised. At the figure beside it or below, the promise is broken.',
      query: { expr: String(promise.target / 100), legend: 'promised' },
      decimals: 3,
    },
    {
      ...SHARE,
      title: 'Good requests',
      description: `Share of the requests in the time range that did not ${share.bad}. Bad: below what is promised.`,
      query: { expr: `1 - (${shown})`, legend: 'good' },
      decimals: 3,
    },
    {
      ...SHARE,
      title: 'Error budget used',
      description: 'Of the bad requests that are allowed in the time range. Above 100 % the promise is broken in it.',
      query: { expr: `(${shown}) / ${promise.errorBudget}`, legend: 'used' },
      thresholds: { warning: 0.8, critical: 1 },
      decimals: 0,
    },
    burnRate(promise, 'Burn rate now', fast),
    burnRate(promise, 'Burn rate of the longest window', slow),
    {
      kind: 'stat',
      title: 'Requests a second',
      description: 'All that count for the promise. Bad: 0, since without requests nothing can be said.',
      width: 4,
      unit: 'reqps',
      query: { expr: share.total('$__rate_interval'), legend: 'requests' },
    },
  ];
}

function burnRate(promise: ServicePromise, title: string, window: string): StatSpec {
  return {
    kind: 'stat',
    title,
    description: `Bad requests over ${window}, of as many as are allowed. Above 1 the promise is broken if it goes on like this.`,
    width: 4,
    unit: 'short',
    query: { expr: `${recordedShare(promise, window)} / ${promise.errorBudget}`, legend: window },
    thresholds: BURN_RATE,
    decimals: 2,
  };
}

function burnRates(promise: ServicePromise): TimeSeriesSpec {
  const [shortest = '', ...others] = promise.windows;
  const factors = [...promise.slow, ...promise.fast].map(({ factor }) => factor);
  return {
    kind: 'timeseries',
    title: 'Burn rate by window',
    description:
      'Bad requests of as many as are allowed, over each window that an alert reads. Bad: above 1 for long; the alerts fire ' +
      `from ${Math.min(...factors)} on over the longest windows, from ${Math.max(...factors)} on over the shortest.`,
    width: 24,
    unit: 'short',
    axisLabel: 'times too fast',
    queries: [queryOf(promise, shortest), ...others.map((window) => queryOf(promise, window))],
    thresholds: BURN_RATE,
  };
}

function queryOf(promise: ServicePromise, window: string): { expr: string; legend: string } {
  return { expr: `${recordedShare(promise, window)} / ${promise.errorBudget}`, legend: window };
}

function errors(promise: ServicePromise, share: ErrorShare): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Share of bad requests',
    description: `Requests that ${share.bad}, and how many may. Bad: above the line.`,
    width: 12,
    unit: 'percentunit',
    queries: [{ expr: share.ratio('$__rate_interval'), legend: 'bad', color: 'red' }],
    lines: [{ expr: `vector(${promise.errorBudget})`, name: 'allowed' }],
  };
}

function requests(share: ErrorShare): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    title: 'Requests',
    description: 'All that count for the promise. Bad: a sudden drop, which errors elsewhere may be the cause of.',
    width: 12,
    unit: 'reqps',
    queries: [{ expr: share.total('$__rate_interval'), legend: 'requests' }],
  };
}
