import { lokiAlerts } from '../../../lib/mixins/plg/alerts/loki';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { AlertTable, type AlertCase } from '../support/alert-table';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
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
      well: [STARTED_LONG_AGO, LOKI.shows(timestamp, 0, 30)],
      broken: [STARTED_LONG_AGO, LOKI.shows(timestamp, -9_000)],
      fires: [LOKI.saysOfAll('warning', summary('5h 0m 0s'))],
    },
    {
      alert,
      // not yet
      well: [STARTED_NOW, LOKI.shows(timestamp, 0)],
      // never
      broken: [STARTED_LONG_AGO, LOKI.shows(timestamp, -30_000)],
      fires: [LOKI.saysOfAll('warning', summary('8h 3m 20s'))],
    },
  ];
}

const CASES: readonly AlertCase[] = [
  {
    alert: 'LokiRequestErrors',
    well: [
      requests(PUSH, '204', 30),
      requests(PUSH, '400', 30),
      requests(PUSH, '500', 1),
      requests(READY, '200', 3),
      requests(READY, '503', 3),
    ],
    broken: [requests(PUSH, '204', 30), requests(PUSH, '500', 30), requests(QUERY, '200', 30)],
    fires: [
      LOKI.saysOfAll('critical', '50% of the requests for loki_api_v1_push fail in Loki', {
        route: 'loki_api_v1_push',
      }),
    ],
  },
  {
    alert: 'LokiRequestLatency',
    // a query over days, and someone who follows logs for a minute
    well: [...lasting(PUSH, 1), ...lasting(QUERY, 25), ...lasting(TAIL, 60)],
    broken: [...lasting(PUSH, 5), ...lasting(QUERY, 50)],
    fires: [
      LOKI.saysOfAll('warning', 'One in a hundred requests for loki_api_v1_push takes 4.975s and more', {
        route: 'loki_api_v1_push',
      }),
      LOKI.saysOfAll('warning', 'One in a hundred requests for loki_api_v1_query_range takes 49.75s and more', {
        route: 'loki_api_v1_query_range',
      }),
    ],
  },
  LOKI.counterCase(
    'LokiRequestPanics',
    'loki_panic_total',
    {},
    LOKI.says('critical', 'loki-0 panicked 20 times within ten minutes'),
  ),
  {
    alert: 'LokiDiscardsLines',
    // the backlog of a first start
    well: [LOKI.shows('loki_discarded_samples_total', 500, 0, { reason: 'rate_limited', tenant: 'fake' })],
    broken: [LOKI.shows('loki_discarded_samples_total', 0, 60, { reason: 'line_too_long', tenant: 'fake' })],
    fires: [
      LOKI.saysOfAll('warning', 'Loki refused 1200 log lines within ten minutes (line_too_long)', {
        reason: 'line_too_long',
      }),
    ],
  },
  {
    alert: 'LokiDiskFillingUp',
    well: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.8)],
    broken: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.87)],
    fires: [LOKI.says('warning', 'The disk of loki-0 is 87% full')],
  },
  {
    alert: 'LokiDiskFull',
    well: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.8)],
    broken: [LOKI.shows('loki_ingester_wal_disk_usage_percent', 0.93)],
    fires: [LOKI.says('critical', 'The disk of loki-0 is 93% full: it takes no more lines')],
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
  ...overdue('LokiRetentionNotApplied', RETAINED, (time) => `Loki has not looked for old lines to delete for ${time}`),
  {
    alert: 'LokiTooManyCompactorsRunning',
    well: ['1', '2'].map((pod) => LOKI.shows('loki_boltdb_shipper_compactor_running', pod === '1' ? 1 : 0, 0, { pod })),
    broken: ['1', '2'].map((pod) => LOKI.shows('loki_boltdb_shipper_compactor_running', 1, 0, { pod })),
    fires: [
      {
        labels: { severity: 'warning', namespace: 'monitoring' },
        summary: '2 compactors of Loki run at once in monitoring',
      },
    ],
  },
  {
    alert: 'LokiLosesLines',
    // a few lines of a restart
    well: [CANARY.shows('loki_canary_entries_total', 0, 30), CANARY.shows('loki_canary_missing_entries_total', 5)],
    broken: [
      CANARY.shows('loki_canary_entries_total', 0, 30),
      CANARY.shows('loki_canary_missing_entries_total', 0, 15),
    ],
    fires: [CANARY.says('critical', '50% of the lines that loki-canary-abcde wrote cannot be read back')],
  },
  CANARY.counterCase(
    'LokiLosesStoredLines',
    'loki_canary_spot_check_missing_entries_total',
    {},
    CANARY.says('critical', 'loki-canary-abcde does not find 60 lines again that Loki had stored'),
  ),
  {
    alert: 'LokiCanaryLatency',
    well: answers(2),
    broken: answers(8),
    fires: [CANARY.saysOfAll('warning', 'Lines can be read 7.96s after they were written')],
  },
];

describeWithPromtool('alerts about Loki', () => {
  const table = new AlertTable(lokiAlerts(AlertProfile.FULL), CASES);

  test('have a case each', () => {
    expect(table.unmatched()).toEqual([]);
  });

  test.each(CASES)('$alert fires: $fires.0.summary', (broken) => {
    expect(table.whenBroken(broken)).toBe('');
  });

  test('are silent while all is well', () => {
    expect(table.whileWell()).toBe('');
  });

  test('LokiCompactorHasNotSuccessfullyRunCompaction is silent when one pod of several does the work', () => {
    const several: AlertCase = {
      alert: 'LokiCompactorHasNotSuccessfullyRunCompaction',
      well: [
        LOKI.shows('process_start_time_seconds', -20_000, 0, { pod: 'loki-0' }),
        LOKI.shows('process_start_time_seconds', -20_000, 0, { pod: 'loki-1' }),
        LOKI.shows(COMPACTED, 0, 30, { pod: 'loki-0' }),
        LOKI.shows(COMPACTED, -30_000, 0, { pod: 'loki-1' }),
      ],
      broken: [],
      fires: [],
    };

    expect(new AlertTable(lokiAlerts(AlertProfile.FULL), [several]).whileWell()).toBe('');
  });
});
