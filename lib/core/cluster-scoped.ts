import { JsonPatch, type ApiObject } from 'cdk8s';

/** Takes the chart's namespace, which cdk8s writes on every object, off one that belongs to no namespace. */
export function clusterScoped<T extends ApiObject>(object: T): T {
  if (object.metadata.namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
