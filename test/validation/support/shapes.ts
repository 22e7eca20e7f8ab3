import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly properties?: { readonly [field: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

interface Definitions {
  readonly [name: string]: Schema;
}

const SCHEMAS = join(__dirname, '../../schemas');
const SPECIAL: { readonly [name: string]: string } = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'q',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'x',
};
const PLAIN: { readonly [type: string]: string } = {
  string: 's',
  integer: 'i',
  number: 'n',
  boolean: 'b',
  object: 'o',
};

/** What `kubernetes-shapes.json` must hold: all that Kubernetes 1.28 or 1.36 knows, required where both ask for it. */
export function shapesOfSchemas(): { kinds: object; types: object } {
  const versions = ['1.28.0', '1.36.0'].map(definitionsOf);
  const kinds: { [key: string]: string } = {};
  const types: { [type: string]: { [field: string]: string } } = {};
  const names = [...new Set(versions.flatMap((definitions) => Object.keys(definitions)))].sort();
  for (const name of names) {
    const definitions = versions.map((version) => version[name]).filter((schema) => schema !== undefined);
    for (const { group, version, kind } of definitions.flatMap((d) => d['x-kubernetes-group-version-kind'] ?? [])) {
      kinds[`${group === '' ? '' : `${group}/`}${version} ${kind}`] = shortName(name);
    }
    if (SPECIAL[name] !== undefined || definitions.every(({ properties }) => properties === undefined)) continue;
    types[shortName(name)] = fieldsOf(definitions, versions.at(-1)!);
  }
  return { kinds: Object.fromEntries(Object.entries(kinds).sort()), types };
}

function definitionsOf(version: string): Definitions {
  const text = readFileSync(join(SCHEMAS, `kubernetes-v${version}.json`), 'utf8');
  return (JSON.parse(text) as { definitions: Definitions }).definitions;
}

function fieldsOf(definitions: readonly Schema[], newest: Definitions): { [field: string]: string } {
  const fields = [...new Set(definitions.flatMap(({ properties = {} }) => Object.keys(properties)))].sort();
  return Object.fromEntries(
    fields.map((field) => {
      const schema = definitions
        .map(({ properties = {} }) => properties[field])
        .findLast((found) => found !== undefined)!;
      const isRequired = definitions.every(({ required = [] }) => required.includes(field));
      return [field, `${codeOf(schema, newest)}${isRequired ? '!' : ''}`];
    }),
  );
}

function codeOf(schema: Schema, newest: Definitions): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    const target = newest[name];
    if (SPECIAL[name] !== undefined) return SPECIAL[name];
    return target?.properties === undefined ? (PLAIN[target?.type ?? ''] ?? 'o') : shortName(name);
  }
  if (schema.type === 'array') return `[${codeOf(schema.items ?? {}, newest)}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `{${codeOf(schema.additionalProperties, newest)}`;
  }
  return PLAIN[schema.type ?? ''] ?? 'o';
}

function shortName(name: string): string {
  return name.replace(/^io\.k8s\.(?:api\.|apimachinery\.pkg\.apis\.)/, '');
}
