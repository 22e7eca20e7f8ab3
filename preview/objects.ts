import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { at, objectOf, textMapOf, textOf, type JsonObject } from './json';

/** An object of the cluster, as it is synthesized, and the construct that makes it. */
export interface TreeObject {
  readonly construct: IConstruct;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
  readonly json: JsonObject;
}

/** All objects of an app in the order of its tree, whoever put them there. */
export function objectsOf(app: App): TreeObject[] {
  return app.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((construct) => objectOfTree(construct));
}

function objectOfTree(construct: ApiObject): TreeObject {
  const json = objectOf(construct.toJson());
  return {
    construct,
    kind: construct.kind,
    name: textOf(at(json, 'metadata', 'name')) ?? construct.name,
    namespace: textOf(at(json, 'metadata', 'namespace')) ?? 'default',
    labels: textMapOf(at(json, 'metadata', 'labels')),
    json,
  };
}
