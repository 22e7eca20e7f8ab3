import { Construct } from 'constructs';
import { invalid } from '../core/errors';
import { checkDnsLabel, checkNoOctal, checkObjectName, checkOneLine } from '../core/names';
import { Application } from '../../imports/argoproj.io';
import { checkFlag, checkProps } from '../core/kinds';

/** Where Argo CD reads the output from, and where it applies it. */
export interface ArgoApplicationProps {
  /** URL of the Git repository that holds the committed output: `https://...` or `git@host:path`. */
  readonly repoUrl: string;
  /**
   * Branch, tag or commit.
   *
   * @default 'HEAD'
   */
  readonly targetRevision?: string;
  /**
   * Folder of the output within the repository.
   *
   * @default 'dist'
   */
  readonly path?: string;
  /**
   * Name of the Application.
   *
   * @default 'plg'
   */
  readonly name?: string;
  /**
   * Namespace that Argo CD runs in.
   *
   * @default 'argocd'
   */
  readonly argoNamespace?: string;
  /**
   * Name of the AppProject.
   *
   * @default 'default'
   */
  readonly project?: string;
  /**
   * URL of the cluster's API server.
   *
   * @default 'https://kubernetes.default.svc' - the cluster that Argo CD runs in
   */
  readonly server?: string;
  /**
   * Whether Argo CD applies each commit by itself, removes what is gone from it, and undoes what is changed by hand.
   *
   * @default false - someone presses "Sync"
   */
  readonly automated?: boolean;
}

/**
 * An Argo CD Application that applies the committed output of `cdk8s synth`.
 *
 * Put it into a chart of its own whose output is applied once by hand: within the folder that it reads it would manage itself.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 * @example
 * new ArgoApplication(chart, 'Plg', { repoUrl: 'https://git.corp.example/platform/monitoring.git', automated: true });
 */
export class ArgoApplication extends Construct {
  public constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    checkProps(this, props);
    checkFlag(this, 'automated', props.automated);
    const { name = 'plg', argoNamespace = 'argocd', path = 'dist', targetRevision = 'HEAD', automated = false } = props;
    const { project = 'default', server = 'https://kubernetes.default.svc' } = props;
    checkObjectName(this, 'name', name);
    checkDnsLabel(this, 'argoNamespace', argoNamespace);
    checkOneLine(this, 'targetRevision', targetRevision);
    checkNoOctal(this, 'targetRevision', targetRevision);
    if (!/^(https?:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)\S+$/.test(props.repoUrl)) {
      invalid(
        this,
        'repoUrl',
        props.repoUrl,
        "it must be a Git URL, such as 'https://host/path.git' or 'git@host:path.git'",
      );
    }
    checkOneLine(this, 'path', path);
    checkNoOctal(this, 'path', path);
    checkObjectName(this, 'project', project);
    if (URL.canParse(props.repoUrl) && new URL(props.repoUrl).password !== '') {
      const rule =
        'it must carry no password, which the output would show: Argo CD keeps those of repositories in Secrets';
      invalid(this, 'repoUrl', props.repoUrl, rule);
    }
    if (!/^https?:\/\/\S+$/.test(server) || !URL.canParse(server)) {
      invalid(this, 'server', server, "it must be the URL of an API server, such as 'https://kubernetes.default.svc'");
    }
    if (path.startsWith('/') || path.split('/').includes('..')) {
      invalid(this, 'path', path, "it must be a folder within the repository, such as 'dist'");
    }
    new Application(this, 'Resource', {
      metadata: { name, namespace: argoNamespace },
      spec: {
        project,
        // the manifests name their own namespaces
        destination: { server },
        source: { repoUrl: props.repoUrl, targetRevision, path, directory: { recurse: false, include: '*.yaml' } },
        syncPolicy: {
          ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
          // dashboards may be larger than the annotation that a client-side apply keeps of each object
          syncOptions: ['ServerSideApply=true', 'PruneLast=true'],
        },
      },
    });
  }
}
