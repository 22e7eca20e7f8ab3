import type * as Yaml from 'yaml';
import type { ManifestObject } from './manifest-object';
import { isObject, listOf, textEntries, type Fields } from './untyped';

/** A file in a ConfigMap that is YAML or JSON. */
export interface ConfigText {
  /** Path of the file in the object: `data['prometheus.yml']`. */
  readonly at: string;
  readonly name: string;
  readonly content: Fields;
}

/** A file whose name says YAML or JSON, and that is not. */
export interface UnreadableText {
  readonly at: string;
  readonly name: string;
  readonly problem: string;
}

type Text = ConfigText | UnreadableText;

const YAML_NAME = /\.(?:ya?ml|rules|json)$|^[^.]*rules[^.]*$/i;

// the same ConfigMaps are asked for by several rules
const CACHE = new WeakMap<ManifestObject, readonly Text[]>();

/** The files of a ConfigMap whose top is an object. */
export function configTexts(object: ManifestObject): readonly ConfigText[] {
  return texts(object).filter((text): text is ConfigText => 'content' in text);
}

/** The files of a ConfigMap that are broken, so that no other rule can read them. */
export function unreadableTexts(object: ManifestObject): readonly UnreadableText[] {
  return texts(object).filter((text): text is UnreadableText => 'problem' in text);
}

function texts(object: ManifestObject): readonly Text[] {
  if (object.kind !== 'ConfigMap' || object.group !== '') return [];
  const known = CACHE.get(object);
  if (known !== undefined) return known;
  const found = textEntries(object.fields['data'])
    .filter(([name]) => YAML_NAME.test(name))
    .flatMap(([name, text]) => readText(name, text));
  CACHE.set(object, found);
  return found;
}

function readText(name: string, text: string): readonly Text[] {
  const at = `data['${name}']`;
  if (text.trim() === '') return [];
  try {
    const content: unknown = name.endsWith('.json') ? JSON.parse(text) : parseYaml(text);
    return isObject(content) ? [{ at, name, content }] : [];
  } catch (error) {
    // the first line says what and where; the rest shows the text around it
    return [{ at, name, problem: (error as Error).message.split('\n')[0]?.replace(/:$/, '') ?? '' }];
  }
}

function parseYaml(text: string): unknown {
  const { parseAllDocuments } = require('yaml') as typeof Yaml;
  const [first, ...more] = listOf(parseAllDocuments(text, { logLevel: 'silent', merge: true })) as Yaml.Document[];
  const [error] = first?.errors ?? [];
  if (error !== undefined) throw error;
  // several documents are no configuration of a program that the rules know
  return more.length === 0 ? first?.toJS() : undefined;
}
