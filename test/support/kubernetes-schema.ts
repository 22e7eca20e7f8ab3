import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { crdSchema } from './crd-schema';
import { describeObject, type KubeObject } from './kube-object';
import { RULES } from './kubernetes-rules';
import { addFormats, addKeywords } from './schema-keywords';
import { schemaMessages } from './schema-messages';

/** The Kubernetes versions whose definitions stand in `test/schemas`. */
export const KUBERNETES_VERSIONS = ['1.28.0', '1.36.0'] as const;

/** One of the versions to check against. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/**
 * Why an API server of the given version would refuse the object; empty when it would take it.
 *
 * Kubernetes kinds are checked against the server's own definitions and the rules of `kubernetes-rules`, custom resources
 * against their CRD in `imports/crds`. All are closed: an unknown field is an error at every level, as it is for kubectl, whose
 * `--validate=strict` is the default. Nulls are errors, though a server drops most of them without a word. A kind that neither
 * knows is an error as well.
 */
export function schemaErrors(object: KubeObject, options: { readonly version: KubernetesVersion }): string[] {
  const validate = validatorOf(object.apiVersion, object.kind, options.version);
  if (!validate)
    return [`${describeObject(object)}: Kubernetes ${options.version} has no ${object.apiVersion} ${object.kind}`];

  const nameless = typeof object.metadata?.name === 'string' ? [] : ["metadata: misses 'name'"];
  validate(object);
  return [...nameless, ...schemaMessages(object, validate.errors ?? [])].map(
    (message) => `${describeObject(object)}: ${message}`,
  );
}

const SCHEMAS = join(__dirname, '../schemas');
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

interface Definitions {
  [name: string]: any;
}

interface Version {
  readonly ajv: Ajv;
  readonly names: ReadonlyMap<string, string>;
}

const versions = new Map<KubernetesVersion, Version>();

const customResources = new Map<string, ValidateFunction | undefined>();

function validatorOf(apiVersion: string, kind: string, version: KubernetesVersion): ValidateFunction | undefined {
  const loaded = versions.get(version) ?? loadVersion(version);
  versions.set(version, loaded);
  const name = loaded.names.get(`${apiVersion} ${kind}`);
  // ajv compiles a definition when it is first asked for and keeps it
  if (name !== undefined) return loaded.ajv.getSchema(`kubernetes#/definitions/${name}`);
  return customResource(apiVersion, kind, loaded.ajv);
}

/** A CRD is the same for every Kubernetes version, and Argo CD's takes half a second to compile: once is enough. */
function customResource(apiVersion: string, kind: string, ajv: Ajv): ValidateFunction | undefined {
  const key = `${apiVersion} ${kind}`;
  if (!customResources.has(key)) {
    const schema = crdSchema(apiVersion, kind, { $ref: `kubernetes#/definitions/${META}.ObjectMeta` });
    customResources.set(key, schema && ajv.compile(schema));
  }
  return customResources.get(key);
}

function loadVersion(version: KubernetesVersion): Version {
  const { definitions } = JSON.parse(readFileSync(join(SCHEMAS, `kubernetes-v${version}.json`), 'utf8'));
  // the definitions say no more than string or number, or string or integer, by a oneOf whose messages help nobody
  definitions[QUANTITY] = { type: ['string', 'number'], format: 'quantity' };
  definitions[INT_OR_STRING] = { type: ['string', 'integer'] };
  close(definitions);
  layRules(definitions);

  // unoptimized validators are ready in half the time, and each is used a few times only
  const ajv = new Ajv({ allErrors: true, strict: false, verbose: true, code: { optimize: false } });
  addFormats(ajv);
  addKeywords(ajv);
  ajv.addSchema({ $id: 'kubernetes', definitions });
  return { ajv, names: namesByKind(definitions) };
}

/** Makes unknown fields errors; definitions without any field, such as RawExtension, stay open. */
function close(definitions: Definitions): void {
  for (const definition of Object.values(definitions)) {
    if (definition.properties) definition.additionalProperties ??= false;
  }
}

function layRules(definitions: Definitions): void {
  for (const [name, rule] of Object.entries(RULES)) {
    const definition = definitions[`io.k8s.api.${name}`] ?? definitions[`io.k8s.apimachinery.pkg.apis.${name}`];
    if (!definition) throw new Error(`a rule is laid over ${name}, which no definition is called`);
    for (const property of Object.keys(rule.properties ?? {})) {
      if (!definition.properties[property])
        throw new Error(`a rule is laid over ${name}.${property}, which is no field`);
    }
    lay(definition, rule);
  }
}

function lay(schema: any, rule: any): void {
  for (const [keyword, value] of Object.entries(rule)) {
    if (Array.isArray(value) && Array.isArray(schema[keyword]))
      schema[keyword] = [...new Set([...schema[keyword], ...value])];
    else if (typeof value === 'object' && typeof schema[keyword] === 'object') lay(schema[keyword], value);
    else schema[keyword] = value;
  }
}

function namesByKind(definitions: Definitions): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    const kinds = definition['x-kubernetes-group-version-kind'] ?? [];
    // a definition with many kinds is one of the meta kinds, which are no objects of their own
    if (kinds.length !== 1) continue;
    const { group, version, kind } = kinds[0];
    names.set(`${group === '' ? version : `${group}/${version}`} ${kind}`, name);
  }
  return names;
}
