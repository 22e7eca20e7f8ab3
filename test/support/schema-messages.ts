import type { ErrorObject } from 'ajv';

/** What is wrong with an object, one sentence an error, each beginning with the field's path. */
export function schemaMessages(object: object, errors: readonly ErrorObject[]): string[] {
  const nulls = nullPaths(object, '');
  const messages = errors
    // a null is reported once, as what it is; a combinator only repeats what its parts say
    .filter((error) => !nulls.includes(error.instancePath) && !COMBINATORS.includes(error.keyword))
    .map((error) => `${fieldPath(object, error.instancePath)}: ${messageOf(error)}`);
  return [...new Set([...nulls.map((path) => `${fieldPath(object, path)}: is null`), ...messages])];
}

const COMBINATORS = ['if', 'propertyNames'];

/** Field and index names joined the way kubectl does: `spec.containers[0].ports`. */
function fieldPath(object: object, pointer: string): string {
  let path = '';
  let value: any = object;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) path += `[${key}]`;
    else if (/^\w+$/.test(key)) path += path === '' ? key : `.${key}`;
    else path += `['${key}']`;
    value = value?.[key];
  }
  return path === '' ? 'object' : path;
}

function messageOf({ keyword, params, data, schema, message }: ErrorObject): string {
  const value = JSON.stringify(data);
  switch (keyword) {
    case 'additionalProperties':
      return `unknown field '${params['additionalProperty']}'`;
    case 'required':
      return `misses '${params['missingProperty']}'`;
    case 'type':
      return `is ${value}; must be ${[params['type']].flat().join(' or ')}`;
    case 'enum':
      return `is ${value}; must be one of ${params['allowedValues'].join(', ')}`;
    case 'format':
      return `is ${value}; must be a ${params['format']}`;
    case 'pattern':
    case 'goPattern':
      return `is ${value}; must match ${String(schema)}`;
    case 'exactlyOneOf':
      return `must have exactly one of ${(schema as string[]).join(', ')}`;
    case 'x-kubernetes-list-map-keys':
      return `has two items with the same ${(schema as string[]).join(' and ')}`;
    case 'x-kubernetes-list-type':
      return 'has the same item twice';
    case 'not':
      return `must not have ${JSON.stringify(schema)}`;
    default:
      return message ?? keyword;
  }
}

function nullPaths(value: unknown, pointer: string): string[] {
  if (value === null) return [pointer];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) =>
    nullPaths(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
