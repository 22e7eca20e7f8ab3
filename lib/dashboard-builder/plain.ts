/** JSON without `undefined`, shared with nothing: what the SDK returns is its live object. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface JsonObject {
  [key: string]: Json;
}

/** A deep copy in which keys with `undefined` are left out. */
export function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** The object without some keys: what the SDK writes for other kinds of variables or panels. */
export function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
