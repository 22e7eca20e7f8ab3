import { groupOf, titleOf, type Manifest } from './manifests';

// the server counts every change of an object in it: no difference of anyone's making
const COUNTER = /^[-+] {2}generation: \d+$/;

/** What kubectl diff says, with the names of the objects in place of those of its temporary files. */
export function readableDiff(text: string, manifests: readonly Manifest[]): string {
  const titles = new Map(manifests.map((manifest) => [fileNameOf(manifest), titleOf(manifest)]));
  return text
    .split(/^(?=diff -)/m)
    .map((part) => readablePart(part, titles))
    .join('');
}

/** One object: its header, and the hunks that say something. */
function readablePart(part: string, titles: ReadonlyMap<string, string>): string {
  const [head = '', ...hunks] = part.split(/^(?=@@ )/m);
  if (!head.startsWith('diff -') || hunks.length === 0) return part;
  const telling = hunks.filter((hunk) => changedLines(hunk).some((line) => !COUNTER.test(line)));
  if (telling.length === 0) return '';
  const names = head.split('\n').filter((line) => /^(---|\+\+\+) /.test(line));
  return [...names.map((line) => headerOf(line, titles)), ...telling.map((hunk) => hunk.trimEnd()), ''].join('\n');
}

function changedLines(hunk: string): string[] {
  return hunk.split('\n').filter((line) => /^[-+]/.test(line));
}

function headerOf(line: string, titles: ReadonlyMap<string, string>): string {
  const sign = line.slice(0, 3);
  const file = line.slice(4).split('\t')[0]!.split(/[\\/]/).at(-1)!;
  return `${sign} ${titles.get(file) ?? file} (${sign === '---' ? 'in the cluster' : 'in dist/'})`;
}

/** How kubectl diff names its files: apps.v1.Deployment.monitoring.prom-grafana */
function fileNameOf({ apiVersion, kind, namespace = '', name }: Manifest): string {
  const group = groupOf(apiVersion);
  const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
  return [...(group === '' ? [] : [group]), version, kind, namespace, name].join('.');
}
