import { App } from 'cdk8s';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { define } from '../main';
import { previewFiles } from './preview-files';

const DOCS = join(__dirname, '..', 'docs');

// a dashboard that is gone takes its picture with it
rmSync(join(DOCS, 'preview'), { recursive: true, force: true });
for (const [path, text] of Object.entries(previewFiles(define(new App())))) {
  const file = join(DOCS, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
