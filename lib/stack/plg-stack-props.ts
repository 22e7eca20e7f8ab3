import type { Construct } from 'constructs';
import { checkFlag, checkItems, checkKind, checkMap, checkMember, checkProps } from '../core/kinds';
import type { KubeStateMetricsProps } from '../exporters/kube-state-metrics';
import type { NodeExporterProps } from '../exporters/node-exporter';
import type { GrafanaProps } from '../grafana/grafana';
import type { LogAgent } from '../log-agents/log-agent';
import type { LokiProps } from '../loki/loki';
import { AlertProfile } from '../model/alert-profile';
import { MIXIN } from '../model/kinds';
import { KubernetesFlavor } from '../model/kubernetes-flavor';
import type { Mixin } from '../model/mixin';
import type { StoredMetrics } from '../model/stored-metrics';
import type { PrometheusProps } from '../prometheus/prometheus';

/** The whole stack: what its parts have in common, and what each part is told. */
export interface PlgStackProps {
  /** Grafana; `admin` says who may log in. */
  readonly grafana: GrafanaProps;
  /**
   * Prometheus.
   *
   * @default - metrics are kept for 7 days on a claim of 8 GiB
   */
  readonly prometheus?: PrometheusProps;
  /**
   * Loki.
   *
   * @default - a single binary on a claim of 10 GiB
   */
  readonly loki?: LokiProps;
  /**
   * What collects the logs of the pods.
   *
   * @default LogAgent.alloy()
   */
  readonly logAgent?: LogAgent;
  /**
   * kube-state-metrics.
   *
   * @default - see KubeStateMetricsProps
   */
  readonly kubeStateMetrics?: KubeStateMetricsProps;
  /**
   * node-exporter.
   *
   * @default - see NodeExporterProps
   */
  readonly nodeExporter?: NodeExporterProps;
  /**
   * Which Kubernetes the stack runs on.
   *
   * @default KubernetesFlavor.STANDARD
   */
  readonly flavor?: KubernetesFlavor;
  /**
   * Dashboards and rules to begin with; an empty list for none.
   *
   * @default - the mixins of Kubernetes, of its nodes, of the stack itself and, on k3s, of Traefik
   */
  readonly mixins?: Mixin[];
  /**
   * How many of the alerts of those mixins are wanted. Mixins that are given in `mixins` decide for themselves.
   *
   * @default AlertProfile.CORE
   */
  readonly alerts?: AlertProfile;
  /**
   * Which metrics of the cluster and of the stack itself are stored.
   *
   * @default StoredMetrics.all()
   */
  readonly storedMetrics?: StoredMetrics;
  /**
   * Registry that every image is pulled from instead of its own: a mirror for an air-gapped cluster.
   *
   * @default - the registry of each image
   */
  readonly imageRegistry?: string;
  /**
   * Names of the Secrets that hold the credentials of the registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Whether the Namespace object of the chart's namespace is made too.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Whether the pods of the stack get NetworkPolicies in both directions, derived from who scrapes, pushes to and reads from
   * whom. Everyone may still open Grafana. Not covered is node-exporter, which is in the network of its node. A part with an
   * `extraConfig` may speak to anyone, since whom that names is not known here; one that discovers, to all pods of the namespaces
   * that it watches. What else a pod needs, a policy of the app adds. Synthesis fails where this is `false` and policies of the
   * app cut the parts from each other, or Prometheus from what it scrapes.
   *
   * @default false
   */
  readonly networkPolicies?: boolean;
}

/** What plain JavaScript would let through. */
export function checkStackProps(scope: Construct, props: PlgStackProps): void {
  checkKind(
    scope,
    'props',
    props ?? null,
    'grafana',
    "{ grafana: { admin: Credentials.fromSecret('grafana-admin') } }, or more",
  );
  checkProps(scope, props);
  checkKind(scope, 'logAgent', props.logAgent, '_create', 'LogAgent.alloy() or LogAgent.promtail()');
  checkMember(scope, 'flavor', props.flavor, { KubernetesFlavor });
  checkMember(scope, 'alerts', props.alerts, { AlertProfile });
  checkItems(scope, 'mixins', props.mixins, ...MIXIN);
  checkKind(scope, 'storedMetrics', props.storedMetrics, '_also', "StoredMetrics.all() or .onlyRead(['up'])");
  for (const flag of ['createNamespace', 'networkPolicies'] as const) checkFlag(scope, flag, props[flag]);
  for (const part of ['grafana', 'prometheus', 'loki', 'kubeStateMetrics', 'nodeExporter'] as const) {
    if (props[part] !== undefined) checkMap(scope, part, props[part]);
  }
}
