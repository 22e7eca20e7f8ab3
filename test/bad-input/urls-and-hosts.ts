import { ArgoApplication, DataSource, Endpoint, LogLink, ScrapeTarget, timedeal } from '../../lib';
import { testChart } from '../support/manifests';
import { deployment } from '../validation/support/validate';
import { make, untyped, validated, type BadCase } from './bad-case';

const source = (url: unknown): DataSource => DataSource.prometheus({ url: untyped(url) });
const hosts = (...addresses: unknown[]): ScrapeTarget => ScrapeTarget.hosts('legacy', untyped(addresses));
const path = (value: unknown): ScrapeTarget => ScrapeTarget.hosts('legacy', ['a:1'], { path: untyped(value) });
const ingress = (host: unknown): timedeal.TimedealIngress => {
  const backend = new Endpoint({ service: 'stock-service', namespace: 'shop', port: 80 });
  return new timedeal.TimedealIngress(testChart('shop'), 'Ingress', { backend, host: untyped(host) });
};
const argo = (props: object): ArgoApplication =>
  new ArgoApplication(testChart(), 'Argo', { repoUrl: 'https://git.example/x.git', ...props });
const ingressObject = (paths: object[]): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { rules: [{ host: 'shop.example', http: { paths } }] },
});
const backend = { service: { name: 'api', port: { name: 'web' } } };
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'api', namespace: 'shop' },
  spec: { selector: { app: 'api' }, ports: [{ name: 'http', port: 80 }] },
};

