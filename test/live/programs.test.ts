import { filledIn, panelsOf } from '../mixins/support/queries';
import { describeWith } from '../prometheus/promtool';
import { PAST } from './guide-stack';
import { programValues } from './program-values';
import { PROGRAM_MIXINS, RecordedPrograms } from './recorded-programs';
import { RunningPrometheus, type Series } from './running-prometheus';
import { variableValues } from './variable-values';

// wide, since a rate is extrapolated to the ends of its window
const DURATIONS = { __rate_interval: '5m', __interval: '30s' };

const CASES = PROGRAM_MIXINS.flatMap(({ mixin, jobs }) => jobs.map((job) => ({ name: mixin.name, job, mixin })));

describeWith('prometheus', 'on a real Prometheus that scrapes recorded programs', () => {
  const programs = new RecordedPrograms();
  const prometheus = new RunningPrometheus(
    programs.prometheus(PROGRAM_MIXINS.flatMap(({ mixin }) => mixin.ruleGroups)),
  );

  /** What the queries of a dashboard that Prometheus answers come back with, by panel and query. */
  async function answers(name: string, job: string): Promise<Map<string, readonly Series[]>> {
    const found = new Map<string, readonly Series[]>();
    const mixin = PROGRAM_MIXINS.find((one) => one.mixin.name === name)?.mixin;
    for (const { title, targets = [] } of mixin?.dashboards.flatMap(panelsOf) ?? []) {
      for (const { refId, expr } of targets) {
        const query = filledIn(expr, { ...DURATIONS, cluster: '', namespace: 'timedeal', job, pod: '.+' });
        found.set(`${title}, ${refId}`, (await prometheus.instant(query)).result);
      }
    }
    return found;
  }

  beforeAll(async () => {
    await prometheus.start();
    await prometheus.untilResult(`min(count_over_time(up[5m])) > ${PAST.length + 6}`);
  }, 180_000);
  afterAll(() => prometheus.stop(), 60_000);

  test.each(CASES)('every drop-down of $name offers something', async ({ mixin }) => {
    const [dashboard] = mixin.dashboards;
    const { empty, values } = await variableValues(dashboard!, prometheus);

    expect(empty).toEqual([]);
    expect(Object.keys(values)).toEqual(['cluster', 'namespace', 'job', 'pod']);
  });

  test.each(CASES)('every query of $name finds numbers in the job $job', async ({ name, job }) => {
    const found = [...(await answers(name, job))];
    const isNumber = ({ value: [, text] = [0, 'NaN'] }: Series): boolean => Number.isFinite(Number(text));
    const without = found.filter(([, result]) => result.length === 0 || !result.every(isNumber));

    expect(without).toEqual([]);
    expect(found.length).toBeGreaterThan(15);
  });

  test.each(programValues(programs))('$panel of $mixin is right for $job', async ({ mixin, job, panel, value }) => {
    const result = (await answers(mixin, job)).get(`${panel}, A`) ?? [];
    const values = result.map(({ value: [, text] = [0, 'NaN'] }) => Number(text));

    expect(values).toHaveLength(1);
    expect(Math.abs(values[0]! - value)).toBeLessThanOrEqual(0.05 * value);
  });

  test('no alert has a reason to fire', async () => {
    const { groups } = (await prometheus.get('rules?type=alert')) as { groups: any[] };
    const alerts = groups.flatMap(({ rules }) => rules);
    const active = alerts.filter(({ alerts: found }) => found.length > 0);

    expect(active.map(({ name, alerts: found }) => [name, JSON.stringify(found[0])])).toEqual([]);
    expect(alerts.map(({ health, name, lastError }) => (health === 'ok' ? 'ok' : `${name}: ${lastError}`))).toEqual(
      alerts.map(() => 'ok'),
    );
  });
});
