import fc from 'fast-check';
import { isWritable } from '../../lib/core/names';
import { promqlProblems } from '../../lib/model/query/promql-syntax';
import { re2Problem } from '../../lib/model/query/re2';
import { describeWithAll, findProgram } from '../stack/run/programs';
import { nearlyRegex, regex, textOf } from './arbitraries';
import { refusedRules } from './programs';
import { some } from './property';

const joined = (parts: readonly string[]): string => parts.join('');

const quoted = (text: string): string => JSON.stringify(text);

const duration = fc
  .tuple(
    ...['y', 'w', 'd', 'h', 'm', 's', 'ms'].map((unit) =>
      fc.option(
        fc.integer({ min: 1, max: 99 }).map((count) => `${count}${unit}`),
        { nil: '', freq: 2 },
      ),
    ),
  )
  .map(joined)
  .filter((text) => text !== '');

const nearlyDuration = fc.oneof(
  { weight: 4, arbitrary: duration },
  fc.constantFrom('0s', '5m1h', '1.5h', '-5m', '1h1h', '5', '1H', '1 h', '999999y', 'm', ''),
);

const name = fc.constantFrom(
  'up',
  'http_requests_total',
  'a:b',
  'node_cpu',
  'sum',
  'on',
  'inf',
  'by',
  'offset',
  'bool',
  '_',
);
const label = fc.constantFrom('job', 'le', '__name__', 'by', 'sum', 'on', 'inf', 'NaN', 'ignoring', '_x', 'a1');
const matcher = fc.oneof(
  fc.tuple(
    label,
    fc.constantFrom('=', '!='),
    fc.constantFrom('""', '"a"', "'a'", '`a\\`', '"\\n"', '"\\u00e9"', '"\ufffd"'),
  ),
  fc.tuple(label, fc.constantFrom('=~', '!~'), fc.constantFrom('""', '".*"', '".+"', '"a|b"', '"a{2}"', "'\\\\d+'")),
);
const selector = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: name }, fc.constant('')),
    fc.array(matcher.map(joined), { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([metric, matchers, comma]) => `${metric}{${matchers.join(',')}${comma && matchers.length > 0 ? ',' : ''}}`);

const grouping = fc
  .tuple(fc.constantFrom('by', 'without'), fc.array(label, { maxLength: 2 }))
  .map(([how, labels]) => `${how} (${labels.join(', ')})`);
const number = fc.constantFrom('1', '0', '-1', '.5', '1.', '1e3', '0x1F', 'Inf', 'NaN', '1e-3', '07');

/** PromQL of which most is right: where a type does not fit, or a word is missing, Prometheus says so, and so must we. */
const expression = fc.letrec<{ vector: string; range: string; scalar: string; any: string }>((tie) => ({
  vector: fc.oneof(
    { depthSize: 'small' },
    selector,
    name,
    fc
      .tuple(selector, fc.constantFrom('offset 5m', 'offset -1h', '@ 1', '@ start()', '@ end()', 'offset'))
      .map((p) => p.join(' ')),
    fc
      .tuple(
        fc.constantFrom('rate', 'increase', 'sum_over_time', 'changes', 'deriv', 'absent_over_time', 'last_over_time'),
        tie('range'),
      )
      .map(([f, arg]) => `${f}(${arg})`),
    fc
      .tuple(fc.constantFrom('abs', 'ceil', 'absent', 'sort', 'timestamp', 'hour', 'sgn'), tie('vector'))
      .map(([f, arg]) => `${f}(${arg})`),
    fc.tuple(tie('scalar'), tie('vector')).map(([s, v]) => `histogram_quantile(${s}, ${v})`),
    fc.tuple(tie('vector'), label).map(([v, l]) => `label_replace(${v}, ${quoted(l)}, "$1", "a", "(.*)")`),
    fc
      .tuple(fc.constantFrom('sum', 'max', 'count', 'avg', 'group', 'stddev'), grouping, tie('vector'))
      .map(([f, g, v]) => `${f} ${g} (${v})`),
    fc
      .tuple(fc.constantFrom('topk', 'quantile', 'bottomk'), tie('scalar'), tie('vector'))
      .map(([f, s, v]) => `${f}(${s}, ${v})`),
    tie('vector').map((v) => `count_values("x", ${v})`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '-', '*', '/', '%', '^', '==', '>= bool', '<', 'and', 'or', 'unless'),
        tie('any'),
      )
      .map((p) => p.join(' ')),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('+', '*', '==', '> bool', 'and'),
        fc.constantFrom('on (job)', 'ignoring (a, b)', 'on ()'),
        fc.constantFrom('', '', 'group_left', 'group_right (x)', 'group_left ()'),
        tie('vector'),
      )
      .map((p) => p.join(' ')),
    tie('vector').map((v) => `-(${v})`),
    tie('scalar').map((s) => `vector(${s})`),
  ),
  range: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(selector, nearlyDuration).map(([s, d]) => `${s}[${d}]`),
    fc.tuple(selector, nearlyDuration, nearlyDuration).map(([s, d, o]) => `${s}[${d}] offset ${o}`),
    fc
      .tuple(tie('vector'), nearlyDuration, fc.oneof(fc.constant(''), nearlyDuration))
      .map(([v, d, step]) => `(${v})[${d}:${step}]`),
    tie('vector'),
  ),
  scalar: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: number },
    fc.constant('time()'),
    tie('vector').map((v) => `scalar(${v})`),
    fc.tuple(tie('scalar'), fc.constantFrom('+', '*', '> bool', '>', 'and'), tie('scalar')).map((p) => p.join(' ')),
    tie('vector'),
  ),
  any: fc.oneof(
    { weight: 4, arbitrary: tie('vector') },
    { weight: 2, arbitrary: tie('scalar') },
    tie('range'),
    fc.constant('"text"'),
  ),
})).any;

