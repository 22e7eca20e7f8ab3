import type { Rule } from '../../../lib/model/rule';
import type { RuleGroup } from '../../../lib/model/rule-group';
import { testRules, type InputSeries, type RuleTest } from './promtool';
import type { Labels } from './series';

/** An alert that fires. */
export interface Said {
  readonly labels: Labels;
  /** The summary as people read it. */
  readonly summary: string;
  /** The description as people read it, where it is made of figures. */
  readonly description?: string;
}

/** An alert, when it fires, and when it does not. */
export interface AlertCase {
  readonly alert: string;
  /** What Prometheus stores when something is wrong. */
  readonly firing: readonly InputSeries[];
  /** All alerts of that name that then fire: one for each object, though two kube-state-metrics may speak of it. */
  readonly fires: readonly Said[];
  /** Other alerts of the groups that say something of the same trouble. */
  readonly besides?: readonly string[];
  /** What is well though it may look odd, or what another alert is for: a sentence, and what Prometheus stores then. */
  readonly silent: { readonly [situation: string]: readonly InputSeries[] };
  /** When it is looked, where not as for the others. */
  readonly at?: readonly string[];
}

/** What Prometheus stores, and what it says of that. */
export interface Situation {
  readonly name: string;
  readonly test: RuleTest;
}

/** When it is looked: 2700 seconds after the start, so that a quarter of an hour after one of 10 minutes is over. */
const AT: readonly string[] = ['45m'];
/** When it is looked if something must have gone on for hours: 9000 seconds after the start. */
export const LATE: readonly string[] = ['2h30m'];

type Expected = Omit<NonNullable<RuleTest['alert_rule_test']>[number], 'eval_time'>;

/** Some groups of alerts with their cases: what promtool, asked once for all of them, has to say. */
export class AlertCases {
  /** Each alert when it fires, and in each situation in which it does not. */
  public readonly situations: readonly Situation[];

  private readonly alerts: readonly Rule[];
  private allComplaints: string | undefined;

  public constructor(
    private readonly groups: readonly RuleGroup[],
    private readonly cases: readonly AlertCase[],
    private readonly at = AT,
  ) {
    this.alerts = groups.flatMap(({ rules }) => rules).filter(({ _data }) => _data.alert !== undefined);
    this.situations = cases.flatMap((one) => [this.whenFiring(one), ...this.whenSilent(one)]);
  }

  /** Alerts without a case, and cases without an alert. */
  public unmatched(): string[] {
    const alerts = this.alerts.map(({ name, _data }) => `${name} ${_data.labels?.['severity']}`);
    const tested = this.cases.flatMap(({ alert, fires }) =>
      fires.map(({ labels }) => `${alert} ${labels['severity']}`),
    );
    const without = (some: readonly string[], others: readonly string[]): string[] =>
      some.filter((one) => !others.includes(one));
    return [...new Set([...without(alerts, tested), ...without(tested, alerts)])];
  }

  /** Alerts that do not say in short what is wrong, in full what that means, and what to do. */
  public speechless(): string[] {
    const said = ({ _data }: Rule): string => Object.keys(_data.annotations ?? {}).join(' ');
    return this.alerts.filter((rule) => said(rule) !== 'summary description runbook').map(({ name }) => name);
  }

  /** Labels that texts speak of though the alert has none of that name. */
  public unknownLabels(): string[] {
    const unknown = (alert: string, said: Said): string[] => {
      const texts = Object.values(this.templates(alert, said.labels)).join(' ');
      const spoken = [...texts.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      return spoken.filter((label) => !(label in said.labels)).map((label) => `${alert}: ${label}`);
    };
    return this.cases.flatMap(({ alert, fires }) => fires.flatMap((said) => unknown(alert, said)));
  }

  /** What promtool complains of: nothing when the alerts fire, or are silent, as they should be. */
  public complaints({ test }: Situation): string {
    // one process for all: it takes longer to start than to answer
    this.allComplaints ??= testRules(
      this.groups,
      this.situations.map((one) => one.test),
    );
    return this.allComplaints === '' ? '' : testRules(this.groups, [test]);
  }

  /** What promtool complains of when any of the alerts fires though nothing but this is stored. */
  public noise(input: readonly InputSeries[]): string {
    return testRules(this.groups, [this.ruleTest('any', input, this.quiet())]);
  }

  private whenFiring({ alert, firing, fires, besides = [], at }: AlertCase): Situation {
    const exp_alerts = fires.map((said) => ({ exp_labels: said.labels, exp_annotations: this.texts(alert, said) }));
    const expected = [{ alertname: alert, exp_alerts }, ...this.quiet([alert, ...besides])];
    return { name: `${alert} fires: ${fires[0]?.summary}`, test: this.ruleTest(alert, firing, expected, at) };
  }

  private whenSilent({ alert, silent, at }: AlertCase): Situation[] {
    return Object.entries(silent).map(([words, input]) => ({
      name: `${alert} is silent: ${words}`,
      test: this.ruleTest(alert, input, [{ alertname: alert, exp_alerts: [] }], at),
    }));
  }

  /** That no alert fires but these. */
  private quiet(loud: readonly string[] = []): Expected[] {
    const names = [...new Set(this.alerts.map(({ name }) => name))];
    return names.filter((name) => !loud.includes(name)).map((alertname) => ({ alertname, exp_alerts: [] }));
  }

  private ruleTest(
    name: string,
    input_series: readonly InputSeries[],
    expected: readonly Expected[],
    at = this.at,
  ): RuleTest {
    const alert_rule_test = at.flatMap((eval_time) => expected.map((one) => ({ eval_time, ...one })));
    return { name, interval: '30s', input_series, alert_rule_test };
  }

  /** The annotations with the labels in their places; what is made of figures stands in the case. */
  private texts(alert: string, { labels, summary, description }: Said): Labels {
    const filledIn = Object.entries(this.templates(alert, labels)).map(([name, text]) => [
      name,
      text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
    ]);
    const figures = { summary, ...(description === undefined ? {} : { description }) };
    return { ...(Object.fromEntries(filledIn) as Labels), ...figures };
  }

  private templates(alert: string, labels: Labels): Labels {
    const rule = this.alerts.find(
      ({ name, _data }) => name === alert && _data.labels?.['severity'] === labels['severity'],
    );
    return rule?._data.annotations ?? {};
  }
}
