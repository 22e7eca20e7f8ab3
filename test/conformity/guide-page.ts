import { row } from '../support/generated-page';
import type { GuideStep } from './guide-step';

const TITLES: readonly (readonly [section: string, title: string])[] = [
  ['2.1', 'Namespace'],
  ['2.2', 'kube-prometheus-stack'],
  ['2.3', 'Loki'],
  ['2.4', 'Promtail'],
  ['2.5', 'Loki as a data source of Grafana'],
  ['2.6', 'Pods'],
  ['2.7', 'Resources'],
  ['3.1', 'Opening Grafana'],
  ['3.2', 'Metrics'],
  ['3.3', 'Logs'],
  ['3.4', 'Dashboards'],
  ['4', 'Queries'],
  ['5', 'Troubleshooting'],
  ['6.1', 'Prometheus'],
  ['6.2', 'Loki'],
  ['6.3', 'Promtail'],
  ['6.4', 'DaemonSet'],
  ['7', 'Architecture'],
  ['8', 'Clean-up'],
];

const HEAD = `# The guide, step by step

What the guide does with Helm, what stands in its place here, and what is better. Each row is a test: the suite in
\`test/conformity\` asserts it of the output of \`main.ts\`, and this page is written from the same rows by
\`npm run report\`.
`;

/** The rows of the conformity suite as a page for people. */
export function guidePage(steps: readonly GuideStep[]): string {
  const sections = TITLES.map(([section, title]) => {
    const rows = steps
      .filter((step) => step.section === section)
      .map((step) => row(step.guide, step.here, step.better ?? ''));
    return [
      `## ${section} ${title}`,
      '',
      row('The guide', 'Here', 'Better'),
      row('---', '---', '---'),
      ...rows,
      '',
    ].join('\n');
  });
  return [HEAD, ...sections].join('\n');
}

/** The sections that the page has a title for. */
export const SECTIONS = TITLES.map(([section]) => section);
