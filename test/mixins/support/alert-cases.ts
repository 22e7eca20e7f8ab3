import type { Rule } from '../../../lib/model/rule';
import { RuleGroup } from '../../../lib/model/rule-group';
import { testRules, type InputSeries, type RuleTest } from './promtool';

interface Labels {
  readonly [name: string]: string;
}

/** An alert, when it fires, and when it does not. */
export interface AlertCase {
  readonly alert: string;
  /** What Prometheus stores when something is wrong. */
  readonly firing: readonly InputSeries[];
  /** Labels of the alert that fires then: one, though two kube-state-metrics may speak of the same object. */
  readonly labels: Labels;
  /** The summary as people read it. */
  readonly summary: string;
  /** Other alerts of the groups that say something of the same trouble. */
  readonly besides?: readonly string[];
  /** What is well though it may look odd, or what another alert is for: a sentence, and what Prometheus stores then. */
  readonly silent: { readonly [situation: string]: readonly InputSeries[] };
  /** When it is looked. */
  readonly at?: string;
}

/** What Prometheus stores, and what it says of that. */
export interface Situation {
  readonly name: string;
  /** All alerts are asked, or one of them alone. */
  readonly asked: string;
  readonly test: RuleTest;
}

const ALL = 'all';

/** When it is looked: 2700 seconds after the start, so that a quarter of an hour after one of 10 minutes is over. */
const AT = '45m';
/** Four hours. */
const STEPS = 480;

/** A series of one value, or one that goes by so much in each step of 30 seconds from a first value. */
export function series(metric: string, labels: Labels, from: number, step = 0): InputSeries {
  return changing(metric, labels, `${from}${step < 0 ? '-' : '+'}${Math.abs(step)}x${STEPS}`);
}

/** A series whose values are written as promtool reads them, one for each 30 seconds: `0x59 1x60`, `_` for none. */
export function changing(metric: string, labels: Labels, values: string): InputSeries {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return { series: `${metric}{${pairs.join(', ')}}`, values };
}

/** What kube-state-metrics says of something. */
export function state(metric: string, labels: Labels, values: number | string = 1): InputSeries {
  const of = { job: 'kube-state-metrics', instance: '10.42.0.7:8080', ...labels };
  return typeof values === 'number' ? series(metric, of, values) : changing(metric, of, values);
}

/** The same from a second kube-state-metrics: while it is rolled out, two are there. */
export function twice(input: readonly InputSeries[]): InputSeries[] {
  return [...input, ...input.map((one) => ({ ...one, series: one.series.replace('10.42.0.7:', '10.42.0.8:') }))];
}

/** Some groups of alerts with their cases: what promtool, asked once for all of them, has to say. */
export class AlertCases {
  /** Each alert when it fires, and in each situation in which it does not. */
  public readonly situations: readonly Situation[];

  private readonly rules: readonly Rule[];
  private readonly complaintsOf = new Map<string, string>();

  public constructor(
    private readonly groups: readonly RuleGroup[],
    private readonly cases: readonly AlertCase[],
  ) {
    this.rules = groups.flatMap((group) => group.rules);
    this.situations = cases.flatMap((one) => [whenFiring(this.rules, one), ...whenSilent(one)]);
  }

  /** Alerts without a case, and cases without an alert. */
  public unmatched(): string[] {
    const alerts = this.rules.map(({ name, _data }) => `${name} ${_data.labels?.['severity']}`);
    const tested = this.cases.map(({ alert, labels }) => `${alert} ${labels['severity']}`);
    const without = (some: readonly string[], others: readonly string[]): string[] =>
      some.filter((one) => !others.includes(one));
    return [...new Set([...without(alerts, tested), ...without(tested, alerts)])];
  }

  /** Alerts that do not say in short what is wrong, in full what that means, and what to do. */
  public speechless(): string[] {
    const said = ({ _data }: Rule): string => Object.keys(_data.annotations ?? {}).join(' ');
    return this.rules.filter((rule) => said(rule) !== 'summary description runbook').map(({ name }) => name);
  }

  /** Labels that texts speak of though the alert has none of that name. */
  public unknownLabels(): string[] {
    return this.cases.flatMap((one) => {
      const said = Object.values(ruleOf(this.rules, one)?._data.annotations ?? {}).join(' ');
      const labels = [...said.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label ?? '');
      return labels.filter((label) => !(label in one.labels)).map((label) => `${one.alert}: ${label}`);
    });
  }

  /** What promtool complains of: nothing when the alerts fire, or are silent, as they should be. */
  public complaints({ asked, test }: Situation): string {
    const ask = (tests: readonly RuleTest[]): string => testRules(this.askable(asked), tests);
    const alike = this.situations.filter((other) => other.asked === asked);
    // one process for many: it takes longer to start than to answer
    const complaints = this.complaintsOf.get(asked) ?? ask(alike.map((one) => one.test));
    this.complaintsOf.set(asked, complaints);
    return complaints === '' ? '' : ask([test]);
  }

  private askable(asked: string): readonly RuleGroup[] {
    const rules = this.rules.filter(({ name }) => name === asked);
    return asked === ALL ? this.groups : [new RuleGroup(asked, { rules })];
  }
}

function whenFiring(rules: readonly Rule[], one: AlertCase): Situation {
  const annotations = texts(ruleOf(rules, one), one);
  const loud = [one.alert, ...(one.besides ?? [])];
  const quiet = [...new Set(rules.map(({ name }) => name))].filter((name) => !loud.includes(name));
  return {
    name: `${one.alert} fires: ${one.summary}`,
    asked: ALL,
    test: situation(one, one.firing, [
      { alertname: one.alert, exp_alerts: [{ exp_labels: one.labels, exp_annotations: annotations }] },
      ...quiet.map((alertname) => ({ alertname, exp_alerts: [] })),
    ]),
  };
}

function whenSilent(one: AlertCase): Situation[] {
  return Object.entries(one.silent).map(([words, input]) => ({
    name: `${one.alert} is silent: ${words}`,
    asked: one.alert,
    test: situation(one, input, [{ alertname: one.alert, exp_alerts: [] }]),
  }));
}

type Expected = Omit<NonNullable<RuleTest['alert_rule_test']>[number], 'eval_time'>;

function situation(
  { alert, at }: AlertCase,
  input_series: readonly InputSeries[],
  expected: readonly Expected[],
): RuleTest {
  const alert_rule_test = expected.map((one) => ({ eval_time: at ?? AT, ...one }));
  return { name: alert, interval: '30s', input_series, alert_rule_test };
}

/** The annotations with the labels in their places; what is made of figures stands in the summary alone. */
function texts(rule: Rule | undefined, { labels, summary }: AlertCase): Labels {
  const filledIn = Object.entries(rule?._data.annotations ?? {}).map(([name, text]) => [
    name,
    text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
  ]);
  return { ...(Object.fromEntries(filledIn) as Labels), summary };
}

function ruleOf(rules: readonly Rule[], { alert, labels }: AlertCase): Rule | undefined {
  return rules.find(({ name, _data }) => name === alert && _data.labels?.['severity'] === labels['severity']);
}
