import type { Color, LogsSpec, RowSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import type { ShopSeries } from './shop-series';

const RESERVE = '|= "[Reserve]"';

// JSON levels, and the words that PostgreSQL writes
const ERRORS = '|~ "(?i)(error|fatal|panic)"';

// a literal text, in which neither quotes nor brackets mean anything
const SEARCH = '|= `$search`';

/** What do the pods say, at the same time. */
export function logRow(shop: ShopSeries): RowSpec {
  return {
    title: 'What do the pods say?',
    panels: [
      lines(shop, {
        title: '[Reserve] lines',
        description:
          'Reservations that the service logs each second. Bad: fewer than requests, or none while the deal is open.',
        filter: RESERVE,
        legend: 'reserved',
        color: 'green',
      }),
      lines(shop, {
        title: 'Error lines',
        description: 'Lines with error, fatal or panic each second, of all pods. Good: none; the lines are below.',
        filter: ERRORS,
        legend: 'errors',
        color: 'red',
      }),
      logs('Errors', `${shop.logs()} ${ERRORS}`, 'Lines with error, fatal or panic. Good: none.'),
      logs(
        'All lines',
        `${shop.logs()} ${SEARCH}`,
        'Lines of all pods with the text in the field Search, to the letter. Bad: silence while requests come in.',
      ),
    ],
  };
}

interface LinesOptions {
  readonly title: string;
  readonly description: string;
  readonly filter: string;
  readonly legend: string;
  readonly color: Color;
}

function lines(shop: ShopSeries, { filter, legend, color, ...texts }: LinesOptions): TimeSeriesSpec {
  return {
    kind: 'timeseries',
    ...texts,
    width: 12,
    height: 6,
    source: 'loki',
    unit: 'cps',
    draw: 'bars',
    // each bar counts the lines of its own step
    queries: [{ expr: `sum(rate(${shop.logs()} ${filter} [$__auto])) or vector(0)`, legend, color }],
  };
}

function logs(title: string, logql: string, description: string): LogsSpec {
  return { kind: 'logs', title, description, width: 24, logql };
}
