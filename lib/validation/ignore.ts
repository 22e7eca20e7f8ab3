import { invalid } from '../core/errors';
import { didYouMean } from '../model/query/closest-word';
import { SEVERITIES, type Finding, type Severity } from './check';
import type { ManifestObject } from './manifest-object';
import { textOf } from './untyped';

/** The annotation of an object by which its owner takes what a rule says of it. */
export const IGNORE_ANNOTATION = 'plg.cdk8s.io/ignore';

const SUBJECT = 'PlgValidation';

/** What people have switched off. */
export class Ignored {
  private readonly rules: ReadonlySet<string>;

  /**
   * @param entries `rule`, or `rule:Kind/name` for one object
   * @param known the names of all rules
   */
  public constructor(
    entries: readonly string[],
    private readonly known: readonly string[],
  ) {
    if (!Array.isArray(entries))
      invalid(SUBJECT, 'ignore', entries, "it must be a list of rules, such as ['image-tag']");
    for (const entry of entries) {
      const [rule = ''] = String(entry).split(':');
      if (known.includes(rule)) continue;
      const place =
        "it must be a rule, such as 'image-tag', or a rule and an object, such as 'host-path:DaemonSet/promtail'";
      invalid(SUBJECT, 'ignore', entry, `${place}${didYouMean(rule, known)}`);
    }
    this.rules = new Set(entries);
  }

  /** Whether a rule is not to be told of an object. */
  public has(rule: string, object: ManifestObject): boolean {
    const ofObject = this.annotated(object);
    return this.rules.has(rule) || this.rules.has(`${rule}:${object.kind}/${object.name}`) || ofObject.includes(rule);
  }

  /** Annotations that name a rule which there is not: a slip would hide nothing, and nobody would see why. */
  public slips(objects: readonly ManifestObject[]): readonly Finding[] {
    return objects.flatMap((object) =>
      this.annotated(object)
        .filter((rule) => !this.known.includes(rule))
        .map((rule) => ({
          object,
          at: `metadata.annotations['${IGNORE_ANNOTATION}']`,
          message: `there is no rule '${rule}'${didYouMean(rule, this.known)}`,
        })),
    );
  }

  private annotated({ annotations }: ManifestObject): readonly string[] {
    const text = textOf(annotations[IGNORE_ANNOTATION]) ?? '';
    return text.split(/[\s,]+/).filter((rule) => rule !== '');
  }
}

/** The severities that fail a synthesis, from the `failOn` of the properties. */
export function failingSeverities(failOn: string): readonly Severity[] {
  if (failOn === 'never') return [];
  const at = SEVERITIES.findIndex((severity) => severity === failOn);
  if (at === -1) invalid(SUBJECT, 'failOn', failOn, "it must be 'high', 'medium', 'low' or 'never'");
  return SEVERITIES.slice(0, at + 1);
}
