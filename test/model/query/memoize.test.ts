import { memoize, memoizeQuery } from '../../../lib/model/query/memoize';

test('computes each text once', () => {
  const compute = jest.fn((text: string) => text.length);
  const length = memoize(compute);

  expect([length('up'), length('up'), length('')]).toEqual([2, 2, 0]);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('remembers that there is no result', () => {
  const compute = jest.fn(() => undefined);
  const nothing = memoize(compute);

  expect([nothing('up'), nothing('up')]).toEqual([undefined, undefined]);
  expect(compute).toHaveBeenCalledTimes(1);
});

test('tells queries with other options apart', () => {
  const compute = jest.fn((query: string, options: { readonly n: number }) => query.repeat(options.n));
  const repeat = memoizeQuery(compute);

  expect([repeat('a', { n: 1 }), repeat('a', { n: 2 }), repeat('a', { n: 2 })]).toEqual(['a', 'aa', 'aa']);
  expect(compute).toHaveBeenCalledTimes(2);
});

test('keeps no more than some thousand results', () => {
  const compute = jest.fn((text: string) => text);
  const same = memoize(compute);
  for (let i = 0; i < 5000; i += 1) same(String(i));

  same('0');

  expect(compute).toHaveBeenCalledTimes(5001);
});
