import { Size } from 'cdk8s';
import fc from 'fast-check';
import { ArgoApplication, ComputeResources, ContainerImage, Credentials, Endpoint, Storage, timedeal } from '../../lib';
import { ADMIN, make, synthesized } from '../bad-input/bad-case';
import { ODD_LINES, ODD_TEXTS } from '../bad-input/odd-texts';
import { INVARIANTS } from '../support/invariants';
import { Externals } from '../support/invariants/externals';
import { KUBERNETES_VERSIONS, schemaErrors } from '../support/kubernetes-schema';
import { testChart } from '../support/manifests';
import {
  anySize,
  anyText,
  nearlyImage,
  nearlyLabelKey,
  nearlyLabelValue,
  nearlyName,
  nearlyQuantity,
  textOf,
} from './arbitraries';
import { holds, unlessRefused } from './property';

type AnyConstruct = Parameters<typeof synthesized>[0];

// of the invariants, those that say what one object is to be like, whatever stands beside it
const OF_ONE_OBJECT = ['cleanValues', 'containers', 'names', 'pinnedImages', 'resources', 'storedForm'] as const;

/** Fails where an API server would refuse an object of what is made, or would not store it as it was written. */
function expectSound(construct: () => AnyConstruct): void {
  const made = unlessRefused(construct);
  if (made === undefined) return;
  const { objects } = synthesized(made);
  const refused = objects.flatMap((object) =>
    KUBERNETES_VERSIONS.flatMap((version) => schemaErrors(object, { version })),
  );
  const unsound = OF_ONE_OBJECT.flatMap((name) => INVARIANTS[name]!(objects, new Externals()));
  // whoever gives resources of their own may leave some out
  expect([...refused, ...unsound.filter((text) => !/ requests no | has no memory limit$/.test(text))]).toEqual([]);
}

const labels = fc.dictionary(nearlyLabelKey, nearlyLabelValue, { maxKeys: 2 });

describe('objects that are made of what is taken, an API server takes', () => {
  test.each([
    ['Prometheus', (name: string) => make.prometheus({ name })],
    ['Loki', (name: string) => make.loki({ name })],
    ['Grafana', (name: string) => make.grafana({ name })],
    ['Alloy', (name: string) => make.alloy({ name })],
    ['Postgres', (name: string) => make.postgres({ name })],
    ['a stack of the operator', (name: string) => make.operatorStack({ name })],
    ['Loki, its rules', (rulesConfigMap: string) => make.loki({ rulesConfigMap })],
    ['Grafana, its Secret', (name: string) => make.grafana({ admin: Credentials.fromSecret(name) })],
    ['Loki, its pull secret', (name: string) => make.loki({ imagePullSecrets: [name] })],
    ['Loki, its priority', (priorityClassName: string) => make.loki({ priorityClassName })],
    [
      'Loki, its storage class',
      (storageClassName: string) => make.loki({ storage: Storage.persistent(Size.gibibytes(1), { storageClassName }) }),
    ],
    ['the namespace of a chart', (namespace: string) => make.stack({ mixins: [] }, testChart(namespace)).loki],
    [
      'the service, its host',
      (host: string) =>
        new timedeal.TimedealIngress(testChart(), 'Ingress', {
          backend: new Endpoint({ service: 'a', namespace: 'b', port: 80 }),
          host,
        }),
    ],
    [
      'an application of Argo CD',
      (name: string) =>
        new ArgoApplication(testChart(), 'App', { repoUrl: 'https://a.example/b.git', name, project: name }),
    ],
  ])('names: %s', (_, construct) => {
    holds(nearlyName, (name) => expectSound(() => construct(name)), { numRuns: 25 });
  });

  test('keys of Secrets', () => {
    holds(fc.tuple(nearlyName, nearlyName), ([usernameKey, passwordKey]) =>
      expectSound(() => make.grafana({ admin: Credentials.fromSecret('admin', { usernameKey, passwordKey }) })),
    );
  });

  test('texts that stand in a manifest itself', () => {
    const app = (props: object) =>
      new ArgoApplication(testChart(), 'App', { repoUrl: 'https://a.example/b.git', ...props });
    holds(
      anyText,
      (text) => {
        for (const prop of ['targetRevision', 'path']) {
          const made = unlessRefused(() => app({ [prop]: text }));
          if (made === undefined) continue;
          expect(synthesized(made).one('Application')['spec'].source[prop]).toBe(text);
        }
        const admin = unlessRefused(() => make.grafana({ admin: Credentials.insecureDemo(text, text) }));
        if (admin === undefined) return;
        const data = synthesized(admin).one('Secret')['stringData'];
        expect(data).toEqual({ 'admin-user': text, 'admin-password': text });
      },
      { numRuns: 100, first: [...ODD_LINES, ...ODD_TEXTS] },
    );
  });

  test('labels and annotations', () => {
    holds(fc.tuple(labels, labels), ([selectorLabels, dashboardLabels]) =>
      expectSound(() => make.operatorStack({ selectorLabels, dashboardLabels, mixins: [] })),
    );
  });

  test('quantities', () => {
    const quantity = fc.option(nearlyQuantity, { nil: undefined });
    holds(fc.tuple(quantity, quantity, quantity, quantity), ([cpuRequest, cpuLimit, memoryRequest, memoryLimit]) =>
      expectSound(() =>
        make.loki({ resources: new ComputeResources({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }) }),
      ),
    );
  });

  test('sizes', () => {
    holds(fc.tuple(anySize, fc.boolean()), ([size, outlives]) =>
      expectSound(() => make.loki({ storage: outlives ? Storage.persistent(size) : Storage.ephemeral(size) })),
    );
  });

  test('images', () => {
    holds(nearlyImage, (image) => expectSound(() => make.loki({ image: ContainerImage.parse(image) })));
  });

  test('mirrors', () => {
    holds(nearlyImage, (imageRegistry) => expectSound(() => make.loki({ imageRegistry })));
  });

  test('replicas', () => {
    const count = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.double());
    holds(fc.tuple(count, count), ([minReplicas, maxReplicas]) =>
      expectSound(() => make.shop({ minReplicas, maxReplicas, databaseCredentials: ADMIN })),
    );
  });
});

describe('nothing that Kubernetes takes is refused', () => {
  test('names of objects', () => {
    const name = fc
      .tuple(textOf('abc', 1, 1), textOf('abc019-', 0, 30), textOf('az9', 1, 1))
      .map((parts) => parts.join(''));
    holds(name, (text) => expect(() => make.loki({ name: text })).not.toThrow(), { numRuns: 60 });
  });

  test('labels', () => {
    const word = fc
      .tuple(textOf('aZ9', 1, 1), textOf('aZ9-_.', 0, 40), textOf('aZ9', 1, 1))
      .map((parts) => parts.join(''));
    holds(fc.dictionary(word, word, { maxKeys: 3 }), (selectorLabels) =>
      expect(() => make.operatorStack({ selectorLabels })).not.toThrow(),
    );
  });

  test('quantities of memory above a KiB', () => {
    const quantity = fc
      .tuple(
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom('', '.5', '.25'),
        fc.constantFrom('Ki', 'Mi', 'Gi', 'M', 'G', 'e6'),
      )
      .map((parts) => parts.join(''));
    holds(quantity, (memoryRequest) => expect(() => new ComputeResources({ memoryRequest })).not.toThrow());
  });
});
