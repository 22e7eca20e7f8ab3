import { App, Chart } from 'cdk8s';
import { show } from '../../lib/core/errors';
import {
  checkConfigKey,
  checkDnsLabel,
  checkLabels,
  checkObjectName,
  checkOneLine,
  checkPort,
  checkPortName,
  checkServiceName,
  checkWholeNumber,
} from '../../lib/core/names';

const long = (length: number): string => 'a'.repeat(length);

describe('names that the API server takes', () => {
  test.each([
    [
      'namespace',
      checkDnsLabel,
      ['monitoring', 'a', '1a', 'a-1', long(63)],
      ['MyNS', '', long(64), '-a', 'a-', 'a_b', 'a.b', '한글'],
    ],
    [
      'object',
      checkObjectName,
      ['loki', 'prom-grafana', 'a.b-c.d', '1', long(253)],
      ['My_App', '', long(254), 'a..b', '.a', 'a/b', 'a b'],
    ],
    ['service', checkServiceName, ['loki', 'a1-b', long(63)], ['1loki', 'Loki', 'a.b', long(64), '', 'a-']],
    [
      'key',
      checkConfigKey,
      ['prometheus.yml', '.hidden', 'A_b-1', long(253)],
      ['', 'a/b', '..', '..data', '.', long(254), 'a b'],
    ],
    ['line', checkOneLine, ['x', '한글 🚀', 'a b'], ['', 'a\nb', 'a\tb', '\u0007', 'a\u2028b']],
    [
      'port name',
      checkPortName,
      ['http', 'http-metrics', 'a1', long(15)],
      ['HTTP', '8080', 'a--b', long(16), '-a', 'a-', 'a_b'],
    ],
  ] as const)('takes every legal %s and refuses the others, naming prop and value', (_, check, good, bad) => {
    for (const value of good) expect(() => check('Test', 'prop', value)).not.toThrow();
    for (const value of bad)
      expect(() => check('Test', 'prop', value)).toThrow(`[Test] 'prop' is ${show(value)}; it must be `);
  });

  test('takes ports from 1 to 65535 alone', () => {
    for (const port of [1, 80, 65_535, undefined]) expect(() => checkPort('T', 'port', port)).not.toThrow();
    for (const port of [0, 65_536, 1.5, -1, NaN]) {
      expect(() => checkPort('T', 'port', port)).toThrow(
        `[T] 'port' is ${port}; it must be a whole number from 1 to 65535`,
      );
    }
  });

  test('takes whole numbers within their bounds alone', () => {
    expect(() => checkWholeNumber('T', 'replicas', 0, 0)).not.toThrow();
    expect(() => checkWholeNumber('T', 'replicas', -1, 0)).toThrow(
      "[T] 'replicas' is -1; it must be a whole number of at least 0",
    );
    expect(() => checkWholeNumber('T', 'percent', 101, 1, 100)).toThrow(
      "[T] 'percent' is 101; it must be a whole number from 1 to 100",
    );
    expect(() => checkWholeNumber('T', 'replicas', '2' as unknown as number, 0)).toThrow(
      '[T] \'replicas\' is "2"; it must be',
    );
  });

  test('takes labels whose keys and values Kubernetes takes', () => {
    const good = { app: 'x', 'app.kubernetes.io/name': 'a.b_c-1', empty: '', [long(63)]: long(63) };
    expect(() => checkLabels('T', 'labels', good)).not.toThrow();

    for (const [key, value] of [
      ['a b', 'x'],
      ['/x', 'x'],
      ['Bad_Domain/x', 'x'],
      ['a/b/c', 'x'],
      [long(64), 'x'],
      ['app', long(64)],
      ['app', '한글'],
      ['app', 'a b'],
      ['app', 'a-'],
    ] as const) {
      expect(() => checkLabels('T', 'labels', { [key]: value })).toThrow(/^\[T\] 'labels.*' is .*; it must be /);
    }
  });
});

describe('values in error messages', () => {
  test('are one line of at most 80 characters', () => {
    expect(show('a\nb\u0000')).toBe('"a\\nb\\u0000"');
    expect(show('x'.repeat(500))).toHaveLength(83);
    expect(show(undefined)).toBe('undefined');
    expect(show(NaN)).toBe('NaN');
    expect(show({ a: [1] })).toBe('{"a":[1]}');
    expect(show(() => 1)).toBe('a function');
    expect(show(10n)).toBe('a bigint');
  });

  test('name a construct by its path', () => {
    expect(show(new Chart(new App({ outdir: 'unused' }), 'shop'))).toBe('shop');
  });
});
