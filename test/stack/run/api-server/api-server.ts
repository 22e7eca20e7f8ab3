import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ChildProgram, freePorts } from './child-program';
import { Kubectl } from './kubectl';

/** A Kubernetes API server with nothing in it, on this machine alone: admission, validation and RBAC as in a cluster. */
export class RunningApiServer {
  /** Starts etcd and the API server, and waits until it is ready. */
  public static async start(): Promise<RunningApiServer> {
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-plg-api-'));
    const [port = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
    const server = new RunningApiServer(folder, port);
    try {
      server.add(startEtcd(folder, etcdPort, peerPort));
      const apiServer = server.add(startApiServer(folder, port, etcdPort));
      await apiServer.waitUntil(async () => (await server.kubectl.answer(['get', '--raw', '/readyz'])).code === 0);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** As the administrator of the cluster. */
  public readonly kubectl: Kubectl;
  /** What other programs reach it by. */
  public readonly kubeconfig: string;
  /** The key that tokens of ServiceAccounts are signed with. */
  public readonly keyFile: string;
  /** The certificate that the server shows. */
  public readonly certificateFile: string;

  private readonly programs: ChildProgram[] = [];

  private constructor(
    /** Everything that it writes; removed in the end. */
    public readonly folder: string,
    private readonly port: number,
  ) {
    this.kubeconfig = join(folder, 'kubeconfig');
    this.keyFile = join(folder, 'service-accounts.key');
    this.certificateFile = join(folder, 'certificates', 'apiserver.crt');
    const token = randomUUID();
    mkdirSync(join(folder, 'certificates'));
    writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
    writeFileSync(this.keyFile, privateKey(), { mode: 0o600 });
    writeFileSync(this.kubeconfig, kubeconfigText(port, token, this.certificateFile), { mode: 0o600 });
    this.kubectl = new Kubectl(this.kubeconfig, folder);
  }

  /** The file by which a program reaches it as a ServiceAccount, with a token as a pod has it. */
  public async kubeconfigOf(namespace: string, account: string): Promise<string> {
    const token = (await this.kubectl.run(['create', 'token', account, '-n', namespace])).trim();
    const file = join(this.folder, `kubeconfig-of-${account}`);
    writeFileSync(file, kubeconfigText(this.port, token, this.certificateFile), { mode: 0o600 });
    return file;
  }

  /** Another program of the cluster, which ends with it. */
  public add(program: ChildProgram): ChildProgram {
    this.programs.unshift(program);
    return program;
  }

  /** Ends all of it and removes what was written. */
  public async stop(): Promise<void> {
    for (const program of this.programs.splice(0)) await program.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function startEtcd(folder: string, port: number, peerPort: number): ChildProgram {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const args = [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ];
  return new ChildProgram('etcd', args, folder);
}

function startApiServer(folder: string, port: number, etcdPort: number): ChildProgram {
  const args = [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--anonymous-auth=false',
    '--authorization-mode=RBAC',
    // NamespaceLifecycle, ServiceAccount, PodSecurity, DefaultStorageClass, ResourceQuota and others are on by default
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${join(folder, 'service-accounts.key')}`,
    `--service-account-signing-key-file=${join(folder, 'service-accounts.key')}`,
    // what k3s has
    '--service-cluster-ip-range=10.43.0.0/16',
    '--allow-privileged=true',
    // etcd 3.4 cannot tell how far a watch has come: clients would try in vain for seconds before they list
    '--feature-gates=WatchList=false',
  ];
  return new ChildProgram('kube-apiserver', args, folder);
}

function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return key.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function kubeconfigText(port: number, token: string, certificateFile: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      // the server makes the certificate itself, with 127.0.0.1 in it: whoever trusts it trusts this server alone
      { name: 'test', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificateFile } },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  });
}
