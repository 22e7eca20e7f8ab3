import type { Size } from 'cdk8s';
import { invalid, type Subject } from './errors';
import { k8s } from './k8s';
import { checkKind, checkProps } from './kinds';
import { checkObjectName } from './names';
import { sizeQuantity } from './units';

/** How a volume that outlives its pod is claimed. */
export interface PersistentStorageOptions {
  /**
   * Name of the StorageClass.
   *
   * @default - the cluster's default class, which is `local-path` on k3d
   */
  readonly storageClassName?: string;
}

/**
 * Where a component keeps its data.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/
 * @example
 * Storage.persistent(Size.gibibytes(10), { storageClassName: 'fast' });
 */
export class Storage {
  /**
   * A volume that outlives the pod: a ReadWriteOnce claim.
   *
   * Throws for a size of zero and for a class name that is no object name.
   *
   * @param size how much is claimed
   * @param options the StorageClass
   */
  public static persistent(size: Size, options: PersistentStorageOptions = {}): Storage {
    checkSize('Storage', size);
    checkProps('Storage', options, 'options');
    if (options.storageClassName !== undefined)
      checkObjectName('Storage', 'storageClassName', options.storageClassName);
    return new Storage(size, true, options.storageClassName);
  }

  /**
   * A volume that is deleted with the pod: an `emptyDir`.
   *
   * @param sizeLimit above it the pod is evicted, before it fills the disk of its node
   */
  public static ephemeral(sizeLimit: Size): Storage {
    checkSize('Storage', sizeLimit);
    return new Storage(sizeLimit, false);
  }

  private constructor(
    /** What is claimed, or at most used. */
    public readonly size: Size,
    /** Whether the data outlive the pod. */
    public readonly isPersistent: boolean,
    /** Name of the StorageClass; undefined for the cluster's default. */
    public readonly storageClassName?: string,
  ) {}

  /**
   * The claim that a StatefulSet makes for each of its pods; none when the storage is ephemeral.
   *
   * @internal
   */
  public _claimTemplates(name: string): k8s.KubePersistentVolumeClaimProps[] | undefined {
    return this.isPersistent ? [{ metadata: { name }, spec: this._claimSpec() }] : undefined;
  }

  /** @internal */
  public _claimSpec(): k8s.PersistentVolumeClaimSpec {
    return {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(this.size)) } },
      ...(this.storageClassName === undefined ? {} : { storageClassName: this.storageClassName }),
    };
  }

  /** The `emptyDir` of a pod; none when the storage is claimed. @internal */
  public _ephemeralVolumes(name: string): k8s.Volume[] {
    return this.isPersistent ? [] : [emptyDir(name, this.size)];
  }
}

/** A scratch volume that is deleted with its pod, with a bound: an unbounded one can fill the disk of its node. */
export function emptyDir(name: string, sizeLimit: Size): k8s.Volume {
  return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeQuantity(sizeLimit)) } };
}

/** Refuses what is no Storage; a Size alone does not say whether it outlives the pod. */
export function checkStorage(subject: Subject, storage: Storage | undefined): void {
  const rule = 'Storage.persistent(Size.gibibytes(10)) or Storage.ephemeral(Size.gibibytes(10))';
  checkKind(subject, 'storage', storage, '_claimTemplates', rule);
}

function checkSize(subject: Subject, size: Size): void {
  if (!(size instanceof Object) || typeof size.toKibibytes !== 'function') {
    invalid(subject, 'size', size, 'it must be a Size, such as Size.gibibytes(10)');
  }
  const kibibytes = size.toKibibytes();
  if (!Number.isInteger(kibibytes) || kibibytes < 1) invalid(subject, 'size', size, 'it must be at least 1 KiB');
}
