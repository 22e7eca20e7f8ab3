import type { LinkSpec, StatSpec, TimeSeriesSpec } from '../../../dashboard-builder/spec';
import type { Direction, NetworkQueries } from './network-queries';

const STAT = { kind: 'stat', width: 4 } as const;

const WAYS: { readonly [direction in Direction]: { readonly title: string; readonly verb: string } } = {
  receive: { title: 'Received', verb: 'reach' },
  transmit: { title: 'Sent', verb: 'leave' },
};

/** Bytes in or out, all together. */
export function traffic(queries: NetworkQueries, direction: Direction): StatSpec {
  const { title, verb } = WAYS[direction];
  return {
    ...STAT,
    title,
    description: `Bytes a second that ${verb} pods with a network of their own. Bad: none at all while there should be load.`,
    unit: 'Bps',
    query: { expr: queries.sum(direction, 'bytes'), legend: title.toLowerCase() },
  };
}

/** Packets in or out, all together. */
export function packets(queries: NetworkQueries, direction: Direction): StatSpec {
  const { title, verb } = WAYS[direction];
  return {
    ...STAT,
    title: `Packets ${title.toLowerCase()}`,
    description: `Packets a second that ${verb} pods. Bad: many for few bytes, which costs CPU.`,
    unit: 'pps',
    query: { expr: queries.sum(direction, 'packets'), legend: 'packets' },
  };
}

/** Packets that did not arrive. */
export function lostPackets(queries: NetworkQueries): StatSpec {
  return {
    ...STAT,
    title: 'Lost packets',
    description:
      'Packets a second that were dropped or damaged on their way in or out. Good: 0; else connections are slow.',
    unit: 'pps',
    query: { expr: queries.lost(), legend: 'lost' },
    thresholds: { warning: 0.1, critical: 10 },
  };
}

/** How uneven the load of the pods is. */
export function busiestPod(queries: NetworkQueries): StatSpec {
  const each = queries.perPod('receive', 'bytes');
  return {
    ...STAT,
    title: 'Busiest pod',
    description:
      'Share of all received bytes that the busiest pod gets. Bad: near 100 % where there are several pods of one kind, ' +
      'since long connections then stay with one of them.',
    unit: 'percentunit',
    decimals: 0,
    query: { expr: `max(${each}) / sum(${each})`, legend: 'share' },
    noValue: 'no traffic',
  };
}

/** What a graph by pods or by namespaces is drawn with. */
export interface Breakdown {
  readonly legend: string;
  readonly query: (direction: Direction, counted: 'bytes' | 'packets') => string;
  readonly links: readonly LinkSpec[];
}

/** Bytes and packets, in and out, one upon the other. */
export function trafficGraphs({ legend, query, links }: Breakdown): TimeSeriesSpec[] {
  return (['bytes', 'packets'] as const).flatMap((counted) =>
    (['receive', 'transmit'] as const).map((direction): TimeSeriesSpec => {
      const { title } = WAYS[direction];
      const bytes = counted === 'bytes';
      return {
        kind: 'timeseries',
        title: bytes ? `${title} bytes` : `${title} packets`,
        description: bytes
          ? 'One upon the other. Bad: one far above or below its twins, or a sudden end.'
          : 'One upon the other. Bad: many packets for few bytes: requests that could be put together.',
        width: 12,
        unit: bytes ? 'Bps' : 'pps',
        stack: true,
        legend: 'table',
        queries: [{ expr: query(direction, counted), legend }],
        seriesLinks: links,
      };
    }),
  );
}

/** What is lost, by direction and kind. */
export function lossGraphs(queries: NetworkQueries): TimeSeriesSpec[] {
  const graph = (title: string, counted: 'packets_dropped' | 'errors', sees: string): TimeSeriesSpec => ({
    kind: 'timeseries',
    title,
    description: `${sees} Good: 0; a steady rate makes for slow and broken connections.`,
    width: 12,
    unit: 'pps',
    queries: [
      { expr: queries.sum('receive', counted), legend: 'received', color: 'orange' },
      { expr: queries.sum('transmit', counted), legend: 'sent', color: 'red' },
    ],
  });
  return [
    graph('Dropped packets', 'packets_dropped', 'Packets that found no room, mostly in a queue that is full.'),
    graph('Damaged packets', 'errors', 'Packets that arrived broken or could not be sent.'),
  ];
}
