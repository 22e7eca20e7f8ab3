import { eachObject, type Check, type Flaw } from '../check';
import type { ManifestObject } from '../manifest-object';
import { placedList, textOf, valueAt, type Placed } from '../untyped';

/** Paths of Ingresses that the API server refuses (ValidateIngressSpec of Kubernetes). */
export const INGRESS_PATHS: Check = {
  name: 'ingress-path',
  severity: 'high',
  why: "The API server refuses an Ingress whose path does not begin with '/' or is not in its shortest form.",
  fix: "Begin the path with '/', and leave out '//', '.' and '..'.",
  run: eachObject((object) =>
    object.kind === 'Ingress' && object.group === 'networking.k8s.io' ? pathsOf(object).flatMap(flawsOf) : [],
  ),
};

function pathsOf({ spec }: ManifestObject): readonly Placed[] {
  return placedList('spec.rules', spec['rules']).flatMap(({ at, fields }) =>
    placedList(`${at}.http.paths`, valueAt(fields, 'http', 'paths')),
  );
}

function flawsOf({ at, fields }: Placed): readonly Flaw[] {
  const path = textOf(fields['path']);
  const place = `${at}.path`;
  const isAnything = fields['pathType'] === 'ImplementationSpecific';
  // only such a path may be left out
  if (path === undefined || path === '')
    return isAnything ? [] : [{ at: place, message: "it has no path; '/' is for all" }];
  if (!path.startsWith('/')) return [{ at: place, message: `'${path}' does not begin with '/'` }];
  const part = /\/\/|\/\.\.?(?=\/|$)|%2f/i.exec(path)?.[0];
  return isAnything || part === undefined ? [] : [{ at: place, message: `'${path}' holds '${part}'` }];
}
