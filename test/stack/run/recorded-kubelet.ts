import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Replay } from '../../live/replay';
import type { Sample } from '../../support/exposition';
import type { Cluster, Node, Pod } from './cluster';

const PORT = 10_250;
const PATHS: { readonly [path: string]: string } = { '/metrics': 'kubelet', '/metrics/cadvisor': 'cadvisor' };

/** The node whose kubelet was recorded. */
const RECORDED_NODE = 'k3d-timedeal-agent-1';

/** How the names of pods go on after that of their workload. */
const POD_SUFFIX = /^-(\d+|[a-z0-9]{5}|[a-z0-9]{8,10}-[a-z0-9]{5})$/;

/**
 * The metrics of a kubelet, on the port of its node and to those who have a token: what was recorded of another one goes on,
 * and tells of the pods of this cluster that run on this node.
 */
export class RecordedKubelet {
  /** How many requests came without a token. */
  public refused = 0;
  private readonly server: Server;
  private others: readonly Pod[] = [];
  private readonly replays: { readonly [path: string]: Replay };

  /**
   * @param cluster whose pods it tells of
   * @param node its node
   * @param token what it takes as proof, without the word `Bearer`
   */
  public constructor(
    private readonly cluster: Cluster,
    private readonly node: Node,
    token = 'a token',
  ) {
    const rename = this.renaming();
    const replays = Object.entries(PATHS).map(([path, name]) => [path, new Replay(name, rename)]);
    this.replays = Object.fromEntries(replays) as { [path: string]: Replay };
    this.server = createServer(selfSigned(node.name), ({ url = '', headers }, response) => {
      const isKnown = headers.authorization === `Bearer ${token}`;
      if (!isKnown) this.refused += 1;
      const text = isKnown ? this.text(url) : 'Unauthorized';
      response.statusCode = isKnown ? (text === undefined ? 404 : 200) : 401;
      response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
      response.end(text);
    });
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(PORT, this.node.ip, resolve);
    });
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The recorded samples of a metric of cAdvisor that it shows: counters have grown since. */
  public samples(metric: string): readonly Sample[] {
    const families = this.replays['/metrics/cadvisor']!.families;
    return families.flatMap(({ samples }) =>
      samples.filter((sample) => sample.name === metric && this.isShown(sample)),
    );
  }

  /** Pods that were not recorded: each shows what another pod of this node does. */
  public showToo(pods: readonly Pod[]): void {
    this.others = pods.filter(({ node }) => node.name === this.node.name);
  }

  private text(path: string): string | undefined {
    const now = Date.now();
    const own = this.replays[path]?.text(now, (sample) => this.isShown(sample));
    const [model] = this.cluster.pods.filter(({ node, spec }) => node.name === this.node.name && !spec.hostNetwork);
    if (path !== '/metrics/cadvisor' || model === undefined || this.others.length === 0) return own;
    const text = this.replays[path]!.text(now, ({ labels }) =>
      isOf(model, labels['namespace'] ?? '', labels['pod'] ?? ''),
    );
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const copies = this.others.flatMap((pod) => lines.map((line) => renamed(line, pod)));
    return [own, ...copies, ''].join('\n');
  }

  /** What is not of a pod, and what is of a pod of this node. */
  private isShown({ labels }: Sample): boolean {
    const { namespace = '', pod = '' } = labels;
    return pod === '' || this.cluster.pods.some((one) => isOf(one, namespace, pod) && one.node.name === this.node.name);
  }

  /** Pods of the same workload stand for each other, in turn. */
  private renaming(): (text: string) => string {
    const workloads = new Map(this.cluster.pods.map(({ workload }) => [workload.metadata.name, workload]));
    const used = new Map<string, number>();
    const names = new Map<string, string>();
    return (text) => {
      for (const [, recorded = ''] of text.matchAll(/\bpod="([^"]+)"/g)) {
        if (names.has(recorded)) continue;
        const workload = [...workloads.keys()]
          .filter((name) => recorded.startsWith(name) && POD_SUFFIX.test(recorded.slice(name.length)))
          .sort((one, other) => other.length - one.length)[0];
        if (workload === undefined) continue;
        const index = used.get(workload) ?? 0;
        used.set(workload, index + 1);
        names.set(recorded, this.cluster.podsOf(workload)[index]?.name ?? recorded);
      }
      const renamed = text.replace(/(?<=\bpod=")[^"]+/g, (name) => names.get(name) ?? name);
      return renamed.replaceAll(RECORDED_NODE, this.node.name);
    };
  }
}

function renamed(line: string, { namespace, name }: Pod): string {
  return line
    .replace(/\bnamespace="[^"]*"/, `namespace="${namespace}"`)
    .replace(/\bpod="[^"]*"/, `pod="${name}"`)
    .replace(/\bcontainer="[^"]+"/, 'container="app"')
    .replace(/\b(id|name)="([^"]+)"/g, `$1="$2-${name}"`);
}

function isOf(pod: { readonly namespace: string; readonly name: string }, namespace: string, name: string): boolean {
  return pod.namespace === namespace && pod.name === name;
}

/** As a kubelet makes it for itself. */
function selfSigned(name: string): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-kubelet-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const given = ['req', '-x509', ...curve, '-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`];
  const { status, stderr } = spawnSync('openssl', given, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
