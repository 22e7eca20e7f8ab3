import { invalid } from '../core/errors';
import { AlertProfile } from '../model/alert-profile';
import type { Rule } from '../model/rule';
import { RuleGroup } from '../model/rule-group';

/** The alerts of one subject by profile. */
export interface AlertGroupContent {
  /** What can go wrong on any cluster of its kind. */
  readonly core?: readonly Rule[];
  /** What the full profile adds. */
  readonly full?: readonly Rule[];
}

/** The group with the alerts that are wanted; none when there are none. */
export function alertGroup(name: string, profile: AlertProfile, content: AlertGroupContent): RuleGroup[] {
  if (!Object.values(AlertProfile).includes(profile)) {
    invalid(`Mixin ${name}`, 'alerts', profile, `it must be AlertProfile.${Object.keys(AlertProfile).join(' or .')}`);
  }
  const { core = [], full = [] } = content;
  const wanted = { [AlertProfile.NONE]: [], [AlertProfile.CORE]: core, [AlertProfile.FULL]: [...core, ...full] }[
    profile
  ];
  return wanted.length === 0 ? [] : [new RuleGroup(name, { rules: [...wanted] })];
}
