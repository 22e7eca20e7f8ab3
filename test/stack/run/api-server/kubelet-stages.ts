import { stringify } from 'yaml';

/**
 * What KWOK does in place of kubelets: nodes are ready, a pod that has a node runs at once, and one that is deleted is gone.
 *
 * @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/
 */
export function kubeletStages(): string {
  return [
    stage('node-is-ready', 'Node', [NOT_READY], { statusTemplate: NODE_STATUS }),
    stage('pod-runs', 'Pod', [exists('.metadata.deletionTimestamp', false), NOT_READY], { statusTemplate: POD_STATUS }),
    stage('pod-ends', 'Pod', [exists('.metadata.deletionTimestamp', true)], { delete: true }),
  ].join('---\n');
}

const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const NOT_READY = { key: READY, operator: 'NotIn', values: ['True'] };

const NODE_STATUS = `
conditions:
{{ range NodeConditions }}
- { type: {{ .type }}, status: {{ .status | Quote }}, reason: {{ .reason }}, lastHeartbeatTime: {{ Now }} }
{{ end }}
`;

const POD_STATUS = `
phase: Running
startTime: {{ Now }}
hostIP: {{ NodeIPWith .spec.nodeName }}
podIP: {{ PodIPWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace }}
conditions:
- { type: Initialized, status: "True", lastTransitionTime: {{ Now }} }
- { type: ContainersReady, status: "True", lastTransitionTime: {{ Now }} }
- { type: Ready, status: "True", lastTransitionTime: {{ Now }} }
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ Now }} } }
{{ end }}
`;

function exists(key: string, isThere: boolean): object {
  return { key, operator: isThere ? 'Exists' : 'DoesNotExist' };
}

function stage(name: string, kind: string, matchExpressions: readonly object[], next: object): string {
  return stringify({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind }, selector: { matchExpressions }, next },
  });
}
