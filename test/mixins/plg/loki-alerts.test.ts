import { lokiAlerts } from '../../../lib/mixins/plg/alerts/loki';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertCases, LATE, type AlertCase } from '../support/alert-cases';
import { testAlerts } from '../support/alert-tests';
import type { InputSeries } from '../support/promtool';
import { CANARY, LOKI } from './stack-series';

const PUSH = { route: 'loki_api_v1_push', method: 'POST', ws: 'false' };
const READY = { route: 'ready', method: 'GET', ws: 'false' };
const QUERY = { route: 'loki_api_v1_query_range', method: 'GET', ws: 'false' };
const TAIL = { route: 'loki_api_v1_tail', method: 'GET', ws: 'true' };
const COMPACTED = 'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds';
const RETAINED = 'loki_compactor_apply_retention_last_successful_run_timestamp_seconds';

function requests(route: { readonly [name: string]: string }, status_code: string, each: number): InputSeries {
  return LOKI.shows('loki_request_duration_seconds_count', 0, each, { ...route, status_code });
}

/** Ten requests with each scrape, all of which took about so many seconds. */
function lasting(route: { readonly [name: string]: string }, seconds: number): InputSeries[] {
  return ['0.1', '1', '2.5', '5', '10', '25', '50', '100', '+Inf'].map((le) =>
    LOKI.shows('loki_request_duration_seconds_bucket', 0, Number(le.replace('+Inf', 'Infinity')) >= seconds ? 10 : 0, {
      ...route,
      status_code: '200',
      le,
    }),
  );
}

function answers(seconds: number): InputSeries[] {
  return ['0.5', '1', '2', '4', '8', '+Inf'].map((le) =>
    CANARY.shows(
      'loki_canary_response_latency_seconds_bucket',
      0,
      Number(le.replace('+Inf', 'Infinity')) >= seconds ? 30 : 0,
      { le },
    ),
  );
}

// promtool looks 9000 seconds after its year zero; a timestamp that was never set lies before the start
const STARTED_LONG_AGO = LOKI.shows('process_start_time_seconds', -20_000);
const STARTED_NOW = LOKI.shows('process_start_time_seconds', 8_000);

