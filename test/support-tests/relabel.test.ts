import { relabelled, visible } from '../support/relabel';

describe('the relabeller of the tests', () => {
  test('replaces what matches as a whole, and leaves the rest as it is', () => {
    const rule = { source_labels: ['a'], regex: '(x+)(y)?', target_label: 'b', replacement: '${1}-$2' };

    expect(relabelled({ a: 'xxy' }, [rule])).toEqual({ a: 'xxy', b: 'xx-y' });
    expect(relabelled({ a: 'zxxy' }, [rule])).toEqual({ a: 'zxxy' });
  });

  test('removes a label whose new value is empty, and reads $$ as a dollar sign', () => {
    expect(relabelled({ a: 'x' }, [{ target_label: 'a', replacement: '' }])).toEqual({});
    expect(relabelled({}, [{ target_label: 'a', replacement: '$$1' }])).toEqual({ a: '$1' });
  });

  test('joins source labels by the separator, missing ones as empty', () => {
    expect(relabelled({ a: '1' }, [{ action: 'keep', source_labels: ['a', 'b'], regex: '1;' }])).toEqual({ a: '1' });
    expect(
      relabelled({ a: '1', b: '2' }, [{ action: 'drop', source_labels: ['a', 'b'], separator: '/', regex: '1/2' }]),
    ).toBeUndefined();
  });

  test('drops, keeps and maps labels by their names', () => {
    const labels = { meta_a: '1', meta_b: '2', c: '3' };

    expect(relabelled(labels, [{ action: 'labeldrop', regex: 'meta_.*' }])).toEqual({ c: '3' });
    expect(relabelled(labels, [{ action: 'labelkeep', regex: 'meta_.*' }])).toEqual({ meta_a: '1', meta_b: '2' });
    expect(relabelled({ meta_a: '1' }, [{ action: 'labelmap', regex: 'meta_(.+)' }])).toEqual({ meta_a: '1', a: '1' });
  });

  test('shows no label that begins with two underscores', () => {
    expect(visible({ __meta: '1', job: 'x' })).toEqual({ job: 'x' });
  });
});
