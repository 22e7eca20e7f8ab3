import { commandProblems } from './support/docs-commands';
import { exportsOfModules, typeProblems } from './support/docs-compiler';
import { dataProblems } from './support/docs-data';
import { linkProblems } from './support/docs-links';
import { codeBlocksOf, pagesOfProject, sourcesOfLibrary, type Page } from './support/docs-page';
import { exampleProgramsOf, programsOf } from './support/docs-programs';
import { synthesized, synthesizingBlocksOf } from './support/docs-run';
import { KUBERNETES_VERSIONS, schemaErrors } from './support/kubernetes-schema';

/** What the examples in docstrings do not declare: parts of a stack, by the names that they have throughout. */
const GIVEN_IN_DOCSTRINGS = [
  ...['chart: Chart', 'plg: PlgStack', 'loki: Loki', 'admin: Credentials', 'grafana: GrafanaProps'],
  ...['overview: Dashboard', 'slo: RuleGroup'],
  ...['api: IConstruct', 'orders: IConstruct', 'database: IConstruct'],
  ...['shop: timedeal.Timedeal', 'stockService: timedeal.StockService', 'postgres: timedeal.Postgres'],
];

const pages = pagesOfProject();
const sources = sourcesOfLibrary();

/** Pages that are wrong in one point each, and what must be said of them. */
const WRONG_PROGRAMS: readonly (readonly [what: string, lines: readonly string[], problems: readonly string[]])[] = [
  [
    'a prop that is none',
    ['```ts', "import { LogAgent } from 'cdk8s-plg';", 'LogAgent.alloy({ extraConfg: "" });', '```'],
    [
      "3: Object literal may only specify known properties, but 'extraConfg' does not exist in type 'AlloyOptions'. Did you mean to write 'extraConfig'?",
    ],
  ],
  [
    'a class that the package does not export',
    ['# Page', '', '```typescript', "import { Tempo } from 'cdk8s-plg';", 'new Tempo();', '```'],
    [`4: Module '"cdk8s-plg"' has no exported member 'Tempo'.`],
  ],
  [
    'an import in vain',
    ['```ts', "import { Chart } from 'cdk8s';", "import { Loki } from 'cdk8s-plg';", 'Loki;', '```'],
    ["2: 'Chart' is declared but its value is never read."],
  ],
  ['a name that nothing declares', ['```ts', "new Loki(chart, 'Loki');", '```'], ["2: Cannot find name 'chart'."]],
  [
    'a syntax error',
    ['<!-- code: given chart: Chart -->', '', '```ts', "new Loki(chart, 'Loki';", '```'],
    ["4: ')' expected."],
  ],
  [
    'a declaration of a later block',
    ['```ts', 'first(second);', '```', '', '```ts', 'const second = 2;', '```'],
    ["2: Cannot find name 'first'.", "2: Cannot find name 'second'."],
  ],
  [
    'a declaration of another program',
    [
      ...['```ts', "import { App } from 'cdk8s';", 'const app = new App();', '```'],
      ...['```ts', "import { Chart } from 'cdk8s';", "new Chart(app, 'monitoring');", '```'],
    ],
    ["7: Cannot find name 'app'."],
  ],
  [
    'a retention in days, as a number',
    [
      '<!-- code: given plg: PlgStack; chart: Chart -->',
      '```ts',
      "plg; new Loki(chart, 'Loki', {",
      'retention: 7 });',
      '```',
    ],
    ["4: Type 'number' is not assignable to type 'Duration'."],
  ],
];

const RIGHT_PROGRAM = [
  ...[
    '```ts',
    "import { App, Chart } from 'cdk8s';",
    'const app = new App();',
    "const chart = new Chart(app, 'logs');",
    '```',
  ],
  ...['', 'and then', '', '```ts', "const loki = new Loki(chart, 'Loki');", '```'],
  ...['<!-- code: given text: string -->', '```ts', 'const loki = text;', 'console.log(loki.trim());', '```'],
];

const wrongPages = WRONG_PROGRAMS.map(([, lines], index) => pageOf(`wrong-${index}.md`, lines));
const rightPage = pageOf('right.md', RIGHT_PROGRAM);
const wrongSource = pageOf('wrong.ts', ['/**', ' * Logs.', ' *', ' * @example', ' * chart.retention;', ' */']);

function pageOf(path: string, lines: readonly string[]): Page {
  return { path, text: lines.join('\n') };
}

