/**
 * What a rule may take for granted although the output does not hold it: what every cluster brings, and what the caller
 * documents as made by other hands.
 */
export class Externals {
  private readonly used = new Set<string>();

  /** @param entries `Kind/namespace/name`, or `Kind/name` for cluster-scoped objects */
  constructor(private readonly entries: readonly string[] = []) {}

  /** Whether the cluster has the object without us. */
  has(kind: string, namespace: string | undefined, name: string): boolean {
    const entry = [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
    if (BUILT_IN.some((pattern) => pattern.test(entry))) return true;
    if (!this.entries.includes(entry)) return false;
    this.used.add(entry);
    return true;
  }

  /** Entries that nothing asked for: the allow list has outlived its reason. */
  unused(): string[] {
    return this.entries.filter((entry) => !this.used.has(entry));
  }
}

const BUILT_IN = [
  /^Namespace\/(default|kube-system|kube-public|kube-node-lease)$/,
  /^ServiceAccount\/[^/]+\/default$/,
  /^ConfigMap\/[^/]+\/kube-root-ca\.crt$/,
  /^PriorityClass\/system-(cluster|node)-critical$/,
  /^ClusterRole\/(admin|cluster-admin|edit|view|system:.*)$/,
  /^Service\/default\/kubernetes$/,
];
