import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYamlDocument } from './kubectl-yaml';

/** The vendored CRDs by API group, the same files that `cdk8s import` reads. */
const CRD_FILES: { readonly [group: string]: string } = {
  'argoproj.io': 'argoproj.yaml',
  'monitoring.coreos.com': 'monitoring.yaml',
};
const CRD_FOLDER = join(__dirname, '../../imports/crds');

/**
 * The schema that the API server checks a custom resource with, closed; undefined when no vendored CRD has the kind.
 *
 * @param metadata the schema of `metadata`, which a CRD leaves to the server
 */
export function crdSchema(apiVersion: string, kind: string, metadata: object): object | undefined {
  const [group = '', version] = apiVersion.split('/');
  const definition = CRD_FILES[group] && findDefinition(CRD_FILES[group], kind);
  const served = definition && definition.spec.versions.find((v: any) => v.name === version && v.served);
  if (!served) return undefined;
  const schema = closed(served.schema.openAPIV3Schema);
  return {
    ...schema,
    properties: { ...schema.properties, metadata },
    required: [...new Set(['metadata', ...(schema.required ?? [])])],
  };
}

/** Parses only the document that is asked for: the whole files take a second. */
function findDefinition(file: string, kind: string): any {
  const documents = readFileSync(join(CRD_FOLDER, file), 'utf8').split(/^---\s*$/m);
  const text = documents.find((document) => new RegExp(`^    kind: ${kind}$`, 'm').test(document));
  return text && readYamlDocument(text);
}

const CARRIED = [
  'type',
  'format',
  'enum',
  'required',
  'nullable',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
  'uniqueItems',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
];

/** A structural schema as ajv reads it, with unknown fields as errors where the server would prune them. */
function closed(schema: any): any {
  const result: any = {};
  for (const keyword of CARRIED) if (keyword in schema) result[keyword] = schema[keyword];
  // Go's (?i) flag is not JavaScript's; the format hands the pattern to a converter
  if (schema.pattern !== undefined) result.goPattern = schema.pattern;
  if (schema['x-kubernetes-int-or-string']) result.type = ['integer', 'string'];
  if (schema.items) result.items = closed(schema.items);
  for (const combinator of ['allOf', 'anyOf', 'oneOf']) {
    // beside int-or-string they only repeat the two types
    if (schema[combinator] && !schema['x-kubernetes-int-or-string']) result[combinator] = schema[combinator];
  }
  if (schema.not) result.not = schema.not;
  return result.type === 'object' ? { ...result, ...closedFields(schema) } : result;
}

function closedFields(schema: any): object {
  const embedded = schema['x-kubernetes-embedded-resource'] ? { apiVersion: {}, kind: {}, metadata: {} } : {};
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, closed(field)]);
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
  return {
    properties: { ...embedded, ...Object.fromEntries(fields) },
    additionalProperties: schema.additionalProperties && !open ? closed(schema.additionalProperties) : open,
  };
}
