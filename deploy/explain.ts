import { claimAdvice, REFUSED_CLAIM } from './claim-advice';
import { titleOf, type Manifest } from './manifests';
import { Problem } from './problem';
import type { Target } from './target';

interface Context {
  readonly target: Target;
  readonly manifests: readonly Manifest[];
}

type Advice = readonly [RegExp, (match: RegExpMatchArray, context: Context) => string];

const UNREACHABLE =
  /refused|no such host|i\/o timeout|deadline exceeded|Client\.Timeout|no route to host|network is unreachable|EOF$/im;

const ADVICE: readonly Advice[] = [
  // its own connection may be refused, or have a certificate of its own
  [
    /failed calling webhook "([^"]+)"/,
    ([, name = '']) =>
      `the admission webhook '${name}' does not answer; once its pods run (kubectl get pods -A), run this again`,
  ],
  [
    /x509: /,
    (_, { target }) =>
      `the cluster at ${target.server} does not have the certificate that context '${target.context}' expects; ` +
      `was it made anew? Fetch its kubeconfig again${command(target.context, 'kubeconfig')}`,
  ],
  [
    UNREACHABLE,
    (_, { target }) =>
      `the cluster of context '${target.context}' does not answer at ${target.server}; ` +
      `is it running, and is a VPN needed?${command(target.context, 'start')}`,
  ],
  [
    /Unauthorized|must be logged in|getting credentials|exec plugin/i,
    (_, { target }) => `the cluster does not know you any more; log in to context '${target.context}' again`,
  ],
  [
    /because it is being terminated/,
    () =>
      'a namespace is still being deleted; wait until `kubectl get namespaces` no longer lists it, and run this again',
  ],
  // the API server calls some of them forbidden, which is no matter of rights
  [REFUSED_CLAIM, claimAdvice],
  [
    /\(Forbidden\)|is forbidden: User/,
    (_, { target }) =>
      `context '${target.context}' may not do this; ask whoever runs the cluster for the rights named below`,
  ],
  [/no matches for kind/, (_, context) => missingKinds(context)],
  [
    /namespaces "([^"]+)" not found/,
    ([, name = '']) =>
      `namespace '${name}' is neither in dist/ nor in the cluster; make it first: kubectl create namespace ${name}`,
  ],
  [
    /The (\w+) "([^"]+)" is invalid:[^]*(?:immutable|updates to \w+ spec for fields other than)/,
    ([, kind = '', name = ''], context) => recreation(kind, name, context),
  ],
  [/denied the request|exceeded quota/, () => 'a policy of the cluster refuses this'],
  [
    /is invalid|field not declared|unknown field|ValidationError/,
    () => 'the API server refuses an object; it may be older than what the object needs (kubectl version)',
  ],
  [
    /executable file not found/,
    () =>
      'kubectl diff needs the program `diff`; install it (Windows: it comes with Git), or set KUBECTL_EXTERNAL_DIFF',
  ],
];

/** What kubectl could not do, what to do about it, and kubectl's own words below. */
export function problemOf(stderr: string, context: Context): Problem {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !isNoise(line));
  for (const [pattern, advice] of ADVICE) {
    const match = stderr.match(pattern);
    if (match !== null) return new Problem([advice(match, context), ...said(lines)].join('\n'));
  }
  return new Problem(['kubectl failed', ...said(lines)].join('\n'));
}

/** The kinds that the API server has never heard of. */
export function unknownKinds(stderr: string): { readonly kind: string; readonly apiVersion: string }[] {
  const found = [...stderr.matchAll(/no matches for kind "([^"]+)" in version "([^"]+)"/g)];
  return found.map(([, kind = '', apiVersion = '']) => ({ kind, apiVersion }));
}

// an object of dist/ fails for one reason, and so do fifty others
const MOST_LINES = 12;

function said(lines: readonly string[]): string[] {
  const unique = [...new Set(lines)];
  const rest = unique.length - MOST_LINES;
  const more = rest > 0 ? [`  ... and ${rest} more lines`] : [];
  return [...unique.slice(0, MOST_LINES).map((line) => `  kubectl: ${line}`), ...more];
}

/** What kubectl writes to its log before it says the same in plain words. */
function isNoise(line: string): boolean {
  return /^[EWI]\d{4} /.test(line) || line === 'ensure CRDs are installed first' || line.startsWith('Warning:');
}

function missingKinds({ manifests }: Context): string {
  const custom = manifests.filter(({ apiVersion }) => /\.(?!k8s\.io\/)[^/]*\//.test(apiVersion));
  const sources: readonly (readonly [string, string])[] = [
    ['monitoring.coreos.com/', 'the Prometheus Operator'],
    ['argoproj.io/', 'Argo CD'],
    ['traefik.io/', 'Traefik'],
  ];
  const needed = sources.filter(([group]) => custom.some(({ apiVersion }) => apiVersion.startsWith(group)));
  const who = needed.length === 0 ? 'what brings them' : needed.map(([, name]) => name).join(' and ');
  return `the cluster does not know the kinds below; install ${who} there first (its CRDs are enough), or leave these objects out of the app`;
}

function recreation(kind: string, name: string, { manifests, target }: Context): string {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.name === name);
  const namespace = found?.namespace === undefined ? '' : ` -n ${found.namespace}`;
  const isStateful = kind === 'StatefulSet';
  const keep = isStateful ? ' --cascade=orphan' : '';
  const effect = isStateful
    ? 'its pods and claims stay, and are taken over; claims stay as large as they are, so where `storage` has grown, let ' +
      'them grow first'
    : 'what depends on it is interrupted until then';
  const context = target.isCurrent ? '' : ` --context ${target.context}`;
  return (
    `${found === undefined ? `${kind} ${name}` : titleOf(found)} changes in a way that Kubernetes does only by making ` +
    `it anew; delete it (${effect}) and run this again:\n` +
    `  kubectl delete ${kind.toLowerCase()}${namespace} ${name}${keep}${context}`
  );
}

/** How the local clusters are started, or their kubeconfig fetched, on a line of its own. */
function command(context: string, what: 'start' | 'kubeconfig'): string {
  const [, tool = context, name = ''] = /^(k3d|kind)-(.+)$/.exec(context) ?? [];
  const commands: { readonly [tool: string]: { readonly start: string; readonly kubeconfig: string } } = {
    k3d: { start: `k3d cluster start ${name}`, kubeconfig: `k3d kubeconfig merge ${name} --kubeconfig-merge-default` },
    kind: {
      start: `docker start ${name}-control-plane`,
      kubeconfig: `kind export kubeconfig --name ${name}`,
    },
    minikube: { start: 'minikube start', kubeconfig: 'minikube update-context' },
  };
  const found = commands[tool]?.[what];
  return found === undefined ? '' : `\n  ${found}`;
}
