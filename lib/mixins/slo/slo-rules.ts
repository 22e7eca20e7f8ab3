import { Rule, Severity } from '../../model/rule';
import { RuleGroup } from '../../model/rule-group';
import type { ErrorShare } from './error-share';
import type { BurnWindows, ServicePromise } from './service-promise';

/** A recorded share of bad requests over a window, by the name that tools of the field know. */
export function recordedShare({ name }: ServicePromise, window: string): string {
  return `${recordName(window)}{slo="${name}"}`;
}

function recordName(window: string): string {
  return `slo:sli_error:ratio_rate${window}`;
}

/** The recorded shares, and the alerts on how fast the error budget goes. */
export function sloRules(promise: ServicePromise, share: ErrorShare): RuleGroup {
  const labels = { slo: promise.name };
  const records = promise.windows.map((window) =>
    Rule.record(recordName(window), { expr: share.ratio(window), labels }),
  );
  return new RuleGroup(`slo-${promise.name}`, {
    rules: [...records, burnsFast(promise, share), burnsSlowly(promise, share), ...blindness(promise, share)],
  });
}

function burnsFast(promise: ServicePromise, share: ErrorShare): Rule {
  return Rule.alert('SloErrorBudgetBurnsFast', {
    expr: anyOf(promise, promise.fast),
    severity: Severity.CRITICAL,
    labels: { slo: promise.name },
    summary: `{{ $value | humanizePercentage }} of the requests of ${promise.name} ${share.bad}, with ${allowed(promise)} allowed`,
    description: `At this rate the error budget of the whole period is gone within days: users notice now.`,
    runbook: promise.runbook,
  });
}

function burnsSlowly(promise: ServicePromise, share: ErrorShare): Rule {
  return Rule.alert('SloErrorBudgetBurnsSlowly', {
    expr: anyOf(promise, promise.slow),
    severity: Severity.WARNING,
    labels: { slo: promise.name },
    summary: `{{ $value | humanizePercentage }} of the requests of ${promise.name} ${share.bad}, with ${allowed(promise)} allowed`,
    description: 'At this rate the objective is missed by the end of the period.',
    runbook: promise.runbook,
  });
}

function blindness(promise: ServicePromise, share: ErrorShare): Rule[] {
  if (share.blind === undefined) return [];
  return [
    Rule.alert('SloMeasuresNothing', {
      expr: share.blind,
      severity: Severity.WARNING,
      labels: { slo: promise.name },
      summary: `There are requests, but none of which the SLO ${promise.name} could tell whether they were in time`,
      description: 'The histogram has no bucket that ends at the threshold: its other alerts cannot fire.',
      runbook: "Ask Prometheus for the label 'le' of the histogram, and set the threshold to one of its values.",
    }),
  ];
}

function anyOf(promise: ServicePromise, pairs: readonly BurnWindows[]): string {
  return pairs
    .map(({ long, short, factor }) => {
      const limit = Number((factor * promise.errorBudget).toPrecision(12));
      return `${recordedShare(promise, long)} > ${limit} and ${recordedShare(promise, short)} > ${limit}`;
    })
    .join(' or ');
}

function allowed({ errorBudget }: ServicePromise): string {
  return `${Number((errorBudget * 100).toPrecision(12))}%`;
}
