import { PostgresMixin } from '../../../lib/mixins/postgres/postgres-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelComplaints } from '../support/panel-value';
import { describeWithPromtool, type InputSeries } from '../support/promtool';
import { changing, series } from '../support/series';

const DB = { namespace: 'shop', job: 'db', pod: 'db-0' };
const [postgres] = new PostgresMixin().dashboards;
const asked = { dashboard: postgres!, variables: { namespace: 'shop', job: 'db', pod: 'db-.+' } };

function counter(name: string, perSecond: number, datname = 'shop', pod = 'db-0'): InputSeries {
  return series(`pg_stat_database_${name}`, { ...DB, pod, datname }, 1000, perSecond * 30);
}

describe('PostgresMixin', () => {
  test('has a dashboard whatever alerts are wanted', () => {
    const names = Object.values(AlertProfile).map((alerts) => {
      const { dashboards, ruleGroups } = new PostgresMixin({ alerts });
      return [dashboards.map(({ title }) => title), ruleGroups.flatMap(({ rules }) => rules.length)];
    });

    expect(names).toEqual([
      [['PostgreSQL'], []],
      [['PostgreSQL'], [5]],
      [['PostgreSQL'], [6]],
    ]);
  });
});

describeWithPromtool('the dashboard of PostgreSQL', () => {
  test('shows all of nothing as found in memory', () => {
    const input = [counter('blks_hit', 0), counter('blks_read', 0)];

    expect(panelComplaints({ ...asked, panel: ['Cache hits', 'A'], input }, { '{}': 1 })).toBe('');
    expect(
      panelComplaints({ ...asked, panel: ['Cache hits by database', 'A'], input }, { '{datname="shop"}': 1 }),
    ).toBe('');
  });

  test('shows the share of blocks that were found in memory, without what belongs to no database of people', () => {
    const input = [
      counter('blks_hit', 90),
      counter('blks_read', 10),
      counter('blks_hit', 0, 'template1'),
      counter('blks_read', 500, 'template1'),
      counter('blks_hit', 0, ''),
      counter('blks_read', 500, ''),
    ];

    expect(panelComplaints({ ...asked, panel: ['Cache hits', 'A'], input }, { '{}': 0.9 })).toBe('');
  });

  test('shows the server that has fewest connections left', () => {
    const of = (pod: string, open: number): InputSeries[] => [
      series('pg_stat_database_numbackends', { ...DB, pod, datname: 'shop' }, open),
      series('pg_stat_database_numbackends', { ...DB, pod, datname: 'postgres' }, 2),
      series('pg_settings_max_connections', { ...DB, pod }, 100),
    ];
    const input = [...of('db-0', 78), ...of('db-1', 8)];

    expect(panelComplaints({ ...asked, panel: ['Connections of maximum', 'A'], input }, { '{}': 0.8 })).toBe('');
  });

  test('shows that one of its servers is down', () => {
    const input = [series('pg_up', DB, 1), series('pg_up', { ...DB, pod: 'db-1' }, 0)];

    expect(panelComplaints({ ...asked, panel: ['Server', 'A'], input }, { '{}': 0 })).toBe('');
  });

  test('shows 0 sessions that wait for locks when none does', () => {
    const input = [series('pg_stat_activity_count', { ...DB, state: 'idle', wait_event_type: 'Client' }, 4)];

    expect(panelComplaints({ ...asked, panel: ['Waiting for locks', 'A'], input }, { '{}': 0 })).toBe('');
  });

  test('counts deadlocks, and 0 when there are none', () => {
    const panel = ['Deadlocks, last hour', 'A'] as const;
    const one = changing('pg_stat_database_deadlocks', { ...DB, datname: 'shop' }, '5x9 6x400');

    expect(panelComplaints({ ...asked, panel, input: [one] }, { '{}': 1 })).toBe('');
    expect(panelComplaints({ ...asked, panel, input: [counter('deadlocks', 0)] }, { '{}': 0 })).toBe('');
  });

  test('shows the size of a database once, though a replica has it too', () => {
    const input = ['db-0', 'db-1'].map((pod) => series('pg_database_size_bytes', { ...DB, pod, datname: 'shop' }, 500));

    expect(panelComplaints({ ...asked, panel: ['Size', 'A'], input }, { '{datname="shop"}': 500 })).toBe('');
  });
});
