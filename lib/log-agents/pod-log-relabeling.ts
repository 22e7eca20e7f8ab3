import { APP_LABELS, CONTROLLER_NAME } from '../model/log-pipeline';
import { metaLabelName } from '../model/metric-label';
import { RelabelRule } from '../model/relabel-rule';

const POD = '__meta_kubernetes_pod';
const CONTROLLER = '__tmp_controller_name';

/** Where the container runtime writes: `<namespace>_<pod>_<uid>/<container>/<restarts>.log`. */
export const POD_LOGS_FOLDER = '/var/log/pods';

/**
 * How the labels of a log stream are made of what Kubernetes says of the pod: the rules of the Promtail chart, so that
 * queries find the same streams whichever agent wrote them.
 *
 * A pod gives `namespace`, `pod`, `container`, `node_name`, `app`, `job` and, where its labels tell them, `instance` and
 * `component`.
 */
export function podLogRules(): RelabelRule[] {
  return [
    // `stock-service-679c695c5b` -> `stock-service`: the hash of a ReplicaSet, the time of a CronJob's Job
    RelabelRule.replace(CONTROLLER, {
      sourceLabels: [`${POD}_controller_name`],
      regex: CONTROLLER_NAME,
    }),
    firstOf('app', [...APP_LABELS.map(podLabel), CONTROLLER, `${POD}_name`]),
    firstOf('instance', ['app.kubernetes.io/instance', 'instance'].map(podLabel)),
    firstOf('component', ['app.kubernetes.io/component', 'component'].map(podLabel)),
    RelabelRule.copyLabel(`${POD}_node_name`, 'node_name'),
    RelabelRule.copyLabel('__meta_kubernetes_namespace', 'namespace'),
    RelabelRule.replace('job', { sourceLabels: ['namespace', 'app'], separator: '/' }),
    RelabelRule.copyLabel(`${POD}_name`, 'pod'),
    RelabelRule.copyLabel(`${POD}_container_name`, 'container'),
    RelabelRule.replace('__path__', {
      sourceLabels: [`${POD}_uid`, `${POD}_container_name`],
      separator: '/',
      replacement: `${POD_LOGS_FOLDER}/*$1/*.log`,
    }),
    // the kubelet names the folder of a static pod by the hash of its manifest, not by the uid in the API
    RelabelRule.replace('__path__', {
      sourceLabels: [
        `${POD}_annotationpresent_kubernetes_io_config_hash`,
        `${POD}_annotation_kubernetes_io_config_hash`,
        `${POD}_container_name`,
      ],
      separator: '/',
      regex: 'true/(.*)',
      replacement: `${POD_LOGS_FOLDER}/*$1/*.log`,
    }),
  ];
}

function podLabel(label: string): string {
  return `${POD}_label_${metaLabelName(label)}`;
}

/** The first of some labels that is not empty. */
function firstOf(target: string, sourceLabels: string[]): RelabelRule {
  return RelabelRule.replace(target, { sourceLabels, regex: '^;*([^;]+)(;.*)?$' });
}
