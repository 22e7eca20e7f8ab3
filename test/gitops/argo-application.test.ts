import { ArgoApplication, type ArgoApplicationProps } from '../../lib/gitops/argo-application';
import { manifestsOf, testChart } from '../support/manifests';
import { schemaErrors } from '../support/kubernetes-schema';

function application(props: Partial<ArgoApplicationProps> = {}): any {
  const chart = testChart('argocd');
  new ArgoApplication(chart, 'Plg', { repoUrl: 'https://git.example/platform.git', ...props });
  return manifestsOf(chart).one('Application');
}

describe('ArgoApplication', () => {
  test('reads the YAML files of dist/ at the head of the repository, and nothing else', () => {
    const { metadata, spec } = application();

    expect(metadata).toMatchObject({ name: 'plg', namespace: 'argocd' });
    expect(spec.source).toEqual({
      repoURL: 'https://git.example/platform.git',
      targetRevision: 'HEAD',
      path: 'dist',
      directory: { recurse: false, include: '*.yaml' },
    });
  });

  test('waits for someone to press "Sync", unless it is told to act by itself', () => {
    expect(application().spec.syncPolicy).not.toHaveProperty('automated');
    expect(application({ automated: true }).spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });

  test('is taken by the schema of its custom resource', () => {
    expect(schemaErrors(application({ automated: true }), { version: '1.36.0' })).toEqual([]);
  });

  test('takes repositories over HTTPS and SSH, and fails for what is no Git URL', () => {
    for (const repoUrl of ['git@git.example:a/b.git', 'ssh://git@git.example/a.git']) {
      expect(application({ repoUrl }).spec.source.repoURL).toBe(repoUrl);
    }
    for (const repoUrl of ['', 'platform.git', 'file:///tmp/x', 'https://a b']) {
      expect(() => application({ repoUrl })).toThrow(
        `[test/Plg] 'repoUrl' is ${JSON.stringify(repoUrl)}; it must be a Git URL, such as 'https://host/path.git' or 'git@host:path.git'`,
      );
    }
  });

  test('fails for a folder outside of the repository', () => {
    for (const path of ['/dist', '../dist']) {
      expect(() => application({ path })).toThrow(
        `[test/Plg] 'path' is "${path}"; it must be a folder within the repository, such as 'dist'`,
      );
    }
  });
});
