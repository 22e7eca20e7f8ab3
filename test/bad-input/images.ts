import { ContainerImage } from '../../lib';
import { long, make, untyped, type BadCase } from './bad-case';

const parse = (reference: unknown): ContainerImage => ContainerImage.parse(untyped(reference));
const mirror = (imageRegistry: unknown): unknown => make.loki({ imageRegistry });

/** Images and registries. */
export const IMAGES: readonly BadCase[] = [
  [
    49,
    'no image',
    () => parse(''),
    `[ContainerImage] 'reference' is ""; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a registry whose port is none',
    () => parse('registry.corp.example:99999/loki:3'),
    `[ContainerImage] 'reference' is "registry.corp.example:99999/loki:3"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'an image with a blank',
    () => parse('a b:1'),
    `[ContainerImage] 'reference' is "a b:1"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a repository in capitals',
    () => parse('docker.io/Grafana/loki:3.7.6'),
    `[ContainerImage] 'reference' is "docker.io/Grafana/loki:3.7.6"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a tag of 129 characters',
    () => parse(`docker.io/grafana/loki:${long(129)}`),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki:${long(56)}...; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a digest that is too short',
    () => parse('docker.io/grafana/loki@sha256:abc'),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki@sha256:abc"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a digest in capitals',
    () => parse(`docker.io/grafana/loki@sha256:${long(64, 'A')}`),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki@sha256:${long(49, 'A')}...; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'two digests',
    () => parse(`loki@sha256:${long(64)}@sha256:${long(64)}`),
    `[ContainerImage] 'reference' is "loki@sha256:${long(64)}@sh...; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'no tag',
    () => parse('docker.io/grafana/loki'),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki"; it must be pinned; give it a tag other than 'latest', or a digest`,
  ],
  [
    49,
    'an empty tag',
    () => parse('docker.io/grafana/loki:'),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki:"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'the tag latest',
    () => parse('docker.io/grafana/loki:latest'),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki:latest"; it must be pinned; give it a tag other than 'latest', or a digest`,
  ],
  [
    49,
    'a URL',
    () => parse('https://docker.io/grafana/loki:3.7.6'),
    `[ContainerImage] 'reference' is "https://docker.io/grafana/loki:3.7.6"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'an image that is missing',
    () => parse(undefined),
    "[ContainerImage] 'reference' is undefined; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest",
  ],
  [
    49,
    'an image with a line break',
    () => parse('docker.io/grafana/loki:3.7.6\n'),
    `[ContainerImage] 'reference' is "docker.io/grafana/loki:3.7.6\\n"; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'a name of more than 255 characters',
    () => parse(`docker.io/${long(256)}:1`),
    `[ContainerImage] 'reference' is "docker.io/${long(69)}...; it must be 'registry/repository:tag', with '@sha256:<64 hex digits>' if pinned by digest`,
  ],
  [
    49,
    'an image in text',
    () => make.loki({ image: 'grafana/loki:3.7.6' }),
    `[test/Loki] 'image' is "grafana/loki:3.7.6"; it must be ContainerImage.parse('docker.io/grafana/loki:3.7.6')`,
  ],
  [
    49,
    'a digest with another algorithm',
    () => ContainerImage.parse('loki:1').withDigest('md5:abc'),
    `[ContainerImage] 'digest' is "md5:abc"; it must be 'sha256:' and 64 hex digits`,
  ],
  [
    50,
    'a registry with a scheme',
    () => mirror('https://registry.example'),
    `[ContainerImage] 'registry' is "https://registry.example"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'a registry with a closing slash',
    () => mirror('registry.example/'),
    `[ContainerImage] 'registry' is "registry.example/"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'an empty registry',
    () => mirror(''),
    `[ContainerImage] 'registry' is ""; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'a mirror whose port is none',
    () => mirror('registry.corp.example:99999'),
    `[ContainerImage] 'registry' is "registry.corp.example:99999"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'a registry with a blank',
    () => mirror('registry .example'),
    `[ContainerImage] 'registry' is "registry .example"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'a registry with a line break',
    () => mirror('registry.example\n'),
    `[ContainerImage] 'registry' is "registry.example\\n"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'a mirror whose path is in capitals',
    () => mirror('registry.example/Mirror'),
    `[ContainerImage] 'registry' is "registry.example/Mirror"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    50,
    'the same for the whole stack',
    () => make.stack({ imageRegistry: 'oci://registry.example' }),
    `[ContainerImage] 'registry' is "oci://registry.example"; it must be a host such as 'registry.corp.example:5000', without scheme or closing '/'`,
  ],
  [
    71,
    'a Prometheus that is too old',
    () => make.prometheus({ image: ContainerImage.parse('quay.io/prometheus/prometheus:v2.54.1') }),
    `[test/Prometheus] 'image' is "quay.io/prometheus/prometheus:v2.54.1"; it must be Prometheus 3.4 or later: older versions do not reload changed rules by themselves`,
  ],
];
