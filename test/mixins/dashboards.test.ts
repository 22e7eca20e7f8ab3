import { KubernetesMixin } from '../../lib/mixins/kubernetes/kubernetes-mixin';
import { NodeMixin } from '../../lib/mixins/node/node-mixin';
import { PlgMixin } from '../../lib/mixins/plg/plg-mixin';
import { KubernetesFlavor } from '../../lib/model/kubernetes-flavor';
import { variablesIn } from '../../lib/model/query/grafana-variables';
import { promqlProblems } from '../../lib/model/query/promql-syntax';
import { everythingOf, filledIn, panelsOf, selectorsOf, variablesOf } from './support/queries';
import { OF_EVERY_TARGET, SCRAPED } from './support/scraped-metrics';

const FLAVOURS = Object.values(KubernetesFlavor).map((flavor) => ({
  flavor,
  mixins: [new KubernetesMixin(flavor), new NodeMixin(), new PlgMixin()],
}));

const DASHBOARDS = [
  ...FLAVOURS.flatMap(({ flavor }) =>
    new KubernetesMixin(flavor).dashboards.map((dashboard) => ({ name: `${dashboard.title} (${flavor})`, dashboard })),
  ),
  ...new NodeMixin().dashboards.map((dashboard) => ({ name: dashboard.title, dashboard })),
];

function scraped(flavor: KubernetesFlavor, job?: string): Set<string> {
  const jobs = job === undefined ? Object.values(SCRAPED) : [SCRAPED[job] ?? { everywhere: [] }];
  const standard = flavor === KubernetesFlavor.STANDARD;
  return new Set([
    ...OF_EVERY_TARGET,
    ...jobs.flatMap((of) => [...of.everywhere, ...(standard ? (of.standard ?? []) : [])]),
  ]);
}

/** Values as Grafana would put them in, so that the query can be taken apart. */
const VALUES = { cluster: '', namespace: 'timedeal', node: 'node', instance: '10.0.0.1:9100' };

describe.each(DASHBOARDS)('$name', ({ dashboard }) => {
  const queries = panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, refId }) => ({ where: `${title}, query ${refId}`, expr })),
  );

  test('has queries that Prometheus can read', () => {
    const problems = queries.flatMap(({ where, expr }) =>
      promqlProblems(expr, { variables: {} }).map(({ message, column }) => `${where}, column ${column}: ${message}`),
    );

    expect(problems).toEqual([]);
  });

  test('reads no variable that it does not define, and defines none that it does not read', () => {
    const defined = variablesOf(dashboard).map(({ name }) => name);
    const inVariables = variablesOf(dashboard).flatMap(({ query }) => variablesIn(query));
    const read = new Set([...queries.flatMap(({ expr }) => variablesIn(expr)), ...inVariables, 'datasource']);

    expect([...read].sort()).toEqual([...defined].sort());
  });

  test('matches a variable of many values by a regular expression, and every other by equality', () => {
    const many = new Set(
      variablesOf(dashboard)
        .filter((variable) => 'multi' in variable && variable.multi === true)
        .map(({ name }) => name),
    );
    const matchers = queries.flatMap(({ expr }) => [...expr.matchAll(/(=~?)"\$(\w+)"/g)]);

    const wrong = matchers.filter(([, operator, name]) => (operator === '=~') !== many.has(name ?? ''));

    expect(matchers.length).toBeGreaterThan(0);
    expect(wrong.map(([text]) => text)).toEqual([]);
  });

  test('asks no data source but those that the stack has', () => {
    const sources = [
      ...panelsOf(dashboard),
      ...panelsOf(dashboard).flatMap(({ targets = [] }) => targets),
      ...variablesOf(dashboard),
    ];

    const uids = new Set(sources.flatMap(({ datasource }) => (datasource === undefined ? [] : [datasource.uid])));

    expect([...uids]).toEqual(['${datasource}']);
  });

  test('has panels that stand side by side without gaps, overlaps or a crossed edge', () => {
    const cells = new Map<string, string>();
    const taken: string[] = [];
    for (const { title, gridPos } of everythingOf(dashboard)) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          const other = cells.get(`${x},${y}`);
          if (other !== undefined || x >= 24) taken.push(`${title} crosses ${other ?? 'the edge'}`);
          cells.set(`${x},${y}`, title);
        }
      }
    }
    const bottom = Math.max(...everythingOf(dashboard).map(({ gridPos }) => gridPos.y + gridPos.h));

    expect(taken).toEqual([]);
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

    expect(new Set(titles).size).toBe(titles.length);
  });

  test('says of each panel what a bad value looks like', () => {
    const silent = panelsOf(dashboard).filter(
      ({ description = '', options }) =>
        options?.['textMode'] !== 'name' && !/\b(Bad|Good|Above|Near|At)\b/.test(description),
    );

    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  test('gives each panel a unit', () => {
    const bare = panelsOf(dashboard).filter(
      ({ type, fieldConfig }) => type !== 'table' && !fieldConfig?.defaults['unit'],
    );

    expect(bare.map(({ title }) => title)).toEqual([]);
  });

  test('answers in a first row of single values before it shows any graph', () => {
    const panels = panelsOf(dashboard);

    expect(panels.slice(0, 6).map(({ type, gridPos }) => [type, gridPos.y])).toEqual(Array(6).fill(['stat', 0]));
    expect(panels.slice(6).map(({ type }) => type)).not.toContain('stat');
  });

  test('is smaller than 40 kB', () => {
    expect(JSON.stringify(dashboard._model()).length).toBeLessThan(40_000);
  });
});

