import { fieldsOf, textOf, valueAt, type Fields } from './untyped';

/** An API object as it stands in a manifest. */
export class ManifestObject {
  public readonly apiVersion: string;
  public readonly kind: string;
  public readonly name: string;
  /** Undefined where the manifest names none: the object then lands where it is applied to. */
  public readonly namespace?: string;
  public readonly annotations: Fields;
  public readonly labels: Fields;

  public constructor(
    public readonly fields: Fields,
    public readonly manifestPath: string,
  ) {
    this.apiVersion = textOf(fields['apiVersion']) ?? '';
    this.kind = textOf(fields['kind']) ?? '';
    this.name =
      textOf(valueAt(fields, 'metadata', 'name')) ?? textOf(valueAt(fields, 'metadata', 'generateName')) ?? '';
    this.namespace = textOf(valueAt(fields, 'metadata', 'namespace'));
    this.annotations = fieldsOf(valueAt(fields, 'metadata', 'annotations'));
    this.labels = fieldsOf(valueAt(fields, 'metadata', 'labels'));
  }

  /** The API group; empty for the core group. */
  public get group(): string {
    return this.apiVersion.includes('/') ? (this.apiVersion.split('/')[0] ?? '') : '';
  }

  /** `Deployment shop/api`, as messages name it. */
  public get title(): string {
    return `${this.kind} ${this.namespace === undefined ? '' : `${this.namespace}/`}${this.name}`;
  }

  public get spec(): Fields {
    return fieldsOf(this.fields['spec']);
  }
}
