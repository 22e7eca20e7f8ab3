import { KubernetesMixin } from '../../../lib/mixins/kubernetes/kubernetes-mixin';
import { KubernetesFlavor } from '../../../lib/model/kubernetes-flavor';
import { everythingOf, variablesOf } from '../support/queries';

describe('KubernetesMixin', () => {
  test('keeps the titles and uids of the dashboards that the guide searches for', () => {
    const { name, dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);

    expect(name).toBe('kubernetes');
    expect(dashboards.map(({ uid, title }) => [uid, title])).toEqual([
      ['85a562078cdf77779eaa1add43ccec1e', 'Kubernetes / Compute Resources / Namespace (Pods)'],
      ['200ac8fdbfbb74b39aff88118e4d1c2c', 'Kubernetes / Compute Resources / Node (Pods)'],
    ]);
  });

  test('lets people choose a namespace or nodes, and hides the cluster', () => {
    const { dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);

    expect(dashboards.map((dashboard) => variablesOf(dashboard).map(({ name, hide = 0 }) => [name, hide]))).toEqual([
      [
        ['datasource', 0],
        ['cluster', 2],
        ['namespace', 0],
      ],
      [
        ['datasource', 0],
        ['cluster', 2],
        ['node', 0],
      ],
    ]);
  });

  test('shows disks and volumes only where they have figures of their own', () => {
    const rows = (flavor: KubernetesFlavor): string[] =>
      new KubernetesMixin(flavor).dashboards
        .flatMap(everythingOf)
        .filter(({ type }) => type === 'row')
        .map(({ title }) => title);

    expect(rows(KubernetesFlavor.STANDARD)).toContain('Storage');
    expect(rows(KubernetesFlavor.K3S)).not.toContain('Storage');
  });

  test('has no column for swap, which nobody counts', () => {
    const text = new KubernetesMixin(KubernetesFlavor.STANDARD).dashboards
      .map((board) => JSON.stringify(board._model()))
      .join();

    expect(text).not.toMatch(/swap/i);
  });
});
