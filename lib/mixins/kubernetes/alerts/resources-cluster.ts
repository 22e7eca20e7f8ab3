import { Duration } from 'cdk8s';
import type { AlertProfile } from '../../../model/alert-profile';
import { Rule, Severity } from '../../../model/rule';
import type { RuleGroup } from '../../../model/rule-group';
import { alertGroup } from '../../alert-group';
import { RECORDS } from '../records';
import { stateBy } from '../series';

/** What pods ask for, and nodes have. */
interface Resource {
  readonly name: string;
  /** Its `resource` label on nodes and quotas. */
  readonly resource: string;
  /** Recorded series of what pods ask for. */
  readonly requests: string;
  /** A figure of it, as people read it. */
  readonly figure: string;
}

const CPU: Resource = {
  name: 'CPU',
  resource: 'cpu',
  requests: RECORDS.cpuRequests,
  figure: '{{ $value | humanize }} CPUs',
};

const MEMORY: Resource = {
  name: 'Memory',
  resource: 'memory',
  requests: RECORDS.memoryRequests,
  figure: '{{ $value | humanize1024 }}B of memory',
};

/** Whether the cluster could give what is asked for, even after a node has failed. */
export function clusterResourceAlerts(profile: AlertProfile): RuleGroup[] {
  return alertGroup('kubernetes-resources-cluster', profile, {
    core: [CPU, MEMORY].flatMap((resource) => [overcommit(resource), quotaOvercommit(resource)]),
  });
}

function overcommit({ name, resource, requests, figure }: Resource): Rule {
  const wanted = `sum by (cluster) (${requests})`;
  const each = allocatable(resource);
  const all = `sum by (cluster) (${each})`;
  const left = `(sum by (cluster) (${each}) - max by (cluster) (${each}))`;
  return Rule.alert(`Kube${name}Overcommit`, {
    // with fewer than three servers the cluster may not outlive a node anyway: that is its owner's choice
    expr: `${wanted} - ${left} > 0 and ${left} > 0 unless ${FEW_SERVERS} or ${wanted} - ${all} > 0 and on (cluster) ${FEW_SERVERS}`,
    holdFor: Duration.minutes(10),
    severity: Severity.WARNING,
    summary: `Pods ask for ${figure} more than the nodes can be trusted to have`,
    description:
      'With three servers or more, the largest node is not counted: when it fails or is drained, some of its pods find no other ' +
      'and do not start. With fewer, all nodes are: there are pods that do not start now.',
    runbook:
      '`kubectl describe nodes` shows what is asked for on each. The dashboard Namespace (Pods) shows who asks for far more than ' +
      'he uses: lower those requests, or add a node.',
  });
}

function quotaOvercommit({ name, resource, figure }: Resource): Rule {
  // the requests and the short form of them; a namespace is held to the least
  const hard = stateBy(
    'cluster, namespace, resourcequota, resource',
    'kube_resourcequota',
    'type="hard"',
    `resource=~"(requests[.])?${resource}"`,
  );
  const promised = `sum by (cluster) (min by (cluster, namespace) (${hard}))`;
  const there = `sum by (cluster) (${allocatable(resource)})`;
  return Rule.alert(`Kube${name}QuotaOvercommit`, {
    // some overbooking is what quotas are for: not all use theirs at once
    expr: `${promised} > 1.5 * ${there}`,
    holdFor: Duration.minutes(5),
    severity: Severity.WARNING,
    summary: `Quotas promise ${figure}, more than one and a half times what the nodes have`,
    description: 'A team may be refused by the scheduler what its quota allows.',
    runbook:
      '`kubectl get resourcequota -A` shows who holds how much and uses how much of it: lower quotas, or add nodes.',
  });
}

/** What pods can have of each node, once, though two kube-state-metrics tell of it. */
function allocatable(resource: string): string {
  return stateBy('cluster, node', 'kube_node_status_allocatable', `resource="${resource}"`);
}

// managed clusters show none of theirs, and replace what fails
const FEW_SERVERS = `count by (cluster) (${stateBy('cluster, node', 'kube_node_role', 'role="control-plane"')}) < 3`;
