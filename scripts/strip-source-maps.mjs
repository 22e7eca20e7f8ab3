// Takes out the source maps that jsii writes into each file, sources included: half of the package, and of the time to load it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE_MAP = /\n\/\/# sourceMappingURL=data:\S+\s*$/;

for (const folder of ['build/lib', 'build/imports']) {
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'))) {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(SOURCE_MAP, '\n'));
  }
}
