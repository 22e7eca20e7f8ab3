import type { RuleGroup } from '../../../lib/model/rule-group';
import { testRules, type InputSeries, type RuleTest } from './promtool';

/** An alert that is said. */
export interface Said {
  readonly labels: { readonly [name: string]: string };
  readonly summary: string;
  /** Where it is made of figures. */
  readonly description?: string;
}

export interface AlertCase {
  readonly alert: string;
  /** What Prometheus stores when something is wrong. */
  readonly broken: readonly InputSeries[];
  /** All alerts of that name that it then fires. */
  readonly fires: readonly Said[];
  /** What it stores while all is well, though it may look odd. */
  readonly well: readonly InputSeries[];
}

/** When it is looked: long after the start, and a good half hour before the end of what is stored. */
const AT = '2h30m';

/** The alerts of some groups, each once firing and once silent. */
export class AlertTable {
  public constructor(
    private readonly groups: readonly RuleGroup[],
    private readonly cases: readonly AlertCase[],
  ) {}

  /** Names of alerts without a case, and of cases without an alert. */
  public unmatched(): string[] {
    const alerts = new Set(this.groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
    const tested = new Set(this.cases.map(({ alert }) => alert));
    return [...[...alerts].filter((name) => !tested.has(name)), ...[...tested].filter((name) => !alerts.has(name))];
  }

  /** What promtool complains of: a rule that Prometheus would refuse, or an alert that does not fire as it should. */
  public whenBroken({ alert, broken, fires }: AlertCase): string {
    return testRules(this.groups, [this.expectation(alert, broken, fires)]);
  }

  /** What promtool complains of: an alert that fires. */
  public whileWell(): string {
    return testRules(
      this.groups,
      this.cases.map(({ alert, well }) => this.expectation(alert, well, [])),
    );
  }

  private expectation(alertname: string, input: readonly InputSeries[], fires: readonly Said[]): RuleTest {
    const exp_alerts = fires.map((said) => ({
      exp_labels: said.labels,
      exp_annotations: { ...this.annotations(alertname, said.labels), ...textsOf(said) },
    }));
    return {
      name: alertname,
      interval: '30s',
      input_series: input,
      alert_rule_test: [{ eval_time: AT, alertname, exp_alerts }],
    };
  }

  /** As people read them; what is made of figures must be written out in the case. */
  private annotations(alert: string, labels: Said['labels']): { [name: string]: string } {
    const rule = this.groups
      .flatMap(({ rules }) => rules)
      .find(({ name, _data }) => name === alert && _data.labels?.['severity'] === labels['severity']);
    const filledIn = (text: string): string =>
      text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '');
    const texts = Object.entries(rule?._data.annotations ?? {}).map(([name, text]) => [name, filledIn(text)]);
    return Object.fromEntries(texts) as { [name: string]: string };
  }
}

function textsOf({ summary, description }: Said): { [name: string]: string } {
  return { summary, ...(description === undefined ? {} : { description }) };
}

/** So many steps of 30 seconds: three hours. */
const STEPS = 360;

/** A series of one value, or one that goes by so much in each step of 30 seconds from a first value. */
export function series(
  metric: string,
  labels: { readonly [name: string]: string },
  from: number,
  step = 0,
): InputSeries {
  return { series: named(metric, labels), values: `${from}${step < 0 ? '-' : '+'}${Math.abs(step)}x${STEPS}` };
}

/** A series that takes the values one after the other, each for so many steps of 30 seconds. */
export function changing(
  metric: string,
  labels: { readonly [name: string]: string },
  ...phases: readonly { readonly value: number | 'missing'; readonly steps: number }[]
): InputSeries {
  const values = phases.map(({ value, steps }) => (value === 'missing' ? `_x${steps}` : `${value}x${steps - 1}`));
  return { series: named(metric, labels), values: values.join(' ') };
}

function named(metric: string, labels: { readonly [name: string]: string }): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(', ')}}`;
}
