import type { Kubectl } from './kubectl';
import type { Options } from './options';
import { Problem } from './problem';

/** The cluster that is meant. */
export interface Target {
  readonly context: string;
  readonly server: string;
  /** Where objects go that name no namespace. */
  readonly namespace: string;
  /** Whether kubectl uses it when no context is named. */
  readonly isCurrent: boolean;
}

const LOCAL = [/^k3d-./, /^kind-./, /^minikube$/, /^docker-desktop$/, /^rancher-desktop$/, /^orbstack$/];

// ten seconds are enough for a server far away, and for a VPN to wake up
export const REQUEST_TIMEOUT = '--request-timeout=10s';

/** The named context, or the current one. Asks the kubeconfig alone. */
export async function targetOf(kubectl: Kubectl, wanted: string | undefined): Promise<Target> {
  const current = (await kubectl.run(['config', 'current-context'])).stdout.trim();
  const contexts = (await kubectl.run(['config', 'get-contexts', '-o', 'name'])).stdout.split('\n').filter(Boolean);
  const context = wanted ?? current;
  if (contexts.length === 0)
    throw new Problem('the kubeconfig has no context; start a cluster: k3d cluster create --config k3d.yaml');
  const known = `the kubeconfig has ${contexts.join(', ')}`;
  if (context === '') throw new Problem(`no context is current; ${known}: choose one with --context NAME`);
  if (!contexts.includes(context)) throw new Problem(`there is no context '${context}'; ${known}`);

  const fields = 'jsonpath={.clusters[0].cluster.server}{"\\n"}{.contexts[0].context.namespace}';
  const { stdout } = await kubectl.of(context).run(['config', 'view', '--minify', '-o', fields]);
  const [server = '', namespace = ''] = stdout.split('\n');
  return { context, server, namespace: namespace === '' ? 'default' : namespace, isCurrent: context === current };
}

/** Whether a context is, by its name, a cluster on this machine. */
export function isLocal(context: string): boolean {
  return LOCAL.some((pattern) => pattern.test(context));
}

/** Whether the user must be asked before anything is changed there. Refuses where nobody can answer. */
export function mustAsk({ context, server }: Target, options: Options, canAsk: boolean): boolean {
  if (isLocal(context) || options.yes || options.context !== undefined) return false;
  if (canAsk) return true;
  throw new Problem(
    `the current context '${context}' (${server}) does not look like a cluster on this machine, and nobody can be ` +
      `asked here; say that it is meant:\n  npm run apply -- --context ${context}`,
  );
}
