import {
  Dashboard,
  DataSource,
  LogPipeline,
  LogStage,
  RelabelRule,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
} from '../../lib';
import type { Manifests } from '../support/manifests';
import { readIni } from '../support/ini';
import { readYamlDocument } from '../support/kubectl-yaml';
import { make, synthesized } from './bad-case';

/** A place that takes a text, and where it arrives; throws where the library refuses it. */
export interface Place {
  readonly name: string;
  /** What the program reads there in the end. */
  readonly arrives: (text: string) => unknown;
}

const alert = (options: object): Rule =>
  Rule.alert('Down', { expr: 'up == 0', severity: Severity.INFO, summary: 'Down', ...options });

function file(manifests: Manifests, name: string): string {
  const maps = manifests.all('ConfigMap').filter((map) => map['data']?.[name] !== undefined);
  expect(maps).toHaveLength(1);
  return maps[0]!['data'][name];
}

function ruleOf(rule: Rule): any {
  const prometheus = make.prometheus({ ruleGroups: [new RuleGroup('shop', { rules: [rule] })] });
  return readYamlDocument(file(synthesized(prometheus), 'rules.yml')).groups[0].rules[0];
}

function prometheusConfig(props: object): any {
  return readYamlDocument(file(synthesized(make.prometheus(props)), 'prometheus.yml'));
}

function grafanaFile(props: object, name: string): string {
  return file(synthesized(make.grafana(props)), name);
}

function staticLabel(text: string): unknown {
  const agent = make.promtail();
  agent.addPipeline(LogPipeline.forSelector('{app="x"}', [LogStage.staticLabels({ team: text })]));
  const [job] = readYamlDocument(file(synthesized(agent), 'promtail.yaml')).scrape_configs;
  return job.pipeline_stages.find((stage: any) => stage.match !== undefined).match.stages[0].static_labels.team;
}

const dashboard = (title: string, folder?: string): Dashboard =>
  Dashboard.fromJson({ uid: 'shop', title, panels: [] }, folder === undefined ? {} : { folder });

function folderAnnotation(text: string): unknown {
  const stack = make.operatorStack();
  stack.addDashboard(dashboard('Shop', text));
  return synthesized(stack).one('ConfigMap').metadata.annotations?.['grafana_folder'];
}

// `$$` is a `$` in the provisioning files of Grafana, in external labels and in replacements of Prometheus
const unescaped = (text: string): string => text.replaceAll('$$', '$');

/** Places of one line of text. */
export const LINES: readonly Place[] = [
  { name: 'the summary of an alert', arrives: (summary) => ruleOf(alert({ summary })).annotations.summary },
  { name: 'a label of an alert', arrives: (team) => ruleOf(alert({ labels: { team } })).labels.team },
  {
    name: 'a label of samples',
    arrives: (site) => unescaped(prometheusConfig({ externalLabels: { site } }).global.external_labels.site),
  },
  { name: 'a label of log lines', arrives: staticLabel },
  {
    name: 'a folder',
    arrives: (text) =>
      readYamlDocument(grafanaFile({ dashboards: [dashboard('Shop', text)] }, 'dashboard-providers.yaml'))
        .providers.map((provider: any) => unescaped(provider.folder))
        .at(-1),
  },
  { name: 'the annotation of a folder', arrives: folderAnnotation },
  {
    name: 'the title of a dashboard',
    arrives: (title) => JSON.parse(grafanaFile({ dashboards: [dashboard(title)] }, 'shop.json')).title,
  },
  {
    name: 'the name of a data source',
    arrives: (name) =>
      unescaped(
        readYamlDocument(
          grafanaFile({ dataSources: [DataSource.loki({ url: 'http://loki:3100', name })] }, 'zz-provisioned.yaml'),
        ).datasources[0].name,
      ),
  },
  {
    name: 'a setting of Grafana',
    arrives: (text) =>
      readIni(grafanaFile({ extraConfig: { smtp: { from_name: text } } }, 'grafana.ini'))['smtp']?.['from_name'],
  },
];

/** Places of a text of any number of lines. */
export const TEXTS: readonly Place[] = [
  {
    name: 'the description of an alert',
    arrives: (description) => ruleOf(alert({ description })).annotations.description,
  },
  {
    name: 'a configuration of Loki',
    arrives: (text) =>
      readYamlDocument(file(synthesized(make.loki({ extraConfig: { ruler: { external_url: text } } })), 'config.yaml'))
        .ruler.external_url,
  },
  {
    name: 'a key of a configuration',
    arrives: (text) =>
      Object.keys(
        readYamlDocument(file(synthesized(make.loki({ extraConfig: { ruler: { x: { [text]: 1 } } } })), 'config.yaml'))
          .ruler.x,
      )[0],
  },
  { name: 'a relabel rule', arrives: (text) => unescaped(prometheusConfigRule(text)) },
];

function prometheusConfigRule(text: string): string {
  const target = ScrapeTarget.hosts('legacy', ['a:1'], { relabelRules: [RelabelRule.setLabel('team', text)] });
  const [job] = prometheusConfig({ scrapeTargets: [target] }).scrape_configs;
  return job.relabel_configs.at(-1).replacement;
}
