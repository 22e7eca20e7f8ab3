import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from '../core/claims';
import { fail } from '../core/errors';
import { namespaceOf } from '../core/namespace';
import type { RuleGroup } from '../model/rule-group';
import type { LabelledPods, WorkloadPods } from '../model/scrape-discovery';
import type { ScrapeTarget } from '../model/scrape-target';
import { operatorKinds } from './kinds';
import { hostsScrapeConfig, labelledPodsMonitor, serviceMonitor, workloadMonitor } from './monitor-specs';
import { objectNamePart } from './object-name';
import { prometheusRuleSpec } from './prometheus-rule';

/** What the operator's objects have in common. */
export interface OperatorObjectsProps {
  /** What their names begin with. */
  readonly name: string;
  /** Their labels, by which the operator's Prometheus selects them. */
  readonly labels: { [key: string]: string };
}

/** Scrape targets and rule groups as objects of prometheus-operator. */
export class OperatorObjects extends Construct {
  public constructor(
    private readonly stack: Construct,
    id: string,
    private readonly props: OperatorObjectsProps,
  ) {
    super(stack, id);
  }

  /** Adds a PodMonitor, a ServiceMonitor or a ScrapeConfig. Fails for a target that the operator's own chart brings. */
  public addScrapeTarget(target: ScrapeTarget): void {
    const { _discovery: found, jobName } = target;
    switch (found.kind) {
      case 'workload':
        return this.addPodMonitor(target, found);
      case 'pods':
        return this.addPodMonitor(target, found);
      case 'service': {
        const { id, metadata } = this.object('ServiceMonitor', jobName);
        const spec = late(() => serviceMonitor(target, found));
        new (operatorKinds().ServiceMonitor)(this, id, { metadata, spec });
        return;
      }
      case 'hosts': {
        const { id, metadata } = this.object('ScrapeConfig', jobName);
        const spec = late(() => hostsScrapeConfig(target, found));
        new (operatorKinds().ScrapeConfig)(this, id, { metadata, spec });
        return;
      }
      case 'kubelets':
      case 'apiServer':
        fail(
          this.stack,
          `the scrape target '${jobName}' is a part of the cluster that is read with the token of Prometheus' own account; kube-prometheus-stack brings it: leave it out`,
        );
    }
  }

  /** Adds a PrometheusRule. Fails for a group that is too large to be applied. */
  public addRuleGroup(group: RuleGroup): void {
    const { id, metadata } = this.object('PrometheusRule', group.name);
    const spec = prometheusRuleSpec(this.stack, group);
    new (operatorKinds().PrometheusRule)(this, id, { metadata, spec });
  }

  private addPodMonitor(target: ScrapeTarget, found: WorkloadPods | LabelledPods): void {
    const { id, metadata } = this.object('PodMonitor', target.jobName);
    const spec = late(() =>
      found.kind === 'pods' ? labelledPodsMonitor(target, found) : workloadMonitor(this.stack, target, found),
    );
    new (operatorKinds().PodMonitor)(this, id, { metadata, spec });
  }

  /** Name and labels of an object that stands for a job or a rule group. */
  private object(
    kind: string,
    of: string,
  ): { id: string; metadata: { name: string; labels: { [key: string]: string } } } {
    const name = `${this.props.name}-${objectNamePart(of)}`;
    claim(
      this.stack,
      `the ${kind} '${name}' of the namespace '${namespaceOf(this)}'`,
      "give one of the two stacks another 'name'",
    );
    return { id: `${kind}-${name}`, metadata: { name, labels: this.props.labels } };
  }
}

/** Rendered while synthesizing, when every workload is complete. */
function late<Spec>(produce: () => Spec): Spec {
  return Lazy.any({ produce }) as Spec;
}
