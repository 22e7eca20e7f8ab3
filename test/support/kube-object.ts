/** A Kubernetes object as it stands in a manifest. */
export interface KubeObject {
  readonly [field: string]: any;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
}

/** The metadata of an object or of a pod template. */
export interface KubeMetadata {
  readonly [field: string]: any;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: { readonly [key: string]: string };
}

/** Labels, or a selector made of nothing but labels. */
export interface Labels {
  readonly [key: string]: string;
}

/** The object's kind and name, the way kubectl says it: `Deployment monitoring/prom-grafana`. */
export function describeObject(object: KubeObject): string {
  const { namespace, name } = object.metadata ?? {};
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The API group of an object: `apps` for `apps/v1`, the empty string for `v1`. */
export function groupOf(object: KubeObject): string {
  return object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
}
