import {
  holdsVariable,
  isVariable,
  typedOffset,
  variablesIn,
  withoutVariables,
  withSamples,
} from '../../../lib/model/query/grafana-variables';

describe('samples in a PromQL query', () => {
  test.each([
    ['a duration in a range', 'rate(up[$window])', 'rate(up[5m])'],
    ['a duration after offset', 'up offset $shift', 'up offset 5m'],
    ['the number of a duration', 'rate(up[${minutes}m])', 'rate(up[5m])'],
    ['a duration for a variable called interval', 'up * $my_interval', 'up * 5m'],
    ['built-in durations', 'rate(up[$__rate_interval:$__interval])', 'rate(up[5m:5m])'],
    ['built-in numbers', 'increase(up[5m]) / $__range_s + ${__to:date:seconds}', 'increase(up[5m]) / 1 + 1'],
    ['names in texts', 'up{app=~"$app|${pod:regex}"}', 'up{app=~"V_app|V_pod"}'],
    ['a part of a name', '${team}_requests_total', 'V_team_requests_total'],
    ['a matcher in braces', 'up{$filters, app="a"}', 'up{V_filters="x", app="a"}'],
    ['the call of a function', '$function(up)', 'sum(up)'],
    ['an operator between operands', 'sum(up) $operator 5', 'sum(up) + 5'],
    ['the old notation', 'up{app="[[app]]", pod=~"[[pod:pipe]]"}', 'up{app="V_app", pod=~"V_pod"}'],
    ['nothing for the groups of label_replace', 'label_replace(up, "a", "$1", "b", "x")', undefined],
    ['nothing in a query without variables', 'up{app="a$"}', undefined],
  ])('are %s', (_, query, text = query) => {
    expect(withSamples(query, 'promql', {}).text).toBe(text);
  });

  test('are those of the user where there are some', () => {
    const { text } = withSamples('topk($n, up$range)', 'promql', { n: '3', range: '[1h]' });

    expect(text).toBe('topk(3, up[1h])');
  });
});

describe('samples in a LogQL query', () => {
  test.each([
    ['a number of series', 'topk($n, rate({app="a"}[$__auto]))', 'topk(1, rate({app="a"}[5m]))'],
    ['a number to compare with', '{app="a"} | json | status >= $min', '{app="a"} | json | status >= 1'],
    ['a label to compare', '{app="a"} | $label != "x"', '{app="a"} | V_label != "x"'],
    ['a label to group by', 'sum by ($a, b) (rate({c="d"}[5m]))', 'sum by (V_a, b) (rate({c="d"}[5m]))'],
    ['a label to rename', '{app="a"} | label_format a=$b', '{app="a"} | label_format a=V_b'],
    ['a whole stage', '{app="a"} | $stage', '{app="a"} | V_stage="x"'],
    ['no stages', '{app="a"} $stages', '{app="a"} '],
    ['a function over time', '$function({app="a"}[5m])', 'rate({app="a"}[5m])'],
  ])('are %s', (_, query, text) => {
    expect(withSamples(query, 'logql', {}).text).toBe(text);
  });
});

test('a place in the parsed text leads back to the typed text', () => {
  const query = withSamples('rate(up{app="$application"}[$__rate_interval]) + x', 'promql', {});
  const inApp = query.text.indexOf('V_application') + 3;

  expect(typedOffset(query, 0)).toBe(0);
  expect(typedOffset(query, inApp)).toBe(query.typed.indexOf('$application'));
  expect(typedOffset(query, query.text.indexOf('5m') + 1)).toBe(query.typed.indexOf('$__rate'));
  expect(typedOffset(query, query.text.length - 1)).toBe(query.typed.length - 1);
  expect(typedOffset(withoutVariables('up'), 1)).toBe(1);
});

test('a stretch of the text tells whether it is a variable or holds one', () => {
  const query = withSamples('$metric{app="a-$app"}', 'promql', {});
  const value = query.text.indexOf('"a-');

  expect(isVariable(query, 0, 'V_metric'.length)).toBe(true);
  expect(isVariable(query, 0, query.text.length)).toBe(false);
  expect(holdsVariable(query, value, value + '"a-V_app"'.length)).toBe(true);
  expect(holdsVariable(query, query.text.indexOf('app'), query.text.indexOf('='))).toBe(false);
});

describe('the variables of a query', () => {
  test.each<[string, string[]]>([
    ['rate(up{app=~"$app", pod="${pod:regex}"}[$window]) > [[limit]] + $app', ['app', 'pod', 'window', 'limit']],
    ['rate(up[$__rate_interval])', []],
    ['label_replace(up, "a", "$1-${name}", "b", "(?P<name>.*)")', []],
    ['{app="a"} | line_format "{{ range $i, $x := .list }}{{ $x }}{{ end }} $pod"', ['pod']],
    ['up', []],
  ])('in %s are %j', (query, names) => {
    expect(variablesIn(query)).toEqual(names);
  });
});
