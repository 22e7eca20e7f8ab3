import { Duration } from 'cdk8s';
import { Rule, Severity } from '../../../model/rule';
import { kubelet } from '../series';

/** A certificate that a kubelet renews by itself. */
interface Certificate {
  readonly side: 'Client' | 'Server';
  readonly timeLeft: string;
  readonly errors: string;
  readonly what: string;
  readonly meaning: string;
}

// cmd/kubelet/app/server.go and pkg/kubelet/certificate/kubelet.go of Kubernetes
const CERTIFICATES: readonly Certificate[] = [
  {
    side: 'Client',
    timeLeft: 'kubelet_certificate_manager_client_ttl_seconds',
    errors: 'kubelet_certificate_manager_client_expiration_renew_errors',
    what: 'certificate with which the kubelet of {{ $labels.node }} speaks to the API server',
    meaning: 'Without it the node is lost to the cluster.',
  },
  {
    side: 'Server',
    timeLeft: 'kubelet_certificate_manager_server_ttl_seconds',
    errors: 'kubelet_server_expiration_renew_errors',
    what: 'certificate that the kubelet of {{ $labels.node }} shows to its callers',
    meaning:
      'Without it `kubectl logs` and `kubectl exec` fail for the pods of the node, and so may the scraping of it.',
  },
];

const RUNBOOK =
  '`kubectl get csr` shows requests that wait or were denied; `kubectl certificate approve NAME` lets one through. If there ' +
  'are none: `journalctl -u kubelet` on the node says why, mostly a clock that is wrong or a controller-manager without the ' +
  'key of the CA.';

/** Certificates that run out because they are not renewed. */
export function certificateAlerts(): Rule[] {
  return CERTIFICATES.flatMap((certificate) => [
    expiration(certificate, Duration.days(7), Severity.WARNING),
    expiration(certificate, Duration.days(1), Severity.CRITICAL),
    renewalErrors(certificate),
  ]);
}

function expiration({ side, timeLeft, what, meaning }: Certificate, before: Duration, severity: Severity): Rule {
  return Rule.alert(`Kubelet${side}CertificateExpiration`, {
    // one that is not in use is said to last for ever
    expr: `min by (cluster, node, instance) (${kubelet(timeLeft)}) < ${before.toSeconds()}`,
    // a certificate of less than a week is renewed in time: give it an hour to do so
    holdFor: Duration.hours(1),
    severity,
    summary: `The ${what} ends in {{ $value | humanizeDuration }}`,
    description: `The kubelet should have renewed it long ago. ${meaning}`,
    runbook: RUNBOOK,
  });
}

function renewalErrors({ side, errors, what, meaning }: Certificate): Rule {
  return Rule.alert(`Kubelet${side}CertificateRenewalErrors`, {
    expr: `sum by (cluster, node, instance) (increase(${kubelet(errors)}[15m])) > 0`,
    holdFor: Duration.minutes(15),
    severity: Severity.WARNING,
    summary: `The ${what} cannot be renewed`,
    description: `The kubelet goes on trying until it ends. ${meaning}`,
    runbook: RUNBOOK,
  });
}
