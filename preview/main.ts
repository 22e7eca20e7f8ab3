import { App, Chart } from 'cdk8s';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GoMixin, HttpMixin, JvmMixin, NodejsMixin, OperatorStack, PostgresMixin } from '../lib';
import { define } from '../main';
import { previewFiles } from './preview-files';

const DOCS = join(__dirname, '..', 'docs');

/** The dashboards that the guide's cluster has no program for. */
function programs(app: App): App {
  new OperatorStack(new Chart(app, 'programs', { namespace: 'programs' }), 'Plg', {
    selectorLabels: {},
    mixins: [
      new HttpMixin({ pathLabel: 'path' }),
      new NodejsMixin(),
      new JvmMixin(),
      new GoMixin(),
      new PostgresMixin(),
    ],
  });
  return app;
}

// a dashboard that is gone takes its picture with it
rmSync(join(DOCS, 'preview'), { recursive: true, force: true });
for (const [path, text] of Object.entries(previewFiles(define(new App()), programs(new App())))) {
  const file = join(DOCS, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
