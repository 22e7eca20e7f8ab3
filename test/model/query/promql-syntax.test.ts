import { promqlProblems, promqlTypeOf } from '../../../lib/model/query/promql-syntax';

/** Each problem of a query as `column: message`. */
function problemsOf(...args: Parameters<typeof promqlProblems>): string[] {
  return promqlProblems(...args).map(({ column, message }) => `${column}: ${message}`);
}

const TAKES_EVERYTHING =
  'this selector takes every series there is; name a metric, or add a matcher that an empty value does not pass, such as ' +
  '{job="api"} or {job=~".+"}';

function noDuration(text: string): string {
  return `'${text}' is no duration; write whole numbers with units, the largest first: 5m, 1h30m (units: y w d h m s ms)`;
}

function onlyWith(flag: string): string {
  return `Prometheus knows it only with --enable-feature=${flag}`;
}

describe('a query of the guide', () => {
  test.each([
    'up',
    'sum(rate(container_cpu_usage_seconds_total{namespace="timedeal"}[5m])) by (pod)',
    'sum(container_memory_usage_bytes{namespace="timedeal"}) by (pod)',
    'kube_pod_container_status_restarts_total{namespace="timedeal"}',
    'kube_horizontalpodautoscaler_status_current_replicas{namespace="timedeal"}',
    'rate(http_requests_total{namespace="timedeal"}[1m])',
    '100 - (avg by(instance) (irate(node_cpu_seconds_total{mode="idle"}[5m])) * 100)',
  ])('is taken: %s', (query) => {
    expect(promqlProblems(query)).toEqual([]);
  });
});

describe('what Prometheus 3 takes', () => {
  test.each([
    ['an offset after the second operand', 'shop_a - shop_a offset 1d'],
    ['an offset after a negated selector', '-shop_a offset 5m'],
    ['a negative offset', 'shop_a offset -1h30m'],
    ['a range in bare seconds', 'rate(shop_orders_total[300])'],
    ['a subquery of an expression', 'max_over_time((sum(rate(shop_orders_total[5m])) > 1)[1h:] offset 1d)'],
    ['a point in time before a range of a subquery', 'rate(shop_orders_total[5m] @ end())'],
    ['names in quotes', '{"shop.orders", "shop.region"="seoul"}'],
    ['names in quotes in a grouping', 'sum by ("shop.region", pod) (shop_a)'],
    ['texts in all three quotes', `shop_a{a="x", b='y', c=\`z\\d\`}`],
    ['keywords as names', 'sum by (sum, on, bool) (by{offset="1"} + sum)'],
    ['a metric named offset', 'offset{app="stock"} + 1'],
    ['labels with colons in a grouping', 'sum by (shop:region) (shop_a)'],
    ['keywords in upper case', 'SUM BY (app) (shop_a) AND ON (app) shop_b'],
    ['numbers in all notations', '0x1F + 1e3 + 1_000 + 5. + .5 + 1.e2 + Inf + 1h30m'],
    ['a comparison of numbers with bool', '1 < bool 2'],
    ['matching of one to many', 'shop_a * on (pod) group_left (node) shop_info'],
    ['a trailing comma in labels', 'sum by (app,) (shop_a{app="stock",})'],
    ['a comment', 'shop_a # orders\n  + shop_b'],
    ['arguments that may be left out', 'hour() + round(shop_a) + round(shop_a, 5) + day_of_month(shop_a)'],
    ['any number of labels to join', 'label_join(shop_a, "all", ",", "pod", "node", "app")'],
    ['a selector of all that has a label', '{app!=""}'],
    ['two metric names in the braces', '{__name__=~"shop_.+", app=~".*"}'],
    ['a group name twice in a regular expression', 'shop_a{app=~"(?P<n>a)|(?P<n>b)"}'],
    ['an aggregation over two labels with the operator between', 'sum(shop_a) without (pod) / ignoring (pod) shop_b'],
  ])('is taken: %s', (_, query) => {
    expect(problemsOf(query)).toEqual([]);
  });
});

