import { labelMatchersIn, metricNamesIn, metricUsesIn } from '../../../lib/model/query/metric-names';

describe('the metrics of a query', () => {
  test.each<[string, string[]]>([
    ['sum(rate(shop_orders_total[5m])) / on () shop_limit + shop_limit', ['shop_orders_total', 'shop_limit']],
    ['{__name__="up"} or {"shop.orders"}', ['up', 'shop.orders']],
    [
      '{__name__=~"up|(?:x)"} + {__name__=~"shop_a|shop_b"} + {__name__=~"(shop_c|shop_d)"}',
      ['shop_a', 'shop_b', 'shop_c', 'shop_d'],
    ],
    ['{__name__=~"shop_.+"}', []],
    ['{__name__!="up", app="stock"}', []],
    ['absent(up{job="stock"}) and time() > 5', ['up']],
    ['1 + vector(2)', []],
    ['sum(', []],
  ])('in %s are %j', (query, names) => {
    expect(metricNamesIn(query)).toEqual(names);
  });

  test('are unknown where a variable decides', () => {
    expect(metricNamesIn('rate($metric[5m]) + ${team}_total + up', { variables: {} })).toEqual(['up']);
  });
});

test('label matchers are read with their operators, the name left out', () => {
  expect(labelMatchersIn('up{job="stock", __name__=~"u.*"} > on () {pod!~`a\\d`, "a.b"!=\'c\'}')).toEqual([
    { label: 'job', operator: '=', value: 'stock', isVariable: false },
    { label: 'pod', operator: '!~', value: 'a\\d', isVariable: false },
    { label: 'a.b', operator: '!=', value: 'c', isVariable: false },
  ]);
});

test('a label matcher with a variable shows the typed text', () => {
  expect(labelMatchersIn('up{job=~"$job-.+"}', { variables: {} })).toEqual([
    { label: 'job', operator: '=~', value: '$job-.+', isVariable: true },
  ]);
});

describe('the use of a metric', () => {
  test('tells how far back it reads', () => {
    const query = 'rate(a[5m]) + rate(b[1m30s] offset 1h) + c + max_over_time(rate(d[2m])[1h:5m])';

    expect(metricUsesIn(query).map(({ names, windowMilliseconds }) => [...names, windowMilliseconds])).toEqual([
      ['a', 300_000],
      ['b', 90_000],
      ['c', undefined],
      ['d', 120_000],
    ]);
  });

  test('has no window where a variable decides about it', () => {
    const [use] = metricUsesIn('rate(a[$__rate_interval])', { variables: {} });

    expect(use?.windowMilliseconds).toBeUndefined();
  });

  test('has a pattern where the names are no list', () => {
    const [use] = metricUsesIn('sum({__name__=~"shop_.+"})');

    expect(use).toMatchObject({ names: [], namePattern: 'shop_.+', offset: 4 });
  });

  test('is placed in the typed text', () => {
    const query = 'sum(up{app="$application"}) + shop_a';

    expect(metricUsesIn(query, { variables: {} }).map(({ offset }) => query.slice(offset))).toEqual([
      'up{app="$application"}) + shop_a',
      'shop_a',
    ]);
  });
});
