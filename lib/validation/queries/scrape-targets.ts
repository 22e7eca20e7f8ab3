import { eachObject, type Check, type Flaw } from '../check';
import { configTexts, type ConfigText } from '../config-texts';
import { fieldsOf, listOf, placedList, wordOf, type Placed } from '../untyped';
import { durationMilliseconds } from './prometheus-duration';

/** What Prometheus loads without a word, and can do nothing with. */
export const SCRAPE_TARGETS: Check = {
  name: 'scrape-target',
  severity: 'high',
  why: 'Prometheus loads a target, a scheme, an interval or a URL that nothing can be reached by, and `promtool` takes it.',
  fix: "Write a target as 'host:port', and an http or https URL; leave out an interval of nothing.",
  run: eachObject((object) => configTexts(object).flatMap(configFlaws)),
};

function configFlaws({ at, content }: ConfigText): readonly Flaw[] {
  const jobs = placedList(`${at}: scrape_configs`, content['scrape_configs']);
  const alertmanagers = placedList(`${at}: alerting.alertmanagers`, fieldsOf(content['alerting'])['alertmanagers']);
  const remotes = ['remote_write', 'remote_read'].flatMap((field) => placedList(`${at}: ${field}`, content[field]));
  const isPrometheus = jobs.length > 0 || alertmanagers.length > 0 || content['global'] !== undefined;
  return [
    ...jobs.flatMap((job) => [...schemeFlaws(job), ...intervalFlaws(job), ...targetFlaws(job)]),
    ...alertmanagers.flatMap((one) => [...schemeFlaws(one), ...targetFlaws(one)]),
    ...(isPrometheus ? remotes.flatMap(urlFlaws) : []),
  ];
}

// filled in by a program of the cluster before Prometheus reads it
const isFilledIn = (text: string): boolean => /[$%]|\{\{/.test(text);

function schemeFlaws({ at, fields }: Placed): readonly Flaw[] {
  const scheme = wordOf(fields['scheme'] ?? 'http');
  if (/^https?$/.test(scheme) || isFilledIn(scheme)) return [];
  return [{ at: `${at}.scheme`, message: `'${scheme}' is neither http nor https` }];
}

function intervalFlaws({ at, fields }: Placed): readonly Flaw[] {
  return ['scrape_interval', 'scrape_timeout']
    .filter((name) => fields[name] !== undefined && durationMilliseconds(fields[name]) === 0)
    .map((name) => ({ at: `${at}.${name}`, message: 'it is nothing, for which Prometheus takes the global one' }));
}

function targetFlaws({ at, fields }: Placed): readonly Flaw[] {
  // relabelled, a target may become a parameter, as the blackbox exporter has it
  if (fields['relabel_configs'] !== undefined) return [];
  return placedList(`${at}.static_configs`, fields['static_configs']).flatMap((group) =>
    listOf(group.fields['targets'])
      .map(wordOf)
      // another rule tells of URLs
      .filter((target) => !isFilledIn(target) && !target.includes('/') && !isTarget(target))
      .map((target) => ({ at: `${group.at}.targets`, message: `'${target}' is no 'host:port'` })),
  );
}

/** Host, and port if any: without one it is that of the scheme. */
function isTarget(target: string): boolean {
  const [, port] = /^(?:[^\s:[\]]+|\[[0-9a-fA-F:.]+\])(?::(\d+))?$/.exec(target) ?? [undefined, '0'];
  return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
}

function urlFlaws({ at, fields }: Placed): readonly Flaw[] {
  const url = wordOf(fields['url'] ?? '');
  if (isFilledIn(url) || (/^https?:\/\/[^\s/]/.test(url) && URL.canParse(url))) return [];
  return [{ at: `${at}.url`, message: `'${url}' is no http or https URL` }];
}
