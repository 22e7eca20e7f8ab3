import { describeObject } from '../kube-object';
import { containersOf, podSources, type PodSource } from './pods';
import type { Rule } from './rule';

/** Mounts refer to volumes of the pod, every path is mounted once, and every volume is mounted. */
export const volumeMounts: Rule = (objects) =>
  podSources(objects).flatMap((source) => {
    const { owner, spec } = source;
    const volumes = volumeNames(source);
    const mounted = new Set(containersOf(spec).flatMap((container) => mountsOf(container).map((mount) => mount.name)));
    return [
      ...twice(volumes).map((name) => `declares volume '${name}' twice`),
      ...volumes.filter((name) => !mounted.has(name)).map((name) => `declares volume '${name}' and mounts it nowhere`),
      ...containersOf(spec).flatMap((container) => containerProblems(container, volumes)),
    ].map((problem) => `${describeObject(owner)}: ${problem}`);
  });

function containerProblems(container: any, volumes: readonly string[]): string[] {
  const mounts = mountsOf(container);
  return [
    ...mounts
      .filter((mount) => !volumes.includes(mount.name))
      .map((mount) => `container '${container.name}' mounts '${mount.name}', which is no volume of the pod`),
    ...twice(mounts.map((mount) => mount.mountPath)).map(
      (path) => `container '${container.name}' mounts two volumes at '${path}'`,
    ),
  ];
}

function mountsOf(container: any): any[] {
  return [...(container.volumeMounts ?? []), ...(container.volumeDevices ?? [])];
}

function volumeNames({ owner, spec }: PodSource): string[] {
  const claims = owner.kind === 'StatefulSet' ? (owner['spec'].volumeClaimTemplates ?? []) : [];
  return [...(spec.volumes ?? []), ...claims.map((claim: any) => claim.metadata)].map((volume) => volume.name);
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
