import { type App, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Alloy,
  Credentials,
  Endpoint,
  Grafana,
  Loki,
  OperatorStack,
  PlgStack,
  Prometheus,
  Promtail,
  timedeal,
} from '../../lib';
import { manifestsOf, testChart, type Manifests } from '../support/manifests';
import { all } from '../validation/support/validate';

/** An input that must be refused: the class of bad input, what it is, the call, and the message in full. */
export type BadCase = readonly [inClass: number, what: string, code: () => unknown, message: string];

/** What a caller without types hands over. */
export function untyped(value: unknown): any {
  return value;
}

/** A text of so many characters. */
export function long(length: number, character = 'a'): string {
  return character.repeat(length);
}

export const ADMIN = Credentials.fromSecret('grafana-admin');
export const LOKI = new Endpoint({ service: 'loki', namespace: 'monitoring', port: 3100 });

/** Each component in a chart of its own, with the props that matter alone. */
export const make = {
  prometheus: (props?: object): Prometheus => new Prometheus(testChart(), 'Prometheus', props),
  loki: (props?: object): Loki => new Loki(testChart(), 'Loki', props),
  grafana: (props?: object): Grafana => new Grafana(testChart(), 'Grafana', { admin: ADMIN, ...props }),
  alloy: (props?: object): Alloy => new Alloy(testChart(), 'Alloy', { loki: LOKI, ...props }),
  promtail: (props?: object): Promtail => new Promtail(testChart(), 'Promtail', { loki: LOKI, ...props }),
  stack: (props?: object, chart = testChart(), id = 'Plg'): PlgStack =>
    new PlgStack(chart, id, { grafana: { admin: ADMIN }, ...props }),
  operatorStack: (props?: object): OperatorStack =>
    new OperatorStack(testChart(), 'Plg', { selectorLabels: {}, ...props }),
  shop: (props?: object): timedeal.Timedeal =>
    new timedeal.Timedeal(testChart('shop'), 'Timedeal', { databaseCredentials: ADMIN, ...props }),
  postgres: (props?: object): timedeal.Postgres =>
    new timedeal.Postgres(testChart('shop'), 'Postgres', { credentials: ADMIN, ...props }),
};

/** Synthesizes the app of a construct, with all its validations, and reads the manifests back. */
export function synthesized(construct: Construct): Manifests {
  return manifestsOf(construct.node.root as App | Chart);
}

/** Reads manifests as `cdk8s synth` does with the plugin; throws what it says of them. */
export function validated(...objects: object[]): void {
  const findings = all(...objects);
  if (findings.length > 0) throw new Error(findings.join('\n'));
}
