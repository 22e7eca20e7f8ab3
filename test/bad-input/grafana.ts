import { Dashboard, DataSource } from '../../lib';
import { long, make, synthesized, untyped, type BadCase } from './bad-case';

const dashboard = (model: object): Dashboard =>
  Dashboard.fromJson({ uid: 'shop', title: 'Shop', panels: [], ...model });
const panel = (expr: string, source: object = { type: 'prometheus', uid: 'prometheus' }): object => ({
  panels: [{ id: 1, type: 'stat', title: 'Orders', datasource: source, targets: [{ refId: 'A', expr }] }],
});
const show = (...dashboards: Dashboard[]): unknown =>
  make.grafana({ dashboards, dataSources: [DataSource.prometheus({ url: 'http://a:1' })] });
const loki = (options: object = {}): DataSource => DataSource.loki({ url: 'http://loki:3100', ...options });
const ini = (extraConfig: object): unknown => make.grafana({ extraConfig });

/** Dashboards, data sources and settings. */
export const GRAFANA: readonly BadCase[] = [
  [
    81,
    'LogQL that does not parse',
    () => show(dashboard(panel('{app="x"} |= ', { type: 'loki', uid: 'loki' }))),
    `[test/Grafana] dashboard 'Shop', panel 'Orders', query A: column 13: expected a text in quotes after '|=', but the query ends here, near "{app=\\"x\\"} |="`,
  ],
  [
    83,
    'a uid of 41 characters',
    () => dashboard({ uid: long(41) }),
    `[Dashboard Shop] 'uid' is "${long(41)}"; it must be 1 to 40 letters, digits, '-' or '_'; set one, so that links to the dashboard stay valid`,
  ],
  [
    83,
    'a uid with a blank',
    () => dashboard({ uid: 'my shop' }),
    `[Dashboard Shop] 'uid' is "my shop"; it must be 1 to 40 letters, digits, '-' or '_'; set one, so that links to the dashboard stay valid`,
  ],
  [
    83,
    'a uid that is missing',
    () => dashboard({ uid: undefined }),
    "[Dashboard Shop] 'uid' is undefined; it must be 1 to 40 letters, digits, '-' or '_'; set one, so that links to the dashboard stay valid",
  ],
  [
    83,
    'a title that is missing',
    () => dashboard({ title: undefined }),
    "[Dashboard] 'title' is undefined; it must be text that is not empty",
  ],
  [
    83,
    'a title of blanks',
    () => dashboard({ title: '  ' }),
    `[Dashboard] 'title' is "  "; it must be text that is not empty`,
  ],
  [
    83,
    'a uid that stands twice',
    () => show(dashboard({}), dashboard({ title: 'Other' })),
    "[test/Grafana] the dashboards 'Shop' and 'Other' have the same uid 'shop'; give one of them another",
  ],
  [
    83,
    'a title that stands twice',
    () => show(dashboard({}), dashboard({ uid: 'other' })),
    "[test/Grafana] the General folder has two dashboards with the title 'Shop'; give one of them another title or folder",
  ],
  [
    83,
    'text in the place of a dashboard',
    () => Dashboard.fromJson('{}'),
    `[Dashboard] 'model' is "{}"; it must be a dashboard's JSON model: an object with 'uid', 'title' and 'panels'`,
  ],
  [
    83,
    'a list in the place of a dashboard',
    () => Dashboard.fromJson([]),
    "[Dashboard] 'model' is []; it must be a dashboard's JSON model: an object with 'uid', 'title' and 'panels'",
  ],
  [
    83,
    'a file that is not there',
    () => Dashboard.fromFile('/nowhere/x.json'),
    `[Dashboard] 'path' is "/nowhere/x.json"; it must be a JSON file: ENOENT: no such file or directory, open '/nowhere/x.json'`,
  ],
  [
    83,
    'an answer of the API',
    () => Dashboard.fromJson({ dashboard: {}, meta: {} }),
    "[Dashboard] 'model' is an answer of Grafana's HTTP API; pass what stands under its key 'dashboard'",
  ],
  [
    83,
    "the folder of Grafana's own",
    () => Dashboard.fromJson({ uid: 'x', title: 'X' }, { folder: 'general' }),
    `[Dashboard X] 'folder' is "general"; it must be left out for a dashboard of no folder: the name is Grafana's own`,
  ],
  [
    83,
    'an empty folder',
    () => Dashboard.fromJson({ uid: 'x', title: 'X' }, { folder: '' }),
    `[Dashboard X] 'folder' is ""; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    83,
    'panels that overlap',
    () =>
      show(
        dashboard({
          panels: [1, 2].map((id) => ({ id, type: 'text', title: `P${id}`, gridPos: { x: 0, y: 0, w: 4, h: 4 } })),
        }),
      ),
    "[test/Grafana] dashboard 'Shop', panel 'P2': it overlaps panel 'P1'; mend it in Grafana and export it anew, or let Grafana do so: { lenientLayout: true }",
  ],
  [
    84,
    'two default data sources',
    () =>
      make.grafana({
        dataSources: [loki({ isDefault: true }), DataSource.prometheus({ url: 'http://a:1', isDefault: true })],
      }),
    "[test/Grafana] the data sources 'Loki' and 'Prometheus' are both the default; only one may be",
  ],
  [
    84,
    'a name that stands twice',
    () => make.grafana({ dataSources: [loki(), loki({ uid: 'b' })] }),
    "[test/Grafana] two data sources have the name 'Loki'; give one of them another",
  ],
  [
    84,
    'a uid that stands twice',
    () => make.grafana({ dataSources: [loki(), loki({ name: 'b' })] }),
    "[test/Grafana] the data sources 'Loki' and 'b' have the same uid 'loki'; give one of them another",
  ],
  [
    84,
    'a uid with a blank',
    () => loki({ uid: 'my loki' }),
    `[DataSource Loki] 'uid' is "my loki"; it must be 1 to 40 letters, digits, '-' or '_'`,
  ],
  [
    84,
    'a variable that is not defined',
    () => show(dashboard(panel('up{job="$job"}'))),
    `[test/Grafana] dashboard 'Shop', panel 'Orders', query A: column 9: the variable '$job' is not defined; add 'job' to the dashboard's variables, near "up{job=\\"$job\\"}"`,
  ],
  [
    84,
    'a data source that is not there',
    () => synthesized(untyped(show(dashboard(panel('up', { type: 'prometheus', uid: 'mimir' }))))),
    "Validation failed with the following errors:\n  [test/Grafana] dashboard 'Shop', panel 'Orders': there is no data source 'mimir'; there is: 'prometheus', 'Prometheus'",
  ],
  [
    84,
    'a query that does not parse',
    () => show(dashboard(panel('sum(up'))),
    `[test/Grafana] dashboard 'Shop', panel 'Orders', query A: column 4: '(' is never closed; expected ')', near "sum(up"`,
  ],
  [
    84,
    'data in the place of a data source',
    () => make.grafana({ dataSources: [{ url: 'http://a:1' }] }),
    `[test/Grafana] 'dataSources' is {"url":"http://a:1"}; it must be made by DataSource.prometheus(...) or DataSource.loki(...)`,
  ],
  [
    84,
    'data in the place of a dashboard',
    () => make.grafana({ dashboards: [{ uid: 'x', title: 'X' }] }),
    `[test/Grafana] 'dashboards' is {"uid":"x","title":"X"}; it must be made by Dashboard.fromJson(...) or Dashboard.fromFile(...)`,
  ],
  [
    85,
    'a setting of two lines',
    () => ini({ smtp: { from_name: 'a\nb' } }),
    `[test/Grafana] the ini value of 'from_name' is "a\\nb"; it must be one line of text`,
  ],
  [
    85,
    'a section with a bracket',
    () => ini({ 'a]b': { x: 1 } }),
    `[test/Grafana] the ini key "a]b" may hold letters, digits, '_', '-' and '.' alone`,
  ],
  [
    85,
    'a key with an equals sign',
    () => ini({ smtp: { 'a=b': 1 } }),
    `[test/Grafana] the ini key "a=b" may hold letters, digits, '_', '-' and '.' alone`,
  ],
  [
    85,
    'a list as a setting',
    () => ini({ smtp: { hosts: ['a', 'b'] } }),
    `[test/Grafana] 'extraConfig.smtp.hosts' is ["a","b"]; a setting is text, a number or a boolean; write a list as Grafana reads it, such as 'a,b'`,
  ],
  [
    85,
    'a setting without a section',
    () => ini({ smtp: 'x' }),
    `[test/Grafana] 'extraConfig.smtp' is "x"; it must be a section: a map of settings`,
  ],
  [
    85,
    'a setting that a prop sets',
    () => ini({ server: { root_url: 'https://x' } }),
    `[test/Grafana] 'extraConfig.server.root_url' is "https://x"; the typed prop 'rootUrl' sets it: use that`,
  ],
  [
    85,
    'a plugin with a comma',
    () => make.grafana({ disabledPlugins: ['tempo,loki'] }),
    `[test/Grafana] 'disabledPlugins' is "tempo,loki"; it must be the id of a plugin, such as 'tempo' or 'grafana-lokiexplore-app'`,
  ],
];
