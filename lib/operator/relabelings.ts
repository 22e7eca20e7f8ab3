import type { RelabelRule } from '../model/relabel-rule';

/** A relabel rule in the words of the operator's kinds, each of which has an enum of its own for the same actions. */
export interface Relabeling<Action extends string> {
  readonly action: Action;
  readonly sourceLabels?: string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly modulus?: number;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

// the operator leaves out a regex that is empty, and Prometheus then takes the default, which matches anything
const EMPTY_REGEX = '()';

/** Rules as the operator's kinds write them; undefined where there are none. */
export function relabelings<Action extends string>(rules: readonly RelabelRule[]): Relabeling<Action>[] | undefined {
  if (rules.length === 0) return undefined;
  return rules.map(({ _data }) => ({
    action: _data.action as Action,
    sourceLabels: _data.source_labels && [..._data.source_labels],
    separator: _data.separator,
    regex: _data.regex === '' ? EMPTY_REGEX : _data.regex,
    modulus: _data.modulus,
    targetLabel: _data.target_label,
    replacement: _data.replacement,
  }));
}