describe('a mistake in a query', () => {
  test.each<[string, ...string[]]>([
    ['', '1: the query is empty; expected an expression such as up'],
    ['rate(shop_orders_total', "5: '(' is never closed; expected ')'"],
    ['shop_orders_total{app="stock"', "18: '{' is never closed; expected '}'"],
    ['rate(shop_orders_total[5m)', "23: '[' is never closed; expected ']'"],
    ['sum(rate(shop_orders_total[5m]) by (app)', "33: 'by' cannot stand here; is a ')' missing before it?"],
    ['sum(shop_orders_total))', "23: ')' closes nothing; remove it or open the bracket before it"],
    ['shop_orders_total]', "18: ']' closes nothing; remove it or open the bracket before it"],
    ['shop_orders_total{app=stock}', "23: expected a value in quotes after '=', found 'stock'"],
    ['shop_orders_total{app="stock" pod="a"}', "31: expected ',' or '}' after the matcher, found 'pod'"],
    ['shop_orders_total{app=="stock"}', `22: a label matcher has one '=': {job="api"}`],
    ['shop_orders_total{app}', "22: expected =, !=, =~ or !~ after the label 'app', found '}'"],
    ['shop_orders_total{app:pod="a"}', "19: expected a label name, found 'app:pod'"],
    ['shop_orders_total{"app"}', "19: the metric name is given twice: 'shop_orders_total' and 'app'"],
    ['shop_orders_total{app="stock}', '23: this text is never closed; end it with "'],
    [
      'shop_orders_total{app="st\\qock"}',
      "26: '\\q' is no escape sequence; for a backslash itself write two, or put the text in backticks",
    ],
    [
      'shop_orders_total{app=~"stock("}',
      "24: the regular expression of 'app' is not valid: missing closing ): `stock(`",
    ],
    [
      'shop_orders_total{app!~"(?!stock)"}',
      "24: the regular expression of 'app' is not valid: invalid or unsupported Perl syntax: `(?!`; RE2 has no look-ahead",
    ],
    ['shop_orders_total{__name__="up"}', "28: the metric name is given twice: 'shop_orders_total' and 'up'"],
    ['{app=""}', `1: ${TAKES_EVERYTHING}`],
    ['{}', `1: ${TAKES_EVERYTHING}`],
    ['{app=~".*", pod!="a"}', `1: ${TAKES_EVERYTHING}`],
    ['raet(shop_orders_total[5m])', "1: PromQL has no function 'raet'; did you mean 'rate'?"],
    ['Rate(shop_orders_total[5m])', "1: PromQL has no function 'Rate'; did you mean 'rate'?"],
    [
      'holt_winters(shop_orders_total[5m], 0.5, 0.5)',
      "1: PromQL has no function 'holt_winters'; since Prometheus 3 it is 'double_exponential_smoothing'",
    ],
    [
      'rate(shop_orders_total)',
      "6: argument 1 of 'rate' must be a range vector, this is an instant vector; add a range such as [5m]",
    ],
    [
      'rate(sum(shop_orders_total)[5m])',
      '28: a range can follow only a selector such as up{job="api"}; of an expression, a subquery such as [5m:] makes a range',
    ],
    [
      'rate(sum(rate(shop_orders_total[5m])))',
      "6: argument 1 of 'rate' must be a range vector, this is an instant vector; a subquery such as [5m:] makes a range",
    ],
    ['rate(shop_orders_total[5m], 2)', "1: 'rate' takes 1 argument: a range vector; 2 are given"],
    ['rate()', "1: 'rate' takes 1 argument: a range vector; none is given"],
    ['sum()', "1: 'sum' takes an instant vector, none is given"],
    [
      'sum(shop_orders_total[5m])',
      "5: argument 1 of 'sum' must be an instant vector, this is a range vector; put a function such as rate() around it",
    ],
    [
      'sum(1)',
      "5: argument 1 of 'sum' must be an instant vector, this is a scalar; vector() makes a vector of a number",
    ],
    ['sum(shop_a, shop_b)', "1: 'sum' takes an instant vector, 2 are given"],
    ['topk(shop_orders_total)', "1: 'topk' takes a scalar and an instant vector, 1 is given"],
    [
      'topk(shop_limit, shop_orders_total)',
      "6: argument 1 of 'topk' must be a scalar, this is an instant vector; scalar() makes a number of a vector with one series",
    ],
    ['count_values(3, shop_orders_total)', "14: argument 1 of 'count_values' must be a string, this is a scalar"],
    [
      'count_values("", shop_orders_total)',
      "14: 'count_values' needs the name of the label that it writes, which must not be empty",
    ],
    ['quantile("0.9", shop_orders_total)', "10: argument 1 of 'quantile' must be a scalar, this is a string"],
    ['limitk(3, shop_orders_total)', `1: 'limitk' is experimental; ${onlyWith('promql-experimental-functions')}`],
    [
      'sort_by_label(shop_orders_total, "app")',
      `1: 'sort_by_label' is experimental; ${onlyWith('promql-experimental-functions')}`,
    ],
    [
      'histogram_quantile(shop_bucket, 0.9)',
      "20: argument 1 of 'histogram_quantile' must be a scalar, this is an instant vector; scalar() makes a number of a vector with one series",
      "33: argument 2 of 'histogram_quantile' must be an instant vector, this is a scalar; vector() makes a vector of a number",
    ],
    ['round(shop_orders_total, 1, 2)', "1: 'round' takes 1 to 2 arguments: an instant vector, a scalar; 3 are given"],
    ['time(shop_orders_total)', "1: 'time' takes no arguments; 1 is given"],
    [
      'label_replace(shop_orders_total, "a", "$1", "b", "(")',
      "50: the regular expression of 'label_replace' is not valid: missing closing ): `(`",
    ],
    [
      'label_replace(shop_orders_total, "", "$1", "b", ".*")',
      "34: 'label_replace' needs the name of the label that it writes, which must not be empty",
    ],
    [
      'label_join(shop_orders_total, "a")',
      "1: 'label_join' takes 3 arguments or more: an instant vector, a string, a string, a string; 2 are given",
    ],
    ['1 + "a"', "5: '+' works on numbers and instant vectors, this is a string"],
    [
      'shop_orders_total[5m] > 1',
      "1: '>' works on numbers and instant vectors, this is a range vector; put a function such as rate() around it",
    ],
    [
      'shop_orders_total and 1',
      "23: 'and' works on instant vectors alone, this is a scalar; vector() makes a vector of it",
    ],
    ['1 == 1', "3: between two numbers '==' needs 'bool': 1 == bool 2"],
    ['shop_a + bool shop_b', "8: 'bool' can follow only ==, !=, >, <, >=, <="],
    ['shop_a + on (app) 1', "8: 'on' needs an instant vector on both sides"],
    ['shop_a and on (app) group_left () shop_b', "8: 'and' takes no group_left or group_right"],
    [
      'shop_a * on (app) group_left (app) shop_b',
      "31: the label 'app' must not stand both in 'on' and in 'group_left' or 'group_right'",
    ],
    ['shop_a * group_left (app) shop_b', "10: 'group_left' cannot stand here; it is a keyword of PromQL"],
    ['shop_a fill (0) shop_b', "8: expected an operator or the end of the query, found 'fill'"],
    ['shop_a + fill (0) shop_b', `10: 'fill' is experimental; ${onlyWith('promql-binop-fill-modifiers')}`],
    ['sum by app (shop_orders_total)', "8: expected label names in parentheses after 'by', found 'app'"],
    ['sum by (app pod) (shop_orders_total)', "13: expected ',' or ')' after the label, found 'pod'"],
    ['sum by ("") (shop_orders_total)', '9: a label name must not be empty'],
    ['sum shop_orders_total', "5: expected '(', 'by' or 'without' after 'sum', found 'shop_orders_total'"],
    ['rate(shop_orders_total[5x])', `24: ${noDuration('5x')}`],
    ['rate(shop_orders_total[1.5h])', `24: ${noDuration('1.5h')}`],
    ['rate(shop_orders_total[30m1h])', `24: ${noDuration('30m1h')}`],
    ['rate(shop_orders_total[])', "24: expected a duration such as 5m, found ']'"],
    ['rate(shop_orders_total[0s])', '24: this duration must be longer than 0'],
    [
      'rate(shop_orders_total[step()])',
      `24: a calculated duration is experimental; ${onlyWith('promql-duration-expr')}`,
    ],
    ['shop_orders_total[5m] offset', "29: expected a duration such as 5m after 'offset', but the query ends here"],
    ['shop_orders_total offset 5m offset 1h', "29: 'offset' may stand only once after a selector"],
    ['shop_orders_total offset 5m [5m]', "19: 'offset' must stand after the range: up[5m] offset ..."],
    [
      'sum(shop_orders_total) offset 5m',
      "24: 'offset' can follow only a selector, a range or a subquery; put it inside, after the selector",
    ],
    ['shop_orders_total @ yesterday', "21: expected seconds since 1970, start() or end() after '@', found 'yesterday'"],
    ['shop_orders_total @ Inf', "19: '@' needs a time in seconds since 1970"],
    [
      '(shop_orders_total)[5m]',
      '20: a range can follow only a selector such as up{job="api"}; of an expression, a subquery such as [5m:] makes a range',
    ],
    ['shop_orders_total[1h:5m][1h:5m]', '1: a subquery needs an instant vector, this is a range vector'],
    ['-shop_orders_total[5m]', "1: '-' works on numbers and instant vectors, this is a range vector"],
    [
      'shop_orders_total[5m] smoothed',
      `23: 'smoothed' is experimental; ${onlyWith('promql-extended-range-selectors')}`,
    ],
    ['shop_orders_total >', "20: expected an expression after '>', but the query ends here"],
    ['shop_a && shop_b', "8: PromQL has no '&&'; write 'and'"],
    ['shop_a = 1', "8: a comparison is written '=='"],
    ['{app="stock"} |= "error"', "15: PromQL has no '|='; it is LogQL that searches lines"],
    ['shop_a !~ "b"', "8: '!~' compares labels, within {...}"],
    ['shop_a shop_b', "8: expected an operator or the end of the query, found 'shop_b'"],
    ['shop_orders_total > 100and up', "21: '100and' is no number; put a blank after '100'"],
    ['1e', "1: '1e' is no number and no duration"],
    ['$threshold', "1: '$threshold' is a variable of Grafana, which only dashboards have"],
    ['sum by (app) (rate($metric[5m]))', "20: '$metric' is a variable of Grafana, which only dashboards have"],
    ['shop_a,', "7: expected an operator or the end of the query, found ','"],
    ['sum(shop_a,)', "12: expected an expression after ',', found ')'"],
    ['shop-orders-total{}:5', "20: expected an operator or the end of the query, found ':5'"],
  ])('refuses %s', (query, ...problems) => {
    expect(problemsOf(query)).toEqual(problems);
  });

  test('is placed by line and column in a query of several lines', () => {
    expect(promqlProblems('sum(\n  rate(shop_orders_total)\n)')).toEqual([
      {
        message: "argument 1 of 'rate' must be a range vector, this is an instant vector; add a range such as [5m]",
        line: 2,
        column: 8,
        excerpt: 'rate(shop_orders_total)',
      },
    ]);
  });
});

