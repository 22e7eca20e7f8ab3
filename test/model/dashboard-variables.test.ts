import { DashboardVariables } from '../../lib/model/dashboard-variables';

const variables = (...list: object[]): DashboardVariables => new DashboardVariables({ templating: { list } });

describe('the variables of a dashboard', () => {
  test('are known by name', () => {
    const found = variables({ type: 'query', name: 'namespace' });

    expect(found.has('namespace')).toBe(true);
    expect(found.has('pod')).toBe(false);
    expect(found.definitions()).toEqual([{ type: 'query', name: 'namespace' }]);
  });

  test('tell the plugin of the data sources that they choose from', () => {
    const found = variables(
      { type: 'datasource', name: 'metrics', query: 'prometheus' },
      { type: 'custom', name: 'kind', query: 'prometheus' },
    );

    expect(found.pluginOf('metrics')).toBe('prometheus');
    expect(found.pluginOf('kind')).toBeUndefined();
    expect(found.pluginOf('other')).toBeUndefined();
  });

  test.each<[string, object, string | undefined]>([
    ['that it shows', { type: 'custom', current: { value: '5' }, options: [{ value: '1' }, { value: '5' }] }, '5'],
    ['that it could show', { type: 'custom', current: {}, options: [{ value: '1' }, { value: '5' }] }, '1'],
    ['of a text box', { type: 'textbox', current: { value: 'node' } }, 'node'],
    ['of a constant', { type: 'constant', current: { value: 'up' } }, 'up'],
    ['of an interval other than auto', intervalOf('$__auto_interval_step', '1m'), '1m'],
    ['that is one of all', { type: 'custom', current: { value: '$__all' }, options: [{ value: 'a' }] }, 'a'],
    ['unless several are chosen', { type: 'custom', multi: true, current: { value: 'a' } }, undefined],
    ['unless it is a list', { type: 'custom', current: { value: ['a', 'b'] } }, undefined],
    ['unless it is empty', { type: 'textbox', current: { value: '' } }, undefined],
    ['unless a data source gives it', { type: 'query', current: { value: 'default' } }, undefined],
  ])('are read with the value %s', (_, definition, value) => {
    expect(variables({ name: 'x', ...definition }).samples['x']).toBe(value);
  });

  test.each([
    [{}],
    [{ templating: null }],
    [{ templating: {} }],
    [{ templating: { list: 'x' } }],
    [{ templating: [] }],
  ])('are none in %j', (model) => {
    expect(new DashboardVariables(model).definitions()).toEqual([]);
  });
});

function intervalOf(...values: string[]): object {
  return { type: 'interval', current: { value: values[0] }, options: values.map((value) => ({ value })) };
}
