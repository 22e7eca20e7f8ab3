import { CHECKS } from '../../lib/validation/registry';
import { generatedPage } from '../support/generated-page';

const HEAD = `# The rules of PlgValidation

Written by \`npm run report\` from \`lib/validation/registry.ts\`.

Switch one off by \`ignore\` in \`cdk8s.yaml\`, for all objects (\`host-path\`) or for one (\`host-path:DaemonSet/promtail\`), or by the annotation \`plg.cdk8s.io/ignore: host-path, image-tag\` of an object. The severity is the usual one of a rule; single findings of it may weigh less.
`;

test('docs/validation.md lists every rule with its severity, what goes wrong, and how to mend it', () => {
  const rules = CHECKS.map(({ name, severity, why, fix }) => `- **${name}** (${severity}): ${why} _${fix}_`);
  const now = `${HEAD}\n${rules.join('\n')}\n`;

  expect(generatedPage('docs/validation.md', now)).toBe(now);
});
