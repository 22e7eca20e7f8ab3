import {
  isLogSelector,
  logqlKindOf,
  logqlProblems,
  logqlSelectorProblems,
} from '../../../lib/model/query/logql-syntax';

/** Each problem of a query as `column: message`. */
function problemsOf(...args: Parameters<typeof logqlProblems>): string[] {
  return logqlProblems(...args).map(({ column, message }) => `${column}: ${message}`);
}

const TAKES_EVERYTHING =
  'this selector takes every stream there is; add a matcher that an empty value does not pass, such as {app="api"} or ' +
  '{app=~".+"}';

function noDuration(text: string): string {
  return `'${text}' is no duration; write whole numbers with units, the largest first: 5m, 1h30m (units: y w d h m s ms)`;
}

describe('a query of the guide', () => {
  test.each([
    '{namespace="timedeal"}',
    '{namespace="timedeal", app="stock-service"}',
    '{namespace="timedeal"} |= "error"',
    '{namespace="timedeal"} |= "[Reserve]"',
    '{namespace="timedeal"} |= "error" | json',
    'count_over_time({namespace="timedeal"}[5m])',
    '{namespace="timedeal"} |~ "product.*=.*1"',
  ])('is taken: %s', (query) => {
    expect(logqlProblems(query)).toEqual([]);
  });
});

describe('what Loki takes', () => {
  test.each([
    ['unwrap with an offset', 'sum_over_time({app="stock"} | json | unwrap size [5m] offset 1h)'],
    ['unwrap in parentheses', 'max_over_time(({app="stock"} | json | unwrap duration(took))[5m] offset 1h) by (app)'],
    ['label filters in a row', '{app="stock"} | json | level="error" status>=500 or took>250ms\n| size<1KiB'],
    ['addresses in a chain', '{app="stock"} |= "a" or ip("10.0.0.0/8") or ip("192.168.0.0/16") or "b"'],
    ['a number that starts a comparison', '1 + 2 * rate({app="stock"}[5m]) > bool 3'],
    ['a number in the place of metrics only by vector', 'rate({app="stock"}[5m]) or vector(0)'],
    ['a sum that is compared before it is joined', 'rate({app="stock"}[5m]) + 1 or rate({app="api"}[5m]) * 2'],
    ['names of functions as labels', '{app="stock"} | json vector, sum | sum="1"'],
    ['a filter after a range', 'count_over_time({app="stock"}[5m] |= "error")'],
    ['a template', '{app="stock"} | json | line_format "{{.level}} {{ .msg | upper }}" | label_format a="{{.b}}"'],
    ['stages with flags', '{app="stock"} | logfmt --strict --keep-empty a="b", c | drop __error__ | keep a'],
    ['a pattern', '{app="stock"} | pattern "<ip> - <_> \\"<method> <path>\\"" |> "<_>error<_>"'],
    ['the heaviest series', 'approx_topk(5, sum by (app) (rate({app=~".+"}[5m])))'],
    ['a comment', '{app="stock"} # orders\n|= "error"'],
    ['a comment as in other languages', '{app="stock"} // orders\n|= "http://" // and more'],
    ['an experiment that the grammar lacks', 'variants(count_over_time({app="a"}[5m])) of ({app="a"}[5m])'],
    ['no labels to group by', 'sum by () (rate({app="stock"}[5m])) / on () group_left () vector(1)'],
  ])('is taken: %s', (_, query) => {
    expect(problemsOf(query)).toEqual([]);
  });
});