describe.each(FLAVOURS)('mixins for $flavor', ({ flavor, mixins }) => {
  const recorded = new Set(
    mixins
      .flatMap(({ ruleGroups }) => ruleGroups)
      .flatMap(({ rules }) => rules)
      .flatMap(({ _data }) => _data.record ?? []),
  );
  const ruleQueries = mixins
    .flatMap(({ ruleGroups }) => ruleGroups)
    .flatMap(({ rules }) => rules)
    .map(({ name, _data }) => ({ where: name, expr: _data.expr }));
  const panelQueries = mixins
    .flatMap(({ dashboards }) => dashboards)
    .flatMap((dashboard) =>
      panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ where: title, expr: filledIn(expr, VALUES) })),
      ),
    );
  const variableQueries = mixins
    .flatMap(({ dashboards }) => dashboards)
    .flatMap(variablesOf)
    .filter(({ type }) => type === 'query')
    .map(({ name, query }) => ({
      where: name,
      expr: filledIn(/label_values\((.*), \w+\)$/.exec(query)?.[1] ?? '', VALUES),
    }));

  test('read no metric that no scrape job stores and no rule records', () => {
    const unknown = [...ruleQueries, ...panelQueries, ...variableQueries].flatMap(({ where, expr }) =>
      selectorsOf(expr)
        .filter(({ metric, matchers }) => {
          if (recorded.has(metric)) return false;
          const job = matchers.map((matcher) => /^job="(.*)"$/.exec(matcher)?.[1]).find((name) => name !== undefined);
          return !scraped(flavor, job).has(metric);
        })
        .map(({ metric }) => `${where}: ${metric}`),
    );

    expect(variableQueries.map(({ expr }) => expr)).not.toContain('');
    expect(unknown).toEqual([]);
  });

  test('record no series that no dashboard reads', () => {
    const read = new Set(panelQueries.flatMap(({ expr }) => selectorsOf(expr)).map(({ metric }) => metric));

    expect([...recorded].filter((name) => !read.has(name))).toEqual([]);
  });

  test('have no two dashboards of one uid or title, no two groups of one name', () => {
    const dashboards = mixins.flatMap((mixin) => mixin.dashboards);
    const keys = [
      ...dashboards.flatMap(({ uid, title }) => [`uid ${uid}`, `title ${title}`]),
      ...mixins.flatMap(({ ruleGroups }) => ruleGroups).map(({ name }) => `group ${name}`),
      ...mixins.map(({ name }) => `mixin ${name}`),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });

  test('give dashboards whose model has the uid and title that they are announced with', () => {
    for (const dashboard of mixins.flatMap((mixin) => mixin.dashboards)) {
      expect(dashboard._model()).toMatchObject({ uid: dashboard.uid, title: dashboard.title });
    }
  });
});
