/** Whether something holds, as far as it can be told while synthesizing. */
export type Certainty = 'yes' | 'no' | 'maybe';

/** The labels of an object, as far as they are known. */
export interface KnownLabels {
  readonly labels: { readonly [key: string]: string };
  /** Whether the cluster may set this label, which is not among them. */
  readonly mayHave: (key: string) => boolean;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | null;
}

/** A selector as manifests write it. */
export interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string } | null;
  readonly matchExpressions?: readonly Requirement[] | null;
}

/** Whether a selector matches; one without requirements matches everything. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, known: KnownLabels): Certainty {
  const { labels } = known;
  for (const key in matchLabels) {
    // most selectors are of other pods, and there are as many as pods: no time is lost on these
    if (labels[key] !== undefined && labels[key] !== matchLabels[key]) return 'no';
  }
  const requirements: readonly Requirement[] = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...(matchExpressions ?? []),
  ];
  return allOf(requirements.map((requirement) => meets(requirement, known)));
}

/** Whether all of them hold. */
export function allOf(certainties: readonly Certainty[]): Certainty {
  if (certainties.includes('no')) return 'no';
  return certainties.includes('maybe') ? 'maybe' : 'yes';
}

function meets({ key, operator, values }: Requirement, { labels, mayHave }: KnownLabels): Certainty {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (value === undefined && mayHave(key)) return 'maybe';
  const isAmong = value !== undefined && (values ?? []).includes(value);
  switch (operator) {
    case 'In':
      return isAmong ? 'yes' : 'no';
    case 'NotIn':
      return isAmong ? 'no' : 'yes';
    case 'Exists':
      return value === undefined ? 'no' : 'yes';
    case 'DoesNotExist':
      return value === undefined ? 'yes' : 'no';
    default:
      return 'maybe';
  }
}
