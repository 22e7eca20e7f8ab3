import { NodeMixin } from '../../../lib/mixins/node/node-mixin';
import { variablesOf } from '../support/queries';

describe('NodeMixin', () => {
  test('keeps the title and uid of the dashboard that the guide searches for', () => {
    const { name, dashboards, ruleGroups } = new NodeMixin();

    expect(name).toBe('node');
    expect(ruleGroups).toEqual([]);
    expect(dashboards.map(({ uid, title }) => [uid, title])).toEqual([
      ['7d57716318ee0dddbac5a7f451fb7753', 'Node Exporter / Nodes'],
    ]);
  });

  test('lets people choose a machine', () => {
    const variables = new NodeMixin().dashboards.flatMap(variablesOf);

    expect(variables.map(({ name }) => name)).toEqual(['datasource', 'instance']);
  });
});
