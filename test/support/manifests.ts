import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import type { KubeObject } from './kube-object';
import { readIni } from './ini';
import { readYaml, readYamlDocument } from './kubectl-yaml';

/**
 * A fresh chart with the id `test` in a fresh app.
 *
 * Nothing is ever written: `Testing.app()` of cdk8s would leave a temporary folder behind per call.
 */
export function testChart(namespace = 'monitoring'): Chart {
  return new Chart(testApp(), 'test', { namespace });
}

/** A fresh app that names a folder for its output and never makes it. */
export function testApp(): App {
  return new App({ outdir: join(tmpdir(), 'cdk8s-plg-test') });
}

/** Synthesizes a chart, or all charts of an app, and reads the YAML text back the way kubectl would. */
export function manifestsOf(scope: App | Chart): Manifests {
  const text = scope instanceof App ? scope.synthYaml() : Yaml.stringify(...scope.toJson());
  return Manifests.fromYaml(text);
}

/** The objects of some manifests, and ways to look one up that say what is there when it is not. */
export class Manifests {
  /** Reads a YAML stream the way kubectl would. */
  static fromYaml(text: string): Manifests {
    return new Manifests(readYaml(text));
  }

  /** @param objects all objects, in the order of the manifests */
  constructor(readonly objects: readonly KubeObject[]) {}

  /** The objects of one kind. */
  all(kind: string): KubeObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /**
   * The one object of that kind and name; without a name, the only one of the kind.
   *
   * @param name `name`, or `namespace/name` where two namespaces have it
   * @throws when there is none, or more than one
   */
  one(kind: string, name?: string): KubeObject {
    const candidates = this.all(kind);
    const found = candidates.filter((object) => name === undefined || namesOf(object).includes(name));
    if (found.length === 1) return found[0]!;
    const wanted = name === undefined ? kind : `${kind} '${name}'`;
    const there = candidates.map((object) => namesOf(object)[1] ?? object.metadata.name).join(', ');
    throw new Error(`found ${found.length} of ${wanted}, expected one; there ${kind} is: ${there || 'none'}`);
  }

  /** Whether there is exactly such an object. */
  has(kind: string, name: string): boolean {
    return this.all(kind).some((object) => namesOf(object).includes(name));
  }

  /** The text under a key of a ConfigMap or Secret. */
  text(kind: 'ConfigMap' | 'Secret', name: string, key: string): string {
    const object = this.one(kind, name);
    const decode = (data: { [key: string]: string } = {}) =>
      Object.entries(data).map(([k, base64]) => [k, Buffer.from(base64, 'base64').toString('utf8')]);
    const texts = {
      ...Object.fromEntries(decode(kind === 'Secret' ? object['data'] : object['binaryData'])),
      ...(kind === 'Secret' ? object['stringData'] : object['data']),
    };
    if (typeof texts[key] === 'string') return texts[key];
    throw new Error(`${kind} '${name}' has no key '${key}'; it has: ${Object.keys(texts).join(', ') || 'none'}`);
  }

  /**
   * What is configured under a key of a ConfigMap or Secret, parsed by the key's extension: `.yaml`, `.yml`, `.json`, `.ini`.
   *
   * @throws when the extension is another; `text` returns such a key as it is
   */
  config(kind: 'ConfigMap' | 'Secret', name: string, key: string): any {
    const text = this.text(kind, name, key);
    const extension = /\.[a-z]+$/.exec(key)?.[0] ?? '';
    const parse = PARSERS[extension];
    if (!parse) throw new Error(`${kind} '${name}': no parser for '${key}'; use text()`);
    try {
      return parse(text);
    } catch (error) {
      throw new Error(`${kind} '${name}' key '${key}': ${(error as Error).message}`, { cause: error });
    }
  }
}

const PARSERS: { readonly [extension: string]: (text: string) => unknown } = {
  '.yaml': readYamlDocument,
  '.yml': readYamlDocument,
  '.json': (text) => JSON.parse(text),
  '.ini': readIni,
};

function namesOf({ metadata: { name, namespace } }: KubeObject): string[] {
  return namespace === undefined ? [name] : [name, `${namespace}/${name}`];
}
