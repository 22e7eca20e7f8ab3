import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kubectl } from '../stack/run/api-server/kubectl';
import { programOf } from '../stack/run/programs';

const CONFIG = join(__dirname, '../../k3d.yaml');

/** Not that of `k3d.yaml`: a cluster of the guide that is here already stays as it is. */
const NAME = 'cdk8s-plg-test';

/** A cluster by `k3d.yaml` that is there for a test alone; the user's own kubeconfig does not hear of it. */
export class K3dCluster {
  public static async create(): Promise<K3dCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-k3d-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await k3d('cluster', 'delete', NAME);
    await k3d('cluster', 'create', NAME, '--config', CONFIG, '--kubeconfig-update-default=false', '--wait');
    writeFileSync(kubeconfig, await k3d('kubeconfig', 'get', NAME), { mode: 0o600 });
    return new K3dCluster(folder, kubeconfig, new Kubectl(kubeconfig, folder));
  }

  private constructor(
    private readonly folder: string,
    public readonly kubeconfig: string,
    public readonly kubectl: Kubectl,
  ) {}

  public async delete(): Promise<void> {
    await k3d('cluster', 'delete', NAME);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function k3d(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(programOf('k3d').path, args, { timeout: 300_000 });
  return stdout;
}