const exported = exportsOfModules();
// one program for all of them: what takes time is to read the library and cdk8s
const typed = typeProblems([
  ...[...pages, ...wrongPages, rightPage].flatMap((page) => programsOf(page, exported)),
  ...[...sources, wrongSource].flatMap((source) => exampleProgramsOf(source, exported, GIVEN_IN_DOCSTRINGS)),
]);
const typedOf = ({ path }: Page): string[] => typed.filter((problem) => problem.startsWith(`${path}:`));

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
  test('has TypeScript that compiles', () => {
    expect(typedOf(page)).toEqual([]);
  });

  test('has YAML, JSON and queries that are read, and objects that API servers take', () => {
    expect(dataProblems(page)).toEqual([]);
  });

  test('has commands whose scripts and files are there', () => {
    expect(commandProblems(page)).toEqual([]);
  });

  test('has links to files and headings that are there', () => {
    expect(linkProblems(page)).toEqual([]);
  });
});

const wholePrograms = pages.flatMap((page) =>
  synthesizingBlocksOf(page).map((block) => [`${page.path}:${block.line}`, block] as const),
);

test.each(wholePrograms)('the program at %s synthesizes what an API server takes', (_, block) => {
  const objects = [...synthesized(block).values()].flatMap((manifests) => manifests.objects);

  expect(objects.length).toBeGreaterThan(0);
  for (const version of KUBERNETES_VERSIONS) {
    expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  }
});

describe('the docstrings', () => {
  const withExamples = sources.filter((source) => exampleProgramsOf(source, exported, []).length > 0);

  test('have an example for most classes', () => {
    expect(withExamples.length).toBeGreaterThan(40);
  });

  test.each(withExamples.map((source) => [source.path, source] as const))(
    'of %s have examples that compile',
    (_, source) => {
      expect(typedOf(source)).toEqual([]);
    },
  );
});

describe('the check of programs', () => {
  test.each(WRONG_PROGRAMS.map(([what, , problems], index) => [what, problems, wrongPages[index]!] as const))(
    'finds %s, by page and line',
    (_, problems, page) => {
      expect(typedOf(page)).toEqual(problems.map((problem) => `${page.path}:${problem}`));
    },
  );

  test('lets a block go on with what those before it declared, or hide it', () => {
    expect(programsOf(rightPage, exported)).toHaveLength(1);
    expect(typedOf(rightPage)).toEqual([]);
  });

  test('finds a wrong example in a docstring', () => {
    expect(typedOf(wrongSource)).toEqual(["wrong.ts:5: Property 'retention' does not exist on type 'Chart'."]);
  });
});

