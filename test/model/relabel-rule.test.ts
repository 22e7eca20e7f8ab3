import { RelabelRule } from '../../lib/model/relabel-rule';

const defined = (rule: RelabelRule): unknown => JSON.parse(JSON.stringify(rule._data));

describe('RelabelRule', () => {
  test('says in the words of the Prometheus configuration what it does', () => {
    expect(defined(RelabelRule.keep(['a', 'b'], 'x;y'))).toEqual({
      action: 'keep',
      source_labels: ['a', 'b'],
      regex: 'x;y',
    });
    expect(defined(RelabelRule.drop(['__name__'], 'go_.*'))).toEqual({
      action: 'drop',
      source_labels: ['__name__'],
      regex: 'go_.*',
    });
    expect(defined(RelabelRule.copyLabel('a', 'b'))).toEqual({
      action: 'replace',
      source_labels: ['a'],
      target_label: 'b',
    });
    expect(defined(RelabelRule.labelMap('meta_(.+)'))).toEqual({ action: 'labelmap', regex: 'meta_(.+)' });
    expect(defined(RelabelRule.labelDrop('a|b'))).toEqual({ action: 'labeldrop', regex: 'a|b' });
    expect(defined(RelabelRule.labelKeep('a|b'))).toEqual({ action: 'labelkeep', regex: 'a|b' });
    expect(defined(RelabelRule.hashMod(['a'], 'shard', 4))).toEqual({
      action: 'hashmod',
      source_labels: ['a'],
      target_label: 'shard',
      modulus: 4,
    });
    expect(
      defined(RelabelRule.replace('c', { sourceLabels: ['a'], separator: '/', regex: '(.)/(.)', replacement: '$2' })),
    ).toEqual({
      action: 'replace',
      source_labels: ['a'],
      separator: '/',
      regex: '(.)/(.)',
      target_label: 'c',
      replacement: '$2',
    });
  });

  test('writes a fixed value as it is, whatever dollar signs it holds', () => {
    expect(defined(RelabelRule.setLabel('price', '$1 or $$'))).toEqual({
      action: 'replace',
      target_label: 'price',
      replacement: '$$1 or $$$$',
    });
  });

  test('fails for names that are no labels', () => {
    expect(() => RelabelRule.setLabel('my-label', 'x')).toThrow(
      "[RelabelRule replace] 'targetLabel' is \"my-label\"; it must be a label name: letters, digits and '_', not beginning with a digit",
    );
    expect(() => RelabelRule.keep(['1a'], 'x')).toThrow(/^\[RelabelRule keep\] 'sourceLabels' is "1a"/);
    expect(() => RelabelRule.keep([], 'x')).toThrow(
      "[RelabelRule keep] 'sourceLabels' is []; it must name at least one label, such as '__name__'",
    );
    expect(() => RelabelRule.hashMod(['a'], 'b', 0)).toThrow(
      "[RelabelRule hashmod] 'modulus' is 0; it must be a whole number of at least 1",
    );
  });

  test.each(['(', '(?!x)', '(a)\\1', 'a{1001}', '[z-a]'])('fails for the regex %s, which RE2 refuses', (regex) => {
    expect(() => RelabelRule.drop(['a'], regex)).toThrow(`[RelabelRule drop] 'regex' is ${JSON.stringify(regex)}; `);
  });
});