/** URLs, addresses and paths. */
export const URLS_AND_HOSTS: readonly BadCase[] = [
  [
    43,
    'what is no URL',
    () => source('not a url'),
    `[DataSource Prometheus] 'url' is "not a url"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'a URL without a scheme',
    () => source('loki:3100'),
    `[DataSource Prometheus] 'url' is "loki:3100"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'a URL without a host',
    () => source('http://'),
    `[DataSource Prometheus] 'url' is "http://"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'a URL of FTP',
    () => source('ftp://prometheus:9090'),
    `[DataSource Prometheus] 'url' is "ftp://prometheus:9090"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'a URL with a blank',
    () => source('http://prometheus:9090/a b'),
    `[DataSource Prometheus] 'url' is "http://prometheus:9090/a b"; it must be an http or https URL, such as 'http://loki:3100'`,
  ],
  [
    43,
    'a URL that is missing',
    () => source(undefined),
    "[DataSource Prometheus] 'url' is undefined; it must be an http or https URL, such as 'http://loki:3100'",
  ],
  [
    43,
    'the URL of Grafana without a scheme',
    () => make.grafana({ rootUrl: 'grafana.example' }),
    `[test/Grafana] 'rootUrl' is "grafana.example"; it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'`,
  ],
  [
    43,
    'the URL of Grafana with a query',
    () => make.grafana({ rootUrl: 'https://grafana.example/?a=b' }),
    `[test/Grafana] 'rootUrl' is "https://grafana.example/?a=b"; it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'`,
  ],
  [
    43,
    'the URL of Prometheus with a fragment',
    () => make.prometheus({ externalUrl: 'https://prometheus.example/#x' }),
    `[test/Prometheus] 'externalUrl' is "https://prometheus.example/#x"; it must be an http or https URL without user, query and fragment, such as 'https://prometheus.corp.example'`,
  ],
  [
    43,
    'a link that is no page',
    () => LogLink.fromLabel('pod', { title: 'Pod', url: 'd/pod' }),
    `[LogLink pod] 'url' is "d/pod"; it must be a page of the same Grafana, such as '/d/shop', or an http or https URL`,
  ],
  [
    43,
    'a link that runs a script',
    () => LogLink.fromLabel('pod', { title: 'Pod', url: 'javascript:alert(1)' }),
    `[LogLink pod] 'url' is "javascript:alert(1)"; it must be a page of the same Grafana, such as '/d/shop', or an http or https URL`,
  ],
  [
    43,
    'a link with an unknown variable',
    () => LogLink.fromLabel('pod', { title: 'Pod', url: '/d/pod?x=${pod}' }),
    "[LogLink pod] 'url' is \"/d/pod?x=${pod}\"; Grafana shows no link with '${pod}'; it may hold ${__value.raw}, ${__data.fields.LABEL}, ${__from} and ${__to}",
  ],
  [
    43,
    'a repository without a scheme',
    () => argo({ repoUrl: 'git.example/x.git' }),
    `[test/Argo] 'repoUrl' is "git.example/x.git"; it must be a Git URL, such as 'https://host/path.git' or 'git@host:path.git'`,
  ],
  [
    43,
    'a cluster without a scheme',
    () => argo({ server: 'kubernetes.default.svc' }),
    `[test/Argo] 'server' is "kubernetes.default.svc"; it must be the URL of an API server, such as 'https://kubernetes.default.svc'`,
  ],
  [
    44,
    'a target with a scheme',
    () => hosts('http://x:80'),
    `[ScrapeTarget legacy] 'hosts' is "http://x:80"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    44,
    'a target with a path',
    () => hosts('x:80/metrics'),
    `[ScrapeTarget legacy] 'hosts' is "x:80/metrics"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    45,
    'a target of port 99999',
    () => hosts('x:99999'),
    "[ScrapeTarget legacy] 'hosts x:99999' is 99999; it must be a whole number from 1 to 65535",
  ],
  [
    45,
    'a target of port 0',
    () => hosts('x:0'),
    "[ScrapeTarget legacy] 'hosts x:0' is 0; it must be a whole number from 1 to 65535",
  ],
  [
    45,
    'a target with a blank',
    () => hosts('a b:80'),
    `[ScrapeTarget legacy] 'hosts' is "a b:80"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    45,
    'a target without a port',
    () => hosts('10.0.0.5'),
    `[ScrapeTarget legacy] 'hosts' is "10.0.0.5"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    45,
    'an address of version 6 without brackets',
    () => hosts('fe80::1:9100'),
    `[ScrapeTarget legacy] 'hosts' is "fe80::1:9100"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    45,
    'a host of dots',
    () => hosts('...:80'),
    `[ScrapeTarget legacy] 'hosts' is "...:80"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [45, 'no target', () => hosts(), "[ScrapeTarget legacy] 'hosts' is []; it must hold at least one 'host:port'"],
  [
    46,
    'a path without a slash',
    () => path('metrics'),
    `[ScrapeTarget legacy] 'path' is "metrics"; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'`,
  ],
  [
    46,
    'an empty path',
    () => path(''),
    `[ScrapeTarget legacy] 'path' is ""; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'`,
  ],
  [
    46,
    'a path with a query',
    () => path('/metrics?format=x'),
    `[ScrapeTarget legacy] 'path' is "/metrics?format=x"; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'`,
  ],
  [
    47,
    'a host with a blank',
    () => ingress('bad host'),
    `[test/Ingress] 'host' is "bad host"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    47,
    'a host with a scheme',
    () => ingress('http://localhost'),
    `[test/Ingress] 'host' is "http://localhost"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    47,
    'a host that is an address',
    () => ingress('1.2.3.4'),
    `[test/Ingress] 'host' is "1.2.3.4"; it must be a name such as 'shop.example.com', no address`,
  ],
  [
    47,
    'a star within a host',
    () => ingress('a.*.b'),
    `[test/Ingress] 'host' is "a.*.b"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    47,
    'a star alone',
    () => ingress('*'),
    `[test/Ingress] 'host' is "*"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    47,
    'a host in capitals',
    () => ingress('Shop.example'),
    `[test/Ingress] 'host' is "Shop.example"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    48,
    'a path without its type',
    () =>
      validated(
        deployment(),
        service,
        ingressObject([{ path: '/', backend: { service: { name: 'api', port: { name: 'http' } } } }]),
      ),
    "high schema: Ingress shop/api, spec.rules[0].http.paths[0]: 'pathType' is missing",
  ],
  [
    48,
    'a backend port that the Service has not',
    () =>
      validated(
        deployment({ ports: [{ name: 'http', containerPort: 80 }] }),
        service,
        ingressObject([{ path: '/', pathType: 'Prefix', backend }]),
      ),
    "high ingress-backend: Ingress shop/api, spec.rules[0].http.paths[0].backend.service.port: Service shop/api has no port 'web'; it has: 'http = 80'",
  ],
];
