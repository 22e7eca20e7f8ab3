// Reads the jsii assembly and lists what the public API must not have: undocumented members, optional properties without
// a default, unions (other languages see them as `any`). Run by `npm run jsii`, which writes the assembly first.
import { readFileSync } from 'node:fs';

const assembly = JSON.parse(readFileSync(new URL('../.jsii', import.meta.url), 'utf8'));
const problems = [];

for (const type of Object.values(assembly.types)) {
  const name = type.fqn.replace(/^[^.]+\./, '');
  if (!type.docs?.summary) problems.push(`${name} is not documented`);
  for (const member of [...(type.properties ?? []), ...(type.methods ?? []), ...(type.members ?? [])]) {
    if (!member.docs?.summary) problems.push(`${name}.${member.name} is not documented`);
    if (type.datatype && member.optional && !member.docs?.default)
      problems.push(`${name}.${member.name} has no @default`);
    for (const used of [member.type, member.returns?.type, ...(member.parameters ?? []).map((one) => one.type)]) {
      if (used?.union) problems.push(`${name}.${member.name} is a union; make it a class with static factories`);
    }
  }
  const isMade = type.kind === 'class' && !type.abstract && type.initializer !== undefined;
  if (isMade && !type.docs?.example) problems.push(`${name} has no @example`);
}

const members = Object.values(assembly.types).reduce(
  (sum, type) => sum + (type.properties ?? []).length + (type.methods ?? []).length + (type.members ?? []).length,
  0,
);
for (const problem of problems) console.error(problem);
console.log(`${Object.keys(assembly.types).length} public types, ${members} members, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
