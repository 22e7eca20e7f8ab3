import { type App, Chart } from 'cdk8s';
import { define } from '../main';
import { Credentials, KubernetesFlavor, LogAgent, PlgStack } from '../lib';
import { allInvariants } from './support/invariants';
import { KUBERNETES_VERSIONS, schemaErrors } from './support/kubernetes-schema';
import { manifestsOf, testApp } from './support/manifests';

const admin = Credentials.insecureDemo('admin', 'admin');

function stack(props: {
  readonly flavor?: KubernetesFlavor;
  readonly logAgent?: LogAgent;
  readonly imageRegistry?: string;
}): App {
  const app = testApp();
  new PlgStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Plg', { grafana: { admin }, ...props });
  return app;
}

const OUTPUTS: readonly (readonly [what: string, app: () => App])[] = [
  ['main.ts', () => define(testApp())],
  ['the stack with its defaults, on any Kubernetes', () => stack({})],
  ['the stack with Alloy, on k3s', () => stack({ flavor: KubernetesFlavor.K3S, logAgent: LogAgent.alloy() })],
  [
    'the stack with Promtail, from a mirror',
    () => stack({ logAgent: LogAgent.promtail(), imageRegistry: 'mirror.corp:5000/plg' }),
  ],
];

describe.each(OUTPUTS)('%s', (_, make) => {
  const { objects } = manifestsOf(make());

  test.each(KUBERNETES_VERSIONS)('is taken by Kubernetes %s, object by object, without an unknown field', (version) => {
    expect(objects.length).toBeGreaterThan(20);
    expect(objects.flatMap((object) => schemaErrors(object, { version }))).toEqual([]);
  });

  test('fits together: selectors, ports, references, names, probes, images, requests', () => {
    expect(allInvariants(objects)).toEqual([]);
  });

  test('has the same bytes when it is synthesized again', () => {
    expect(make().synthYaml()).toBe(make().synthYaml());
  });
});

test('another registry replaces every other', () => {
  const text = stack({ logAgent: LogAgent.promtail(), imageRegistry: 'mirror.corp:5000/plg' });
  const images = JSON.stringify(manifestsOf(text).objects).match(/"image":"[^"]+"/g) ?? [];

  expect(images.length).toBeGreaterThan(5);
  expect(images.filter((image) => !image.startsWith('"image":"mirror.corp:5000/plg/'))).toEqual([]);
});