describe('a mistake in a query', () => {
  test.each<[string, ...string[]]>([
    ['', '1: the query is empty; expected a stream selector such as {app="api"}'],
    ['{app="stock"', "1: '{' is never closed; expected '}'"],
    ['{app=stock}', "6: expected a value in quotes after '=', found 'stock'"],
    ['{app="stock" pod="a"}', "14: expected ',' or '}' after the matcher, found 'pod'"],
    ['{app=="stock"}', `5: a label matcher has one '=': {job="api"}`],
    ['{}', "2: expected a label name, found '}'"],
    ['{app!="stock"}', `1: ${TAKES_EVERYTHING}`],
    ['{app=~".*"}', `1: ${TAKES_EVERYTHING}`],
    ['{app=~"stock("}', "7: the regular expression of 'app' is not valid: missing closing ): `stock(`"],
    ["{app='stock'}", '6: LogQL puts texts in "..." or `...`, not in single quotes'],
    ['up', `1: a LogQL query begins with a stream selector such as {app="api"} or a function, not with 'up'`],
    ['raet({app="stock"}[5m])', "1: LogQL has no function 'raet'; did you mean 'rate'?"],
    ['{app="stock"} |= error', "18: expected a text in quotes after '|=', found 'error'"],
    ['{app="stock"} | jsn', "17: 'jsn' is no stage; did you mean 'json'?"],
    [
      '{app="stock"} |',
      "16: expected a stage after '|': json, logfmt, regexp, pattern, unpack, line_format, label_format, decolorize, drop, keep, unwrap or a label filter, but the query ends here",
    ],
    [
      '{app="stock"} | unwrap size',
      "17: 'unwrap' can stand only as the last stage before a range: sum_over_time({...} | unwrap LABEL [5m])",
    ],
    [
      '{app="stock"} |~ "(?<!a)b"',
      "18: the regular expression after '|~' is not valid: invalid named capture: `(?<!a)b`; RE2 has no look-behind",
    ],
    ['{app="stock"} |~ "a" or "b("', "25: the regular expression after '|~' is not valid: missing closing ): `b(`"],
    ['{app="stock"} | regexp "\\\\d+"', "24: 'regexp' needs a named group, which becomes a label: (?P<status>\\d+)"],
    ['{app="stock"} | regexp "(?P<a>x)(?P<a>y)"', "24: 'regexp' names two groups 'a'"],
    ['{app="stock"} | pattern "no capture"', "25: 'pattern' needs a capture, which becomes a label: <status>"],
    ['{app="stock"} | pattern "<a><b>"', "25: between two captures there must be text: '<a><b>'"],
    ['{app="stock"} |> "<_> <status>"', "18: '|>' takes no names, write <_> for '<status>'"],
    ['{app="stock"} | line_format', "28: expected a text in quotes after 'line_format', but the query ends here"],
    ['{app="stock"} | line_format "{{.a"', "29: the template opens '{{.a' without '}}'"],
    ['{app="stock"} | label_format a=b,a=c', "34: 'label_format' writes the label 'a' twice; use two stages"],
    ['{app="stock"} | json | status =~ 5', "34: expected a text in quotes after '=~', found '5'"],
    ['{app="stock"} | json status 500', "29: expected an operator or the end of the query, found '500'"],
    ['rate({app="stock"})', "19: expected a range such as [5m], over which 'rate' works, found ')'"],
    ['rate({app="stock"}[5x])', `20: ${noDuration('5x')}`],
    ['rate({app="stock"}[1.5h])', "20: a range takes whole numbers of y, w, d, h, m, s or ms, this is '1.5h'"],
    [
      'sum({app="stock"})',
      `5: 'sum' works on metrics; put a function over time around the selector: sum(rate({app="api"}[5m]))`,
    ],
    ['sum(3, rate({app="stock"}[5m]))', "5: 'sum' takes no number"],
    ['sum by app (rate({app="stock"}[5m]))', "8: expected label names in parentheses after 'by', found 'app'"],
    ['topk(rate({app="stock"}[5m]))', "1: 'topk' needs the number of series: topk(10, ...)"],
    ['topk(0, rate({app="stock"}[5m]))', "6: 'topk' needs a whole number above 0, this is 0"],
    ['sort(rate({app="stock"}[5m])) by (app)', "31: 'sort' takes no grouping"],
    [
      'count_over_time({app="stock"} | json | unwrap size [5m])',
      "1: 'count_over_time' works on lines and takes no 'unwrap'",
    ],
    [
      'sum_over_time({app="stock"} | json [5m])',
      "1: 'sum_over_time' works on the values of a label; name it with '| unwrap LABEL' before the range",
    ],
    [
      'quantile_over_time({app="stock"} | json | unwrap size [5m])',
      "1: 'quantile_over_time' needs the quantile: quantile_over_time(0.99, ...)",
    ],
    [
      'rate({app="stock"}[5m]) by (app)',
      "25: 'rate' takes no grouping itself; put an aggregation around it: sum by (app) (rate(...))",
    ],
    [
      'rate({app="stock"}[5m]) + {app="stock"}',
      "27: '+' works on metrics, this selects log lines; put a function such as rate(... [5m]) around it",
    ],
    [
      'rate({app="stock"}[5m]) or 1',
      "28: 'or' works on metrics alone, this is a number; vector() makes a metric of it",
    ],
    ['rate({app="stock"}[5m]) >', "26: expected an operand after '>', but the query ends here"],
    [
      'label_replace(rate({app="stock"}[5m]), "a", "$1", "b", "(")',
      "56: the regular expression of 'label_replace' is not valid: missing closing ): `(`",
    ],
    ['{app="stock"}[5m]', '14: a range can stand only within a function over time: rate({app="api"}[5m])'],
    ['{app="stock"} |= "a', '18: this text is never closed; end it with "'],
    [
      '{app="stock"} |= "\\d"',
      "19: '\\d' is no escape sequence; for a backslash itself write two, or put the text in backticks",
    ],
    ['{by="stock"}', "2: 'by' is a keyword of LogQL and cannot be a label name"],
    ['{app="stock"} && {app="api"}', "15: LogQL has no '&&'; write 'and'"],
    [
      'rate({app="stock"}[5m]) offset 1h',
      `25: 'offset' must stand right after the range: rate({app="api"}[5m] offset 1h)`,
    ],
    ['rate({app="stock"}[$__range])', "20: '$__range' is a variable of Grafana, which only dashboards have"],
  ])('refuses %s', (query, ...problems) => {
    expect(problemsOf(query)).toEqual(problems);
  });
});

