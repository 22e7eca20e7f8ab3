import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ValidationContext } from 'cdk8s-cli/plugins';
import { App, ApiObject, Chart, Testing, Yaml } from 'cdk8s';
import { PlgValidation } from '../../lib/validation/plg-validation';
import { CHECKS } from '../../lib/validation/registry';
import { define } from '../../main';
import { configMap, deployment, service, validate } from './support/validate';
import { scratchFolder } from '../support/scratch-folder';

const UNSAFE = deployment({ image: 'nginx', securityContext: { privileged: true } });
const rulesOf = (...args: Parameters<typeof validate>): string[] =>
  validate(...args).violations.map(({ ruleName }) => ruleName);

describe('PlgValidation', () => {
  test('passes an app without violations', () => {
    const { status, metadata, violations } = validate({ 'a.yaml': [deployment(), null] });

    expect({ status, metadata, violations }).toEqual({
      status: 'success',
      metadata: { Objects: '1', High: '0', Medium: '0', Low: '0', Ignored: '0' },
      violations: [],
    });
  });

  test('fails an app by default for what is of high weight alone, the worst first', () => {
    expect(validate({ 'a.yaml': [deployment({ image: 'nginx' })] }).status).toBe('success');
    expect(validate({ 'a.yaml': [UNSAFE] }).status).toBe('failure');
    expect(rulesOf({ 'a.yaml': [UNSAFE] })).toEqual(['privileged', 'image-tag']);
  });

  test.each([
    ['high', 'success'],
    ['medium', 'failure'],
    ['low', 'failure'],
    ['never', 'success'],
  ])('with failOn %s, an image without version is a %s', (failOn, status) => {
    expect(validate({ 'a.yaml': [deployment({ image: 'nginx' })] }, { failOn }).status).toBe(status);
  });

  test('says what is wrong, where, and how to mend or accept it', () => {
    expect(validate({ 'a.yaml': [deployment({ image: 'nginx' })] }).violations).toEqual([
      {
        ruleName: 'image-tag',
        recommendation:
          '[medium] Without a tag of its own, an image changes from one pull to the next: two pods of one workload may run different programs.',
        fix: 'Write the version as tag, or the digest. To accept it: `ignore: [image-tag]`, or the annotation `plg.cdk8s.io/ignore: image-tag`.',
        violatingResources: [
          {
            resourceName: 'api',
            manifestPath: 'a.yaml',
            locations: [
              "Deployment shop/api, spec.template.spec.containers[0].image: 'nginx' has no tag, so it is 'latest'",
            ],
          },
        ],
      },
    ]);
  });

  test('reads the objects of a list', () => {
    expect(rulesOf({ 'a.yaml': [{ apiVersion: 'v1', kind: 'List', items: [UNSAFE] }] })).toEqual([
      'privileged',
      'image-tag',
    ]);
  });

  test('has rules with names of their own, each with a sentence on what goes wrong and how to mend it', () => {
    const names = CHECKS.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(
      CHECKS.filter(({ name, why, fix }) => !/^[a-z-]+$/.test(name) || !/\.$/.test(why) || !/\.$/.test(fix)),
    ).toEqual([]);
  });
});

