import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';

// Kubernetes itself: other programs that are built of its code show a version as well
const COMPONENTS = 'job=~"apiserver|kubelet"';

/** Whether the parts of Kubernetes fit together and understand each other. */
export function systemAlerts(flavor: KubernetesFlavor, profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-system', profile, {
    // on k3s all components count their requests together: an error could not be laid at anyone's door
    core: [versionMismatch(), ...(flavor === KubernetesFlavor.STANDARD ? [clientErrors()] : [])],
  });
}

function versionMismatch(): Rule {
  const minor = `label_replace(kubernetes_build_info{${COMPONENTS}}, "version", "$1", "git_version", "(v[0-9]+[.][0-9]+).*")`;
  return Rule.alert('KubeVersionMismatch', {
    expr: `count by (cluster) (count by (cluster, version) (${minor})) > 1`,
    // node by node an upgrade takes its time
    holdFor: Duration.hours(1),
    severity: Severity.WARNING,
    summary: 'There are {{ $value }} minor versions of Kubernetes in the cluster',
    description:
      'An upgrade has stopped half way. A kubelet may be three versions older than the API server, and none newer.',
    runbook:
      '`kubectl get nodes -o wide` and `kubectl version` show who runs which version. Bring the upgrade to its end.',
  });
}

function clientErrors(): Rule {
  const by = 'by (cluster, job, instance)';
  // a request without any answer has no code
  const failed = `rate(rest_client_requests_total{${COMPONENTS}, code=~"5..|<error>"}[5m])`;
  const all = `rate(rest_client_requests_total{${COMPONENTS}}[5m])`;
  return Rule.alert('KubeClientErrors', {
    expr: `sum ${by} (${failed}) / sum ${by} (${all}) > 0.01`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary:
      '{{ $value | humanizePercentage }} of the requests of {{ $labels.job }} at {{ $labels.instance }} to the API fail',
    description: 'What it should do or report comes late: pods that do not start, nodes that are taken for lost.',
    runbook:
      'If many clients complain, the API server is at fault: its log, and that of etcd. If it is one, see the network between ' +
      'them and the log of that client.',
  });
}
