import { ContainerImage } from '../../lib/core/container-image';
import { IMAGES } from '../../lib/core/images';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('ContainerImage', () => {
  test.each([
    ['postgres:17.6-alpine', 'docker.io/library/postgres:17.6-alpine', '17.6'],
    ['grafana/loki:3.7.6', 'docker.io/grafana/loki:3.7.6', '3.7.6'],
    ['quay.io/prometheus/prometheus:v3.14.0-distroless', 'quay.io/prometheus/prometheus:v3.14.0-distroless', '3.14.0'],
    ['localhost/app:dev', 'localhost/app:dev', undefined],
    ['localhost:5000/app:1', 'localhost:5000/app:1', '1'],
    ['registry.corp:5000/a/b__c/d-e.f:1.0_x', 'registry.corp:5000/a/b__c/d-e.f:1.0_x', '1.0'],
    [`ghcr.io/acme/shop@${DIGEST}`, `ghcr.io/acme/shop@${DIGEST}`, undefined],
    [`ghcr.io/acme/shop:2.1@${DIGEST}`, `ghcr.io/acme/shop:2.1@${DIGEST}`, '2.1'],
  ])('reads %s', (given, reference, version) => {
    const image = ContainerImage.parse(given);

    expect(image.reference).toBe(reference);
    expect(image.version).toBe(version);
  });

  test.each([
    ['', 'no text'],
    ['a b:1', 'a blank'],
    ['Grafana/Loki:1', 'capitals'],
    ['https://quay.io/prometheus/prometheus:v3', 'a scheme'],
    ['grafana/loki:', 'an empty tag'],
    ['grafana//loki:1', 'an empty part'],
    [`grafana/loki:${'x'.repeat(129)}`, 'a tag of 129 characters'],
    ['grafana/loki@sha256:abc', 'a short digest'],
    [`grafana/loki@${DIGEST}@${DIGEST}`, 'two digests'],
    ['grafana/loki:1\n', 'a line break'],
  ])('refuses %j: %s', (given) => {
    expect(() => ContainerImage.parse(given)).toThrow(
      /^\[ContainerImage\] 'reference' is .*; it must be 'registry\/repository:tag'/s,
    );
  });

  test.each(['grafana/loki', 'grafana/loki:latest', 'quay.io/prometheus/prometheus'])(
    'refuses %s, which is not pinned',
    (given) => {
      expect(() => ContainerImage.parse(given)).toThrow(
        `[ContainerImage] 'reference' is "${given}"; it must be pinned; give it a tag other than 'latest', or a digest`,
      );
    },
  );

  test('moves to a mirror with its repository, tag and digest', () => {
    const image = ContainerImage.parse('quay.io/prometheus/prometheus:v3.14.0').withDigest(DIGEST);

    expect(image.mirroredTo('registry.corp:5000/mirror').reference).toBe(
      `registry.corp:5000/mirror/prometheus/prometheus:v3.14.0@${DIGEST}`,
    );
  });

  test.each(['https://registry.corp', 'registry.corp/', 'registry.corp/Mirror', '', 'a b'])(
    'refuses the mirror %j',
    (registry) => {
      expect(() => ContainerImage.parse('grafana/loki:3.7.6').mirroredTo(registry)).toThrow(
        `[ContainerImage] 'registry' is ${JSON.stringify(registry)}; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
      );
    },
  );

  test('names a registry, a repository and a tag for every image of the library', () => {
    for (const image of Object.values(IMAGES)) {
      expect(image.registry).toMatch(/\./);
      expect(image.tag).toMatch(/\d+\.\d+/);
      expect(ContainerImage.parse(image.reference)).toEqual(image);
    }
  });
});
