import { LogAgent, Mixin, KubeStateMetrics, RelabelRule, ScrapeTarget, timedeal } from '../../lib';
import { testChart } from '../support/manifests';
import { make, untyped, type BadCase } from './bad-case';

const metrics = (props: object): unknown => new KubeStateMetrics(testChart(), 'Metrics', props);

/** What callers without types hand over: nothing, null, data in the place of objects. */
export const UNTYPED_CALLERS: readonly BadCase[] = [
  [
    20,
    'a resource named constructor',
    () => metrics({ resources: ['constructor'] }),
    `[test/Metrics] 'resources' is ["constructor"]; it must be new ComputeResources({ memoryRequest: '256Mi' })`,
  ],
  [
    20,
    'labels of a resource named constructor',
    () => metrics({ metricLabelsAllowlist: { constructor: ['team'] } }),
    `[test/Metrics] 'metricLabelsAllowlist' holds "constructor"; the resources that are watched are cronjobs, daemonsets, deployments, horizontalpodautoscalers, ingresses, jobs, limitranges, namespaces, nodes, persistentvolumeclaims, persistentvolumes, poddisruptionbudgets, pods, replicasets, resourcequotas, services, statefulsets, storageclasses`,
  ],
  [
    21,
    'resources as data',
    () => make.loki({ resources: { memoryLimit: '1Gi' } }),
    `[test/Loki] 'resources' is {"memoryLimit":"1Gi"}; it must be new ComputeResources({ memoryRequest: '256Mi' })`,
  ],
  [
    21,
    'resources as data for the service',
    () =>
      new timedeal.StockService(
        testChart(),
        'Stock',
        untyped({ postgres: make.postgres(), resources: { cpuRequest: '1' } }),
      ),
    `[test/Stock] 'resources' is {"cpuRequest":"1"}; it must be new ComputeResources({ memoryRequest: '256Mi' })`,
  ],
  [
    21,
    'text in the place of a list of targets',
    () => make.prometheus({ scrapeTargets: 'legacy' }),
    `[test/Prometheus] 'scrapeTargets' is "legacy"; it must be a list`,
  ],
  [
    21,
    'data in the place of a target',
    () => make.prometheus({ scrapeTargets: [{ job_name: 'x' }] }),
    `[test/Prometheus] 'scrapeTargets' is {"job_name":"x"}; it must be made by ScrapeTarget.service(...) and the like`,
  ],
  [
    21,
    'data in the place of a dashboard',
    () => make.stack().addDashboard(untyped({ uid: 'x' })),
    `[test/Plg/Grafana] 'dashboard' is {"uid":"x"}; it must be made by Dashboard.fromJson(...) or Dashboard.fromFile(...)`,
  ],
  [
    21,
    'data in the place of a pipeline',
    () => make.stack().addLogPipeline(untyped({})),
    "[test/Plg/LogAgent] 'pipeline' is {}; it must be made by LogPipeline.forSelector(...) or LogPipeline.forWorkload(...)",
  ],
  [
    21,
    'data in the place of a group',
    () => make.stack().addRuleGroup(untyped({ name: 'x', rules: [{ alert: 'X' }] })),
    `[test/Plg/Prometheus] 'group' is {"alert":"X"}; it must be a rule group: new RuleGroup(...)`,
  ],
  [
    21,
    'data of a mixin',
    () => new Mixin('x', { dashboards: untyped([{ uid: 'x' }]) }),
    `[Mixin x] 'dashboards' is {"uid":"x"}; it must be made by Dashboard.fromJson(...) or Dashboard.fromFile(...)`,
  ],
  [
    21,
    'groups of a mixin',
    () => new Mixin('x', { ruleGroups: untyped([{ name: 'x' }]) }),
    `[Mixin x] 'ruleGroups' is {"name":"x"}; it must be a rule group: new RuleGroup(...)`,
  ],
  [
    21,
    'text in the place of hosts',
    () => ScrapeTarget.hosts('legacy', untyped('10.0.0.5:9187')),
    `[ScrapeTarget legacy] 'hosts' is "10.0.0.5:9187"; it must be a list`,
  ],
  [
    21,
    'labels to read in text',
    () => RelabelRule.keep(untyped('__name__'), 'x'),
    `[RelabelRule keep] 'sourceLabels' is "__name__"; it must be a list of text, such as ['a', 'b']`,
  ],
  [
    21,
    'a value that is no text',
    () => RelabelRule.setLabel('team', untyped(5)),
    "[RelabelRule replace] 'value' is 5; it must be text",
  ],
  [
    21,
    'text in the place of a flag',
    () => make.prometheus({ enableLifecycle: 'no' }),
    `[test/Prometheus] 'enableLifecycle' is "no"; it must be true or false`,
  ],
  [
    21,
    'a pull secret in the place of a list',
    () => make.loki({ imagePullSecrets: 'registry' }),
    `[test/Loki] 'imagePullSecrets' is "registry"; it must be a list of text, such as ['a', 'b']`,
  ],
  [
    21,
    'plugins in text',
    () => make.grafana({ disabledPlugins: 'tempo' }),
    `[test/Grafana] 'disabledPlugins' is "tempo"; it must be a list of text, such as ['a', 'b']`,
  ],
  [
    21,
    'a log agent by its name',
    () => make.stack({ logAgent: 'promtail' }),
    `[test/Plg] 'logAgent' is "promtail"; it must be LogAgent.alloy() or LogAgent.promtail()`,
  ],
  [
    21,
    'a Kubernetes by another name',
    () => make.stack({ flavor: 'k0s' }),
    `[test/Plg] 'flavor' is "k0s"; it must be KubernetesFlavor.K3S or .STANDARD`,
  ],
  [
    21,
    'a profile of alerts by another name',
    () => make.stack({ alerts: 'some' }),
    `[test/Plg] 'alerts' is "some"; it must be AlertProfile.NONE or .CORE or .FULL`,
  ],
  [
    21,
    'a flag in text',
    () => make.stack({ networkPolicies: 'false' }),
    `[test/Plg] 'networkPolicies' is "false"; it must be true or false`,
  ],
  [
    21,
    'names of metrics in the place of stored metrics',
    () => make.stack({ storedMetrics: ['up'] }),
    `[test/Plg] 'storedMetrics' is ["up"]; it must be StoredMetrics.all() or .onlyRead(['up'])`,
  ],
  [
    21,
    'text in the place of the props of a part',
    () => make.stack({ loki: 'loki' }),
    `[test/Plg] 'loki' is "loki"; it must be a map`,
  ],
  [
    21,
    'a configuration that is a list',
    () => LogAgent.promtail({ extraConfig: untyped([1]) }),
    "[LogAgent] 'extraConfig' is [1]; it must be a map of keys",
  ],
];