describe('the check of data', () => {
  const problemsOf = (...lines: string[]): string[] => dataProblems(pageOf('page.md', lines));

  test.each([
    [
      'a key that stands twice',
      ['```yaml', 'a: 1', 'a: 2', '```'],
      ['page.md:3: Map keys must be unique at line 2, column 1:'],
    ],
    [
      'a field that Kubernetes does not know',
      ['```yaml', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: loki }', 'dta: {}', '```'],
      [expect.stringMatching(/^page\.md:2: .*dta/)],
    ],
    ['JSON with a comma too many', ['', '```json', '{"a": 1,}', '```'], [expect.stringMatching(/^page\.md:3: /)]],
    [
      'a query that Prometheus refuses',
      ['```promql', 'up', 'sum(rate(up))', '```'],
      [expect.stringMatching(/^page\.md:3: column \d+: /)],
    ],
    ['a query that Loki refuses', ['```logql', '{app=}', '```'], [expect.stringMatching(/^page\.md:2: column \d+: /)]],
    [
      'a language that is none',
      ['```tsx', '```'],
      [expect.stringMatching(/^page\.md:1: 'tsx' is no language of a block; known: yaml, json, /)],
    ],
  ])('finds %s', (_, lines, problems) => {
    expect(problemsOf(...lines)).toEqual(problems);
  });

  test('takes two objects, a query a line, and one query over two lines', () => {
    const objects = ['apiVersion: v1', 'kind: Namespace', 'metadata: { name: a }'];

    expect(problemsOf('```yaml', ...objects, '---', ...objects, '```')).toEqual([]);
    expect(problemsOf('```promql', 'up', 'rate(x[5m])', '```', '```promql', 'sum(', '  up)', '```')).toEqual([]);
  });
});

describe('the check of commands', () => {
  const problemsOf = (...lines: string[]): string[] => commandProblems(pageOf('page.md', ['```sh', ...lines, '```']));

  test.each([
    [
      'a script that is none',
      ['npm ci && npm run synthesize'],
      ["page.md:2: 'npm run synthesize' is no script of package.json"],
    ],
    [
      'a file that is none',
      ['', 'kubectl apply -f dist/all.k8s.yaml'],
      ["page.md:3: 'dist/all.k8s.yaml' is no file or folder of the project"],
    ],
    [
      'a file of another folder',
      ['cd docs', 'cat main.ts'],
      ["page.md:3: 'main.ts' is no file or folder of the project"],
    ],
    [
      'values for Helm that are none',
      ['helm install loki grafana/loki \\', '  -f values.yaml'],
      ["page.md:2: 'values.yaml' is no file or folder of the project"],
    ],
    [
      'a file after an equals sign',
      ['tool --config=k4d.yaml'],
      ["page.md:2: 'k4d.yaml' is no file or folder of the project"],
    ],
  ])('finds %s', (_, lines, problems) => {
    expect(problemsOf(...lines)).toEqual(problems);
  });

  test.each([
    ['scripts and files that are there', ['npm ci && npm run synth   # writes out/all.yaml', 'kubectl apply -f dist/']],
    [
      'what kubectl calls a Service',
      ['kubectl port-forward svc/prom-grafana 3000:80', 'kubectl rollout status sts/loki'],
    ],
    ['a file that the page writes', ['kubectl get cm loki -o yaml > before.yaml', 'cat before.yaml']],
    [
      'a here-document',
      ["cat > values.yaml << 'EOF'", 'image: a/b', 'EOF', 'helm install x grafana/loki -f values.yaml'],
    ],
    ['addresses and placeholders', ['curl http://loki:3100/ready', 'kubectl logs <pod>', 'echo /tmp/x.yaml "a/b c"']],
  ])('takes %s', (_, lines) => {
    expect(problemsOf(...lines)).toEqual([]);
  });
});

describe('the check of links', () => {
  const problemsOf = (...lines: string[]): string[] => linkProblems(pageOf('docs/page.md', lines));

  test.each([
    ['a file that is none', '[a](gone.md)', "docs/page.md:1: 'gone.md' is linked, and there is no docs/gone.md"],
    [
      'a picture that is none',
      '![a](../docs/gone.svg)',
      "docs/page.md:1: '../docs/gone.svg' is linked, and there is no docs/gone.svg",
    ],
    [
      'a heading that is none',
      '[a](#gone)',
      "docs/page.md:1: '#gone' is linked, and docs/page.md has no heading #gone",
    ],
    [
      'a heading of another page that is none',
      '[a](escape-hatches.md#gone "title")',
      "docs/page.md:1: 'escape-hatches.md#gone' is linked, and docs/escape-hatches.md has no heading #gone",
    ],
    ['a definition', '[a]: gone.md', "docs/page.md:1: 'gone.md' is linked, and there is no docs/gone.md"],
    [
      'the second of a line',
      '[![a](stack.svg)](gone.svg)',
      "docs/page.md:1: 'gone.svg' is linked, and there is no docs/gone.svg",
    ],
  ])('finds %s', (_, line, problem) => {
    expect(problemsOf(line)).toEqual([problem]);
  });

  test('takes headings as GitHub names them, code, and the web', () => {
    const headings = [
      '# When no prop says it',
      '## 1. Configuration: `extraConfig`',
      '## Twice',
      '## Twice',
      '### rate_x?',
    ];
    const links = ['#when-no-prop-says-it', '#1-configuration-extraconfig', '#twice', '#twice-1', '#rate_x'];
    const code = ['`[a](gone.md)`', '```', '[a](gone.md)', '# gone', '```', '[w](https://example.com/x#y)'];

    expect(problemsOf(...headings, ...links.map((link) => `[a](${link})`), ...code)).toEqual([]);
    expect(problemsOf(...code, '[a](#gone)')).toHaveLength(1);
  });
});

test('a program that fails to synthesize fails its test', () => {
  const [block] = synthesizingBlocksOf(
    pageOf('page.md', [
      ...[
        '```ts',
        "import { App, Chart, Duration } from 'cdk8s';",
        "import { Loki } from 'cdk8s-plg';",
        'const app = new App();',
      ],
      ...["new Loki(new Chart(app, 'logs', { namespace: 'logs' }), 'Loki', { retention: Duration.hours(2) });"],
      ...['app.synth();', '```'],
    ]),
  );

  expect(() => synthesized(block!)).toThrow(
    new Error("[logs/Loki] 'retention' is 2h; it must be at least 1d, the length of one index table"),
  );
});

test('a block of a page is known by its first line', () => {
  const [first, second] = codeBlocksOf(pageOf('page.md', ['````md', '```ts', '````', '', '  ```sh', '  ls', '  ```']));

  expect(first).toEqual({ language: 'md', line: 2, lines: ['```ts'], given: [] });
  expect(second).toEqual({ language: 'sh', line: 6, lines: ['ls'], given: [] });
});
