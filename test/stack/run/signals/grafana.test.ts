import { filledIn, type Panel } from '../../../mixins/support/queries';
import { describeWithAll, programOf } from '../programs';
import { eventually } from '../until';
import { GrafanaClient, type PanelQuery } from './grafana-client';
import { DROPPED_LINES, SHOP_LINES } from './log-lines';
import { MeteredStack } from './metered-stack';
import { committedManifests } from '../running-stack';

interface Model {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** The dashboards of the committed output. */
const DASHBOARDS: readonly Model[] = committedManifests()
  .all('ConfigMap')
  .flatMap(({ data }: any) => Object.entries((data ?? {}) as { [file: string]: string }))
  .flatMap(([file, text]) => (file.endsWith('.json') ? [JSON.parse(text) as Model] : []));

/** One of each data source, both of the namespace of the shop. */
const ASKED = ['85a562078cdf77779eaa1add43ccec1e', 'logs-search'];

/** What a person chooses, and what is left to Grafana itself. */
const VALUES = {
  datasource: 'prometheus',
  cluster: '',
  namespace: 'timedeal',
  app: '.+',
  search: '',
  __rate_interval: '$__rate_interval',
};

describeWithAll(['grafana', 'loki', 'prometheus', 'kube-state-metrics', 'promtail'], 'Grafana', () => {
  let metered: MeteredStack;
  let grafana: GrafanaClient;

  beforeAll(async () => {
    metered = new MeteredStack(21);
    await metered.start();
    const { stack } = metered;
    const ofAdmin = (key: string): string => stack.cluster.manifests.text('Secret', 'monitoring/prom-grafana', key);
    grafana = new GrafanaClient(stack.container('grafana').url(), ofAdmin('admin-user'), ofAdmin('admin-password'));
    const [pod] = stack.cluster.podsOf('stock-service');
    const log = stack.logOf(pod!, 'stock-service');
    log.writeAll([...SHOP_LINES, ...DROPPED_LINES]);
    log.close();
  }, 150_000);
  afterAll(() => metered.stop(), 60_000);

  test('runs in its pinned version, with a database', async () => {
    expect(await grafana.get('health')).toMatchObject({ database: 'ok', version: programOf('grafana').version });
  });

  test.each(['prometheus', 'loki'])('reaches the data source %s', async (uid) => {
    expect(await grafana.get(`datasources/uid/${uid}/health`)).toMatchObject({ status: 'OK' });
  });

  test('has no data source but those two, and Prometheus first', async () => {
    const sources = (await grafana.get('datasources')) as { uid: string; isDefault: boolean; readOnly: boolean }[];

    expect(sources.map(({ uid, isDefault, readOnly }) => ({ uid, isDefault, readOnly }))).toEqual(
      expect.arrayContaining([
        { uid: 'prometheus', isDefault: true, readOnly: true },
        { uid: 'loki', isDefault: false, readOnly: true },
      ]),
    );
    expect(sources).toHaveLength(2);
  });

  test.each(DASHBOARDS.map(({ title, uid }) => [title, uid]))('has the dashboard %s under %s', async (title, uid) => {
    const { dashboard, meta } = await grafana.get(`dashboards/uid/${uid}`);
    const { panels } = DASHBOARDS.find((one) => one.uid === uid)!;

    expect(dashboard).toMatchObject({ uid, title });
    expect(dashboard.panels.map((panel: Panel) => panel.title)).toEqual(panels.map((panel) => panel.title));
    expect(meta).toMatchObject({ provisioned: true, folderUid: '' });
  });

  test('finds all of them, and those of the guide by its search', async () => {
    const uidsOf = (found: readonly { uid: string }[]): string[] => found.map(({ uid }) => uid).sort();
    const all = await eventually(
      'all are found',
      () => grafana.get('search?type=dash-db&limit=500'),
      (found) => found.length >= DASHBOARDS.length,
    );
    const ofGuide = await grafana.get(`search?query=${encodeURIComponent('Kubernetes / Compute Resources')}`);

    expect(uidsOf(all)).toEqual(uidsOf(DASHBOARDS));
    expect(uidsOf(ofGuide)).toEqual(
      expect.arrayContaining(['85a562078cdf77779eaa1add43ccec1e', '200ac8fdbfbb74b39aff88118e4d1c2c']),
    );
  }, 90_000);

  test('has a page to begin with', async () => {
    expect(await grafana.get('dashboards/home')).toBeDefined();
  });

  test.each(ASKED)(
    'every panel of the dashboard %s has data',
    async (uid) => {
      const { dashboard } = await grafana.get(`dashboards/uid/${uid}`);
      const queries = (dashboard as Model).panels.flatMap(({ title, targets = [] }) =>
        targets.map((target) => ({ title, query: queryOf(target) })),
      );
      const found = await eventually(
        'every query has rows',
        () => Promise.all(queries.map(async ({ title, query }) => ({ title, query, ...(await grafana.query(query)) }))),
        (answers) => answers.every(({ error, rows }) => error === undefined && rows > 0),
        45_000,
      ).catch((error: Error) => error.message);

      expect(typeof found === 'string' ? found : found.filter(({ rows }) => rows === 0)).toEqual([]);
      expect(queries.length).toBeGreaterThan(5);
    },
    60_000,
  );
});

/** As the page of the dashboard sends it. */
function queryOf({ expr, datasource, ...others }: NonNullable<Panel['targets']>[number]): PanelQuery {
  const { uid, type } = datasource;
  return {
    queryType: 'range',
    ...others,
    expr: filledIn(expr, VALUES),
    datasource: { type, uid: filledIn(uid, VALUES) },
  };
}
