import { createHash } from 'node:crypto';
import { Lazy, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { claim } from './claims';
import { fail } from './errors';
import { k8s } from './k8s';
import { checkConfigKey } from './names';
import { namespaceOf } from './namespace';

/** Name, labels and content of a ConfigMap whose files are rendered at the very end of synthesis. */
export interface ConfigFilesProps {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Its labels. */
  readonly labels: { [key: string]: string };
  /** Called once, when the app synthesizes; returns file name -> text. */
  readonly files: () => { readonly [fileName: string]: string };
}

interface ConfigMapManifest {
  readonly data?: { readonly [fileName: string]: string };
}

// far below the 262,144 bytes of the annotation that `kubectl apply` keeps of each object
const LARGEST_CONFIG_MAP = 250_000;

/**
 * The configuration files of a component: a ConfigMap that sees every late `addX` call, and the checksum that restarts
 * the pods which read it.
 */
export class ConfigFiles extends Construct {
  /** Name of the ConfigMap. */
  public readonly name: string;

  private readonly object: ApiObject;
  private readonly render: () => { readonly [fileName: string]: string };
  private rendered?: { readonly [fileName: string]: string };

  public constructor(scope: Construct, id: string, props: ConfigFilesProps) {
    super(scope, id);
    this.name = props.name;
    claim(
      this,
      `the ConfigMap '${props.name}' of the namespace '${namespaceOf(this)}'`,
      "give one of them another 'name'",
    );
    this.render = props.files;
    this.object = new k8s.KubeConfigMap(this, 'Resource', {
      metadata: { name: props.name, labels: props.labels },
      data: Lazy.any({ produce: () => this.files() }) as { [key: string]: string },
    });
  }

  /** File name -> text. Rendered on first use: no `addX` may follow. */
  public files(): { readonly [fileName: string]: string } {
    this.rendered ??= this.checked(this.render());
    return this.rendered;
  }

  /** An annotation of the pod template that changes whenever a file does, also by a patch, and so restarts the pods. */
  public checksum(): { [key: string]: string } {
    const produce = (): string => checksumOf((this.object.toJson() as ConfigMapManifest).data ?? {});
    return { [`checksum/${this.name}`]: Lazy.any({ produce }) as string };
  }

  /** The volume that holds the files. */
  public volume(name: string): k8s.Volume {
    return { name, configMap: { name: this.name } };
  }

  private checked(files: { readonly [fileName: string]: string }): { readonly [fileName: string]: string } {
    for (const fileName of Object.keys(files)) checkConfigKey(this, 'file name', fileName);
    const bytes = Buffer.byteLength(JSON.stringify(files));
    if (bytes > LARGEST_CONFIG_MAP) {
      fail(
        this,
        `the ConfigMap '${this.name}' has ${bytes} bytes; at most ${LARGEST_CONFIG_MAP} can be applied by kubectl: split its content`,
      );
    }
    return files;
  }
}

/** A short digest of file names and texts, the same for the same content. */
export function checksumOf(files: { readonly [fileName: string]: string }): string {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}
