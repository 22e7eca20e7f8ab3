import { dashboardUrl } from '../../lib/dashboard-builder/links';
import { metricReadersOf } from '../../lib/model/dashboard-queries';
import { metricNamesIn } from '../../lib/model/query/metric-names';
import { LIBRARY_MIXINS } from './support/library-mixins';
import { checkRules, describeWithPromtool } from './support/promtool';
import { variablesOf } from './support/queries';

describe.each(LIBRARY_MIXINS)('the mixins for $flavor', ({ mixins }) => {
  const dashboards = mixins.flatMap((mixin) => mixin.dashboards);
  const groups = mixins.flatMap(({ ruleGroups }) => ruleGroups);
  const rules = groups.flatMap((group) => group.rules.map(({ _data }) => _data));

  test('have no two dashboards of one uid or title, no two groups or alerts of one name', () => {
    const keys = [
      ...dashboards.flatMap(({ uid, title }) => [`uid ${uid}`, `title ${title}`]),
      ...groups.map(({ name }) => `group ${name}`),
      ...mixins.map(({ name }) => `mixin ${name}`),
      ...rules.flatMap(({ alert, labels = {} }) =>
        alert === undefined ? [] : [`alert ${alert} ${JSON.stringify(labels)}`],
      ),
    ];

    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('record no series that nothing reads', () => {
    const read = new Set([
      ...dashboards.flatMap((dashboard) =>
        metricReadersOf(dashboard._model()).flatMap(({ uses }) => uses.flatMap(({ names }) => names)),
      ),
      ...rules.flatMap(({ expr }) => metricNamesIn(expr)),
    ]);
    const unread = rules.flatMap(({ record }) => (record === undefined || read.has(record) ? [] : [record]));

    expect(unread).toEqual([]);
  });

  test('link to dashboards that are there, with variables that these have', () => {
    const known = new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard]));
    const broken = dashboards.flatMap((dashboard) => {
      const urls = [...JSON.stringify(dashboard._model()).matchAll(/"url":"(\/d\/[^"]+)"/g)].map(([, url = '']) => url);
      return urls
        .filter((url) => {
          const [, uid = ''] = /^\/d\/([\w-]+)/.exec(url) ?? [];
          const target = known.get(uid);
          const given = [...url.matchAll(/[?&]var-([\w]+)=/g)].map(([, name]) => name);
          const names = new Set(target === undefined ? [] : variablesOf(target).map(({ name }) => name));
          return target === undefined || given.some((name) => !names.has(name ?? ''));
        })
        .map((url) => `${dashboard.title}: ${url}`);
    });

    expect(broken).toEqual([]);
    expect(dashboardUrl('a', { b: 'c' })).toMatch(/^\/d\/a\?.*&var-b=c$/);
  });

  test('say of each alert what is wrong, what it means and what to do', () => {
    const alerts = rules.filter(({ alert }) => alert !== undefined);
    const silent = alerts.filter(({ annotations = {} }) => {
      const { summary = '', description = '', runbook = '' } = annotations;
      return summary === '' || description.length < 20 || runbook.length < 20;
    });

    expect(silent.map(({ alert }) => alert)).toEqual([]);
  });

  describeWithPromtool('together', () => {
    test('are rules that promtool reads', () => {
      expect(checkRules(groups)).toBe('');
    });
  });
});
