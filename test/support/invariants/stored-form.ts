import { describeObject, type KubeObject } from '../kube-object';
import type { Rule } from './rule';

/**
 * What has one owner as a whole is written as the API server stores it, with all defaults: else the first server-side apply
 * after a client-side one conflicts, and Argo CD sees a difference for ever.
 */
export const storedForm: Rule = (objects) =>
  objects.flatMap((object) =>
    [...claimProblems(object), ...fieldProblems(object, '')].map((problem) => `${describeObject(object)}: ${problem}`),
  );

function claimProblems({ spec }: KubeObject): string[] {
  return (spec?.volumeClaimTemplates ?? []).flatMap((claim: any) => {
    const { apiVersion, kind, metadata, status } = claim;
    const isStored =
      apiVersion === 'v1' &&
      kind === 'PersistentVolumeClaim' &&
      claim.spec.volumeMode !== undefined &&
      status?.phase === 'Pending';
    return isStored ? [] : [`its claim '${metadata.name}' lacks apiVersion, kind, volumeMode or status`];
  });
}

function fieldProblems(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const childPath = path === '' ? key : `${path}.${key}`;
    const lacks = key === 'fieldRef' && child?.apiVersion === undefined;
    return lacks ? [`${childPath} has no apiVersion`] : fieldProblems(child, childPath);
  });
}
