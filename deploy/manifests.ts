import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { at, objectOf, textOf, type JsonObject } from '../preview/json';

/** An object of the cluster: of dist/, or as the cluster has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly json: JsonObject;
  /** What kubectl gets: the very text of the file. */
  readonly text: string;
}

/** All objects of the YAML files of a folder, in the order of the files. */
export function readManifests(folder: string): Manifest[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file));
  return files.sort().flatMap((file) => manifestsIn(readFileSync(join(folder, file), 'utf8')));
}

export function manifestsIn(yaml: string): Manifest[] {
  return (
    yaml
      .split(/^---\s*$/m)
      // kubectl reads YAML 1.1
      .map((text) => ({ text, json: objectOf(parse(text, { version: '1.1' })) }))
      .filter(({ json }) => json['kind'] !== undefined)
      .map(({ text, json }) => manifestOf(json, text))
  );
}

/** The object that an answer of kubectl tells of. */
export function manifestOf(json: JsonObject, text = JSON.stringify(json)): Manifest {
  return {
    apiVersion: textOf(json['apiVersion']) ?? '',
    kind: textOf(json['kind']) ?? '',
    namespace: textOf(at(json, 'metadata', 'namespace')),
    name: textOf(at(json, 'metadata', 'name')) ?? '',
    json,
    text,
  };
}

/** As people name it: `Deployment monitoring/prom-grafana`. */
export function titleOf({ kind, namespace, name }: Manifest): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** One text per object; the version is left out, as one object is served in several. */
export function keyOf({ apiVersion, kind, namespace = '', name }: Manifest): string {
  return JSON.stringify([groupOf(apiVersion), kind, namespace, name]);
}

export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Whether others need it to be there before the API server takes them. */
export function isFoundation({ kind }: Manifest): boolean {
  return kind === 'Namespace' || kind === 'CustomResourceDefinition';
}

/** The kinds whose rollout can be waited for. */
export function isWorkload({ apiVersion, kind }: Manifest): boolean {
  return groupOf(apiVersion) === 'apps' && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
}

/** The objects as one text for `kubectl -f -`. */
export function textFor(manifests: readonly Manifest[]): string {
  return manifests.map(({ text }) => text.trim()).join('\n---\n');
}
