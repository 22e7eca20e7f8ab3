import { DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder as PrometheusQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dashboard } from '../../lib/model/dashboard';
import { dashboardProblems } from '../../lib/model/dashboard-check';
import { dashboardLayoutProblems } from '../../lib/model/dashboard-layout';

const model = { uid: 'checkout', title: 'Checkout', panels: [] };
const uidRule = "it must be 1 to 40 letters, digits, '-' or '_'; set one, so that links to the dashboard stay valid";

describe('Dashboard', () => {
  test('is known by the uid and title of its model', () => {
    const dashboard = Dashboard.fromJson(model, { folder: 'Shop' });

    expect(dashboard.uid).toBe('checkout');
    expect(dashboard.title).toBe('Checkout');
    expect(dashboard.folder).toBe('Shop');
    expect(dashboard._model()).toEqual(model);
  });

  test('stands in no folder by default', () => {
    expect(Dashboard.fromJson(model).folder).toBeUndefined();
  });

  test('keeps a copy, which later changes of the model do not reach', () => {
    const panels = [{ title: 'Orders' }];
    const dashboard = Dashboard.fromJson({ ...model, panels });

    panels[0]!.title = 'Changed';

    expect(dashboard._model()['panels']).toEqual([{ title: 'Orders' }]);
  });

  test('keeps of a builder result what JSON keeps', () => {
    const dashboard = Dashboard.fromJson({ ...model, description: undefined, refresh: '30s' });

    expect(Object.keys(dashboard._model())).toEqual(['uid', 'title', 'panels', 'refresh']);
  });

  test('is built once, on first use, when it comes with the library', () => {
    let builds = 0;
    const dashboard = Dashboard._lazy('node', 'Nodes', {}, () => {
      builds += 1;
      return { uid: 'node', title: 'Nodes' };
    });

    expect(builds).toBe(0);
    dashboard._model();
    dashboard._model();
    expect(builds).toBe(1);
    expect(dashboard._isShipped).toBe(true);
    expect(Dashboard.fromJson(model)._isShipped).toBe(false);
  });

  describe('fromFile', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    test('reads a JSON file', () => {
      const path = join(folder, 'checkout.json');
      writeFileSync(path, JSON.stringify(model));

      expect(Dashboard.fromFile(path)._model()).toEqual(model);
    });

    test('fails for a file that is not there', () => {
      const path = join(folder, 'missing.json');

      expect(() => Dashboard.fromFile(path)).toThrow(
        new Error(
          `[Dashboard] 'path' is "${path}"; it must be a JSON file: ENOENT: no such file or directory, open '${path}'`,
        ),
      );
    });

    test('fails for a file that is no JSON', () => {
      const path = join(folder, 'checkout.json');
      writeFileSync(path, '{"uid": "checkout",');

      expect(() => Dashboard.fromFile(path)).toThrow(`[Dashboard] 'path' is "${path}"; it must be a JSON file: `);
    });
  });

  test.each([
    ['a'.repeat(41), `"${'a'.repeat(41)}"`],
    ['check out', '"check out"'],
    ['체크아웃', '"체크아웃"'],
    ['', '""'],
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
  ])('fails for the uid %j', (uid, shown) => {
    expect(() => Dashboard.fromJson({ ...model, uid })).toThrow(
      new Error(`[Dashboard Checkout] 'uid' is ${shown}; ${uidRule}`),
    );
  });

  test.each(['a'.repeat(40), 'A_b-9', '000000134', '-'])('takes the uid %j', (uid) => {
    expect(Dashboard.fromJson({ ...model, uid }).uid).toBe(uid);
  });

  test.each([
    [undefined, 'undefined'],
    ['', '""'],
    ['  ', '"  "'],
    [3, '3'],
  ])('fails for the title %j', (title, shown) => {
    expect(() => Dashboard.fromJson({ ...model, title })).toThrow(
      new Error(`[Dashboard] 'title' is ${shown}; it must be text that is not empty`),
    );
  });

  test.each([
    [null, 'null'],
    [[model], '[{"uid":"checkout","title":"Checkout","panels":[]}]'],
    ['{"uid":"checkout"}', '"{\\"uid\\":\\"checkout\\"}"'],
    [undefined, 'undefined'],
  ])('fails for %j in place of a model', (value, shown) => {
    const rule = "it must be a dashboard's JSON model: an object with 'uid', 'title' and 'panels'";

    expect(() => Dashboard.fromJson(value)).toThrow(new Error(`[Dashboard] 'model' is ${shown}; ${rule}`));
  });

  test('fails for an answer of the HTTP API', () => {
    expect(() => Dashboard.fromJson({ dashboard: model, meta: { slug: 'checkout' } })).toThrow(
      new Error("[Dashboard] 'model' is an answer of Grafana's HTTP API; pass what stands under its key 'dashboard'"),
    );
  });

  test('fails for a dashboard resource of the newer schemas', () => {
    const resource = { apiVersion: 'dashboard.grafana.app/v2beta1', kind: 'Dashboard', metadata: {}, spec: {} };

    expect(() => Dashboard.fromJson(resource)).toThrow(
      new Error(
        "[Dashboard] 'model' is a resource of dashboard.grafana.app/v2beta1; it must be in the classic form, with 'uid', 'title' and 'panels' at its top: choose 'Classic' on export",
      ),
    );
  });

  test('fails for what JSON cannot carry', () => {
    expect(() => Dashboard.fromJson({ ...model, version: 1n })).toThrow(
      new Error("[Dashboard Checkout] 'model' cannot be written as JSON: Do not know how to serialize a BigInt"),
    );
  });

  test.each(['General', 'general', ' GENERAL '])('fails for the folder %j, which is Grafana’s own', (folder) => {
    expect(() => Dashboard.fromJson(model, { folder })).toThrow(
      new Error(
        `[Dashboard Checkout] 'folder' is "${folder}"; it must be left out for a dashboard of no folder: the name is Grafana's own`,
      ),
    );
  });

  test('fails for a folder of two lines', () => {
    expect(() => Dashboard.fromJson(model, { folder: 'Shop\nTeam' })).toThrow(
      new Error(
        '[Dashboard Checkout] \'folder\' is "Shop\\nTeam"; it must be one line of text that is not empty and has no control characters',
      ),
    );
  });

  test('takes what a builder of the Grafana Foundation SDK returns', () => {
    const query = new PrometheusQuery().expr('sum(up)').refId('A');
    const builder = new DashboardBuilder('Built')
      .uid('built')
      .withRow(new RowBuilder('Row'))
      .withPanel(new StatBuilder().title('Up').withTarget(query))
      .withPanel(new StatBuilder().title('Down').withTarget(query));

    const dashboard = Dashboard.fromJson(builder.build());

    expect([dashboard.uid, dashboard.title]).toEqual(['built', 'Built']);
    expect(dashboardProblems(dashboard._model())).toEqual([]);
    expect(dashboardLayoutProblems(dashboard._model())).toEqual([]);
  });

  test('refuses a builder itself, and says what to pass', () => {
    expect(() => Dashboard.fromJson(new DashboardBuilder('Built').uid('built'))).toThrow(
      new Error("[Dashboard] 'model' is a builder; pass what its 'build()' returns"),
    );
  });
});