describe('a feature flag of Prometheus', () => {
  const EXPERIMENTAL = ['promql-experimental-functions'];

  test.each([
    ['promql-experimental-functions', 'sort_by_label(limitk(3, shop_a), "app") * max_of(1, 2)'],
    ['promql-duration-expr', 'rate(shop_a[step() * 2] offset (5m + 1m))'],
    ['promql-extended-range-selectors', 'rate(shop_a[5m] anchored)'],
    ['promql-binop-fill-modifiers', 'shop_a + on (app) fill (0) shop_b'],
  ])('%s is needed for %s', (flag, query) => {
    expect(problemsOf(query, { features: [flag] })).toEqual([]);
    expect(promqlProblems(query)).not.toEqual([]);
  });

  test('refuses a metric as the second argument of info', () => {
    expect(problemsOf('info(shop_a, {app=~".*"})', { features: EXPERIMENTAL })).toEqual([]);
    expect(problemsOf('info(shop_a, target_info)', { features: EXPERIMENTAL })).toEqual([
      `14: argument 2 of 'info' must be label matchers alone, such as {k8s_cluster_name=~".+"}`,
    ]);
  });

  test('refuses a modifier of ranges on a subquery', () => {
    expect(problemsOf('rate(shop_a[5m:] smoothed)', { features: ['promql-extended-range-selectors'] })).toEqual([
      "18: 'smoothed' does not work with subqueries",
    ]);
  });
});

