import { generatedPage } from '../support/generated-page';
import { GuideOutput } from './guide-output';
import { guidePage, SECTIONS } from './guide-page';
import { INSTALL_STEPS } from './steps-2-install';
import { USE_STEPS } from './steps-3-use';
import { OPERATE_STEPS } from './steps-5-operate';

const STEPS = [...INSTALL_STEPS, ...USE_STEPS, ...OPERATE_STEPS];

const output = new GuideOutput();

describe('the output of main.ts keeps what the guide says', () => {
  test.each(STEPS.map((step) => [step.section, step.guide, step] as const))('%s %s', (_section, _guide, step) => {
    expect.hasAssertions();
    step.holds(output);
    expect(SECTIONS).toContain(step.section);
  });

  test('every section from 2.1 to 8 that says what to type or what to see has its rows', () => {
    expect([...new Set(STEPS.map((step) => step.section))].sort()).toEqual([...SECTIONS].sort());
  });
});

test('docs/guide.md is the table of these rows', () => {
  const page = guidePage(STEPS);

  expect(generatedPage('docs/guide.md', page)).toBe(page);
});
