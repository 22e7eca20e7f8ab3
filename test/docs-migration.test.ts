import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as library from '../lib';
import { typeProblems } from './support/docs-compiler';
import { codeBlocksOf, ROOT, type Page } from './support/docs-page';
import type { DocsProgram } from './support/docs-programs';
import { synthesized, synthesizingBlocksOf } from './support/docs-run';
import { readYaml } from './support/kubectl-yaml';
import { manifestsOf, testChart } from './support/manifests';

const PATH = 'docs/migration.md';
const page: Page = { path: PATH, text: readFileSync(join(ROOT, PATH), 'utf8') };

/** A prop in the middle column of a table, and where it is linked to. */
interface NamedProp {
  readonly line: number;
  /** From `PlgStackProps` on, or from a type that begins it: `prometheus.retention`, `AlloyOptions.extraConfig`. */
  readonly path: string;
  /** The interface whose page is linked. */
  readonly owner: string;
  readonly anchor: string;
}

const LINK = /\[`([\w.]+)`\]\(reference\/interfaces\/(\w+)\.md#([\w-]+)\)/g;

function namedProps({ text }: Page): NamedProp[] {
  return text.split('\n').flatMap((line, index) => {
    const cell = line.startsWith('|') ? (line.split(' | ')[1] ?? '') : '';
    return [...cell.matchAll(LINK)].map(([, path = '', owner = '', anchor = '']) => ({
      line: index + 1,
      path,
      owner,
      anchor,
    }));
  });
}

/** A program that names each prop on the line where the page does. */
function programOf(props: readonly NamedProp[]): DocsProgram {
  const lines: string[] = [];
  for (const { line, path, owner } of props) {
    while (lines.length < line) lines.push('');
    const names = path.split('.');
    const isOfStack = /^[a-z]/.test(path);
    const parents = names.slice(isOfStack ? 0 : 1, -1);
    const start = isOfStack ? 'PlgStackProps' : names[0]!;
    const parent = parents.reduce((type, name) => `NonNullable<import('cdk8s-plg').${type}['${name}']>`, start);
    const from = parents.length === 0 ? `import('cdk8s-plg').${start}` : parent;
    const last = names.at(-1);
    lines[line - 1] +=
      `export type _${lines.length}_${line}_${last} = [${from}['${last}'], import('cdk8s-plg').${owner}['${last}']]; `;
  }
  return { page, lines };
}

describe('docs/migration.md', () => {
  const props = namedProps(page);

  test('names props that the public API has, in the interface that it links', () => {
    expect(props.length).toBeGreaterThan(50);
    expect(typeProblems([programOf(props)])).toEqual([]);
    expect(props.filter(({ path, anchor }) => path.split('.').at(-1)?.toLowerCase() !== anchor)).toEqual([]);
  });

  test('would not name others unnoticed', () => {
    const wrong = [
      { line: 3, path: 'prometheus.retenton', owner: 'PrometheusProps', anchor: 'retenton' },
      { line: 4, path: 'LokiProps.retention', owner: 'GrafanaProps', anchor: 'retention' },
    ];

    expect(typeProblems([programOf(wrong)])).toEqual([
      "docs/migration.md:3: Property 'retenton' does not exist on type 'PrometheusProps'.",
      "docs/migration.md:3: Property 'retenton' does not exist on type 'PrometheusProps'.",
      "docs/migration.md:4: Property 'retention' does not exist on type 'GrafanaProps'.",
    ]);
  });

  test('says of every value what it is here', () => {
    const cells = page.text
      .slice(page.text.indexOf('## Value by value'))
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\|/, '').trim()));

    expect(cells.length).toBeGreaterThan(70);
    for (const [values, here, why] of cells) {
      // what has no prop needs a word
      expect([values, here, /^n/.test(here ?? '') ? why !== '|' && why !== '' : here !== '']).toEqual([
        values,
        here,
        true,
      ]);
    }
  });
});

