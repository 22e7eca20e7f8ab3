/** A JSON schema of ajv, with the keyword `exactlyOneOf` that kubernetes-schema.ts adds. */
export interface Fragment {
  readonly [keyword: string]: unknown;
  readonly properties?: { readonly [property: string]: Fragment };
}

/** Fragments by the short name of the definition that they are laid over. */
export interface Rules {
  readonly [definition: string]: Fragment;
}

/** A string out of these. */
export const oneOf = (...values: string[]): Fragment => ({ enum: values });

/** A list of strings out of these. */
export const eachOneOf = (...values: string[]): Fragment => ({ items: { enum: values } });

/** A number in this range, its ends included. */
export const from = (minimum: number, maximum?: number): Fragment =>
  maximum === undefined ? { minimum } : { minimum, maximum };

/** An object whose fields, where present, are as given. */
export const properties = (values: { [property: string]: Fragment }): Fragment => ({ properties: values });

/** A port number. */
export const PORT = from(1, 65535);

/** An IntOrString: the numeric keywords apply to numbers, the textual ones to port names (IsValidPortName). */
export const PORT_OR_NAME = { ...PORT, pattern: '^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 15 };

/** An IntOrString that is a count or a percentage. */
export const COUNT_OR_PERCENT = { minimum: 0, pattern: '^[0-9]+%$' };

/** Permission bits, 0000 to 0777. */
export const FILE_MODE = from(0, 0o777);

/** An object with at least one field. */
export const NOT_EMPTY = { minProperties: 1 };

/** A union: exactly one of the fields. */
export const ONE_MEMBER = { minProperties: 1, maxProperties: 1 };

/** A transport protocol. */
export const PROTOCOL = oneOf('TCP', 'UDP', 'SCTP');
