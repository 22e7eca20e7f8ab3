#!/usr/bin/env node
// Cuts the Kubernetes API definitions down to what test/support/kubernetes-schema.ts needs: the kinds below, everything they
// refer to, no descriptions. One definition a line, sorted, so that two versions can be compared with diff.
//
//   node scripts/trim-kubernetes-schemas.mjs <definitions.json[.gz]> test/schemas/kubernetes-<version>.json
//
// The input is any file with a `definitions` object: `api/openapi-spec/swagger.json` of a Kubernetes tag, or
// `kubernetes-schemas/v<version>/_definitions.json` of github.com/cdk8s-team/cdk8s, from which the committed files come
// (Apache License 2.0, like Kubernetes itself). Run by hand when a Kubernetes version is added; never in CI.

import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const KINDS = {
  v1: [
    'ConfigMap',
    'Endpoints',
    'LimitRange',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['StorageClass'],
};

const KEPT_KEYWORDS = new Set([
  '$ref',
  'additionalProperties',
  'enum',
  'format',
  'items',
  'oneOf',
  'properties',
  'required',
  'type',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-preserve-unknown-fields',
]);

/** The schema with the keywords that a validator uses, and no other. */
function trimmed(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  const result = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (!KEPT_KEYWORDS.has(keyword)) continue;
    if (keyword === 'properties') {
      result.properties = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, trimmed(property)]),
      );
    } else if (keyword === 'items' || keyword === 'additionalProperties') {
      result[keyword] = trimmed(value);
    } else if (keyword === 'oneOf') {
      result.oneOf = value.map(trimmed);
    } else {
      result[keyword] = value;
    }
  }
  return result;
}

/** The names of the definitions that a schema refers to. */
function references(schema) {
  const text = JSON.stringify(schema);
  return [...text.matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1]);
}

function definitionName(definitions, apiVersion, kind) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const names = Object.keys(definitions).filter((name) => {
    const kinds = definitions[name]['x-kubernetes-group-version-kind'] ?? [];
    // meta kinds such as DeleteOptions list every group; an object's own definition lists exactly one
    return kinds.length === 1 && kinds[0].group === group && kinds[0].version === version && kinds[0].kind === kind;
  });
  if (names.length !== 1) throw new Error(`${apiVersion} ${kind}: found ${names.length} definitions, expected one`);
  return names[0];
}

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error('usage: trim-kubernetes-schemas.mjs <definitions.json[.gz]> <out.json>');
  process.exit(1);
}

const bytes = readFileSync(source);
const { definitions } = JSON.parse(source.endsWith('.gz') ? gunzipSync(bytes) : bytes);

const kept = new Map();
const queue = Object.entries(KINDS).flatMap(([apiVersion, kinds]) =>
  kinds.map((kind) => definitionName(definitions, apiVersion, kind)),
);
while (queue.length > 0) {
  const name = queue.pop();
  if (kept.has(name)) continue;
  if (!(name in definitions)) throw new Error(`a definition refers to ${name}, which the file lacks`);
  kept.set(name, trimmed(definitions[name]));
  queue.push(...references(kept.get(name)));
}

const lines = [...kept.keys()].sort().map((name) => `${JSON.stringify(name)}:${JSON.stringify(kept.get(name))}`);
writeFileSync(target, `{"definitions":{\n${lines.join(',\n')}\n}}\n`);
console.log(`${target}: ${lines.length} definitions`);