describe('a query of a dashboard', () => {
  test.each([
    ['a range', 'rate(shop_orders_total{app=~"$app"}[$__rate_interval])'],
    ['a range and a resolution', 'max_over_time(shop_a[$__range:$resolution])'],
    ['a number', 'topk($limit, shop_a) > $threshold and shop_b < bool ${threshold}'],
    ['a metric', 'rate($metric{app="$app"}[5m]) + ${prefix}_total'],
    ['a label', 'sum by ($group, pod) (shop_a)'],
    ['a matcher', 'shop_a{app="stock", $filters}'],
    ['a function', '$aggregation(shop_a) + ${fn:raw}(shop_b[5m])'],
    ['an operator', 'shop_a{app="stock"} $operator on (pod) shop_b'],
    ['an old notation', 'shop_a{app=~"[[app:pipe]]"} offset [[shift]]'],
  ])('may have a variable for %s', (_, query) => {
    expect(problemsOf(query, { variables: {} })).toEqual([]);
  });

  test('names the column of the typed text after variables', () => {
    const query = 'sum(rate(shop_a{app="$application"}[$__rate_interval])) + raet(shop_b[$__interval])';

    expect(problemsOf(query, { variables: {} })).toEqual(["59: PromQL has no function 'raet'; did you mean 'rate'?"]);
  });

  test('takes the sample of a variable for what stands in its place', () => {
    const query = 'rate(shop_a$range)';

    expect(problemsOf(query, { variables: { range: '[5m]' } })).toEqual([]);
  });

  test('refuses a variable that Grafana does not have', () => {
    expect(problemsOf('rate(shop_a[$__rate_intervall])', { variables: {} })).toEqual([
      "13: Grafana has no variable '$__rate_intervall' of its own; did you mean '__rate_interval'?",
    ]);
  });

  test('shows a variable by its name when it stands in a wrong place', () => {
    expect(problemsOf('shop_a $operator 5', { variables: {} })).toEqual([
      "8: expected an operator or the end of the query, found '$operator'",
    ]);
  });
});

describe('the type of a query', () => {
  test.each([
    ['time() - 5', 'scalar'],
    ['"text"', 'string'],
    ['shop_a > 1', 'instant vector'],
    ['2 * shop_a', 'instant vector'],
    ['shop_a[5m]', 'range vector'],
    ['sum(shop_a)[1h:5m]', 'range vector'],
    ['scalar(shop_a) == bool 1', 'scalar'],
  ])('of %s is %s', (query, type) => {
    expect(promqlTypeOf(query)).toBe(type);
  });

  test('is unknown when the query has problems', () => {
    expect(promqlTypeOf('rate(shop_a)')).toBeUndefined();
  });

  test('is any when a variable decides', () => {
    expect(promqlTypeOf('$query', { variables: {} })).toBe('any');
  });
});

test('a chain that is too long for the grammar is left to Prometheus', () => {
  const chain = (length: number): string => Array.from({ length }, () => 'up').join(' or ');

  expect(promqlProblems(chain(400))).toEqual([]);
  expect(promqlProblems(`${chain(400)} or`)).toHaveLength(1);
  expect(promqlProblems(chain(5000))).toEqual([]);
  expect(promqlProblems('('.repeat(5000) + 'up' + ')'.repeat(5000))).toEqual([]);
});