describe('the app of docs/migration.md', () => {
  const [block] = synthesizingBlocksOf(page);
  const outputs = synthesized(block!);
  const loki = outputs.get('monitoring.k8s.yaml')!;
  const { spec } = loki.one('StatefulSet', 'loki');

  test('writes the two files that are applied', () => {
    expect([...outputs.keys()].sort()).toEqual(['bridge.k8s.yaml', 'monitoring.k8s.yaml']);
  });

  /** What the chart grafana/loki 6.53.0 renders of the guide's values. */
  test("takes over the claim of the chart's Loki: its name, its folder, its user", () => {
    const { template, volumeClaimTemplates, serviceName } = spec;
    const [container] = template.spec.containers;

    expect(volumeClaimTemplates).toHaveLength(1);
    expect(volumeClaimTemplates[0].metadata.name).toBe('storage'); // -> storage-loki-0
    expect(volumeClaimTemplates[0].spec).toMatchObject({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
    });
    expect(serviceName).toBe('loki-headless');
    expect(container.volumeMounts).toContainEqual({ name: 'storage', mountPath: '/var/loki' });
    expect(template.spec.securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 });
    expect(spec.persistentVolumeClaimRetentionPolicy).toBeUndefined();
  });

  test("reads what the chart's Loki wrote: folders, schema, tenant", () => {
    expect(loki.config('ConfigMap', 'loki', 'config.yaml')).toMatchObject({
      auth_enabled: false,
      common: { path_prefix: '/var/loki', storage: { filesystem: { chunks_directory: '/var/loki/chunks' } } },
      schema_config: {
        configs: [
          {
            from: '2024-01-01',
            store: 'tsdb',
            object_store: 'filesystem',
            schema: 'v13',
            index: { prefix: 'index_', period: '24h' },
          },
        ],
      },
    });
  });

  test('has the labels by which the page applies it part by part', () => {
    const instances = (part: string): string[] =>
      loki.objects
        .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'] === part)
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`);

    expect(instances('loki')).toEqual(expect.arrayContaining(['StatefulSet/loki', 'Service/loki', 'ConfigMap/loki']));
    expect(instances('promtail')).toEqual(
      expect.arrayContaining(['DaemonSet/promtail', 'ClusterRole/monitoring-promtail']),
    );
  });

  test('stands beside the release: no object of the cluster and no port of a node is the same', () => {
    const bridge = outputs.get('bridge.k8s.yaml')!;
    const exporter = bridge.one('DaemonSet', 'prom-prometheus-node-exporter')['spec'].template.spec;

    expect(exporter.containers[0].ports.map((port: any) => port.hostPort ?? port.containerPort)).toEqual([9101]);
    for (const kind of ['ClusterRole', 'ClusterRoleBinding']) {
      for (const { metadata } of bridge.all(kind)) expect(metadata.name).toMatch(/^bridge-/);
    }
  });
});

describe('the patches of docs/migration.md', () => {
  const chart = testChart();
  const names = { ...cdk8s, ...library, chart };
  const blocks = codeBlocksOf(page).filter(
    ({ language, lines }) => language === 'ts' && !lines[0]?.startsWith('import'),
  );
  const code = blocks
    .map(({ lines }) => lines.join('\n'))
    .filter((text) => text.includes('PlgStack') || text.includes('subPath'));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the blocks of the page are what is tested
  new Function(...Object.keys(names), code.join('\n'))(...Object.values(names));
  const manifests = manifestsOf(chart);

  test('mount the folder in which loki-stack has its data, and read its schema', () => {
    const [container] = manifests.one('StatefulSet', 'loki')['spec'].template.spec.containers;
    const { schema_config, limits_config } = manifests.config('ConfigMap', 'loki', 'config.yaml');

    expect(code).toHaveLength(2);
    expect(container.volumeMounts).toContainEqual({ name: 'storage', mountPath: '/var/loki', subPath: 'loki' });
    expect(schema_config.configs.map(({ store, schema }: any) => [store, schema])).toEqual([
      ['boltdb-shipper', 'v11'],
      ['tsdb', 'v13'],
    ]);
    expect(limits_config.allow_structured_metadata).toBe(false);
  });

  test('mount the folder of the operator, as the user that wrote it, on the claim that the page makes', () => {
    const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(page.text) ?? [];
    const [claim] = readYaml(yaml);
    const { metadata, spec } = manifests.one('StatefulSet', 'prometheus-prom-kube-prometheus-stack-prometheus');
    const pod = spec.template.spec;

    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/prometheus',
      subPath: 'prometheus-db',
    });
    expect(pod.securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 2000, fsGroup: 2000 });
    expect(claim.metadata.name).toBe(`${spec.volumeClaimTemplates[0].metadata.name}-${metadata.name}-0`);
  });
});
