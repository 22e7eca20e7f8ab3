import { dashboardProblems } from '../../lib/model/dashboard-check';
import { dashboardLayoutProblems } from '../../lib/model/dashboard-layout';
import { variablesIn } from '../../lib/model/query/grafana-variables';
import { LIBRARY_MIXINS } from './support/library-mixins';
import { everythingOf, panelsOf, variablesOf } from './support/queries';

const DASHBOARDS = LIBRARY_MIXINS.flatMap(({ flavor, mixins }) =>
  mixins
    .flatMap(({ dashboards }) => dashboards)
    .map((dashboard) => ({ name: `${dashboard.title} (${flavor})`, dashboard })),
);

// what Grafana draws on its own answers for itself
const OWN_DATA_SOURCES = ['prometheus', 'loki'];

describe.each(DASHBOARDS)('$name', ({ dashboard }) => {
  const model = dashboard._model();
  const queries = panelsOf(dashboard).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

  test('has queries that Prometheus and Loki can read, of data sources that the stack has', () => {
    expect(dashboardProblems(model, OWN_DATA_SOURCES)).toEqual([]);
  });

  test('has panels that overlap nowhere and stay on the grid', () => {
    expect(dashboardLayoutProblems(model)).toEqual([]);
  });

  test('defines no variable that nothing reads', () => {
    const { list: annotations = [] } = (model['annotations'] ?? {}) as { list?: { expr: string }[] };
    const read = new Set([
      ...queries.flatMap(variablesIn),
      ...variablesOf(dashboard).flatMap(({ query }) => variablesIn(query)),
      ...annotations.flatMap(({ expr }) => variablesIn(expr)),
      'datasource',
    ]);
    const unread = variablesOf(dashboard).filter(({ name }) => !read.has(name));

    expect(unread.map(({ name }) => name)).toEqual([]);
  });

  test('matches a variable of many values by a regular expression, and every other by equality', () => {
    const many = new Set(
      variablesOf(dashboard)
        .filter((variable) => 'multi' in variable && variable.multi === true)
        .map(({ name }) => name),
    );
    const matchers = queries.flatMap((expr) => [...expr.matchAll(/(=~?)"\$(\w+)"/g)]);
    const wrong = matchers.filter(([, operator, name]) => (operator === '=~') !== many.has(name ?? ''));

    expect(wrong.map(([text]) => text)).toEqual([]);
  });

  test('has lines of panels without a gap', () => {
    const cells = new Set<string>();
    for (const { gridPos } of everythingOf(dashboard)) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) cells.add(`${x},${y}`);
      }
    }
    const bottom = Math.max(...everythingOf(dashboard).map(({ gridPos }) => gridPos.y + gridPos.h));

    expect(cells.size).toBe(24 * bottom);
  });

  test('numbers its panels from 1 and its queries from A', () => {
    const all = everythingOf(dashboard);

    expect(all.map(({ id }) => id)).toEqual(all.map((_panel, index) => index + 1));
    for (const { targets = [] } of all) {
      expect(targets.map(({ refId }) => refId)).toEqual([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].slice(0, targets.length));
    }
  });

  test('has no two panels of one title', () => {
    const titles = panelsOf(dashboard).map(({ title }) => title);

    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  test('says of each panel what a bad value looks like', () => {
    const silent = panelsOf(dashboard).filter(
      ({ description = '', options }) =>
        options?.['textMode'] !== 'name' && !/\b(Bad|Good|Above|Near|At|Below|From)\b/.test(description),
    );

    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  test('gives each panel of figures a unit', () => {
    const bare = panelsOf(dashboard).filter(
      ({ type, fieldConfig }) => !['table', 'logs'].includes(type) && !fieldConfig?.defaults['unit'],
    );

    expect(bare.map(({ title }) => title)).toEqual([]);
  });

  test('answers in a first row of six single values before it shows any graph', () => {
    const panels = panelsOf(dashboard);

    expect(panels.slice(0, 6).map(({ type, gridPos }) => [type, gridPos.y])).toEqual(Array(6).fill(['stat', 0]));
    expect(panels.slice(6).map(({ type }) => type)).not.toContain('stat');
  });

  test('is smaller than 56 kB', () => {
    expect(JSON.stringify(model).length).toBeLessThan(56_000);
  });

  test('has the uid and title that it is announced with', () => {
    expect(model).toMatchObject({ uid: dashboard.uid, title: dashboard.title });
  });
});
