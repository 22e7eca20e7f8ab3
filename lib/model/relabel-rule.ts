import { invalid } from '../core/errors';
import { checkProps, checkTexts } from '../core/kinds';
import { checkText, checkWholeNumber } from '../core/names';
import { checkLabelName } from './metric-label';
import { re2Problem } from './query/re2';

/** How `RelabelRule.replace` makes its value. */
export interface ReplaceOptions {
  /**
   * Labels whose values are joined and matched.
   *
   * @default - none: the regex is matched against the empty text
   */
  readonly sourceLabels?: string[];
  /**
   * RE2 expression that the joined text must match as a whole; where it does not match, the rule does nothing.
   *
   * @default '(.*)'
   */
  readonly regex?: string;
  /**
   * What is written, with `$1` or `${name}` for what the regex captured. An empty result removes the label.
   *
   * @default '$1'
   */
  readonly replacement?: string;
  /**
   * What stands between the joined values.
   *
   * @default ';'
   */
  readonly separator?: string;
}

/** One relabel rule as data, in the words of the Prometheus configuration. */
export interface RelabelRuleData {
  readonly action: string;
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly modulus?: number;
  readonly target_label?: string;
  readonly replacement?: string;
}

/**
 * A rule that keeps, drops or rewrites the labels of scrape targets, of metrics, or of log streams.
 *
 * Each factory throws for a label name that is none and for a regex that RE2 refuses.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 * @example
 * RelabelRule.drop(['__name__'], 'go_gc_.*');
 */
export class RelabelRule {
  /**
   * Keeps only what matches.
   *
   * @param sourceLabels labels whose values are joined by `;`
   * @param regex RE2 expression that the joined text must match as a whole
   */
  public static keep(sourceLabels: string[], regex: string): RelabelRule {
    return new RelabelRule({ action: 'keep', source_labels: sourceLabels, regex });
  }

  /**
   * Drops what matches.
   *
   * @param sourceLabels labels whose values are joined by `;`
   * @param regex RE2 expression that the joined text must match as a whole
   */
  public static drop(sourceLabels: string[], regex: string): RelabelRule {
    return new RelabelRule({ action: 'drop', source_labels: sourceLabels, regex });
  }

  /**
   * Writes a label from others.
   *
   * @param targetLabel the label to write
   * @param options the labels to read, the regex and the replacement
   */
  public static replace(targetLabel: string, options: ReplaceOptions): RelabelRule {
    checkProps('RelabelRule replace', options, 'options');
    const { sourceLabels, separator, regex, replacement } = options;
    return new RelabelRule({
      action: 'replace',
      source_labels: sourceLabels,
      separator,
      regex,
      target_label: targetLabel,
      replacement,
    });
  }

  /**
   * Copies a label as it is.
   *
   * @param sourceLabel the label to read
   * @param targetLabel the label to write
   */
  public static copyLabel(sourceLabel: string, targetLabel: string): RelabelRule {
    return RelabelRule.replace(targetLabel, { sourceLabels: [sourceLabel] });
  }

  /**
   * Writes a label with a fixed value.
   *
   * @param targetLabel the label to write
   * @param value its value; `$` stands for itself
   */
  public static setLabel(targetLabel: string, value: string): RelabelRule {
    checkText('RelabelRule replace', 'value', value);
    return RelabelRule.replace(targetLabel, { replacement: value.replaceAll('$', '$$$$') });
  }

  /**
   * Copies every label whose name matches to the name that the replacement makes.
   *
   * @param regex RE2 expression over label names
   * @param replacement the new name, `$1` by default
   */
  public static labelMap(regex: string, replacement?: string): RelabelRule {
    return new RelabelRule({ action: 'labelmap', regex, replacement });
  }

  /**
   * Removes every label whose name matches.
   *
   * @param regex RE2 expression over label names
   */
  public static labelDrop(regex: string): RelabelRule {
    return new RelabelRule({ action: 'labeldrop', regex });
  }

  /**
   * Removes every label whose name does not match.
   *
   * @param regex RE2 expression over label names
   */
  public static labelKeep(regex: string): RelabelRule {
    return new RelabelRule({ action: 'labelkeep', regex });
  }

  /**
   * Writes a number from 0 to `modulus` - 1 that is made of a hash of the source labels, for sharding.
   *
   * @param sourceLabels labels whose values are joined by `;`
   * @param targetLabel the label to write
   * @param modulus how many numbers there are, at least 1
   */
  public static hashMod(sourceLabels: string[], targetLabel: string, modulus: number): RelabelRule {
    checkWholeNumber('RelabelRule hashmod', 'modulus', modulus, 1);
    return new RelabelRule({ action: 'hashmod', source_labels: sourceLabels, target_label: targetLabel, modulus });
  }

  /** @internal */
  public readonly _data: RelabelRuleData;

  private constructor(data: RelabelRuleData) {
    const subject = `RelabelRule ${data.action}`;
    checkTexts(subject, 'sourceLabels', data.source_labels);
    for (const label of data.source_labels ?? []) checkLabelName(subject, 'sourceLabels', label);
    const mustHaveSource = data.action === 'keep' || data.action === 'drop' || data.action === 'hashmod';
    if (mustHaveSource && data.source_labels?.length === 0) {
      invalid(subject, 'sourceLabels', [], "it must name at least one label, such as '__name__'");
    }
    if (data.target_label !== undefined) checkWrittenName(subject, 'targetLabel', data.target_label);
    if (data.regex !== undefined) {
      checkText(subject, 'regex', data.regex);
      const problem = re2Problem(data.regex);
      if (problem !== undefined) invalid(subject, 'regex', data.regex, problem);
    }
    if (data.separator !== undefined) checkText(subject, 'separator', data.separator);
    if (data.replacement !== undefined) checkText(subject, 'replacement', data.replacement);
    if (data.action === 'labelmap' && data.replacement !== undefined) {
      checkWrittenName(subject, 'replacement', data.replacement);
    }
    this._data = { ...data, regex: data.regex && readableRegex(data.regex) };
  }
}

// a name, which may hold what the regex captured: `$1_total` (relabelTarget in model/relabel of Prometheus)
const WRITTEN_NAME = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w))(?:\w|\$(?:\{\w+\}|\w))*$/;

function checkWrittenName(subject: string, prop: string, name: string): void {
  if (typeof name === 'string' && name.includes('$') && WRITTEN_NAME.test(name)) return;
  checkLabelName(subject, prop, name);
}

/** The YAML parser of Prometheus up to 3.4 takes these texts for null wherever they stand in the place of a regex, quotes or not. */
function readableRegex(regex: string): string {
  return regex === 'null' || regex === '~' ? `(?:${regex})` : regex;
}
