import { RelabelRule } from '../../lib/model/relabel-rule';
import { relabelings } from '../../lib/operator/relabelings';

describe('relabelings', () => {
  test('has the keys of the operator, and the actions in the letters that its oldest versions took', () => {
    const rules = [
      RelabelRule.hashMod(['pod'], 'shard', 4),
      RelabelRule.replace('who', { sourceLabels: ['a', 'b'], separator: '', regex: '(.+)', replacement: '' }),
      RelabelRule.labelMap('__meta_(.+)'),
    ];

    expect(relabelings(rules)).toEqual([
      { action: 'hashmod', sourceLabels: ['pod'], targetLabel: 'shard', modulus: 4 },
      {
        action: 'replace',
        sourceLabels: ['a', 'b'],
        separator: '',
        regex: '(.+)',
        targetLabel: 'who',
        replacement: '',
      },
      { action: 'labelmap', regex: '__meta_(.+)' },
    ]);
  });

  test('writes an empty regex in a way that the operator does not leave out', () => {
    expect(relabelings([RelabelRule.drop(['pod'], '')])).toEqual([
      { action: 'drop', sourceLabels: ['pod'], regex: '()' },
    ]);
  });

  test('is left out where there are none', () => {
    expect(relabelings([])).toBeUndefined();
  });
});
