import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Yaml } from 'cdk8s';
import { Dashboard, Rule, RuleGroup, Severity } from '../../lib';
import { Manifests } from '../support/manifests';
import { scratchFolder } from '../support/scratch-folder';
import { ODD_LINES, ODD_TEXTS } from './odd-texts';
import { LINES, TEXTS } from './places';
import { readYamlDocument } from '../support/kubectl-yaml';
import { make } from './bad-case';

const ALL = [...ODD_LINES, ...ODD_TEXTS];
const REFUSED = 'refused';

/** What becomes of a text: itself, or a refusal that says who refuses. */
function fateOf(text: string, arrives: (text: string) => unknown): unknown {
  try {
    return arrives(text);
  } catch (error) {
    expect((error as Error).message).toMatch(/^\[[^\n]+\] /);
    return REFUSED;
  }
}

const alertOf = (description: string, index: number): Rule =>
  Rule.alert(`A${index}`, { expr: 'up == 0', severity: Severity.INFO, summary: 'x', description });
const isTaken = (make_: () => unknown): boolean => fateOf('', make_) !== REFUSED;

/** Objects that hold every text that is taken: in rules, in a configuration, in annotations. */
function objects(): { readonly texts: readonly string[]; readonly folders: readonly string[]; readonly all: object[] } {
  const texts = ALL.filter((text) => isTaken(() => alertOf(text, 0)));
  const folders = ALL.filter((text) => isTaken(() => make.operatorStack().addDashboard(dashboardIn(text, 0))));
  const prometheus = make.prometheus({ ruleGroups: [new RuleGroup('texts', { rules: texts.map(alertOf) })] });
  const loki = make.loki({ extraConfig: { ruler: { texts } } });
  const stack = make.operatorStack();
  folders.forEach((folder, index) => stack.addDashboard(dashboardIn(folder, index)));
  const charts = [prometheus, loki, stack].map((construct) => Chart.of(construct));
  return {
    texts,
    folders,
    all: charts.flatMap((chart) => chart.toJson()).filter(({ kind }: any) => kind === 'ConfigMap'),
  };
}

const dashboardIn = (folder: string, index: number): Dashboard =>
  Dashboard.fromJson({ uid: `d${index}`, title: `D${index}`, panels: [] }, { folder });

/** The texts as they stand in the objects that someone has read. */
function textsIn(manifests: Manifests): { rules: string[]; settings: string[]; folders: { [uid: string]: string } } {
  const maps = manifests.all('ConfigMap');
  const file = (name: string): any =>
    readYamlDocument(maps.find(({ data }: any) => data?.[name] !== undefined)!['data'][name]);
  const annotated = maps.filter(({ metadata }) => metadata.annotations?.['grafana_folder'] !== undefined);
  return {
    rules: file('rules.yml').groups[0].rules.map((rule: any) => rule.annotations.description),
    settings: file('config.yaml').ruler.texts,
    folders: Object.fromEntries(
      annotated.map((map) => [map.metadata.name, map.metadata.annotations!['grafana_folder']!]),
    ),
  };
}

describe('odd texts arrive as they are, or are refused', () => {
  const everywhere = [...LINES, ...TEXTS];

  test.each(everywhere)('$name', ({ arrives }) => {
    const changed = ALL.map((text) => [text, fateOf(text, arrives)]).filter(
      ([text, fate]) => fate !== text && fate !== REFUSED,
    );

    expect(changed).toEqual([]);
  });

  test('at least 90 texts', () => {
    expect(new Set(ALL).size).toBeGreaterThanOrEqual(90);
  });
});

const installed = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
const suite = installed ? describe : describe.skip;
const reason = installed ? '' : " [SKIPPED: 'kubectl' is not installed]";
if (!installed) process.stderr.write(`odd texts through the parser of kubectl itself:${reason}\n`);

suite(`odd texts through the parser of kubectl itself${reason}`, () => {
  test('arrive as they are, in rules, in a configuration and in annotations', () => {
    const { texts, folders, all } = objects();
    const path = join(scratchFolder(), 'texts.yaml');
    writeFileSync(path, Yaml.stringify(...all));

    const json = execFileSync('kubectl', ['label', '--local', '-f', path, 'a=b', '-o', 'json'], { encoding: 'utf8' });
    const found = textsIn(new Manifests(listed(json)));

    expect(texts.length).toBeGreaterThanOrEqual(90);
    expect(found.rules).toEqual(texts);
    expect(found.settings).toEqual(texts);
    expect(Object.values(found.folders)).toEqual(folders);
  });
});

/** kubectl writes the objects one after the other. */
function listed(json: string): any[] {
  return json
    .trim()
    .split(/\n(?=\{$)/m)
    .map((text) => JSON.parse(text));
}
