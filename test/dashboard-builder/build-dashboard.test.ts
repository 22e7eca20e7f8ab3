import { buildDashboard } from '../../lib/dashboard-builder/build-dashboard';
import type { DashboardSpec, PanelSpec } from '../../lib/dashboard-builder/spec';
import { Dashboard } from '../../lib/model/dashboard';
import { everythingOf, panelsOf, variablesOf, type Panel } from '../mixins/support/queries';

const STAT: PanelSpec = {
  kind: 'stat',
  title: 'Up',
  description: 'Targets that answer. Bad: fewer than you have.',
  width: 6,
  unit: 'none',
  query: { expr: 'sum(up)', legend: 'up' },
};

const GRAPH: PanelSpec = {
  kind: 'timeseries',
  title: 'Requests',
  description: 'Requests a second. Bad: none.',
  width: 12,
  unit: 'reqps',
  stack: true,
  queries: [
    { expr: 'rate(http_requests_total[$__rate_interval])', legend: '{{pod}}' },
    { expr: 'rate(http_failures_total[$__rate_interval])', legend: '{{pod}} failed' },
  ],
  lines: [{ expr: 'vector(10)', name: 'most' }],
};

const TABLE: PanelSpec = {
  kind: 'table',
  title: 'Pods',
  description: 'One row for each pod.',
  width: 24,
  labels: [
    { title: 'Pod', label: 'pod', link: { title: 'Logs', url: '/explore' } },
    { title: 'Node', label: 'node', expr: 'kube_pod_info', columnWidth: 160 },
  ],
  values: [
    { title: 'CPU', expr: 'cpu', unit: 'short' },
    { title: 'Memory', expr: 'memory', unit: 'bytes', thresholds: { warning: 1 } },
  ],
  sortBy: 'Memory',
};

const LOGS: PanelSpec = {
  kind: 'logs',
  title: 'Errors',
  description: 'Lines that speak of errors.',
  width: 24,
  logql: '{namespace="timedeal"} |= "error"',
};

function spec(...panels: PanelSpec[]): DashboardSpec {
  return {
    uid: 'checkout',
    title: 'Checkout',
    description: 'Whether people can pay.',
    tags: ['shop', 'checkout'],
    variables: [
      { name: 'namespace', label: 'Namespace', query: 'label_values(kube_pod_info, namespace)', multi: true },
    ],
    rows: [{ panels: [STAT] }, { title: 'Traffic', panels }],
  };
}

function dashboard(...panels: PanelSpec[]): Dashboard {
  return Dashboard.fromJson(buildDashboard(spec(...panels)));
}

function onePanel(panel: PanelSpec): Panel {
  const found = panelsOf(dashboard(panel)).find(({ title }) => title === panel.title);
  if (found === undefined) throw new Error(`no panel ${panel.title}`);
  return found;
}