function overdue(alert: string, timestamp: string, summary: (time: string) => string): AlertCase[] {
  return [
    {
      alert,
      firing: [STARTED_LONG_AGO, LOKI.shows(timestamp, -9_000)],
      fires: [LOKI.saysOfAll('warning', summary('5h 0m 0s'))],
      silent: { 'it is done again and again': [STARTED_LONG_AGO, LOKI.shows(timestamp, 0, 30)] },
    },
    {
      alert,
      // never
      firing: [STARTED_LONG_AGO, LOKI.shows(timestamp, -30_000)],
      fires: [LOKI.saysOfAll('warning', summary('8h 3m 20s'))],
      silent: { 'it has not begun yet': [STARTED_NOW, LOKI.shows(timestamp, 0)] },
    },
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'LokiRequestErrors',
    firing: [requests(PUSH, '204', 30), requests(PUSH, '500', 30), requests(QUERY, '200', 30)],
    fires: [
      LOKI.saysOfAll('critical', '50% of the requests for loki_api_v1_push fail in Loki', {
        route: 'loki_api_v1_push',
      }),
    ],
    silent: {
      'what was wrong with requests themselves, a few failures, and not being ready': [
        requests(PUSH, '204', 30),
        requests(PUSH, '400', 30),
        requests(PUSH, '500', 1),
        requests(READY, '200', 3),
        requests(READY, '503', 3),
      ],
    },
  },
  {
    alert: 'LokiRequestLatency',
    firing: [...lasting(PUSH, 5), ...lasting(QUERY, 50)],
    fires: [
      LOKI.saysOfAll('warning', 'One in a hundred requests for loki_api_v1_push takes 4.975s and more', {
        route: 'loki_api_v1_push',
      }),
      LOKI.saysOfAll('warning', 'One in a hundred requests for loki_api_v1_query_range takes 49.75s and more', {
        route: 'loki_api_v1_query_range',
      }),
    ],
    silent: {
      'a query over days, and someone who follows logs for a minute': [
        ...lasting(PUSH, 1),
        ...lasting(QUERY, 25),
        ...lasting(TAIL, 60),
      ],
    },
  },
  LOKI.counterCase(
    'LokiRequestPanics',
    'loki_panic_total',
    {},
    LOKI.says('critical', 'loki-0 panicked 20 times within ten minutes'),
  ),
  {
    alert: 'LokiDiscardsLines',
    firing: [LOKI.shows('loki_discarded_samples_total', 0, 60, { reason: 'line_too_long', tenant: 'fake' })],
    fires: [
      LOKI.saysOfAll('warning', 'Loki refused 1200 log lines within ten minutes (line_too_long)', {
        reason: 'line_too_long',
      }),
    ],
    silent: {
      'the backlog of a first start': [
        LOKI.shows('loki_discarded_samples_total', 500, 0, { reason: 'rate_limited', tenant: 'fake' }),
      ],
    },
  },
  {
    alert: 'LokiDiskFillingUp',
    firing: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.87)],
    fires: [LOKI.says('warning', 'The disk of loki-0 is 87% full')],
    silent: { 'a fifth is free': [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.8)] },
  },
  {
    alert: 'LokiDiskFull',
    firing: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.93)],
    fires: [LOKI.says('critical', 'The disk of loki-0 is 93% full: it takes no more lines')],
    besides: ['LokiDiskFillingUp'],
    silent: { 'a fifth is free': [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.8)] },
  },
  LOKI.counterCase(
    'LokiChunkFlushFailing',
    'loki_ingester_chunks_flush_failures_total',
    {},
    LOKI.says('critical', 'loki-0 cannot store the lines that it holds in memory'),
  ),
  ...overdue(
    'LokiCompactorHasNotSuccessfullyRunCompaction',
    COMPACTED,
    (time) => `Loki has not compacted its index for ${time}`,
  ),
  {
    alert: 'LokiCompactorHasNotSuccessfullyRunCompaction',
    // there are two, and neither works
    firing: ['loki-0', 'loki-1'].flatMap((pod) => [
      LOKI.shows('process_start_time_seconds', -20_000, 0, { pod }),
      LOKI.shows(COMPACTED, -9_000, 0, { pod }),
    ]),
    fires: [LOKI.saysOfAll('warning', 'Loki has not compacted its index for 5h 0m 0s')],
    silent: {
      'one pod of several does the work': [
        LOKI.shows('process_start_time_seconds', -20_000, 0, { pod: 'loki-0' }),
        LOKI.shows('process_start_time_seconds', -20_000, 0, { pod: 'loki-1' }),
        LOKI.shows(COMPACTED, 0, 30, { pod: 'loki-0' }),
        LOKI.shows(COMPACTED, -30_000, 0, { pod: 'loki-1' }),
      ],
    },
  },
  ...overdue('LokiRetentionNotApplied', RETAINED, (time) => `Loki has not looked for old lines to delete for ${time}`),
  {
    alert: 'LokiTooManyCompactorsRunning',
    firing: ['1', '2'].map((pod) => LOKI.shows('loki_boltdb_shipper_compactor_running', 1, 0, { pod })),
    fires: [
      {
        labels: { severity: 'warning', namespace: 'monitoring' },
        summary: '2 compactors of Loki run at once in monitoring',
      },
    ],
    silent: {
      'one is at work, another one waits': ['1', '2'].map((pod) =>
        LOKI.shows('loki_boltdb_shipper_compactor_running', pod === '1' ? 1 : 0, 0, { pod }),
      ),
    },
  },
  {
    alert: 'LokiLosesLines',
    firing: [
      CANARY.shows('loki_canary_entries_total', 0, 30),
      CANARY.shows('loki_canary_missing_entries_total', 0, 15),
    ],
    fires: [CANARY.says('critical', '50% of the lines that loki-canary-abcde wrote cannot be read back')],
    silent: {
      'a few lines of a restart': [
        CANARY.shows('loki_canary_entries_total', 0, 30),
        CANARY.shows('loki_canary_missing_entries_total', 5),
      ],
    },
  },
  CANARY.counterCase(
    'LokiLosesStoredLines',
    'loki_canary_spot_check_missing_entries_total',
    {},
    CANARY.says('critical', 'loki-canary-abcde does not find 60 lines again that Loki had stored'),
  ),
  {
    alert: 'LokiCanaryLatency',
    firing: answers(8),
    fires: [CANARY.saysOfAll('warning', 'Lines can be read 7.96s after they were written')],
    silent: { 'half of what is allowed': answers(2) },
  },
];

describe('alerts about Loki', () => {
  testAlerts(new AlertCases(lokiAlerts(AlertProfile.FULL), CASES, LATE));
});
