import type { ParsableQuery } from './grafana-variables';
import type { Word } from './promql-ast';

/** What the rules of PromQL see of the check that they are part of. */
export interface PromqlCheck {
  readonly query: ParsableQuery;
  /** Feature flags of Prometheus, as `--enable-feature` names them. */
  readonly features: readonly string[];
  /** Notes a problem at a place of the parsed text. */
  readonly report: (offset: number, message: string) => void;
}

/** Reports what only a feature flag makes known to Prometheus. */
export function requireFeature(check: PromqlCheck, feature: string, offset: number, what: string): void {
  if (check.features.includes(feature)) return;
  check.report(offset, `${what}; Prometheus knows it only with --enable-feature=${feature}`);
}

/** Reports a quoted text that is not well formed; true when it is. */
export function isReadable(check: PromqlCheck, word: Word): boolean {
  if (word.problem === undefined) return true;
  check.report(word.problem.at, word.problem.message);
  return false;
}
