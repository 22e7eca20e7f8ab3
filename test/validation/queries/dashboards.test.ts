import { all, configMap, found } from '../support/validate';

const LABEL = { grafana_dashboard: '1' };
const AT = "ConfigMap shop/files, data['shop.json']";

function panel(expr: string, more: object = {}): object {
  return { id: 1, title: 'P', datasource: { type: 'prometheus', uid: 'p' }, targets: [{ refId: 'A', expr }], ...more };
}

function board(...panels: object[]): any {
  return { title: 'Shop', uid: 'shop', schemaVersion: 39, templating: { list: [] }, panels };
}

const files = (model: any, name = 'files'): any => configMap({ 'shop.json': JSON.stringify(model) }, LABEL, name);

describe('the rules of dashboards', () => {
  test('find a query that does not parse, and a variable that is not there', () => {
    expect(found('dashboard', files(board(panel('up{ns="$ns"}'), panel('rate(up[5m]', { id: 2 }))))).toEqual([
      `high: ${AT}: dashboard 'Shop', panel 'P', query A: column 8: the variable '$ns' is not defined; add 'ns' to the dashboard's variables, near "up{ns=\\"$ns\\"}"`,
      `high: ${AT}: dashboard 'Shop', panel 'P', query A: column 5: '(' is never closed; expected ')', near "rate(up[5m]"`,
    ]);
  });

  test('read the queries of Loki as LogQL', () => {
    const logs = panel('{app="x"} | jsn', { datasource: { type: 'loki', uid: 'l' } });

    expect(found('dashboard', files(board(logs)))).toEqual([
      `high: ${AT}: dashboard 'Shop', panel 'P', query A: column 13: 'jsn' is no stage; did you mean 'json'?, near "{app=\\"x\\"} | jsn"`,
    ]);
  });

  test('read dashboards without the label as well, and no other JSON', () => {
    const unlabelled = configMap({ 'shop.json': JSON.stringify(board(panel('rate('))) });

    expect(found('dashboard', unlabelled)).toHaveLength(1);
    expect(all(configMap({ 'package.json': JSON.stringify({ title: 'x', panels: 'none' }) }))).toEqual([]);
  });

  test("read the dashboards of Grafana's operator", () => {
    const json = JSON.stringify(board(panel('rate(')));
    const object = {
      apiVersion: 'grafana.integreatly.org/v1beta1',
      kind: 'GrafanaDashboard',
      metadata: { name: 'd' },
      spec: { json },
    };

    expect(found('dashboard', object)).toEqual([
      expect.stringContaining('high: GrafanaDashboard d, spec.json: dashboard'),
    ]);
  });

  test("find an answer of Grafana's HTTP API where a dashboard must be, and a text that is no JSON", () => {
    expect(found('dashboard', files({ dashboard: board(), meta: {} }))).toEqual([
      `high: ${AT}: it is an answer of Grafana's HTTP API; keep what stands under its key 'dashboard'`,
    ]);
    expect(found('config-text', configMap({ 'shop.json': '{"a": }' }, LABEL))).toHaveLength(1);
  });

  test('tell of a layout that Grafana changes, once for each dashboard and of little weight', () => {
    const gridPos = { x: 0, y: 0, w: 12, h: 8 };

    expect(all(files(board(panel('up', { gridPos }), panel('up', { gridPos }))))).toEqual([
      `low dashboard-layout: ${AT}: dashboard 'Shop', panel 'P': its id 1 is that of panel 'P' as well; and 1 more of the kind`,
    ]);
  });

  test('find two dashboards with one uid', () => {
    expect(found('dashboard-uid', files(board(panel('up')), 'a'), files(board(panel('up')), 'b'))).toEqual([
      "medium: ConfigMap shop/a, data['shop.json']: the uid 'shop' stands in several dashboards",
      "medium: ConfigMap shop/b, data['shop.json']: the uid 'shop' stands in several dashboards",
    ]);
  });
});
