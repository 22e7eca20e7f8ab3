import {
  ArgoApplication,
  Credentials,
  Dashboard,
  DataSource,
  LogStage,
  Rule,
  RuleGroup,
  ScrapeTarget,
  Severity,
} from '../../lib';
import { testChart } from '../support/manifests';
import { make, type BadCase } from './bad-case';

const hosts = (job: string): ScrapeTarget => ScrapeTarget.hosts(job, ['10.0.0.5:9187']);
const alert = (options: object): Rule =>
  Rule.alert('Down', { expr: 'up == 0', severity: Severity.WARNING, summary: 'Down', ...options });
const inFolder = (folder: string): Dashboard =>
  Dashboard.fromJson({ uid: 'shop', title: 'Shop', panels: [] }, { folder });

/** Characters that YAML, JSON or a program after them would change or refuse. */
export const TEXT: readonly BadCase[] = [
  [
    16,
    'a bell in a summary',
    () => alert({ summary: 'Down\u0007' }),
    `[Rule Down] 'summary' is "Down\\u0007"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    16,
    'a delete in the name of a job',
    () => hosts('legacy\u007f'),
    `[ScrapeTarget legacy\\u007f] 'jobName' is "legacy\\u007f"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    16,
    'U+FFFE in the name of a group',
    () => new RuleGroup('shop\ufffe', { rules: [alert({})] }),
    `[RuleGroup] 'name' is "shop\\ufffe"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    16,
    'half a surrogate pair in a summary',
    () => alert({ summary: 'Down \ud83d' }),
    `[Rule Down] 'summary' is "Down \\ud83d"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    16,
    'half a surrogate pair in a description',
    () => alert({ description: 'Down \ud83d' }),
    `[Rule Down] 'description' is "Down \\ud83d"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
  [
    16,
    'half a surrogate pair in a folder',
    () => inFolder('Shop \ude00'),
    `[Dashboard Shop] 'folder' is "Shop \\ude00"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    16,
    'half a surrogate pair in the title of a dashboard',
    () => Dashboard.fromJson({ uid: 'shop', title: 'Shop \ud83d', panels: [] }),
    `[Dashboard] 'title' is "Shop \\ud83d"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
  [
    16,
    'half a surrogate pair in a setting',
    () => make.loki({ extraConfig: { ruler: { external_url: '\ud83d' } } }),
    `[test/Loki] 'extraConfig.ruler.external_url' is "\\ud83d"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
  [
    16,
    'half a surrogate pair in a setting of Grafana',
    () => make.grafana({ extraConfig: { smtp: { from_name: '\ud83d' } } }),
    `[test/Grafana] 'extraConfig.smtp.from_name' is "\\ud83d"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
  [
    16,
    'half a surrogate pair in a replacement',
    () => LogStage.replace('(x)', '\ud83d'),
    `[LogStage replace] 'replacement' is "\\ud83d"; it holds a character that YAML cannot carry: a control character, U+2028, or half of a pair`,
  ],
  [
    16,
    'a NUL in the value of a label',
    () => make.prometheus({ externalLabels: { site: 'a\u0000' } }),
    `[test/Prometheus] 'externalLabels.site' is "a\\u0000"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    17,
    'U+2028 in the name of a data source',
    () => DataSource.loki({ url: 'http://loki:3100', name: 'Lo\u2028ki' }),
    `[DataSource] 'name' is "Lo\\u2028ki"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    17,
    'U+2029 in a folder',
    () => inFolder('Shop\u2029'),
    `[Dashboard Shop] 'folder' is "Shop\\u2029"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    17,
    'U+0085 in a summary',
    () => alert({ summary: 'Down\u0085' }),
    `[Rule Down] 'summary' is "Down\\u0085"; it must be one line of text that is not empty and has no control characters`,
  ],
  [
    18,
    'an octal number as the key of a Secret',
    () => Credentials.fromSecret('admin', { usernameKey: '0o17' }),
    `[Credentials] 'usernameKey' is "0o17"; kubectl would read it as an octal number; choose another`,
  ],
  [
    18,
    'an octal number as a password',
    () => Credentials.insecureDemo('admin', '0o17'),
    "[Credentials] 'password' is not shown here; kubectl would read it as an octal number; choose another",
  ],
  [
    18,
    'an octal number as a branch',
    () =>
      new ArgoApplication(testChart(), 'Plg', { repoUrl: 'https://git.corp.example/a.git', targetRevision: '0o17' }),
    `[test/Plg] 'targetRevision' is "0o17"; kubectl would read it as an octal number; choose another`,
  ],
  [
    19,
    'a line break in a key',
    () => make.loki({ extraConfig: { ruler: { x: { 'a\nb\u2028': 1 } } } }),
    "[test/Loki] 'extraConfig.ruler.x.a\\nb\\u2028' is no key",
  ],
];
