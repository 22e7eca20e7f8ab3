import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { KubernetesFlavor } from '../../../model/kubernetes-flavor';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { apiServer, errorBudgetAlerts } from './api-server-slo';

/** Whether the API server answers; none for k3s, where it is not scraped by itself. */
export function apiServerAlerts(flavor: KubernetesFlavor, profile: AlertProfile): RuleGroup[] {
  if (flavor === KubernetesFlavor.K3S) return [];
  return alertGroup('kubernetes-api-server', profile, {
    core: [down(), terminatedRequests(), aggregatedApiErrors(), aggregatedApiDown()],
    full: [
      ...errorBudgetAlerts(),
      clientCertificateExpiration(Duration.days(7), Severity.WARNING),
      clientCertificateExpiration(Duration.days(1), Severity.CRITICAL),
    ],
  });
}

function down(): Rule {
  return Rule.alert('KubeAPIDown', {
    expr: `absent(${apiServer('up')} == 1)`,
    holdFor: Duration.minutes(15),
    severity: Severity.CRITICAL,
    summary: 'Prometheus reaches no API server',
    description: 'Pods run on, but nothing is started, moved, scaled or mended, and `kubectl` may not work.',
    runbook:
      '`kubectl get --raw /readyz?verbose` says what it lacks. No answer: on a control-plane node `crictl ps -a | grep apiserver` ' +
      'and `crictl logs`; mostly etcd, a full disk or an expired certificate. If kubectl works, see Target health in Prometheus.',
  });
}

function terminatedRequests(): Rule {
  const terminated = `sum by (cluster) (rate(${apiServer('apiserver_request_terminations_total')}[10m]))`;
  const served = `sum by (cluster) (rate(${apiServer('apiserver_request_total')}[10m]))`;
  return Rule.alert('KubeAPITerminatedRequests', {
    expr: `${terminated} / (${terminated} + ${served}) > 0.2`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: 'The API server refuses {{ $value | humanizePercentage }} of its requests in self-defence',
    description: 'It has more to do than it can; controllers and kubelets wait.',
    runbook:
      'The metric apiserver_flowcontrol_rejected_requests_total says whose requests are refused: mostly one client that lists ' +
      'everything again and again. Stop it, or give the API server more CPU and memory.',
  });
}

function aggregatedApiErrors(): Rule {
  const errors = apiServer('aggregator_unavailable_apiservice_total');
  return Rule.alert('KubeAggregatedAPIErrors', {
    // it counts how often an API went, not how long it was gone: twice is a rollout
    expr: `sum by (cluster, name, reason) (increase(${errors}[10m])) > 4`,
    severity: Severity.WARNING,
    summary: 'The API {{ $labels.name }} comes and goes ({{ $labels.reason }})',
    description:
      'What is served by an extension of the API server fails now and then, such as `kubectl top` and autoscaling.',
    runbook: APISERVICE,
  });
}

function aggregatedApiDown(): Rule {
  const unavailable = `avg_over_time(${apiServer('aggregator_unavailable_apiservice')}[10m])`;
  return Rule.alert('KubeAggregatedAPIDown', {
    expr: `1 - max by (cluster, name) (${unavailable}) < 0.85`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: 'The API {{ $labels.name }} was there for {{ $value | humanizePercentage }} of the last 10 minutes',
    description:
      'What is served by it fails: without v1beta1.metrics.k8s.io no autoscaler works, and namespaces can not be deleted.',
    runbook: APISERVICE,
  });
}

const APISERVICE =
  '`kubectl describe apiservice {{ $labels.name }}` names the Service behind it and the error. See the pods of that Service, ' +
  'and whether the API server reaches them; if the program is gone for good, delete the APIService.';

function clientCertificateExpiration(before: Duration, severity: Severity): Rule {
  const used = `rate(${apiServer('apiserver_client_certificate_expiration_seconds_bucket')}[5m])`;
  return Rule.alert('KubeClientCertificateExpiration', {
    expr: `histogram_quantile(0.01, sum by (cluster, le) (${used})) < ${before.toSeconds()}`,
    holdFor: Duration.minutes(5),
    severity,
    summary: 'Someone speaks to the API server with a certificate that ends within {{ $value | humanizeDuration }}',
    description: 'After that the client is refused: a component, a node or a person.',
    runbook:
      '`kubeadm certs check-expiration` on a control-plane node lists those of the components, `kubeadm certs renew all` renews ' +
      'them. For others, read their kubeconfig. Clusters that hand out certificates for hours do not want this alert.',
  });
}
