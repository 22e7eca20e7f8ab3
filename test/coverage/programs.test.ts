import { PROGRAM_MIXINS, RecordedPrograms } from '../live/recorded-programs';
import { askerOfRule, askersOfDashboard, type RuleModel } from './asking';
import { Coverage } from './coverage';
import { Exceptions, type RareValues, type SilentMetrics } from './exceptions';
import { Metrics } from './metrics';
import { StoredSeries } from './stored-series';

const NO_CLUSTER = { nodes: [], pods: [], services: [] };

const SILENT: readonly SilentMetrics[] = [];

const RARE: readonly RareValues[] = [
  {
    metrics: ['pg_stat_activity_count'],
    label: 'wait_event_type',
    values: ['Lock'],
    source: 'PostgreSQL doc/src/sgml/monitoring.sgml',
    when: 'a session waits for a lock',
  },
];

describe('the mixins for programs', () => {
  const programs = new RecordedPrograms();
  const stored = new StoredSeries(programs.jobs, NO_CLUSTER, (_job, url) => programs.families(url));
  const exceptions = new Exceptions(SILENT, RARE);
  const coverage = new Coverage(new Metrics(stored, exceptions));

  test.each(PROGRAM_MIXINS)('ask for what was recorded, labels and all: $mixin.name', ({ mixin }) => {
    const rules = mixin.ruleGroups.flatMap((group) => group.rules.map(({ _data }) => _data as RuleModel));
    const askers = [...mixin.dashboards.flatMap(askersOfDashboard), ...rules.map(askerOfRule)];

    expect(askers.flatMap((asker) => coverage.problems(asker))).toEqual([]);
    expect(askers.length).toBeGreaterThan(20);
  });

  test('need each of the exceptions', () => {
    expect(exceptions.unused()).toEqual([]);
  });
});
