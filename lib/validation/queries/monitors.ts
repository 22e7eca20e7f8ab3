import { eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import { placedList, type Placed } from '../untyped';
import { durationMilliseconds } from './prometheus-duration';
import { relabelFlaws } from './relabeling';

const ENDPOINTS: { readonly [kind: string]: string } = {
  ServiceMonitor: 'endpoints',
  PodMonitor: 'podMetricsEndpoints',
};
const WHOLE = ['Probe', 'ScrapeConfig'];

/** Relabel rules and timing of the Prometheus operator's objects. */
export const MONITORS: Check = {
  name: 'monitor',
  severity: 'high',
  why: 'The operator leaves out a monitor that it cannot turn into a scrape configuration, and nothing is scraped.',
  fix: 'Mend the field that the message names.',
  run: eachObject((object) =>
    object.group === 'monitoring.coreos.com' ? endpointsOf(object).flatMap(endpointFlaws) : [],
  ),
};

function endpointsOf(object: ManifestObject): readonly Placed[] {
  const list = ENDPOINTS[object.kind];
  if (list !== undefined) return placedList(`spec.${list}`, object.spec[list]);
  return WHOLE.includes(object.kind) ? [{ at: 'spec', fields: object.spec }] : [];
}

function endpointFlaws({ at, fields }: Placed): readonly Flaw[] {
  const timings = ['interval', 'scrapeTimeout', 'scrapeInterval'].filter(
    (name) => fields[name] !== undefined && fields[name] !== '',
  );
  const interval = durationMilliseconds(fields['interval'] ?? fields['scrapeInterval']);
  const timeout = durationMilliseconds(fields['scrapeTimeout']);
  const isLate = interval !== undefined && timeout !== undefined && timeout > interval;
  return [
    ...timings
      .filter((name) => durationMilliseconds(fields[name]) === undefined)
      .map((name) => ({
        at: `${at}.${name}`,
        message: `${JSON.stringify(fields[name])} is no duration; write it as '15s' or '1m'`,
      })),
    ...(isLate
      ? [{ at: `${at}.scrapeTimeout`, message: 'it is longer than the interval; Prometheus refuses that' }]
      : []),
    ...relabelFlaws(`${at}.relabelings`, fields['relabelings'], 'camel'),
    ...relabelFlaws(`${at}.metricRelabelings`, fields['metricRelabelings'], 'camel'),
  ];
}
