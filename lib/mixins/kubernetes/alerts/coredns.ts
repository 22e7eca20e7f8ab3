import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';

const LOG = 'The log: `kubectl -n kube-system logs -l k8s-app=kube-dns --tail=200`.';

/** Whether names are resolved: without DNS no pod finds another. */
export function dnsAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-dns', profile, {
    core: [down(), errors(0.01, Severity.WARNING), errors(0.03, Severity.CRITICAL), latency(), forwarding(), panics()],
  });
}

function coredns(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${['job="coredns"', ...matchers].join(', ')}}`;
}

function down(): Rule {
  return Rule.alert('CoreDNSDown', {
    expr: `absent(${coredns('up')} == 1)`,
    // as long as its pod needs to come back on another node, and no longer: everything waits for it
    holdFor: Duration.minutes(5),
    severity: Severity.CRITICAL,
    summary: 'Prometheus reaches no pod of CoreDNS',
    description: 'Pods cannot resolve names any more: connections to other Services fail one after the other.',
    runbook:
      '`kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide` and `describe`: no pod (scaled to 0?), no place, or a ' +
      `Corefile that it cannot read. ${LOG} If it runs: does its Service kube-dns have the port 'metrics'?`,
  });
}

function errors(above: number, severity: Severity): Rule {
  const responses = (...matchers: readonly string[]): string =>
    `sum by (cluster) (rate(${coredns('coredns_dns_responses_total', ...matchers)}[5m]))`;
  const failed = responses('rcode="SERVFAIL"');
  return Rule.alert('CoreDNSErrorsHigh', {
    // in a quiet cluster, one program that asks for a name it never gets is a great share: 3 a minute at least
    expr: `${failed} / ${responses()} > ${above} and ${failed} > 0.05`,
    holdFor: Duration.minutes(10),
    severity,
    summary: 'CoreDNS fails to answer {{ $value | humanizePercentage }} of what it is asked',
    description:
      'These are not names that do not exist, but questions without an answer (SERVFAIL): connections fail at random.',
    runbook:
      `${LOG} 'i/o timeout' to an address: the resolvers behind it, in its /etc/resolv.conf, do not answer. 'plugin/kubernetes': ` +
      'it cannot reach the API server.',
  });
}

function latency(): Rule {
  const rate = `sum by (cluster, le) (rate(${coredns('coredns_dns_request_duration_seconds_bucket')}[5m]))`;
  return Rule.alert('CoreDNSLatencyHigh', {
    expr: `histogram_quantile(0.99, ${rate}) > 4`,
    holdFor: Duration.minutes(10),
    severity: Severity.CRITICAL,
    summary: 'CoreDNS takes {{ $value | humanizeDuration }} and more for one answer in a hundred',
    description: 'Clients give up after 5 seconds and ask again: connections to new names hang, then fail.',
    runbook:
      '`kubectl -n kube-system top pods -l k8s-app=kube-dns`: at its CPU limit it wants more replicas or more CPU. Else the ' +
      'resolvers behind it are slow: histogram coredns_proxy_request_duration_seconds by the label `to`.',
  });
}

function forwarding(): Rule {
  const broken = coredns('coredns_forward_healthcheck_broken_total');
  return Rule.alert('CoreDNSForwardHealthcheckBrokenCount', {
    expr: `sum by (cluster) (rate(${broken}[5m])) > 0.05`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: 'None of the resolvers behind CoreDNS answers',
    description: 'Names outside of the cluster cannot be resolved; those of Services can.',
    runbook:
      '`kubectl -n kube-system get configmap coredns -o yaml` shows where `forward` goes: mostly the /etc/resolv.conf of the ' +
      'node. Try it from there: `nslookup example.com`. Is the machine online?',
  });
}

function panics(): Rule {
  return Rule.alert('CoreDNSPanics', {
    expr: `sum by (cluster) (increase(${coredns('coredns_panics_total')}[10m])) > 0`,
    severity: Severity.WARNING,
    summary: 'CoreDNS fails with a bug of its own',
    description: 'The question that caused it stays without an answer; the next one is served again.',
    runbook: `${LOG} The line with 'Recovered from panic' names the server; look for a newer version.`,
  });
}
