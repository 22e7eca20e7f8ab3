import { numberValue } from '../../../lib/model/query/promql-duration';

test.each([
  ['5', 5],
  ['.5', 0.5],
  ['1e3', 1000],
  ['0x1F', 31],
  ['1_000', 1000],
  ['- 2', -2],
  ['Inf', Infinity],
  ['-inf', -Infinity],
  ['5m', 300],
  ['1y2w3d4h5m6s7ms', 31_536_000 + 2 * 604_800 + 3 * 86_400 + 4 * 3_600 + 5 * 60 + 6.007],
  ['NaN', NaN],
  ['5x', NaN],
  ['', NaN],
])('reads %s as %d', (literal, value) => {
  expect(numberValue(literal)).toBe(value);
});
