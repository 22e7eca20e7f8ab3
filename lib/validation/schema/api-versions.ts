import { eachObject, type Check } from '../check';
import { typeOfKind, versionsOfKind } from './shapes';

/** Versions of an API that clusters serve no more. */
export const API_VERSIONS: Check = {
  name: 'api-version',
  severity: 'high',
  why: 'No cluster since Kubernetes 1.28 serves the object in this version of its API.',
  fix: 'Change `apiVersion` to the one that the message names, and its fields to those of that version.',
  run: eachObject(({ apiVersion, kind, group }) => {
    if (typeOfKind(apiVersion, kind) !== undefined) return [];
    const served = versionsOfKind(kind);
    // a kind of the same name in a group of its own is a custom resource: the Service of Knative
    const isOwn = group.includes('.') && !served.some((other) => other.startsWith(`${group}/`));
    if (served.length === 0 || isOwn) return [];
    return [{ at: 'apiVersion', message: `there is no ${kind} in '${apiVersion}'; use '${served.join("' or '")}'` }];
  }),
};
