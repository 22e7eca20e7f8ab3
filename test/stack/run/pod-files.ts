import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster, Pod } from './cluster';
import { userOf } from './pod-user';

/** What a container sees at a path, and where it is on this machine. */
export interface Mount {
  readonly path: string;
  readonly source: string;
}

/** What is done to the text of a file before a container sees it. */
export type Edit = (file: string, text: string) => string;

export const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The volumes of a pod in a folder, written as the kubelet does. */
export class PodFiles {
  private writes = 0;

  /**
   * @param cluster what ConfigMaps and Secrets are taken from
   * @param folder of the whole cluster: claims and what is on a node outlive their pods
   */
  public constructor(
    private readonly cluster: Cluster,
    private readonly pod: Pod,
    private readonly folder: string,
  ) {}

  /** What the containers see, the longest paths first. */
  public mounts(): Mount[] {
    const { containers } = this.pod.spec;
    const declared = containers.flatMap(({ volumeMounts = [] }: any) =>
      volumeMounts.map(({ name, mountPath, subPath }: any): Mount => {
        const source = this.sourceOf(name);
        return { path: mountPath, source: subPath === undefined ? source : join(source, subPath) };
      }),
    ) as Mount[];
    const mounts = [...declared, { path: TOKEN_FOLDER, source: this.own('token') }];
    const parents = new Set(mounts.flatMap(({ path }) => parentsOf(path)));
    for (const { path } of mounts) parents.delete(path);
    const made = [...parents].map((path) => ({ path, source: join(this.own('root'), path) }));
    return [...mounts, ...made].sort((one, other) => other.path.length - one.path.length);
  }

  /** Writes every volume; those that hold data stay as they are. */
  public write(edit: Edit): void {
    for (const volume of this.volumes()) {
      const source = this.sourceOf(volume.name);
      const texts = this.textsOf(volume);
      if (texts === undefined) this.makeFolder(source);
      else this.publish(source, texts, edit);
    }
    this.link();
    const token = this.own('token');
    mkdirSync(token, { recursive: true });
    writeFileSync(join(token, 'token'), 'a token');
    writeFileSync(join(token, 'namespace'), this.pod.namespace);
  }

  /** Replaces the files of a volume at once, as the kubelet does when a ConfigMap has changed. */
  public publish(folder: string, texts: { readonly [file: string]: string }, edit: Edit): void {
    this.writes += 1;
    const version = `..version-${this.writes}`;
    mkdirSync(join(folder, version), { recursive: true });
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, version, file), edit(file, text));
    symlinkSync(version, join(folder, '..new'));
    renameSync(join(folder, '..new'), join(folder, '..data'));
    for (const file of Object.keys(texts)) {
      rmSync(join(folder, file), { force: true });
      symlinkSync(join('..data', file), join(folder, file));
    }
  }

  /** The folder of a path of the pod's node. */
  public onNode(path: string): string {
    return path === '/' ? '/' : join(this.folder, 'nodes', this.pod.node.name, path);
  }

  /** A folder that is no volume itself holds those below it. */
  private link(): void {
    const root = this.own('root');
    for (const { path, source } of this.mounts().reverse()) {
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      if (source === target || source === '/') continue;
      rmSync(target, { force: true });
      symlinkSync(source, target);
    }
  }

  private volumes(): any[] {
    const claimed = (this.pod.workload['spec'].volumeClaimTemplates ?? []).map(({ metadata }: any) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: `${metadata.name}-${this.pod.name}` },
    }));
    return [...(this.pod.spec.volumes ?? []), ...claimed];
  }

  private sourceOf(name: string): string {
    const volume = this.volumes().find((one) => one.name === name);
    if (volume === undefined) throw new Error(`the pod ${this.pod.name} has no volume '${name}'`);
    if (volume.hostPath !== undefined) return this.onNode(volume.hostPath.path);
    const claim = volume.persistentVolumeClaim?.claimName;
    return claim === undefined ? this.own(name) : join(this.folder, 'claims', claim);
  }

  private own(name: string): string {
    return join(this.folder, 'pods', this.pod.name, name);
  }

  /** The files of a volume that holds texts; undefined for others. */
  private textsOf({ configMap, secret, projected }: any): { [file: string]: string } | undefined {
    if (configMap !== undefined) return this.dataOf('ConfigMap', configMap.name, configMap);
    if (secret !== undefined) return this.dataOf('Secret', secret.secretName, secret);
    if (projected === undefined) return undefined;
    const parts = projected.sources.map((source: any) => this.textsOf({ ...source, secret: secretOf(source.secret) }));
    return Object.assign({}, ...parts) as { [file: string]: string };
  }

  private dataOf(kind: 'ConfigMap' | 'Secret', name: string, { items, optional }: Source): any {
    const { manifests } = this.cluster;
    if (optional && !manifests.has(kind, `${this.pod.namespace}/${name}`)) return {};
    const { data = {}, stringData = {} } = manifests.one(kind, `${this.pod.namespace}/${name}`);
    const keys = Object.keys({ ...data, ...stringData });
    const wanted = items ?? keys.map((key) => ({ key, path: key }));
    const text = (key: string): string => manifests.text(kind, `${this.pod.namespace}/${name}`, key);
    return Object.fromEntries(wanted.map(({ key, path }) => [path, text(key)]));
  }

  private makeFolder(path: string): void {
    if (path === '/') return;
    mkdirSync(path, { recursive: true });
    const user = userOf(this.pod);
    if (user === undefined) return;
    chownSync(path, user.uid, user.gid);
    chmodSync(path, 0o2770);
    chmodSync(dirname(path), 0o755);
  }
}

function secretOf(secret: any): object | undefined {
  return secret === undefined ? undefined : { ...secret, secretName: secret.name };
}

interface Source {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  readonly optional?: boolean;
}

/** The folders above a path of a container that are its own: not `/etc` and `/var`. */
function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.slice(1).map((_, index) => `/${parts.slice(0, index + 2).join('/')}`);
}