describe('buildDashboard', () => {
  test('shows the last hour, refreshed as often as metrics are scraped', () => {
    expect(buildDashboard(spec())).toMatchObject({
      uid: 'checkout',
      title: 'Checkout',
      description: 'Whether people can pay.',
      tags: ['shop', 'checkout'],
      time: { from: 'now-1h', to: 'now' },
      refresh: '30s',
      timezone: 'browser',
    });
  });

  test('offers the data source before the variables of the dashboard', () => {
    const variables = variablesOf(dashboard());

    expect(variables.map(({ name, type, query }) => [name, type, query])).toEqual([
      ['datasource', 'datasource', 'prometheus'],
      ['namespace', 'query', 'label_values(kube_pod_info, namespace)'],
    ]);
    expect(variables[1]).toMatchObject({ multi: true, datasource: { type: 'prometheus', uid: '${datasource}' } });
  });

  test('links to the dashboards of the same subject', () => {
    expect(buildDashboard(spec())['links']).toEqual([
      expect.objectContaining({ type: 'dashboards', tags: ['shop'], asDropdown: true, keepTime: true }),
    ]);
  });

  test('numbers panels and headings of rows from 1', () => {
    const all = everythingOf(dashboard(GRAPH, TABLE));

    expect(all.map(({ id, title }) => [id, title])).toEqual([
      [1, 'Up'],
      [2, 'Traffic'],
      [3, 'Requests'],
      [4, 'Pods'],
    ]);
  });

  test('places the heading of a row below the row before, and its panels below the heading', () => {
    const all = everythingOf(dashboard(GRAPH, GRAPH, TABLE));

    expect(all.map(({ gridPos: { x, y, w, h } }) => [x, y, w, h])).toEqual([
      [0, 0, 6, 4],
      [0, 4, 24, 1],
      [0, 5, 12, 8],
      [12, 5, 12, 8],
      [0, 13, 24, 10],
    ]);
  });

  test('gives the same text each time', () => {
    expect(JSON.stringify(buildDashboard(spec(GRAPH, TABLE)))).toBe(JSON.stringify(buildDashboard(spec(GRAPH, TABLE))));
  });

  test('returns data that is shared with no other dashboard', () => {
    const first = panelsOf(Dashboard.fromJson(buildDashboard(spec(GRAPH))));
    const second = panelsOf(Dashboard.fromJson(buildDashboard(spec(GRAPH))));

    (first[0]?.gridPos as { x: number }).x = 99;

    expect(second[0]?.gridPos.x).toBe(0);
  });

  test('is plain JSON', () => {
    const model = buildDashboard(spec(GRAPH, TABLE, LOGS));

    expect(JSON.parse(JSON.stringify(model))).toStrictEqual(model);
  });
});

