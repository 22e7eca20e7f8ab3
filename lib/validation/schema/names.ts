import { eachContainer, eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import { podsOf } from '../pods';
import { placedList, textEntries, textOf, twins, valueAt, wordOf } from '../untyped';
import {
  checkConfigKey,
  checkDnsLabel,
  checkLabelKey,
  checkLabels,
  LONGEST_STATEFUL_SET_NAME,
  checkObjectName,
  checkPort,
  checkPortName,
  checkServiceName,
} from '../../core/names';
import { typeOfKind } from './shapes';

/** Names, labels and keys that the API server takes. */
export const NAMES: Check = {
  name: 'name',
  severity: 'high',
  why: 'The API server refuses the object.',
  fix: 'Choose a name of the form that the message gives.',
  run: eachObject((object) => [...objectNameFlaws(object), ...labelFlaws(object), ...keyFlaws(object)]),
};

/** Names and ports of containers. */
export const CONTAINER_NAMES: Check = {
  name: 'container-name',
  severity: 'high',
  why: 'The API server refuses the pod.',
  fix: 'Choose a name or port of the form that the message gives, each but once.',
  run: (all) => [
    ...eachContainer(({ at, fields, name }) => [
      ...placedList(`${at}.env`, fields['env'])
        // IsEnvVarName of Kubernetes 1.30 and newer
        .filter((variable) => !/^[ -<>-~]+$/.test(wordOf(variable.fields['name'])))
        .map((variable) => ({ at: `${variable.at}.name`, message: "it must be printable ASCII without '='" })),
      ...refused(`${at}.name`, () => checkDnsLabel(SUBJECT, 'name', name)),
      ...placedList(`${at}.ports`, fields['ports']).flatMap((port) => portFlaws(port.at, port.fields)),
    ])(all),
    ...eachObject((object) =>
      podsOf(object).flatMap(({ at, containers }) =>
        twins(containers.map(({ name }) => name)).map((name) => ({
          at,
          message: `two containers are named '${name}'`,
        })),
      ),
    )(all),
  ],
};

const SUBJECT = 'manifest';
// their names may hold ':' and other characters
const FREE_NAMES = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];

// kubernetes/kubernetes#64023, and the validation of pkg/apis/batch: what pods and Jobs are named after needs room
const LONGEST: { readonly [kind: string]: number } = { StatefulSet: LONGEST_STATEFUL_SET_NAME, CronJob: 52, Job: 63 };

function objectNameFlaws({ kind, name, apiVersion, fields, namespace }: ManifestObject): readonly Flaw[] {
  if (name === '' || typeOfKind(apiVersion, kind) === undefined || FREE_NAMES.includes(kind)) return [];
  const given = textOf(valueAt(fields, 'metadata', 'name'));
  const longest = LONGEST[kind] ?? 253;
  const isLong = name.length > longest && name.length <= 253;
  const checkName = kind === 'Service' ? checkServiceName : kind === 'Namespace' ? checkDnsLabel : checkObjectName;
  return [
    ...(isLong ? [{ at: 'metadata.name', message: `the name of a ${kind} has at most ${longest} characters` }] : []),
    ...(given === undefined ? [] : refused('metadata.name', () => checkName(SUBJECT, 'name', given))),
    ...(namespace === undefined
      ? []
      : refused('metadata.namespace', () => checkDnsLabel(SUBJECT, 'namespace', namespace))),
  ];
}

function labelFlaws(object: ManifestObject): readonly Flaw[] {
  const own = textEntries(object.labels).map((entry) => ['metadata.labels', entry] as const);
  const inTemplates = podsOf(object)
    .filter(({ at }) => at !== 'spec')
    .flatMap(({ at, labels }) =>
      textEntries(labels).map((entry) => [`${at.replace(/spec$/, 'metadata')}.labels`, entry] as const),
    );
  return [
    ...[...own, ...inTemplates].flatMap(([at, entry]) =>
      refused(at, () => checkLabels(SUBJECT, 'labels', Object.fromEntries([entry]))),
    ),
    // the server reads the keys of annotations without regard to capitals
    ...Object.keys(object.annotations).flatMap((key) =>
      refused('metadata.annotations', () => checkLabelKey(SUBJECT, 'annotations', key.toLowerCase())),
    ),
  ];
}

function keyFlaws({ kind, group, fields }: ManifestObject): readonly Flaw[] {
  if (group !== '' || (kind !== 'ConfigMap' && kind !== 'Secret')) return [];
  return ['data', 'stringData', 'binaryData'].flatMap((field) =>
    textEntries(fields[field]).flatMap(([key]) => refused(field, () => checkConfigKey(SUBJECT, 'key', key))),
  );
}

function portFlaws(at: string, { name, containerPort }: { readonly [field: string]: unknown }): readonly Flaw[] {
  return [
    ...refused(`${at}.name`, () => checkPortName(SUBJECT, 'name', textOf(name))),
    ...(typeof containerPort === 'number'
      ? refused(`${at}.containerPort`, () => checkPort(SUBJECT, 'containerPort', containerPort))
      : []),
  ];
}

/** What a check of the library throws, as a flaw. */
function refused(at: string, check: () => void): readonly Flaw[] {
  try {
    check();
    return [];
  } catch (error) {
    return [{ at, message: (error as Error).message.replace(`[${SUBJECT}] `, '') }];
  }
}
