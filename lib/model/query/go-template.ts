import { didYouMean } from './closest-word';

/*
 * Templates: text/template of Go with the functions of the program that reads them. No parser: it finds what people get wrong,
 * braces and blocks that are not closed, and names that are not there.
 */

// https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions
const FUNCTIONS =
  'query first label value sortByLabel strvalue humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now title toUpper toLower stripPort stripDomain match reReplaceAll graphLink tableLink parseDuration args safeHtml externalURL pathPrefix urlQueryEscape'.split(
    ' ',
  );
// https://pkg.go.dev/text/template#hdr-Functions
const BUILT_IN = 'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge'.split(' ');
const OPENERS = ['if', 'range', 'with', 'define', 'block'];
const OTHER_WORDS = ['else', 'end', 'template', 'break', 'continue', 'true', 'false', 'nil'];
const LANGUAGE = [...BUILT_IN, ...OPENERS, ...OTHER_WORDS];

/** What a program lets its templates use, beside the language itself. */
export interface TemplateNames {
  readonly functions: readonly string[];
  /** Without the `$`. */
  readonly variables: readonly string[];
}

/** The templates of alerts. */
const ALERTS: TemplateNames = {
  functions: FUNCTIONS,
  variables: ['labels', 'externalLabels', 'externalURL', 'value'],
};

const COMMENT = 'true';
const TEXT = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)+'/g;
// up to the braces that follow, those within texts left aside
const INSIDE = new RegExp(`(?:${TEXT.source}|(?!\\{\\{|\\}\\})[^])*`, 'y');

/** What the program would object to in a template, Prometheus in that of an alert unless said otherwise; undefined when it takes it. */
export function templateProblem(template: string, names: TemplateNames = ALERTS): string | undefined {
  const top = new Set(names.variables);
  const blocks: Block[] = [];
  for (let from = template.indexOf('{{'); from !== -1;) {
    const action = actionAt(template, from);
    if (action === undefined) return `'${excerpt(template.slice(from))}' is not closed by '}}'`;
    const outer = blocks.at(-1)?.declared ?? top;
    const { code } = action;
    // what an action opens a block with is known within the block alone
    const scope = /^\s*(?:if|range|with)\b/.test(code) ? new Set(outer) : outer;
    const problem = formProblem(code) ?? wordProblem(code, scope, names.functions) ?? blockProblem(code, blocks, scope);
    if (problem !== undefined) return `${problem}, in '${excerpt(template.slice(from, action.to))}'`;
    from = template.indexOf('{{', action.to);
  }
  const open = blocks.at(-1);
  return open === undefined ? undefined : `'{{ ${open.word} ... }}' has no '{{ end }}'`;
}

/** What ends by `{{ end }}`, and the variables that are known in there. */
interface Block {
  readonly word: string;
  readonly declared: Set<string>;
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
  const [brace] = /[{}]/.exec(bare) ?? [];
  if (brace !== undefined) return `'${brace}' stands within the action`;
  const [word] = /(?<=^\s*)(?:if|range|with|template)(?=\s*$)/.exec(bare) ?? [];
  if (word !== undefined) return `'${word}' needs a value`;
  if (/\|\s*\|/.test(bare)) return "a value or function is missing after '|'";
  return bare.split('(').length === bare.split(')').length ? undefined : 'the parentheses are not balanced';
}

function wordProblem(code: string, declared: Set<string>, functions: readonly string[]): string | undefined {
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
    if (LANGUAGE.includes(word) || functions.includes(word)) continue;
    return `there is no function '${word}'${didYouMean(word, [...functions, ...LANGUAGE])}`;
  }
  return undefined;
}

function blockProblem(code: string, blocks: Block[], scope: Set<string>): string | undefined {
  const [, word = ''] = /^\s*(\w+)/.exec(code) ?? [];
  if (OPENERS.includes(word)) {
    // a template of its own, which gets none of the variables around it
    const declared = word === 'define' || word === 'block' ? new Set<string>() : scope;
    blocks.push({ word, declared });
  }
  if ((word === 'break' || word === 'continue') && !blocks.some((block) => block.word === 'range')) {
    return `'${word}' stands in no 'range'`;
  }
  if (word === 'else') return elseProblem(code, blocks);
  if (word === 'end' && blocks.pop() === undefined) return "'end' closes nothing";
  return undefined;
}

/** `else` once in each block that has one, and `else if` in an `if`. */
function elseProblem(code: string, blocks: Block[]): string | undefined {
  const [, condition] = /^\s*else\s+(\w+)/.exec(code) ?? [];
  const block = blocks.at(-1);
  if (block === undefined || !['if', 'range', 'with'].includes(block.word)) {
    return block?.word === 'else' ? "'else' stands there already" : "'else' stands in no 'if', 'range' or 'with'";
  }
  if (condition !== undefined && condition !== block.word) return `'else ${condition}' stands in no '${condition}'`;
  if (condition === undefined) blocks.splice(-1, 1, { ...block, word: 'else' });
  return undefined;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 50 ? `${line.slice(0, 50)}...` : line;
}
