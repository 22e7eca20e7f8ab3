import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../model/alert-profile';
import { Rule, Severity } from '../../model/rule';
import type { RuleGroup } from '../../model/rule-group';
import { alertGroup } from '../alert-group';

/** What people notice who come from outside. */
export function traefikAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('traefik', profile, { core: [errors(), slow()], full: [manyConnections()] });
}

const BY = 'by (cluster, service)';

// seconds; a bound of Traefik's default buckets, between which nothing is measured: 0.1, 0.3, 1.2, 5
const SLOW = 1.2;

function errors(): Rule {
  const all = 'traefik_service_requests_total';
  const failed = `sum ${BY} (rate(${all}{job="traefik", code=~"5.."}[5m]))`;
  // a handful of requests says nothing
  const enough = `sum ${BY} (rate(${all}{job="traefik"}[5m])) > 0.1`;
  return Rule.alert('TraefikServiceErrors', {
    expr: `${failed} / (${enough}) > 0.05`,
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: '{{ $value | humanizePercentage }} of the requests for {{ $labels.service }} fail',
    description: 'Traefik passed them on, or tried to, and answered with a code from 500 on: people see errors.',
    runbook:
      '502 and 504: the pods of the service cannot be reached or do not answer; 503: none is ready; 500: they answer with ' +
      'it themselves. `kubectl get endpoints` shows who should answer, the logs of the service why it fails.',
  });
}

function slow(): Rule {
  const buckets = `sum by (cluster, service, le) (rate(traefik_service_request_duration_seconds_bucket{job="traefik"}[5m]))`;
  const enough = `sum ${BY} (rate(traefik_service_requests_total{job="traefik"}[5m])) > 0.1`;
  return Rule.alert('TraefikServiceSlow', {
    expr: `histogram_quantile(0.95, ${buckets}) > ${SLOW} and on (cluster, service) ${enough}`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `One request in twenty for {{ $labels.service }} takes longer than ${SLOW} seconds`,
    description: 'Measured from the request to the end of the answer, so that slow downloads of people count as well.',
    runbook:
      'Open the dashboard Traefik: when all services are slow, look at the node and at Traefik itself; when it is one, look ' +
      'at the CPU throttling of its pods and at what they wait for.',
  });
}

function manyConnections(): Rule {
  return Rule.alert('TraefikConnectionsHigh', {
    expr: 'sum by (cluster, entrypoint) (traefik_open_connections{job="traefik"}) > 10000',
    holdFor: Duration.minutes(15),
    severity: Severity.INFO,
    summary: '{{ $labels.entrypoint }} has {{ $value | humanize }} open connections',
    description: 'Each takes a file descriptor and memory of Traefik.',
    runbook: 'Look for clients that never close theirs; shorten the idle timeout of the entry point, or add replicas.',
  });
}
