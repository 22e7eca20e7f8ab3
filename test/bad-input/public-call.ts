import { Duration, Size } from 'cdk8s';
import {
  ComputeResources,
  ContainerImage,
  Dashboard,
  LogPipeline,
  LogStage,
  Mixin,
  RelabelRule,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Storage,
  timedeal,
} from '../../lib';
import { testChart } from '../support/manifests';
import { ADMIN } from './bad-case';

/** A call of the public API with every argument and every prop that it takes, all of them right. */
export interface PublicCall {
  readonly name: string;
  /** Made anew for each use, so that no call sees what another one changed. */
  readonly args: () => readonly unknown[];
  readonly call: (...args: any[]) => unknown;
}

export const IMAGE = ContainerImage.parse('docker.io/library/x:9.9.9');
export const RESOURCES = new ComputeResources({ memoryRequest: '256Mi' });
export const COMPONENT = {
  name: 'x',
  image: IMAGE,
  imageRegistry: 'registry.corp.example:5000',
  imagePullSecrets: ['registry'],
  resources: RESOURCES,
  priorityClassName: 'important',
};
export const RULE = Rule.record('a:b', { expr: 'up' });
export const GROUP = new RuleGroup('a', { rules: [RULE] });
export const DASHBOARD = Dashboard.fromJson({ uid: 'shop', title: 'Shop', panels: [] });
export const STORAGE = Storage.persistent(Size.gibibytes(10));
export const TARGET = ScrapeTarget.hosts('legacy', ['a:1']);
export const PIPELINE = LogPipeline.forSelector('{app="x"}', [LogStage.drop('x')]);
export const SCRAPE = {
  path: '/x',
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  honorLabels: true,
  relabelRules: [RelabelRule.labelDrop('x')],
  metricRelabelRules: [RelabelRule.labelDrop('x')],
  sampleLimit: 5,
};
export const DISCOVERY = { namespaces: ['shop'], image: IMAGE, resources: RESOURCES };
export const MIXIN = new Mixin('m', { ruleGroups: [GROUP] });

export const shop = (): timedeal.Timedeal =>
  new timedeal.Timedeal(testChart('shop'), 'Timedeal', { databaseCredentials: ADMIN });

export const made = (type: { readonly name: string }, factory: string, ...args: readonly unknown[]): PublicCall => ({
  name: `${type.name}.${factory}`,
  args: () => args,
  call: (...given) => (type as any)[factory](...given),
});
export const value = (name: string, call: (...args: any[]) => unknown, ...args: readonly unknown[]): PublicCall => ({
  name,
  args: () => args,
  call,
});
