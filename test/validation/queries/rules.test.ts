import { all, configMap, found, prometheusRule } from '../support/validate';

const AT = 'PrometheusRule shop/rules, spec.groups[0]';
const yaml = (text: string): string => text.replace(/^ {6}/gm, '');

describe('the rule rule-expression', () => {
  test('finds the column of a slip in a PrometheusRule', () => {
    expect(found('rule-expression', prometheusRule({ record: 'a:b', expr: 'sum(rate(up[5m])' }))).toEqual([
      `high: ${AT}.rules[0].expr: the rule 'a:b': column 4: '(' is never closed; expected ')', near "sum(rate(up[5m])"`,
    ]);
  });

  test('finds an expression with no value at a time', () => {
    expect(found('rule-expression', prometheusRule({ alert: 'A', expr: 'up[5m]' }))).toEqual([
      `high: ${AT}.rules[0].expr: the rule 'A': it is a range vector; a rule needs one value at a time: apply 'rate' or another function`,
    ]);
  });

  test.each(['shop.rules', 'shop.rules.yml', 'shop.yml', 'shop.yaml', 'rules.json', 'shop-rules'])(
    'reads the rule file %s of a ConfigMap',
    (name) => {
      const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'x', expr: 'raet(up[5m])' }] }] });

      expect(found('rule-expression', configMap({ [name]: text }))).toEqual([
        `high: ConfigMap shop/files, data['${name}']: groups[0].rules[0].expr: the rule 'x': column 1: PromQL has no function 'raet'; did you mean 'rate'?, near "raet(up[5m])"`,
      ]);
    },
  );

  test("reads Loki's rule files as LogQL, by their label or by what they hold", () => {
    const rule = (expr: string): string => JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr }] }] });
    const sound = 'sum(rate({app="api"} |= "error" [5m])) > 1';

    expect(all(configMap({ 'a.yaml': rule(sound) }))).toEqual([]);
    expect(
      found('rule-expression', configMap({ 'a.yaml': rule('{app="api"} |= "error"') }, { loki_rule: '1' })),
    ).toEqual([
      "high: ConfigMap shop/files, data['a.yaml']: groups[0].rules[0].expr: the rule 'A': it gives log lines and no value; count them with 'sum(count_over_time(... [5m]))'",
    ]);
  });

  test("leaves Grafana's own alert rules and other YAML alone", () => {
    const grafana = { apiVersion: 1, groups: [{ name: 'g', folder: 'f', rules: [{ uid: 'u', data: [] }] }] };
    const files = { 'a.yaml': JSON.stringify(grafana), 'b.yaml': 'groups: [admins]', 'c.yaml': '{{ template }}: [' };

    expect(all(configMap(files))).toEqual([]);
  });
});

describe('the rule rule-file', () => {
  test('finds what Prometheus does not take in a group', () => {
    const group = yaml(`
      groups:
      - name: a
        intervall: 1m
        rules:
        - {alert: A, record: a, expr: up}
        - {alert: B}
        - {record: r, expr: up, for: 5m}
        - {alert: C, expr: up, for: 5 minutes, labels: {team: [a]}}
      - name: a
        rules:
        - {record: a-b, expr: up}
    `);

    expect(found('rule-file', configMap({ 'x.rules': group })).map((line) => line.replace(/^.*?\]: /, ''))).toEqual([
      "groups[0].intervall: there is no field 'intervall' here; did you mean 'interval'?",
      "groups[0].rules[0]: a rule has either 'record' or 'alert'; this one has both",
      "groups[0].rules[1]: the rule has no 'expr'",
      "groups[0].rules[2].for: 'for' is for alerts; a recording rule has none",
      "groups[0].rules[3].for: \"5 minutes\" is no duration; write it as '30s', '5m' or '1h30m'",
      "groups[0].rules[3].labels['team']: the value must be text",
      "groups[1].rules[0].record: 'a-b' is no metric name: letters, digits, '_' and ':' alone",
      "groups[1].name: a group named 'a' stands before; rename one",
    ]);
  });

  test('reads the anchors and merges of YAML as Prometheus does', () => {
    const text = 'groups:\n- name: a\n  rules:\n  - &base {alert: A, expr: up}\n  - {<<: *base, alert: B}\n';

    expect(all(configMap({ 'x.rules': text }))).toEqual([]);
  });

  test('takes two rules of one name that compute different series', () => {
    expect(all(prometheusRule({ record: 'a:b', expr: 'up' }, { record: 'a:b', expr: 'down' }))).toEqual([]);
  });

  test('finds a rule that stands twice', () => {
    const rule = { alert: 'A', expr: 'up == 0', labels: { severity: 'info' } };

    expect(found('rule-file', prometheusRule(rule, { ...rule }))).toEqual([
      `medium: ${AT}.rules[1]: 'A' stands before in this group, with the same expression and labels; leave one out`,
    ]);
  });
});

describe('the rules alert-template and config-text', () => {
  test('find a template that Prometheus refuses, in labels and annotations', () => {
    const alert = { alert: 'A', expr: 'up', labels: { pod: '{{ $labels.pod }' }, annotations: { summary: '{{ $x }}' } };

    expect(found('alert-template', prometheusRule(alert))).toEqual([
      `high: ${AT}.rules[0].labels['pod']: '{{ $labels.pod }' is not closed by '}}'`,
      `high: ${AT}.rules[0].annotations['summary']: the variable '$x' is not defined, in '{{ $x }}'`,
    ]);
  });

  test('find a rule file that is no YAML', () => {
    expect(found('config-text', configMap({ 'a.rules': 'groups: [' }))).toEqual([
      expect.stringMatching(
        /^high: ConfigMap shop\/files, data\['a\.rules'\]: 'a\.rules' cannot be read: .+ line 1, column 10$/,
      ),
    ]);
  });
});