describe('panels', () => {
  test('a graph draws each query over the range, under its legend', () => {
    const { targets, options } = onePanel(GRAPH);

    expect(targets).toMatchObject([
      { refId: 'A', range: true, instant: false, legendFormat: '{{pod}}' },
      { refId: 'B', range: true, instant: false, legendFormat: '{{pod}} failed' },
      { refId: 'C', range: true, instant: false, legendFormat: 'most', expr: 'vector(10)' },
    ]);
    expect(options).toMatchObject({ legend: { showLegend: true }, tooltip: { mode: 'multi' } });
  });

  test('a line stands outside of the stack', () => {
    const { fieldConfig } = onePanel(GRAPH);

    expect(fieldConfig?.defaults).toMatchObject({ custom: { stacking: { mode: 'normal' } } });
    expect(fieldConfig?.overrides).toEqual([
      {
        matcher: { id: 'byName', options: 'most' },
        properties: expect.arrayContaining([{ id: 'custom.stacking', value: { mode: 'none', group: 'A' } }]) as unknown,
      },
    ]);
  });

  test('a single value is the newest one', () => {
    expect(onePanel(STAT).options).toMatchObject({ reduceOptions: { calcs: ['lastNotNull'] } });
  });

  test('thresholds go from green over orange to red', () => {
    const panel = onePanel({ ...STAT, title: 'Down', thresholds: { warning: 1, critical: 3 } });

    expect(panel.fieldConfig?.defaults).toMatchObject({
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: null, color: 'green' },
          { value: 1, color: 'orange' },
          { value: 3, color: 'red' },
        ],
      },
    });
  });

  test('a value without thresholds has no colour that would mean something', () => {
    expect(onePanel(STAT).fieldConfig?.defaults).toMatchObject({
      thresholds: { steps: [{ value: null, color: 'text' }] },
    });
  });

  test('a gauge ends at its maximum', () => {
    const panel = onePanel({ ...STAT, kind: 'gauge', title: 'Full', max: 1, decimals: 0 });

    expect(panel).toMatchObject({ type: 'gauge', fieldConfig: { defaults: { min: 0, max: 1, decimals: 0 } } });
  });

  test('a bar gauge lies on its side, so that names can be read', () => {
    const panel = onePanel({ ...STAT, kind: 'bargauge', title: 'Bars', noValue: 'none' });

    expect(panel).toMatchObject({
      type: 'bargauge',
      options: { orientation: 'horizontal' },
      fieldConfig: { defaults: { noValue: 'none' } },
    });
  });

  test('a table asks for the newest values in one row for each combination of labels', () => {
    const { targets } = onePanel(TABLE);

    expect(targets).toMatchObject([
      { refId: 'A', expr: 'cpu', instant: true, range: false, format: 'table' },
      { refId: 'B', expr: 'memory', instant: true, range: false, format: 'table' },
      { refId: 'C', expr: 'kube_pod_info', instant: true, range: false, format: 'table' },
    ]);
  });

  test('a table names and orders its columns, and hides what only brought a label', () => {
    const { transformations } = onePanel(TABLE) as unknown as { transformations: unknown };

    expect(transformations).toEqual([
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true, 'Value #C': true },
          indexByName: { pod: 0, node: 1, 'Value #A': 2, 'Value #B': 3 },
          renameByName: { pod: 'Pod', node: 'Node', 'Value #A': 'CPU', 'Value #B': 'Memory' },
        },
      },
    ]);
  });

  test('a column has its own unit, colours and links', () => {
    const { fieldConfig, options } = onePanel(TABLE);

    expect(fieldConfig?.overrides).toMatchObject([
      { matcher: { options: 'Pod' }, properties: [{ id: 'links', value: [{ title: 'Logs', url: '/explore' }] }] },
      { matcher: { options: 'Node' }, properties: [{ id: 'custom.width', value: 160 }] },
      { matcher: { options: 'CPU' }, properties: [{ id: 'unit', value: 'short' }] },
      {
        matcher: { options: 'Memory' },
        properties: [
          { id: 'unit', value: 'bytes' },
          { id: 'thresholds', value: { steps: [{ color: 'text' }, { color: 'orange' }] } },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ],
      },
    ]);
    expect(options).toMatchObject({ sortBy: [{ displayName: 'Memory', desc: true }] });
  });

  test('a column may lead to several places', () => {
    const [pods, logs] = ['/d/pods', '/explore'].map((url) => ({ title: `To ${url}`, url }));
    const column = { title: 'Pod', label: 'pod', link: pods!, links: [logs!] };
    const { fieldConfig } = onePanel({ ...TABLE, labels: [column] });

    expect(fieldConfig?.overrides[0]).toEqual({
      matcher: { id: 'byName', options: 'Pod' },
      properties: [{ id: 'links', value: [pods, logs] }],
    });
  });

  test('logs come from Loki', () => {
    const { datasource, targets } = onePanel(LOGS);

    expect(datasource).toEqual({ type: 'loki', uid: 'loki' });
    expect(targets).toMatchObject([{ expr: '{namespace="timedeal"} |= "error"', datasource: { uid: 'loki' } }]);
  });
});

describe('PanelSpec', () => {
  test('lets the compiler refuse what would make no panel', () => {
    // it is the compiler that fails when one of these lines is accepted
    const refused: readonly PanelSpec[] = [
      // @ts-expect-error -- a graph draws a list of queries
      { ...STAT, kind: 'timeseries' },
      // @ts-expect-error -- no panel is 25 columns wide
      { ...STAT, width: 25 },
      // @ts-expect-error -- a typo in the unit
      { ...STAT, unit: 'byte' },
      // @ts-expect-error -- a gauge needs an end
      { ...STAT, kind: 'gauge' },
      // @ts-expect-error -- logs are asked for in LogQL
      { ...STAT, kind: 'logs' },
      // @ts-expect-error -- each panel says what a bad value looks like
      { ...GRAPH, description: undefined },
      // @ts-expect-error -- thresholds hold at least one value
      { ...STAT, thresholds: {} },
    ];

    expect(refused).toHaveLength(7);
  });
});