/** With a slip of the keyboard. */
const nearlyExpression = fc.oneof(
  { weight: 3, arbitrary: expression },
  fc.tuple(expression, fc.nat(), textOf('(){}[],"=~!+-*/ 1ax:@', 0, 1)).map(([text, at, typed]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + typed + text.slice(place + 1);
  }),
);

/** Those on which we and promtool do not agree, and which of the two refuses. */
function disagreements(
  texts: readonly string[],
  expr: (text: string) => string,
  ours: (text: string) => string | undefined,
): string[] {
  const refused = refusedRules(texts.map((text) => ({ record: 'a', expr: expr(text) })));
  return texts.flatMap((text, index) => {
    const problem = ours(text);
    if ((problem !== undefined) === refused.has(index)) return [];
    return [`${text}   => ${problem === undefined ? `Prometheus: ${refused.get(index)}` : `the library: ${problem}`}`];
  });
}

describeWithAll(['promtool'], 'queries', () => {
  test('regular expressions are refused as by Prometheus', () => {
    const right = [...new Set(some(1500, regex))];
    const others = [...new Set(some(2500, nearlyRegex))].filter(isWritable);
    const asMatcher = (text: string): string => `up{a=~${quoted(text).replaceAll('\ufffd', '\\ufffd')}}`;

    expect(disagreements(right, asMatcher, re2Problem)).toEqual([]);
    // a matcher stands between `^(?:` and `)$`, which make one of what is none: `a)|(b`
    expect(disagreements(others, asMatcher, re2Problem).filter((text) => !text.includes('=> the library'))).toEqual([]);
  });

  test('PromQL is refused as by Prometheus', () => {
    const expressions = [...new Set(some(6000, nearlyExpression))].filter(isWritable);

    expect(disagreements(expressions, (text) => text, problemOf).filter(isUnknownDifference)).toEqual([]);
  });
});

function problemOf(text: string): string | undefined {
  return promqlProblems(text)[0]?.message;
}

/** Prometheus finds some mistakes only when it evaluates; and version 2, which may stand in here, reads no number as seconds. */
function isUnknownDifference(text: string): boolean {
  // of the flag that version 3.4 asks for, promtool 3.14 knows nothing
  if (text.includes('a calculated duration is experimental')) return false;
  if (/=> the library: (?:the regular expression of 'label_replace'|'count_values' needs the name)/.test(text))
    return false;
  const isOld = findProgram('promtool')?.isStandIn === true;
  return !(isOld && /missing unit character in duration|expected duration|duration must be greater than 0/.test(text));
}
