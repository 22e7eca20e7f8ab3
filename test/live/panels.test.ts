import { KubernetesFlavor, LogAgent } from '../../lib';
import { describeWith } from '../prometheus/promtool';
import { generatedPage } from '../support/generated-page';
import { GuideStack, PAST } from './guide-stack';
import { guideValues } from './guide-values';
import { panelResults, type PanelResult } from './panel-results';
import { panelsPage } from './panels-page';
import { RunningPrometheus } from './running-prometheus';
import { variableValues } from './variable-values';

/** Queries that have no result on a healthy cluster of the kind, and why that is the truth. */
const EMPTY: { readonly [query: string]: string } = {};

const TYPES: { readonly [panel: string]: string } = { table: 'vector' };

/** The guide's log agent on its cluster, that of the library elsewhere. */
const AGENTS = { [KubernetesFlavor.K3S]: LogAgent.promtail(), [KubernetesFlavor.STANDARD]: LogAgent.alloy() };

const DOCUMENTED = KubernetesFlavor.K3S;

describeWith('prometheus', 'on a real Prometheus that scrapes the recorded cluster', () => {
  describe.each(Object.values(KubernetesFlavor))('of the flavour %s', (flavor) => {
    const stack = new GuideStack(flavor, { logAgent: AGENTS[flavor] });
    const prometheus = new RunningPrometheus(stack.prometheus());
    let results: PanelResult[] = [];

    beforeAll(async () => {
      await prometheus.start();
      await prometheus.untilResult(`min(count_over_time(up[5m])) > ${PAST.length + 6}`);
      for (const dashboard of stack.dashboards) results = [...results, ...(await panelResults(dashboard, prometheus))];
    }, 180_000);
    afterAll(() => prometheus.stop(), 60_000);

    test('every target of every job is up', async () => {
      const { activeTargets } = (await prometheus.get('targets?state=active')) as { activeTargets: any[] };
      const down = activeTargets.filter(({ health }) => health !== 'up');

      expect(down.map(({ scrapeUrl, lastError }) => `${scrapeUrl}: ${lastError}`)).toEqual([]);
      expect(new Set(activeTargets.map(({ scrapePool }) => scrapePool)).size).toBe(
        stack.prometheus().config.scrape_configs.length,
      );
    });

    test('every rule is evaluated without an error', async () => {
      const { groups } = (await prometheus.get('rules')) as { groups: any[] };
      const failed = groups.flatMap(({ rules }) => rules).filter(({ health }) => health !== 'ok');

      expect(failed.map(({ name, lastError }) => `${name}: ${lastError}`)).toEqual([]);
    });

    test('every drop-down of every dashboard offers something', async () => {
      const found = await Promise.all(
        stack.dashboards.map(async (dashboard) => {
          const { empty } = await variableValues(dashboard, prometheus);
          return empty.map((name) => `${dashboard.title}: ${name}`);
        }),
      );

      expect(found.flat()).toEqual([]);
    });

    test('every query of every panel has a result with a number in it', () => {
      const empty = results.flatMap(({ dashboard, panel, results: queries }) =>
        queries
          .filter(({ series }) => series === 0)
          .map(({ refId, expr }) => ({ name: `${dashboard}, ${panel}, ${refId}`, expr })),
      );

      expect(empty.filter(({ name }) => !(name in EMPTY))).toEqual([]);
      expect(results.length).toBeGreaterThan(100);
    });

    test('every result is of the type that its panel draws', () => {
      const wrong = results.flatMap(({ dashboard, panel, type, results: queries }) =>
        queries
          .filter(({ resultType }) => resultType !== (TYPES[type] ?? 'matrix'))
          .map(({ refId, resultType }) => `${dashboard}, ${panel}, ${refId}: ${resultType}`),
      );

      expect(wrong).toEqual([]);
    });

    test('no alert has a reason to fire but the watchdog', async () => {
      const { groups } = (await prometheus.get('rules?type=alert')) as { groups: any[] };
      const alerts = groups.flatMap(({ rules }) => rules);
      const active = alerts.filter(({ alerts: found }) => found.length > 0);

      expect(active.map(({ name, alerts: found }) => [name, JSON.stringify(found[0].labels)])).toEqual([
        ['Watchdog', expect.any(String)],
      ]);
      expect(alerts.length).toBeGreaterThan(80);
    });

    test.each(guideValues(stack))("the guide's $query has the right values", async ({ query, values }) => {
      const { result } = await prometheus.instant(query, await prometheus.lastScrape());
      const found = Object.fromEntries(
        result.map(({ metric, value: [, text] = [0, 'NaN'] }) => [
          metric['pod'] ?? metric['instance'] ?? '',
          Number(text),
        ]),
      );

      expect(Object.keys(found).sort()).toEqual(Object.keys(values).sort());
      for (const [name, value] of Object.entries(values)) expect(found[name]! / value).toBeCloseTo(1, 1);
    });

    if (flavor === DOCUMENTED) {
      test('docs/panels.md tells of these results', () => {
        const page = panelsPage(results, EMPTY);

        expect(generatedPage('docs/panels.md', page)).toBe(page);
      });
    }
  });
});
