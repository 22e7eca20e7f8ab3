import { AlertProfile } from '../../../lib/model/alert-profile';
import { KubernetesMixin } from '../../../lib/mixins/kubernetes/kubernetes-mixin';
import { KubernetesFlavor } from '../../../lib/model/kubernetes-flavor';
import { everythingOf, panelsOf, variablesOf } from '../support/queries';

/** The links of a column of a table. */
function linksOf(dashboard: string, table: string, column: string): { title: string; url: string }[] {
  const { dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);
  const panels = dashboards.filter(({ title }) => title.endsWith(dashboard)).flatMap(panelsOf);
  const overrides = panels.find(({ title }) => title === table)?.fieldConfig?.overrides as unknown as readonly {
    matcher: { options: string };
    properties: { id: string; value: { title: string; url: string }[] }[];
  }[];
  const found = overrides.find(({ matcher }) => matcher.options === column);
  return found?.properties.find(({ id }) => id === 'links')?.value ?? [];
}

describe('KubernetesMixin', () => {
  test('keeps the titles and uids of the dashboards that people know', () => {
    const { name, dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);
    const compute = dashboards.filter(({ title }) => title.startsWith('Kubernetes / Compute Resources / '));

    expect(name).toBe('kubernetes');
    expect(compute.map(({ uid, title }) => [uid, title.replace('Kubernetes / Compute Resources / ', '')])).toEqual([
      ['efa86fd1d0c121a26444b636a3f509a8', 'Cluster'],
      ['a87fb0d919ec0ea5f6543124e16c42a5', 'Namespace (Workloads)'],
      ['85a562078cdf77779eaa1add43ccec1e', 'Namespace (Pods)'],
      ['200ac8fdbfbb74b39aff88118e4d1c2c', 'Node (Pods)'],
      ['a164a7f0339f99e89cea5cb47e9be617', 'Workload'],
      ['6581e46e4e5c7ba40a07646395ef7b23', 'Pod'],
    ]);
  });

  test('lets people choose what they look at, and hides the cluster', () => {
    const { dashboards } = new KubernetesMixin(KubernetesFlavor.K3S);
    const compute = dashboards.filter(({ title }) => title.includes('Compute Resources'));
    const chosen = compute.map((dashboard) =>
      variablesOf(dashboard)
        .filter(({ name, hide }) => name !== 'datasource' && hide !== 2)
        .map(({ name }) => name),
    );

    expect(chosen).toEqual([
      [],
      ['namespace'],
      ['namespace'],
      ['node'],
      ['namespace', 'type', 'workload', 'pod'],
      ['namespace', 'pod'],
    ]);
    for (const dashboard of dashboards) {
      expect(variablesOf(dashboard).find(({ name }) => name === 'cluster')).toMatchObject({ hide: 2 });
    }
  });

  test('leads from a namespace to its pods, workloads and logs, and from a node to its pods', () => {
    const namespace = linksOf('Resources / Cluster', 'Namespaces', 'Namespace').map(({ title }) => title);

    expect(namespace).toEqual(['Pods of the namespace', 'Workloads of the namespace', 'Logs of the namespace']);
    expect(linksOf('Resources / Cluster', 'Nodes', 'Node').map(({ title }) => title)).toEqual(['Pods of the node']);
  });

  test.each(['Resources / Namespace (Pods)', 'Resources / Node (Pods)', 'Resources / Workload'])(
    'leads from a pod of the dashboard %s to all about it first, to its logs second',
    (dashboard) => {
      const links = linksOf(dashboard, 'Pods', 'Pod');

      expect(links.map(({ title }) => title)).toEqual(['All about the pod', 'Logs of the pod']);
      expect(links[0]?.url).toContain('/d/6581e46e4e5c7ba40a07646395ef7b23?');
      expect(links[0]?.url).toContain('&var-pod=${__value.text}');
      expect(links[1]?.url).toMatch(/^\/explore\?/);
    },
  );

  test('leads from a workload to its own dashboard', () => {
    const [link] = linksOf('Namespace (Workloads)', 'Workloads', 'Workload');

    expect(link?.url).toContain('/d/a164a7f0339f99e89cea5cb47e9be617?');
    expect(link?.url).toContain('&var-type=${__data.fields.workload_type}&var-workload=${__value.text}');
  });

  test('has as many alerts as are wanted, and the same recording rules', () => {
    const [none, core, full] = [AlertProfile.NONE, AlertProfile.CORE, AlertProfile.FULL].map((alerts) => {
      const { ruleGroups } = new KubernetesMixin(KubernetesFlavor.STANDARD, { alerts });
      const rules = ruleGroups.flatMap((group) => group.rules.map(({ _data }) => _data));
      return {
        alerts: rules.filter(({ alert }) => alert !== undefined).length,
        // what alerts read is recorded with them
        records: rules.filter(({ record }) => record?.startsWith('namespace_workload') === true).length,
      };
    });

    expect(none?.alerts).toBe(0);
    expect(core?.alerts).toBeGreaterThan(0);
    expect(full?.alerts).toBeGreaterThanOrEqual(core?.alerts ?? 0);
    expect(none?.records).toBeGreaterThan(0);
    expect([core?.records, full?.records]).toEqual([none?.records, none?.records]);
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
