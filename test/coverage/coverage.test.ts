import { KubernetesFlavor, LogAgent, StoredMetrics } from '../../lib';
import { generatedPage } from '../support/generated-page';
import { Coverage } from './coverage';
import { Exceptions } from './exceptions';
import { GUIDE } from './guide-queries';
import { Metrics } from './metrics';
import { metricsPage, type Configuration } from './metrics-page';
import { RARE_VALUES } from './rare-values';
import { SILENT_METRICS } from './silent-metrics';
import { WatchedStack } from './watched-stack';

const AGENTS = { Promtail: LogAgent.promtail(), Alloy: LogAgent.alloy() };

const exceptions = new Exceptions(SILENT_METRICS, RARE_VALUES);

/** What a stack stores, compared with all that its dashboards and rules ask for, and more if given. */
function compared(stack: WatchedStack, more: WatchedStack['askers'] = []): { metrics: Metrics; problems: string[] } {
  const metrics = new Metrics(stack.stored, exceptions);
  const coverage = new Coverage(metrics);
  coverage.record(stack.rules);
  return { metrics, problems: [...stack.askers, ...more].flatMap((asker) => coverage.problems(asker)) };
}

const CONFIGURATIONS = Object.values(KubernetesFlavor).flatMap((flavor) =>
  Object.entries(AGENTS).map(([agent, logAgent]) => {
    const stack = new WatchedStack(flavor, { logAgent });
    const onlyRead = new WatchedStack(flavor, { logAgent, storedMetrics: StoredMetrics.onlyRead() });
    return { title: `${flavor} with ${agent}`, stack, onlyRead, ...compared(stack, GUIDE) } satisfies Configuration;
  }),
);

describe.each(CONFIGURATIONS)('the stack on $title', ({ stack, onlyRead, problems }) => {
  test('stores what every dashboard, rule and query of the guide asks for, labels and all', () => {
    expect(problems).toEqual([]);
    expect(stack.askers.length).toBeGreaterThan(400);
  });

  test('stores all that its dashboards and rules ask for when it stores only what is read', () => {
    expect(compared(onlyRead).problems).toEqual([]);
    expect(onlyRead.stored.all.length).toBeLessThan(0.6 * stack.stored.all.length);
  });

  test('finds a target for every job, the same however little is stored', () => {
    const found = new Set(stack.stored.named('up').map(({ scrapeJob }) => scrapeJob));

    expect(stack.jobs.filter((job) => !found.has(job))).toEqual([]);
    expect([...onlyRead.jobs].sort()).toEqual([...stack.jobs].sort());
  });
});

test('every exception is still needed', () => {
  expect(exceptions.unused()).toEqual([]);
});

test('docs/metrics.md tells of these metrics', () => {
  const page = metricsPage(CONFIGURATIONS, ['k3s with Promtail', 'standard with Alloy']);

  expect(generatedPage('docs/metrics.md', page)).toBe(page);
});
