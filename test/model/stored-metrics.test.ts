import { StoredMetrics } from '../../lib/model/stored-metrics';

describe('StoredMetrics', () => {
  test('keeps all unless it is told otherwise', () => {
    expect(StoredMetrics.all()._also).toBeUndefined();
    expect(StoredMetrics.onlyRead()._also).toEqual([]);
  });

  test('refuses a pattern that RE2 cannot read, and an empty one', () => {
    expect(() => StoredMetrics.onlyRead(['(?=a)'])).toThrow(
      /^\[StoredMetrics\] 'also' is "\(\?=a\)"; it must be a metric's name or an RE2 pattern for names: /,
    );
    expect(() => StoredMetrics.onlyRead([''])).toThrow(
      "[StoredMetrics] 'also' is \"\"; it must be a metric's name or an RE2 pattern for names: it is empty",
    );
  });
});
