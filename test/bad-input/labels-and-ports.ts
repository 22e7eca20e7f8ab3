import { ScrapeTarget } from '../../lib';
import { CONTAINER, deployment } from '../validation/support/validate';
import { long, make, validated, type BadCase } from './bad-case';

const pods = (matchLabels: { [key: string]: string }): ScrapeTarget =>
  ScrapeTarget.pods('api', { namespace: 'shop', portName: 'metrics', matchLabels });
const port = (portName: string): ScrapeTarget => ScrapeTarget.service({ service: 'api', namespace: 'shop', portName });
const config = (metadata: object, data?: object): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', ...metadata },
  ...(data === undefined ? {} : { data }),
});

/** Labels and annotations, containers and their ports. */
export const LABELS_AND_PORTS: readonly BadCase[] = [
  [
    6,
    'a label value that kubectl reads as a number',
    () => pods({ app: '0o17' }),
    `[ScrapeTarget api] 'matchLabels.app' is "0o17"; kubectl would read it as an octal number; choose another`,
  ],
  [
    6,
    'a label value of 64 characters',
    () => pods({ app: long(64) }),
    `[ScrapeTarget api] 'matchLabels.app' is "${long(64)}"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    6,
    'a label value in Korean',
    () => pods({ app: '한글' }),
    `[ScrapeTarget api] 'matchLabels.app' is "한글"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    6,
    'a label value of an emoji',
    () => pods({ app: '🚀' }),
    `[ScrapeTarget api] 'matchLabels.app' is "🚀"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    6,
    'a label value with a blank',
    () => make.operatorStack({ selectorLabels: { release: 'a b' } }),
    `[test/Plg] 'selectorLabels.release' is "a b"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    6,
    'a label value that ends with a hyphen',
    () => make.operatorStack({ dashboardLabels: { grafana: 'x-' } }),
    `[test/Plg] 'dashboardLabels.grafana' is "x-"; it must be at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    7,
    'a label key with a blank',
    () => pods({ 'a b': 'x' }),
    `[ScrapeTarget api] 'matchLabels' is "a b"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    7,
    'a label key without its prefix',
    () => pods({ '/x': 'x' }),
    `[ScrapeTarget api] 'matchLabels' is "/x"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    7,
    'a label key whose prefix is no domain',
    () => make.operatorStack({ selectorLabels: { 'Team_A/x': 'x' } }),
    `[test/Plg] 'selectorLabels' is "Team_A/x"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    7,
    'a label key of 64 characters',
    () => make.operatorStack({ dashboardLabels: { [long(64)]: 'x' } }),
    `[test/Plg] 'dashboardLabels' is "${long(64)}"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    7,
    'an annotation key with two slashes',
    () => make.operatorStack({ folderAnnotation: 'a/b/c' }),
    `[test/Plg] 'folderAnnotation' is "a/b/c"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    8,
    'annotations of more than 256 KiB',
    () => validated(config({ annotations: { note: long(262_145) } })),
    'high object-size: ConfigMap shop/settings, metadata.annotations: they are 262149 bytes, more than 262144',
  ],
  [
    9,
    'a container with an underscore',
    () => validated(deployment({ name: 'my_app' })),
    `high container-name: Deployment shop/api, spec.template.spec.containers[0].name: 'name' is "my_app"; it must be 1 to 63 lower-case letters, digits or '-', beginning and ending with a letter or digit`,
  ],
  [
    9,
    'two containers of one name',
    () => validated(deployment({}, { containers: [CONTAINER, CONTAINER] })),
    "high container-name: Deployment shop/api, spec.template.spec: two containers are named 'api'",
  ],
  [
    10,
    'a port name of 16 characters',
    () => port(long(16)),
    `[ScrapeTarget api] 'portName' is "aaaaaaaaaaaaaaaa"; it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'`,
  ],
  [
    10,
    'a port name in capitals',
    () => port('HTTP'),
    `[ScrapeTarget api] 'portName' is "HTTP"; it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'`,
  ],
  [
    10,
    'a port name of digits',
    () => port('8080'),
    `[ScrapeTarget api] 'portName' is "8080"; it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'`,
  ],
  [
    10,
    'a port name with two hyphens',
    () => port('a--b'),
    `[ScrapeTarget api] 'portName' is "a--b"; it must be 1 to 15 lower-case letters, digits or single '-', with at least one letter, such as 'metrics'`,
  ],
];
