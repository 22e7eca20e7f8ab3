import { NodeMixin } from '../../../lib/mixins/node/node-mixin';
import { AlertProfile } from '../../../lib/model/alert-profile';
import { panelsOf, variablesOf } from '../support/queries';

const alertsOf = (alerts?: AlertProfile): string[] =>
  new NodeMixin({ alerts }).ruleGroups.flatMap(({ rules }) => rules.map(({ name }) => name));

describe('NodeMixin', () => {
  test('keeps the titles and uids of the dashboards that people know', () => {
    const { name, dashboards } = new NodeMixin();

    expect(name).toBe('node');
    expect(dashboards.map(({ uid, title }) => [uid, title])).toEqual([
      ['7d57716318ee0dddbac5a7f451fb7753', 'Node Exporter / Nodes'],
      ['3e97d1d02672cdd0861f4c97c64f89b2', 'Node Exporter / USE Method / Cluster'],
    ]);
  });

  test('lets people choose a machine, or shows all of them', () => {
    const variables = new NodeMixin().dashboards.map((dashboard) => variablesOf(dashboard).map(({ name }) => name));

    expect(variables).toEqual([
      ['datasource', 'cluster', 'instance'],
      ['datasource', 'cluster'],
    ]);
  });

  test('has the alerts on what can go wrong with any machine by default', () => {
    expect(alertsOf()).toEqual(alertsOf(AlertProfile.CORE));
    expect(alertsOf()).toContain('NodeFilesystemAlmostOutOfSpace');
  });

  test('has no alerts when none are wanted', () => {
    expect(alertsOf(AlertProfile.NONE)).toEqual([]);
  });

  test('adds what needs parts that many lack, what is normal for many, and what only informs', () => {
    const core = new Set(alertsOf(AlertProfile.CORE));

    const added = alertsOf(AlertProfile.FULL).filter((name) => !core.has(name));

    expect(added).toEqual([
      'NodeCPUHighUsage',
      'NodeCPUStalls',
      'NodeIOStalls',
      'NodeMemoryStalls',
      'NodeClockNotSynchronising',
      'NodeRebooted',
      'NodeRAIDDegraded',
      'NodeRAIDDiskFailure',
      'NodeBondingDegraded',
    ]);
  });

  test('leads from each machine to all about it, and back', () => {
    const [nodes, cluster] = new NodeMixin().dashboards;
    const links = (nodes?._model()['links'] ?? []) as { url: string }[];
    const graphs = cluster === undefined ? [] : panelsOf(cluster).filter(({ type }) => type === 'timeseries');
    const toNodes = graphs.filter((panel) => JSON.stringify(panel).includes('/d/7d57716318ee0dddbac5a7f451fb7753?'));

    expect(links.map(({ url }) => url)).toContainEqual(expect.stringContaining('/d/3e97d1d02672cdd0861f4c97c64f89b2?'));
    expect(toNodes).toHaveLength(13);
  });
});
