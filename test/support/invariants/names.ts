import { describeObject, type KubeObject } from '../kube-object';
import { podSources } from './pods';
import type { Rule } from './rule';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
// ValidatePathSegmentName: roles may be called system:node
const PATH_SEGMENT = /^(?!\.\.?$)[^/%]+$/;

/** What a name has to be: most are DNS subdomains, some end up in a label, a host name or a path. */
const NAMES: { readonly [kind: string]: readonly [RegExp, number, string] } = {
  ClusterRole: [PATH_SEGMENT, 253, 'a path segment'],
  ClusterRoleBinding: [PATH_SEGMENT, 253, 'a path segment'],
  // the controller appends eleven characters for each job
  CronJob: [SUBDOMAIN, 52, 'a DNS name of at most 52 characters'],
  Job: [SUBDOMAIN, 63, 'a DNS name of at most 63 characters'],
  Namespace: [LABEL, 63, 'a DNS label'],
  Role: [PATH_SEGMENT, 253, 'a path segment'],
  RoleBinding: [PATH_SEGMENT, 253, 'a path segment'],
  Service: [LABEL_1035, 63, 'a DNS label that begins with a letter'],
};

const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
/** TotalAnnotationSizeLimitB. */
const ANNOTATIONS_LIMIT = 262_144;

/** Names, label keys and values, and annotations are such as the server takes. */
export const names: Rule = (objects) => [
  ...objects.flatMap((object) => [
    ...nameProblems(object),
    ...metadataProblems(describeObject(object), object.metadata),
  ]),
  ...podSources(objects)
    .filter(({ owner }) => owner.kind !== 'Pod')
    .flatMap(({ owner, labels }) => metadataProblems(`${describeObject(owner)}: pod`, { labels })),
];

function nameProblems(object: KubeObject): string[] {
  const [pattern, length, rule] = NAMES[object.kind] ?? [SUBDOMAIN, 253, 'a DNS name'];
  const { name } = object.metadata;
  return pattern.test(name) && name.length <= length ? [] : [`${describeObject(object)}: its name is not ${rule}`];
}

function metadataProblems(owner: string, { labels = {}, annotations = {} }: Partial<KubeObject['metadata']>): string[] {
  const size = Object.entries(annotations)
    .flat()
    .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return [
    ...[...Object.keys(labels), ...Object.keys(annotations)]
      .filter((key) => !isQualifiedName(key))
      .map((key) => `${owner}: '${key}' is no key of a label or annotation`),
    ...Object.entries(labels)
      .filter(([, value]) => !isLabelValue(value))
      .map(([key, value]) => `${owner}: label '${key}' cannot have the value '${value}'`),
    ...(size > ANNOTATIONS_LIMIT ? [`${owner}: ${size} bytes of annotations; at most ${ANNOTATIONS_LIMIT}`] : []),
  ];
}

/** IsQualifiedName: a name of 63 characters, before which a DNS name and a slash may stand. */
function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop()!;
  const prefixed = parts.length === 0 || (parts.length === 1 && parts[0]!.length <= 253 && SUBDOMAIN.test(parts[0]!));
  return prefixed && name.length <= 63 && QUALIFIED.test(name);
}

/** IsValidLabelValue. */
function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && QUALIFIED.test(value));
}
