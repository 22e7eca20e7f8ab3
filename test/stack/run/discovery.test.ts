import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../support/kube-object';
import { describeWithAll } from './programs';
import { RunningStack } from './running-stack';
import { eventually } from './until';

const dashboardMap = (title: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'of-another-team', namespace: 'monitoring', labels: { grafana_dashboard: '1' } },
  data: { 'orders.json': JSON.stringify({ title }) },
});

describeWithAll(['k8s-sidecar'], 'the sidecars of Grafana on an API server', () => {
  const stack = new RunningStack({ containers: ['grafana-sc-dashboard'], addressBlock: 24 });
  let folder: string;

  const found = (): string[] =>
    readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).title as string);

  beforeAll(async () => {
    await stack.start();
    folder = stack.container('grafana-sc-dashboard').folderOf('/etc/grafana/discovered-dashboards');
  }, 60_000);
  afterAll(() => stack.stop(), 60_000);

  test.each(['Orders', 'Orders of today'])('write the dashboard %s of a labelled ConfigMap', async (title) => {
    stack.api.put(dashboardMap(title));

    expect(
      await eventually(
        'the file is there',
        () => Promise.resolve(found()),
        (titles) => titles.includes(title),
      ),
    ).toEqual([title]);
  });

  test('take it away with the ConfigMap', async () => {
    stack.api.remove(dashboardMap('Orders of today'));

    expect(
      await eventually(
        'the file is gone',
        () => Promise.resolve(found()),
        ({ length }) => length === 0,
      ),
    ).toEqual([]);
  });
});
