import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies, jsii, version } from '../package.json';

const CDK8S = ['cdk8s', 'cdk8s-plus-28', 'constructs'] as const;
const VERSIONS = new Map([['cdk8s-plg', version], ...CDK8S.map((name) => [name, devDependencies[name]] as const)]);

test('the Python example pins the versions that dist/ is made with', () => {
  const pins = Array.from(example('python/requirements.txt').matchAll(/^([\w-]+)==(.+)$/gm), ([, ...pin]) => pin);

  expect(new Map(pins as [string, string][])).toEqual(VERSIONS);
});

test('the Java example pins the versions that dist/ is made with, of the package by its name on Maven Central', () => {
  const pins = Array.from(
    example('java/pom.xml').matchAll(/<artifactId>(.+)<\/artifactId>\s*<version>(.+)<\/version>\s*<\/dependency>/g),
    ([, ...pin]) => pin,
  );

  expect(new Map(pins as [string, string][])).toEqual(VERSIONS);
  const { groupId, artifactId } = jsii.targets.java.maven;
  expect(example('java/pom.xml')).toContain(
    `<groupId>${groupId}</groupId>\n      <artifactId>${artifactId}</artifactId>`,
  );
});

test('the Go example pins the versions that dist/ is made with, of the module by its name', () => {
  const pins = Array.from(
    example('go/go.mod').matchAll(/^\t\S+\/(cdk8s\w*|constructs)(?:\/v\d+)? v(\S+)/gm),
    ([, ...pin]) => pin,
  );

  expect(new Map(pins as [string, string][])).toEqual(
    new Map(Array.from(VERSIONS, ([name, pinned]) => [name.replaceAll('-', ''), pinned])),
  );
  expect(example('go/go.mod')).toContain(`\t${jsii.targets.go.moduleName}/cdk8splg v${version}\n`);
});

function example(file: string): string {
  return readFileSync(join(__dirname, '../examples', file), 'utf8');
}
