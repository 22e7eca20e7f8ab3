import { quantityValue } from '../../../support/quantity';
import { row } from '../../../support/generated-page';
import type { ProfileFootprint } from './measure';
import type { Measured } from './sampler';

/** What `kubectl top pods` shows in the guide, in MiB. */
const GUIDE: { readonly [container: string]: number } = {
  loki: 165,
  grafana: 174,
  'kube-state-metrics': 30,
  prometheus: 384,
  promtail: 48,
};

const GUIDE_TOTAL = 1_000;

// the shop is watched, and is no part of what watches it
const WATCHED = ['stock-service', 'postgres', 'postgres-exporter'];

const MEBIBYTE = 2 ** 20;

/** A section of the page about one profile. */
export function profileSection(footprint: ProfileFootprint): string {
  const { profile, atRest, underLoad, series, failedRequests, stack } = footprint;
  const own = atRest.filter(({ container }) => !WATCHED.includes(container));
  const rows = own.map((rest) =>
    containerRow(
      rest,
      underLoad.find(({ container }) => container === rest.container)!,
      stack,
    ),
  );
  const total = (list: readonly Measured[]): number =>
    list
      .filter(({ container }) => !WATCHED.includes(container))
      .reduce((sum, { memory, count }) => sum + memory * count, 0);
  return [
    `## ${profile.name}`,
    '',
    `${profile.meaning[0]!.toUpperCase()}${profile.meaning.slice(1)}. ${series} series in the head of Prometheus at the end.`,
    '',
    row(
      'container',
      'pods',
      'MiB at rest',
      'MiB under load',
      'most MiB',
      'CPU at rest',
      'CPU under load',
      'request',
      'limit',
      'the guide',
    ),
    row('---', ...Array.from({ length: 9 }, () => '--:')),
    ...rows,
    row(
      '**all pods together**',
      '',
      `**${mebibytes(total(atRest))}**`,
      `**${mebibytes(total(underLoad))}**`,
      '',
      '',
      '',
      '',
      '',
      `${GUIDE_TOTAL}`,
    ),
    '',
    `${failedRequests} requests of the load failed. ${kills(footprint)}`,
    '',
    ...notRun(footprint),
  ].join('\n');
}

function containerRow(rest: Measured, load: Measured, stack: ProfileFootprint['stack']): string {
  const { resources } = stack.container(rest.container).container;
  const most = Math.max(rest.mostMemory, load.mostMemory);
  const mib = (quantity: string | undefined): string =>
    quantity === undefined ? '' : mebibytes(quantityValue(quantity));
  const guide = GUIDE[rest.container];
  return row(
    rest.container,
    String(rest.count),
    mebibytes(rest.memory),
    mebibytes(load.memory),
    mebibytes(most),
    millicores(rest.cores / rest.count),
    millicores(load.cores / load.count),
    mib(resources?.requests?.memory),
    mib(resources?.limits?.memory),
    guide === undefined ? '' : String(guide),
  );
}

function kills({ atRest, underLoad }: ProfileFootprint): string {
  const count = [...atRest, ...underLoad].reduce((sum, { outOfMemoryKills }) => sum + outOfMemoryKills, 0);
  return count === 0 ? 'No container met its limit.' : `The kernel ended ${count} processes at their limits.`;
}

function notRun({ stack }: ProfileFootprint): string[] {
  if (stack.leftOut.length === 0) return [];
  return ['Not measured, so not in the sum:', '', ...stack.leftOut.map((line) => `- ${line}`), ''];
}

function mebibytes(bytes: number): string {
  return String(Math.round(bytes / MEBIBYTE));
}

function millicores(cores: number): string {
  return `${Math.round(cores * 1_000)}m`;
}
