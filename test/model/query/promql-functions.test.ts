import {
  promqlAggregation,
  promqlCallables,
  promqlFunction,
  withArticle,
} from '../../../lib/model/query/promql-functions';

test('knows how many arguments a function takes', () => {
  expect(promqlFunction('rate')).toMatchObject({ parameters: ['range vector'], fewest: 1, most: 1 });
  expect(promqlFunction('round')).toMatchObject({ fewest: 1, most: 2 });
  expect(promqlFunction('hour')).toMatchObject({ fewest: 0, most: 1 });
  expect(promqlFunction('label_join')).toMatchObject({ fewest: 3, most: Infinity });
  expect(promqlFunction('time')).toMatchObject({ parameters: [], returns: 'scalar' });
});

test('tells experimental functions from stable ones', () => {
  const experimental = promqlCallables().filter((name) => promqlFunction(name)?.experimental);

  expect(experimental.sort()).toEqual([
    ...['double_exponential_smoothing', 'end', 'histogram_quantiles', 'info', 'mad_over_time', 'max_of', 'min_of'],
    ...['range', 'sort_by_label', 'sort_by_label_desc', 'start', 'start_timestamp', 'step', 'ts_of_first_over_time'],
    ...['ts_of_last_over_time', 'ts_of_max_over_time', 'ts_of_min_over_time'],
  ]);
});

test('knows aggregations in any case, and their parameters', () => {
  expect(promqlAggregation('SUM')).toEqual({ experimental: false });
  expect(promqlAggregation('topk')).toEqual({ parameter: 'scalar', experimental: false });
  expect(promqlAggregation('count_values')).toEqual({ parameter: 'string', experimental: false });
  expect(promqlAggregation('limitk')).toEqual({ parameter: 'scalar', experimental: true });
});

test('does not know what Prometheus does not know', () => {
  expect(promqlFunction('Rate')).toBeUndefined();
  expect(promqlFunction('holt_winters')).toBeUndefined();
  expect(promqlAggregation('median')).toBeUndefined();
});

test('names types in a sentence', () => {
  expect([withArticle('scalar'), withArticle('instant vector')]).toEqual(['a scalar', 'an instant vector']);
});
