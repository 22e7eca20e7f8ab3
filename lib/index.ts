export { ContainerImage } from './core/container-image';
export { type ComponentProps } from './core/component';
export { Credentials, type SecretKeys } from './core/credentials';
export { Endpoint, type EndpointProps } from './core/endpoint';
export { ComputeResources, type ComputeResourcesProps } from './core/resources';
export { Storage, type PersistentStorageOptions } from './core/storage';
export { KubeStateMetrics, type KubeStateMetricsProps } from './exporters/kube-state-metrics';
export { NodeExporter, type NodeExporterProps } from './exporters/node-exporter';
export { ArgoApplication, type ArgoApplicationProps } from './gitops/argo-application';
export { Grafana, type GrafanaProps } from './grafana/grafana';
export { GrafanaDiscovery, type GrafanaDiscoveryOptions } from './grafana/discovery-sidecars';
export { Alloy, type AlloyOptions, type AlloyProps } from './log-agents/alloy';
export { LogAgent } from './log-agents/log-agent';
export { type ILogAgent, type LogAgentOptions } from './log-agents/log-agent-interface';
export { Promtail, type PromtailOptions, type PromtailProps } from './log-agents/promtail';
export { Loki, type LokiProps } from './loki/loki';
export { LokiSchemaPeriod, type LokiSchemaPeriodOptions } from './loki/loki-schema';
export { LokiCanary, type LokiCanaryProps } from './loki/loki-canary';
export { GoMixin } from './mixins/go/go-mixin';
export { HttpMixin, type HttpMixinOptions } from './mixins/http/http-mixin';
export { JvmMixin } from './mixins/jvm/jvm-mixin';
export { KubernetesMixin } from './mixins/kubernetes/kubernetes-mixin';
export { NodeMixin } from './mixins/node/node-mixin';
export { NodejsMixin } from './mixins/nodejs/nodejs-mixin';
export { PlgMixin, type PlgMixinOptions } from './mixins/plg/plg-mixin';
export { PostgresMixin } from './mixins/postgres/postgres-mixin';
export { TraefikMixin } from './mixins/traefik/traefik-mixin';
export { Slo, type AvailabilitySloOptions, type LatencySloOptions, type SloOptions } from './mixins/slo/slo';
export { AlertProfile, type MixinOptions } from './model/alert-profile';
export { Dashboard, type DashboardOptions } from './model/dashboard';
export {
  DataSource,
  type DataSourceOptions,
  type LokiDataSourceOptions,
  type PrometheusDataSourceOptions,
} from './model/data-source';
export { KubernetesFlavor } from './model/kubernetes-flavor';
export { LogAgentKind } from './model/log-agent-kind';
export { LogLink, type LogLinkOptions } from './model/log-link';
export { LogPipeline } from './model/log-pipeline';
export { LogStage, type LimitOptions, type MultilineOptions } from './model/log-stage';
export { Mixin, type MixinProps } from './model/mixin';
export { RelabelRule, type ReplaceOptions } from './model/relabel-rule';
export { Rule, Severity, type AlertOptions, type RecordOptions } from './model/rule';
export { RuleGroup, type RuleGroupProps } from './model/rule-group';
export {
  type PodScrapeOptions,
  type ScrapeOptions,
  type ServiceScrapeOptions,
  type WorkloadScrapeOptions,
} from './model/scrape-options';
export { ScrapeTarget } from './model/scrape-target';
export { StoredMetrics } from './model/stored-metrics';
export { ClusterTargets } from './prometheus/cluster-targets';
export { Prometheus, type PrometheusProps } from './prometheus/prometheus';
export { PrometheusDiscovery, type PrometheusDiscoveryOptions } from './prometheus/discovery-sidecars';
export { type ExistingPlgStackProps } from './stack/existing-stack';
export { OperatorStack, type OperatorStackProps } from './stack/operator-stack';
export { type IPlgStack, type MonitorOptions } from './stack/plg-stack-interface';
export { PlgStack, type PlgStackProps } from './stack/plg-stack';
export { PlgValidation, type PlgValidationProps } from './validation/plg-validation';
export * as timedeal from './workloads/timedeal';