describe('what is switched off', () => {
  test('is a rule, or a rule for one object', () => {
    const files = { 'a.yaml': [UNSAFE, deployment({ image: 'nginx' }, {}, 'web')] };

    expect(rulesOf(files, { ignore: ['image-tag', 'privileged:Deployment/api'] })).toEqual([]);
    expect(rulesOf(files, { ignore: ['image-tag', 'privileged:Deployment/web'] })).toEqual(['privileged']);
    expect(validate(files, { ignore: ['image-tag'] }).metadata['Ignored']).toBe('2');
  });

  test('is what an object says of itself by its annotation', () => {
    const accepted = deployment({ image: 'nginx', securityContext: { privileged: true } });
    accepted.metadata.annotations = { 'plg.cdk8s.io/ignore': 'image-tag, privileged' };

    expect(rulesOf({ 'a.yaml': [accepted] })).toEqual([]);
  });

  test('is not what is misspelt: the annotation is a violation itself', () => {
    const misspelt = { ...configMap({}), metadata: { name: 'x', annotations: { 'plg.cdk8s.io/ignore': 'image-tga' } } };

    expect(validate({ 'a.yaml': [misspelt] }).violations[0].violatingResources[0].locations).toEqual([
      "ConfigMap x, metadata.annotations['plg.cdk8s.io/ignore']: there is no rule 'image-tga'; did you mean 'image-tag'?",
    ]);
  });

  test('fails for a rule that there is not', () => {
    expect(() => new PlgValidation({ ignore: ['image-tga'] })).toThrow(
      "[PlgValidation] 'ignore' is \"image-tga\"; it must be a rule, such as 'image-tag', or a rule and an object, such as 'host-path:DaemonSet/promtail'; did you mean 'image-tag'?",
    );
  });

  test('fails for what is no list, a severity that is none, and a property that there is not', () => {
    expect(() => new PlgValidation({ ignore: 'image-tag' as any })).toThrow(
      "[PlgValidation] 'ignore' is \"image-tag\"; it must be a list of rules, such as ['image-tag']",
    );
    expect(() => new PlgValidation({ failOn: 'hgih' })).toThrow(
      "[PlgValidation] 'failOn' is \"hgih\"; it must be 'high', 'medium', 'low' or 'never'",
    );
    expect(() => new PlgValidation({ ignored: [] } as any)).toThrow(
      "[PlgValidation] there is no property 'ignored'; there is: 'ignore', 'failOn'",
    );
  });
});

describe('construct paths', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  for (const [id, object] of Object.entries({
    First: configMap({}, {}, 'first'),
    'Api/Workload': UNSAFE,
    'Api/Front': service({ selector: { app: 'api' }, ports: [{ port: 80, targetPort: 'web' }] }),
    Last: configMap({}, {}, 'last'),
  })) {
    new ApiObject(chart, id.replace('/', '-'), object);
  }
  const metadata = { first: { path: 'shop/First' }, api: { path: 'shop/Api-Front' }, last: { path: 'shop/Last' } };

  test('are those of the CLI, and of objects that share a name the scope that is sure to hold them', () => {
    const folder = scratchFolder();
    const path = join(folder, 'shop.k8s.yaml');
    writeFileSync(path, Yaml.stringify(...chart.toJson()));
    const context = new ValidationContext([path], 'cdk8s-plg', '0.1.0', metadata, false);

    new PlgValidation().validate(context);

    const places = context.report
      .toJson()
      .violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath, resourceName }) => [ruleName, constructPath, resourceName]),
      );
    expect(places).toEqual([
      ['service-port', 'shop/Api-Front', 'api'],
      ['privileged', 'shop/...', 'Deployment shop/api'],
      ['image-tag', 'shop/...', 'Deployment shop/api'],
    ]);
    expect(context.report.success).toBe(false);
    expect(context.report.toString()).toContain('Construct Path: shop/Api-Front');
    expect(readFileSync(path, 'utf8')).toContain('nginx');
  });
});

test('the cluster of the guide has no violation but what its agents need of their nodes', () => {
  const outdir = scratchFolder();
  const charts = define(new App({ outdir })).charts;
  const files = Object.fromEntries(charts.map((chart) => [`${chart.node.id}.k8s.yaml`, chart.toJson()]));

  const { status, violations } = validate(files);

  expect(status).toBe('success');
  expect(
    violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ resourceName }: any) => [ruleName, resourceName]),
    ),
  ).toEqual([
    ['host-path', 'promtail'],
    ['host-namespace', 'prom-prometheus-node-exporter'],
    ['host-path', 'prom-prometheus-node-exporter'],
    ['host-path', 'promtail'],
  ]);
});