describe('a query of a dashboard', () => {
  test.each([
    ['a range', 'sum(rate({app=~"$app"}[$__auto]))'],
    ['a number', 'topk($limit, sum by (app) (rate({app="a"}[5m]))) > $threshold'],
    ['the number of a filter', '{app="a"} | json | status >= $status'],
    ['a text', '{app="a"} |= "$search" |~ "(?i)${search:regex}"'],
    ['a label', 'sum by ($group, app) (sum_over_time({app="a"} | json | unwrap $field [5m]))'],
    ['a matcher', '{app="a", $filters} | $label="x" | $condition'],
    ['whole stages', '{app="a"} $stages'],
    ['a function', '$function({app="a"}[5m])'],
  ])('may have a variable for %s', (_, query) => {
    expect(problemsOf(query, { variables: {} })).toEqual([]);
  });
});

describe('the kind of a query', () => {
  test.each([
    ['{app="stock"} |= "error"', 'logs'],
    ['({app="stock"} | json)', 'logs'],
    ['rate({app="stock"}[5m])', 'metric'],
    ['1 + 1', 'metric'],
  ])('of %s is %s', (query, kind) => {
    expect(logqlKindOf(query)).toBe(kind);
  });

  test('is unknown when the query has problems', () => {
    expect(logqlKindOf('rate({app="stock"})')).toBeUndefined();
  });
});

describe('a stream selector', () => {
  test.each(['{app="stock"}', ' {namespace="timedeal", app=~"stock|api"} ', '{app="stock"} # orders'])(
    'may be %s',
    (selector) => {
      expect(logqlSelectorProblems(selector)).toEqual([]);
      expect(isLogSelector(selector)).toBe(true);
    },
  );

  test.each([
    ['{app="stock"} |= "error"', 15],
    ['({app="stock"})', 1],
    ['rate({app="stock"}[5m])', 1],
    ['1', 1],
  ])('refuses more than a selector: %s', (text, column) => {
    const message = 'only a stream selector such as {app="api"} can stand here, no pipeline and no function';

    expect(logqlSelectorProblems(text).map((problem) => [problem.column, problem.message])).toEqual([
      [column, message],
    ]);
    expect(isLogSelector(text)).toBe(false);
  });

  test('refuses what Loki refuses', () => {
    expect(logqlSelectorProblems('{app!="stock"}').map(({ message }) => message)).toEqual([TAKES_EVERYTHING]);
  });
});
