import type { DashboardModel } from '../../lib/model/dashboard';
import { dashboardProblems } from '../../lib/model/dashboard-check';
import { logqlProblems } from '../../lib/model/query/logql-syntax';
import { promqlProblems } from '../../lib/model/query/promql-syntax';
import { describeProblem } from '../../lib/model/query/query-problem';

const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
const LOKI = { type: 'loki', uid: 'loki' };
const chooser = { type: 'datasource', name: 'datasource', query: 'prometheus' };

function dashboard(panels: object[], more: object = {}): DashboardModel {
  return { uid: 'shop', title: 'Shop', panels, ...more };
}

function panel(expr: unknown, datasource: unknown = PROMETHEUS, more: object = {}): object {
  return { id: 1, title: 'Errors', datasource, targets: [{ refId: 'A', expr }], ...more };
}

/** A panel of several data sources, whose query says which. */
const ownSource = { targets: [{ refId: 'A', expr: 'up{', datasource: PROMETHEUS }] };

const withVariables = (...list: object[]): object => ({ templating: { list } });
const notDefined = (text: string, name: string): string =>
  `the variable '${text}' is not defined; add '${name}' to the dashboard's variables`;

describe('a dashboard', () => {
  test('is fine with the queries that Grafana makes of it', () => {
    const model = dashboard(
      [
        panel('sum by (pod) (rate(http_requests_total{namespace="$namespace"}[$__rate_interval]))'),
        panel('{namespace="$namespace"} |= `error` | json', LOKI),
        panel('topk($count, up)', { uid: '${datasource}' }),
      ],
      withVariables(
        chooser,
        { type: 'query', name: 'namespace' },
        { type: 'custom', name: 'count', current: { value: '5' } },
      ),
    );

    expect(dashboardProblems(model, ['prometheus', 'loki'])).toEqual([]);
  });

  test('tells panel, query and column of a PromQL query that does not parse', () => {
    const [problem] = promqlProblems('sum(rate(up[5m])', { variables: {} });

    expect(dashboardProblems(dashboard([panel('sum(rate(up[5m])')]))).toEqual([
      `dashboard 'Shop', panel 'Errors', query A: ${describeProblem(problem!)}`,
    ]);
    expect(describeProblem(problem!)).toMatch(/^column \d+: /);
  });

  test('tells the same of a LogQL query', () => {
    const [problem] = logqlProblems('{app="x"', { variables: {} });

    expect(dashboardProblems(dashboard([panel('{app="x"', LOKI)]))).toEqual([
      `dashboard 'Shop', panel 'Errors', query A: ${describeProblem(problem!)}`,
    ]);
  });

  test('is read in the language of its data source', () => {
    const logql = '{app="x"} |= "error"';

    expect(dashboardProblems(dashboard([panel(logql, LOKI)]))).toEqual([]);
    expect(dashboardProblems(dashboard([panel(logql, PROMETHEUS)]))).toHaveLength(1);
  });

  test.each<[string, object[], object]>([
    ['in a folded row', [{ type: 'row', title: 'R', panels: [panel('up{')] }], {}],
    ['in a row of Grafana 4', [], { rows: [{ panels: [panel('up{')] }] }],
    ['whose data source is chosen by a variable', [panel('up{', { uid: '${datasource}' })], withVariables(chooser)],
    [
      'whose data source is chosen by a variable, in the old form',
      [panel('up{', '$datasource')],
      withVariables(chooser),
    ],
    ['which names its data source itself', [panel('up{', { type: 'mixed', uid: '-- Mixed --' }, ownSource)], {}],
    ['that is hidden', [{ ...panel(''), targets: [{ refId: 'A', expr: 'up{', hide: true }] }], {}],
  ])('is read to the last query, also one %s', (_, panels, more) => {
    const [problem, ...others] = dashboardProblems(dashboard(panels, more));

    expect(problem).toMatch(/^dashboard 'Shop', panel 'Errors', query A: column \d+: /);
    expect(others).toEqual([]);
  });

  test.each<[string, object]>([
    ['of another data source', panel('SELECT {', { type: 'postgres', uid: 'pg' })],
    ['of a data source of unknown kind', panel('up{', { uid: 'pg' })],
    ['of an old data source by name', panel('up{', 'Graphite')],
    ['of the default data source, whichever it is', panel('up{', null)],
    ['that is empty', panel('  ')],
    ['that is no text', panel(7)],
    [
      'of Grafana itself',
      { title: 'T', datasource: { type: 'datasource', uid: 'grafana' }, targets: [{ refId: 'A' }] },
    ],
    [
      'of other panels',
      { title: 'T', datasource: { type: 'datasource', uid: '-- Dashboard --' }, targets: [{ panelId: 2 }] },
    ],
    [
      'that is an expression',
      { title: 'T', targets: [{ refId: 'B', datasource: { type: '__expr__', uid: '${DS_EXPRESSION}' } }] },
    ],
  ])('is not blamed for a query %s', (_, aPanel) => {
    expect(dashboardProblems(dashboard([aPanel]))).toEqual([]);
  });

  test('is not blamed for a library panel, whose queries are elsewhere', () => {
    const library = { id: 1, gridPos: {}, libraryPanel: { uid: 'x', name: 'CPU' } };

    expect(dashboardProblems(dashboard([library]))).toEqual([]);
  });

  test.each<[string, object]>([
    ['no panels', { panels: undefined }],
    ['panels that are none', { panels: [null, 7, 'x', {}] }],
    ['a list in place of an object', { templating: [], annotations: [], __inputs: {} }],
    ['nothing in place of an object', { templating: null, annotations: null, panels: null, rows: null }],
    ['targets that are none', { panels: [{ targets: 'up{', datasource: 7 }] }],
  ])('may have %s', (_, more) => {
    expect(dashboardProblems(dashboard([], more), [])).toEqual([]);
  });

  describe('without a title for a panel', () => {
    test('names it by its id', () => {
      const [problem] = dashboardProblems(dashboard([{ ...panel('up{'), title: ' ', id: 4 }]));

      expect(problem).toMatch(/^dashboard 'Shop', panel 4, query A: column \d+: /);
    });

    test('says so when there is no id either', () => {
      const [problem] = dashboardProblems(dashboard([{ datasource: PROMETHEUS, targets: [{ expr: 'up{' }] }]));

      expect(problem).toMatch(/^dashboard 'Shop', a panel without title, a query: column \d+: /);
    });
  });

  describe('knows its variables', () => {
    test.each([
      ['$node', 'up{node="$node"}', 10],
      ['${node}', 'up{node="${node}"}', 10],
      ['${node:regex}', 'up{node=~"${node:regex}"}', 11],
      ['[[node]]', 'up{node="[[node]]"}', 10],
    ])('and tells that %s is none', (text, expr, column) => {
      expect(dashboardProblems(dashboard([panel(expr)]))).toEqual([
        expect.stringMatching(/^dashboard 'Shop', panel 'Errors', query A: column \d+: the variable /),
      ]);
      expect(dashboardProblems(dashboard([panel(expr)]))[0]).toContain(
        `query A: column ${column}: ${notDefined(text, 'node')}, near `,
      );
      expect(dashboardProblems(dashboard([panel(expr)], withVariables({ type: 'query', name: 'node' })))).toEqual([]);
    });

    test.each([
      ['up{job="a"}[$__rate_interval]'],
      ['label_replace(up, "a", "$1-${2}", "job", "(.*)-(.*)")'],
      ['label_replace(up, "a", "${first}", "job", "(?P<first>.*)")'],
      ['up{job=~"a$|^b"}'],
    ])('and takes %s for none of them', (expr) => {
      const named = dashboardProblems(dashboard([panel(expr)])).filter((problem) => problem.includes('not defined'));

      expect(named).toEqual([]);
    });

    test('and takes the variables of a template for none of them', () => {
      const expr = '{app="x"} | line_format `{{ range $i, $e := fromJson .items }}{{ $e.name }}{{ end }}`';

      expect(dashboardProblems(dashboard([panel(expr, LOKI)]))).toEqual([]);
    });

    test('and their values, where they are fixed', () => {
      const operator = { type: 'custom', name: 'join', options: [{ value: 'or' }, { value: 'unless' }] };

      expect(dashboardProblems(dashboard([panel('up $join absent(up)')], withVariables(operator)))).toEqual([]);
    });

    test('and tells of a panel that is repeated for none', () => {
      expect(dashboardProblems(dashboard([panel('up', PROMETHEUS, { repeat: 'node' })]))).toEqual([
        "dashboard 'Shop', panel 'Errors': it is repeated for the variable 'node', which is not defined",
      ]);
    });

    test('and tells of a data source that is chosen by none', () => {
      expect(dashboardProblems(dashboard([panel('up', { type: 'prometheus', uid: '${datasource}' })]))).toEqual([
        `dashboard 'Shop', panel 'Errors': ${notDefined('${datasource}', 'datasource')}`,
      ]);
    });
  });

  test('tells once of a data source that is filled in on import', () => {
    const exported = { type: 'prometheus', uid: '${DS_PROMETHEUS}' };
    const inputs = { __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' }] };

    expect(dashboardProblems(dashboard([panel('up', exported), panel('up', exported)], inputs))).toEqual([
      "dashboard 'Shop': the data source '${DS_PROMETHEUS}' is filled in only when a person imports the dashboard; put a uid in its place, or export it anew without 'Export for sharing externally'",
    ]);
  });

  describe('of known data sources', () => {
    const known = ['prometheus', 'Prometheus', 'loki', 'Loki'];

    test.each<[string, unknown]>([
      ['a uid', PROMETHEUS],
      ['a name, as Grafana 8 wrote it', 'Prometheus'],
      ['a uid that is a name', { type: 'loki', uid: 'Loki' }],
      ['the default one', null],
      ['the default one by name', 'default'],
      ['one of another kind', { type: 'postgres', uid: 'pg' }],
    ])('may refer to %s', (_, datasource) => {
      const targets = [{ refId: 'A', datasource }];

      expect(dashboardProblems(dashboard([{ title: 'T', datasource, targets }]), known)).toEqual([]);
    });

    test('may not refer to others', () => {
      const model = dashboard([panel('up', { type: 'prometheus', uid: 'P1809F7CD0C75ACF3' })]);

      expect(dashboardProblems(model, known)).toEqual([
        "dashboard 'Shop', panel 'Errors': there is no data source 'P1809F7CD0C75ACF3'; there is: 'prometheus', 'Prometheus', 'loki', 'Loki'",
      ]);
      expect(dashboardProblems(model)).toEqual([]);
    });

    test('may not do so in a query, a variable or an annotation', () => {
      const other = { type: 'loki', uid: 'logs' };
      const model = dashboard([{ title: 'T', targets: [{ refId: 'B', expr: '{a="b"}', datasource: other }] }], {
        ...withVariables({ type: 'query', name: 'app', datasource: other }),
        annotations: { list: [{ name: 'deploys', datasource: other }] },
      });

      expect(dashboardProblems(model, [])).toEqual([
        "dashboard 'Shop', panel 'T', query B: there is no data source 'logs'; there is: none",
        "dashboard 'Shop', variable 'app': there is no data source 'logs'; there is: none",
        "dashboard 'Shop', annotation 'deploys': there is no data source 'logs'; there is: none",
      ]);
    });
  });
});
