import type { BadCase } from './bad-case';
import { CONSTRUCTS_AND_SIZES } from './constructs-and-sizes';
import { GRAFANA } from './grafana';
import { IMAGES } from './images';
import { INJECTION } from './injection';
import { LABELS_AND_PORTS } from './labels-and-ports';
import { LOG_STAGES } from './log-stages';
import { LOKI_SETTINGS } from './loki';
import { MISSING_VALUES } from './missing-values';
import { NAMES } from './names';
import { OBJECTS } from './objects';
import { PROMETHEUS } from './prometheus';
import { QUANTITIES_AND_SIZES } from './quantities-and-sizes';
import { RELABELING } from './relabeling';
import { RULES } from './rules';
import { SCHEDULING } from './scheduling';
import { SECRETS } from './secrets';
import { TEXT } from './text';
import { UNTYPED_CALLERS } from './untyped-callers';
import { URLS_AND_HOSTS } from './urls-and-hosts';

/** How many classes of bad input there are. */
export const CLASSES = 92;

/** The cases by what they are about. */
export const GROUPS: { readonly [about: string]: readonly BadCase[] } = {
  names: NAMES,
  'labels and ports': LABELS_AND_PORTS,
  objects: OBJECTS,
  text: TEXT,
  injection: INJECTION,
  'quantities and sizes': QUANTITIES_AND_SIZES,
  scheduling: SCHEDULING,
  'URLs and hosts': URLS_AND_HOSTS,
  images: IMAGES,
  Prometheus: PROMETHEUS,
  relabeling: RELABELING,
  rules: RULES,
  Loki: LOKI_SETTINGS,
  'log stages': LOG_STAGES,
  Grafana: GRAFANA,
  secrets: SECRETS,
  'untyped callers': UNTYPED_CALLERS,
  'missing values': MISSING_VALUES,
  'constructs and sizes': CONSTRUCTS_AND_SIZES,
};

/** The classes of legal-input.test.ts: nothing of them is to be refused, all of it is to arrive unchanged. */
export const LEGAL: readonly number[] = [18, 22];

/** Classes that have no case, and why nothing of them can be said through the public API. */
export const CANNOT_ARISE: { readonly [inClass: number]: string } = {
  28: 'the size of the nodes is not known: there is no prop for a budget',
  32: '`StockService` alone is autoscaled, and has no prop `replicas`',
  34: '`StockService` has no props for the behaviour of its autoscaler',
  35: '`StockService` has no prop for its disruption budget, which always leaves one pod less than `minReplicas` to keep',
  37: 'no component has props for its probes',
  38: 'no component has a prop for the user that it runs as',
  40: 'no component has a prop `terminationGracePeriod`',
  41: 'Grafana, Loki, Prometheus and Postgres have no prop `replicas`: each has one pod',
  42: 'the library makes no CronJob, and has no prop `schedule`',
  51: '`networkPolicies` is a flag: the policies are derived, and there is no prop for a CIDR or a range of ports',
  68: 'a rule does not know whose metrics it reads, nor how often they are scraped',
};
