import { eachObject, type Check, type Flaw } from '../check';
import { configTexts } from '../config-texts';
import { fieldsOf, placedList, textOf, type Fields, type Placed } from '../untyped';
import { logqlProblems } from '../../model/query/logql-syntax';
import { describeProblems } from '../../model/query/query-problem';
import { re2Problem } from '../../model/query/re2';

// stage -> the field that holds a regular expression
const EXPRESSIONS: { readonly [stage: string]: string } = {
  regex: 'expression',
  replace: 'expression',
  drop: 'expression',
  multiline: 'firstline',
};

/** Regular expressions and selectors of Promtail's pipelines. */
export const LOG_PIPELINES: Check = {
  name: 'log-pipeline',
  severity: 'high',
  why: 'Promtail does not start with a pipeline whose expressions it cannot read.',
  fix: 'Mend the expression at the place that the message names; it is RE2, a selector is LogQL.',
  run: eachObject((object) =>
    configTexts(object).flatMap(({ at, content }) =>
      placedList(`${at}: scrape_configs`, content['scrape_configs']).flatMap((job) =>
        stageFlaws(`${job.at}.pipeline_stages`, job.fields['pipeline_stages']),
      ),
    ),
  ),
};

function stageFlaws(at: string, stages: unknown): readonly Flaw[] {
  return placedList(at, stages).flatMap((placed) =>
    Object.entries(placed.fields).flatMap(([stage, options]) => optionFlaws(placed, stage, fieldsOf(options))),
  );
}

function optionFlaws({ at }: Placed, stage: string, options: Fields): readonly Flaw[] {
  const field = EXPRESSIONS[stage];
  const expression = field === undefined ? undefined : textOf(options[field]);
  const problem = expression === undefined ? undefined : re2Problem(expression);
  const selector = stage === 'match' ? textOf(options['selector']) : undefined;
  const problems = selector === undefined ? [] : logqlProblems(selector);
  return [
    ...(problem === undefined
      ? []
      : [{ at: `${at}.${stage}.${field}`, message: `${JSON.stringify(expression)}: ${problem}` }]),
    ...(problems.length === 0 ? [] : [{ at: `${at}.${stage}.selector`, message: describeProblems(problems) }]),
    ...(stage === 'match' ? stageFlaws(`${at}.match.stages`, options['stages']) : []),
  ];
}
