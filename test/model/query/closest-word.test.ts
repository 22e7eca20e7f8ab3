import { closestWord, didYouMean } from '../../../lib/model/query/closest-word';

const FUNCTIONS = ['rad', 'rate', 'irate', 'sum_over_time', 'abs'];

test.each([
  ['raet', 'rate'],
  ['RATE', 'rate'],
  ['rates', 'rate'],
  ['sum_overtime', 'sum_over_time'],
])('finds for %s the word %s', (word, closest) => {
  expect(closestWord(word, FUNCTIONS)).toBe(closest);
});

test.each(['latency', 'x', ''])('finds nothing near %j', (word) => {
  expect(closestWord(word, FUNCTIONS)).toBeUndefined();
});

test('asks whether the near word is meant', () => {
  expect(didYouMean('raet', FUNCTIONS)).toBe("; did you mean 'rate'?");
  expect(didYouMean('latency', FUNCTIONS)).toBe('');
});
