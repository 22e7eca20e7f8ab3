import { didYouMean } from './closest-word';

/*
 * The templates of alerts: text/template of Go with the functions of Prometheus. No parser: it finds what people get wrong,
 * braces and blocks that are not closed, and names that are not there.
 */

// https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions
const FUNCTIONS =
  'query first label value sortByLabel strvalue humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now title toUpper toLower stripPort stripDomain match reReplaceAll graphLink tableLink parseDuration args tmpl safeHtml externalURL pathPrefix urlQueryEscape'.split(
    ' ',
  );
// https://pkg.go.dev/text/template#hdr-Functions
const BUILT_IN = 'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge'.split(' ');
const OPENERS = ['if', 'range', 'with', 'define', 'block'];
const OTHER_WORDS = ['else', 'end', 'template', 'break', 'continue', 'true', 'false', 'nil'];
const KNOWN = [...FUNCTIONS, ...BUILT_IN, ...OPENERS, ...OTHER_WORDS];
const VARIABLES = ['labels', 'externalLabels', 'externalURL', 'value'];

const COMMENT = 'true';
const TEXT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/g;
// up to the braces that follow, those within texts left aside
const INSIDE = new RegExp(`(?:${TEXT.source}|(?!\\{\\{|\\}\\})[^])*`, 'y');

/** What Prometheus would object to in the template of a label or annotation; undefined when it takes it. */
export function templateProblem(template: string): string | undefined {
  const declared = new Set(VARIABLES);
  const blocks: string[] = [];
  for (let from = template.indexOf('{{'); from !== -1;) {
    const action = actionAt(template, from);
    if (action === undefined) return `'${excerpt(template.slice(from))}' is not closed by '}}'`;
    const problem = formProblem(action.code) ?? wordProblem(action.code, declared) ?? blockProblem(action.code, blocks);
    if (problem !== undefined) return `${problem}, in '${excerpt(template.slice(from, action.to))}'`;
    from = template.indexOf('{{', action.to);
  }
  const [open] = blocks.reverse();
  return open === undefined ? undefined : `'{{ ${open} ... }}' has no '{{ end }}'`;
}

/** The code of an action without its texts, and where it ends; undefined when it does not. */
function actionAt(template: string, from: number): { readonly code: string; readonly to: number } | undefined {
  const comment = /^\{\{(?:- )?\/\*[^]*?\*\/(?: -)?\}\}/.exec(template.slice(from));
  if (comment !== null) return { code: COMMENT, to: from + comment[0].length };
  INSIDE.lastIndex = from + 2;
  const [inside = ''] = INSIDE.exec(template) ?? [];
  const end = from + 2 + inside.length;
  if (!template.startsWith('}}', end)) return undefined;
  const plain = inside.replace(TEXT, (text) => '"'.padEnd(text.length - 1) + '"');
  return { code: plain.replace(/^-\s|\s-$/g, ' '), to: end + 2 };
}

function formProblem(code: string): string | undefined {
  const bare = code.replace(/" *"/g, '""');
  if (/["`]/.test(bare.replaceAll('""', ''))) return 'a quote is not closed';
  if (bare.trim() === '') return 'the action is empty';
  // comparing and counting is done by functions: eq, gt; Prometheus has none to count with
  const [operator] = /[%&*<>^~!;@#?/]|==|[-+](?!\d)/.exec(bare) ?? [];
  if (operator !== undefined) return `there is no operator '${operator}' in templates`;
  const [word] = /(?<=^\s*)(?:if|range|with|template)(?=\s*$)/.exec(bare) ?? [];
  if (word !== undefined) return `'${word}' needs a value`;
  if (/\|\s*\|/.test(bare)) return "a value or function is missing after '|'";
  return bare.split('(').length === bare.split(')').length ? undefined : 'the parentheses are not balanced';
}

function wordProblem(code: string, declared: Set<string>): string | undefined {
  const bare = code.replace(/" *"/g, ' ');
  for (const [, name] of bare.matchAll(/\$(\w+)\s*(?:,\s*\$(\w+)\s*)?:?=/g)) declared.add(name ?? '');
  for (const [, name] of bare.matchAll(/,\s*\$(\w+)\s*:?=/g)) declared.add(name ?? '');
  for (const [, name] of bare.matchAll(/\$(\w+)/g)) {
    if (name !== undefined && !declared.has(name)) {
      return `the variable '$${name}' is not defined${didYouMean(
        `$${name}`,
        [...declared].map((other) => `$${other}`),
      )}`;
    }
  }
  for (const [word] of bare.matchAll(/(?<![\w.$])[A-Za-z_]\w*/g)) {
    if (!KNOWN.includes(word)) return `there is no function '${word}'${didYouMean(word, KNOWN)}`;
  }
  return undefined;
}

function blockProblem(code: string, blocks: string[]): string | undefined {
  const [, word = ''] = /^\s*(\w+)/.exec(code) ?? [];
  if (OPENERS.includes(word)) blocks.push(word);
  if (word === 'else' && blocks.length === 0) return "'else' stands in no 'if', 'range' or 'with'";
  if (word === 'end' && blocks.pop() === undefined) return "'end' closes nothing";
  return undefined;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 50 ? `${line.slice(0, 50)}...` : line;
}
