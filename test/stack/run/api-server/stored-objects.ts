import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeObject, type KubeObject } from '../../../support/kube-object';
import { Manifests } from '../../../support/manifests';
import type { Kubectl } from './kubectl';

const ROOT = join(__dirname, '../../../..');

/** The folder that people apply. */
export const DIST = join(ROOT, 'dist');

/** The objects of a folder of manifests, file by file. */
export function manifestsIn(folder: string): Manifests {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return Manifests.fromYaml(files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n---\n'));
}

/** The names that a list of objects is known by, sorted. */
export function namesOf(objects: readonly KubeObject[]): string[] {
  return objects.map(describeObject).sort();
}

/** The version of each object of a folder as the server has it: any write that changes something makes another. */
export async function versionsOf(kubectl: Kubectl, folder: string): Promise<Map<string, string>> {
  const objects = await kubectl.get('-f', folder);
  return new Map(objects.map((object) => [describeObject(object), object.metadata['resourceVersion']]));
}

/** Those whose version is another now. */
export function changedIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after].filter(([name, version]) => before.get(name) !== version).map(([name]) => name);
}

/**
 * What the volume controller does first: the API server itself stores a new claim without its phase, and with it when the claim
 * is written the next time, which is no change of whoever writes it.
 */
export async function settleClaims(kubectl: Kubectl): Promise<void> {
  for (const { metadata } of await kubectl.get('persistentvolumeclaims', '--all-namespaces')) {
    const status = ['--subresource=status', '--patch={"status":{"phase":"Pending"}}'];
    await kubectl.run(['patch', 'pvc', metadata.name, '-n', metadata.namespace ?? 'default', ...status]);
  }
}

/** What an object says, without what the server and kubectl note down about it. */
export function contentOf({ status: _, metadata, ...rest }: KubeObject): object {
  const { labels, annotations = {} } = metadata;
  const { 'kubectl.kubernetes.io/last-applied-configuration': __, ...own } = annotations;
  return { ...rest, metadata: { labels, annotations: own } };
}
