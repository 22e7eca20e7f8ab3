import { ArgoApplication, Dashboard, LogLink, LogStage, Rule, ScrapeTarget, Severity } from '../../lib';
import { testChart } from '../support/manifests';
import { make, untyped, type BadCase } from './bad-case';

const hosts = (job: string): ScrapeTarget => ScrapeTarget.hosts(job, ['10.0.0.5:9187']);
const alert = (options: object): Rule =>
  Rule.alert('Down', { expr: 'up == 0', severity: Severity.WARNING, summary: 'Down', ...options });
const argo = (props: object): ArgoApplication =>
  new ArgoApplication(testChart(), 'Argo', { repoUrl: 'https://git.example/x.git', ...props });
const withProto = (value: string): { [key: string]: string } => untyped(JSON.parse(`{"__proto__": "${value}"}`));
const cyclic = (): object => {
  const value: { [key: string]: unknown } = {};
  value['self'] = value;
  return value;
};

/** Lines where one is meant, keys of JavaScript itself, values that JSON cannot carry. */
export const INJECTION: readonly BadCase[] = [
  [
    19,
    'a line break in the name of a job',
    () => hosts('legacy\n  - job_name: x'),
    `[ScrapeTarget legacy\\n  - job_name: x] 'jobName' is "legacy\\n  - job_name: x"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a line break in a host',
    () => ScrapeTarget.hosts('legacy', ['10.0.0.5:9187\n- x:1']),
    `[ScrapeTarget legacy] 'hosts' is "10.0.0.5:9187\\n- x:1"; it must be 'host:port' without scheme or path, such as '10.0.0.5:9187'`,
  ],
  [
    19,
    'a carriage return in a path',
    () => ScrapeTarget.hosts('legacy', ['a:1'], { path: '/metrics\r' }),
    `[ScrapeTarget legacy] 'path' is "/metrics\\r"; it must begin with '/' and hold no blank, '?' or '#', such as '/metrics'`,
  ],
  [
    19,
    'a line break in a setting of Grafana',
    () => make.grafana({ extraConfig: { smtp: { host: 'a\nb' } } }),
    `[test/Grafana] the ini value of 'host' is "a\\nb"; it must be one line of text`,
  ],
  [
    19,
    'a line break in the URL of Grafana',
    () => make.grafana({ rootUrl: 'https://grafana.example/\nx' }),
    `[test/Grafana] 'rootUrl' is "https://grafana.example/\\nx"; it must be an http or https URL of host, port and path alone, such as 'https://grafana.corp.example/'`,
  ],
  [
    19,
    'a line break in the URL of Prometheus',
    () => make.prometheus({ externalUrl: 'https://prometheus.example\n--x' }),
    `[test/Prometheus] 'externalUrl' is "https://prometheus.example\\n--x"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a line break in the title of a link',
    () => LogLink.fromLabel('pod', { title: 'a\nb', url: '/d/x' }),
    `[LogLink pod] 'title' is "a\\nb"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a line break in a Git URL',
    () => argo({ repoUrl: 'https://git.example/x\ny' }),
    `[test/Argo] 'repoUrl' is "https://git.example/x\\ny"; it must be a Git URL, such as 'https://host/path.git' or 'git@host:path.git'`,
  ],
  [
    19,
    'a line break in a revision',
    () => argo({ targetRevision: 'main\nx' }),
    `[test/Argo] 'targetRevision' is "main\\nx"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a line break in a folder of a repository',
    () => argo({ path: 'dist\nx' }),
    `[test/Argo] 'path' is "dist\\nx"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a line break in a project',
    () => argo({ project: 'default\nx' }),
    `[test/Argo] 'project' is "default\\nx"; it must be 1 to 253 lower-case letters, digits, '-' or '.', beginning and ending with a letter or digit`,
  ],
  [
    19,
    'a line break in the reason of a drop',
    () => LogStage.drop('x', 'a\nb'),
    `[LogStage drop] 'reason' is "a\\nb"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    19,
    'a carriage return in a layout of time',
    () => LogStage.timestamp('time', '2006-01-02\r'),
    `[LogStage timestamp] 'format' is "2006-01-02\\r"; it must be a named format such as 'RFC3339', or a Go layout such as '2006-01-02 15:04:05'`,
  ],
  [
    20,
    '__proto__ as a label of pods',
    () => ScrapeTarget.pods('api', { namespace: 'shop', portName: 'http', matchLabels: withProto('x') }),
    `[ScrapeTarget api] 'matchLabels' is "__proto__"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    20,
    '__proto__ as a label of samples',
    () => make.prometheus({ externalLabels: withProto('x') }),
    `[test/Prometheus] 'externalLabels' is "__proto__"; it must not begin with '__', which Prometheus keeps for itself`,
  ],
  [
    20,
    '__proto__ as a key of a configuration',
    () => make.loki({ extraConfig: JSON.parse('{"ruler": {"__proto__": 1}}') as object }),
    "[test/Loki] 'extraConfig.ruler.__proto__' is no key",
  ],
  [
    20,
    '__proto__ as a label of the operator',
    () => make.operatorStack({ selectorLabels: withProto('x') }),
    `[test/Plg] 'selectorLabels' is "__proto__"; it must be 'name' or 'domain/name', the name at most 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit`,
  ],
  [
    21,
    'NaN in a configuration',
    () => make.loki({ extraConfig: { ruler: { x: NaN } } }),
    "[test/Loki] 'extraConfig.ruler.x' is NaN; it must be a finite number",
  ],
  [
    21,
    'Infinity in a configuration',
    () => make.prometheus({ extraConfig: { storage: { x: Infinity } } }),
    "[test/Prometheus] 'extraConfig.storage.x' is Infinity; it must be a finite number",
  ],
  [
    21,
    'null in a list of a configuration',
    () => make.loki({ extraConfig: { ruler: { x: [null] } } }),
    "[test/Loki] 'extraConfig.ruler.x[0]' is null; leave the key out",
  ],
  [
    21,
    'a Date in a configuration',
    () => make.promtail({ extraConfig: { server: { x: new Date(0) } } }),
    `[test/Promtail] 'extraConfig.server.x' is "1970-01-01T00:00:00.000Z"; configuration is made of text, numbers, booleans, lists and maps; write a duration as the program reads it, such as '48h'`,
  ],
  [
    21,
    'a function in a configuration',
    () => make.grafana({ extraConfig: { smtp: { x: () => 1 } } }),
    "[test/Grafana] 'extraConfig.smtp.x' is a function; configuration is made of text, numbers, booleans, lists and maps; write a duration as the program reads it, such as '48h'",
  ],
  [
    21,
    'a BigInt in a configuration',
    () => make.loki({ extraConfig: { ruler: { x: 1n } } }),
    "[test/Loki] 'extraConfig.ruler.x' is a bigint; configuration is made of text, numbers, booleans, lists and maps; write a duration as the program reads it, such as '48h'",
  ],
  [
    21,
    'a configuration that holds itself',
    () => make.prometheus({ extraConfig: cyclic() }),
    "[test/Prometheus] 'extraConfig.self' holds itself",
  ],
  [
    21,
    'a dashboard that holds itself',
    () => Dashboard.fromJson({ uid: 'x', title: 'X', panels: [cyclic()] }),
    "[Dashboard X] 'model' cannot be written as JSON: Converting circular structure to JSON",
  ],
  [
    21,
    'a BigInt in a dashboard',
    () => Dashboard.fromJson({ uid: 'x', title: 'X', version: 1n }),
    "[Dashboard X] 'model' cannot be written as JSON: Do not know how to serialize a BigInt",
  ],
  [
    21,
    'NaN as a limit of samples',
    () => make.prometheus({ sampleLimit: NaN }),
    "[test/Prometheus] 'sampleLimit' is NaN; it must be a whole number of at least 1",
  ],
  [
    21,
    'a number as a label of an alert',
    () => alert({ labels: { tier: untyped(1) } }),
    "[Rule Down] 'labels.tier' is 1; it must be text",
  ],
  [
    21,
    'a Date as a description',
    () => alert({ description: untyped(new Date(0)) }),
    `[Rule Down] 'description' is "1970-01-01T00:00:00.000Z"; it must be text`,
  ],
  [21, 'a number as a runbook', () => alert({ runbook: untyped(42) }), "[Rule Down] 'runbook' is 42; it must be text"],
];
