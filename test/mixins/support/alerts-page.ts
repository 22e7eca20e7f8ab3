import { AlertProfile, type KubernetesFlavor } from '../../../lib';
import type { RuleData } from '../../../lib/model/rule';
import { row } from '../../support/generated-page';

/** An alert, and where it is to be had. */
export interface ListedAlert {
  readonly mixin: string;
  readonly rule: RuleData;
  readonly flavors: Set<KubernetesFlavor>;
  readonly profiles: Set<AlertProfile>;
}

const SUBJECTS: { readonly [mixin: string]: string } = {
  kubernetes: 'Kubernetes',
  node: 'Nodes',
  plg: 'The stack itself',
  traefik: 'Traefik',
  timedeal: 'Timedeal',
  http: 'Programs that count HTTP requests: `HttpMixin`',
  nodejs: 'Node.js: `NodejsMixin`',
  jvm: 'Java: `JvmMixin`',
  go: 'Go: `GoMixin`',
  postgres: 'PostgreSQL: `PostgresMixin`',
};

const HEAD = `# Alerts

Every alert of the library: what it says, when, and what to do. None of them fires on a healthy cluster of the guide
(\`test/live\` asks a real Prometheus), save for \`Watchdog\`, which always does. Each was made to fire and to be silent by
promtool.

\`new PlgStack(..., { alerts: AlertProfile.CORE })\` chooses how many: \`NONE\`, \`CORE\` (the default) or \`FULL\`. Those of
programs come with their mixins: \`plg.monitor(api, { port: 8080, mixins: [new HttpMixin(), new NodejsMixin()] })\`. This page
is written by \`npm run report\`.
`;

/** All alerts as a page for the one who is woken by them. */
export function alertsPage(alerts: readonly ListedAlert[]): string {
  const subjects = [...new Set(alerts.map(({ mixin }) => mixin))];
  const sections = subjects.flatMap((subject) => {
    const own = alerts.filter(({ mixin }) => mixin === subject);
    const named = SUBJECTS[subject] ?? subject;
    return [`## ${named}`, '', ...overview(own), '', ...own.flatMap(details)];
  });
  return [HEAD, ...sections].join('\n');
}

function overview(alerts: readonly ListedAlert[]): string[] {
  const rows = alerts.map(({ rule, flavors, profiles }) => {
    const where = flavors.size === 1 ? [...flavors].join('') : 'everywhere';
    const profile = profiles.has(AlertProfile.CORE) ? 'core' : 'full';
    return row(anchor(rule), rule.labels?.['severity'] ?? '', rule.for ?? 'at once', profile, where);
  });
  return [row('Alert', 'Severity', 'After', 'Profile', 'Kubernetes'), row('---', '---', '---', '---', '---'), ...rows];
}

function anchor({ alert = '' }: RuleData): string {
  return `[${alert}](#${alert.toLowerCase()})`;
}

function details({ rule: { alert = '', annotations = {}, expr } }: ListedAlert): string[] {
  const { summary = '', description = '', runbook = '' } = annotations;
  const said = summary.replace(/\{\{\s*\$labels\.(\w+)\s*\}\}/g, '‹$1›').replace(/\{\{.*?\}\}/g, '‹value›');
  return [
    `### ${alert}`,
    '',
    `> ${said}`,
    '',
    description,
    '',
    `**What to do.** ${runbook}`,
    '',
    '```promql',
    expr,
    '```',
    '',
  ];
}
