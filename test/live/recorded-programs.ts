import type { Mixin } from '../../lib';
import { GoMixin } from '../../lib/mixins/go/go-mixin';
import { HttpMixin } from '../../lib/mixins/http/http-mixin';
import { JvmMixin } from '../../lib/mixins/jvm/jvm-mixin';
import { NodejsMixin } from '../../lib/mixins/nodejs/nodejs-mixin';
import { PostgresMixin } from '../../lib/mixins/postgres/postgres-mixin';
import { AlertProfile } from '../../lib/model/alert-profile';
import type { RuleGroup } from '../../lib/model/rule-group';
import type { Family, Sample } from '../support/exposition';
import { PAST } from './guide-stack';
import { Replay } from './replay';
import type { PrometheusInput } from './running-prometheus';

const ALERTS = { alerts: AlertProfile.FULL };

/** A mixin for programs, and the jobs whose recordings it is for. */
export interface ProgramMixin {
  readonly mixin: Mixin;
  readonly jobs: readonly string[];
}

export const PROGRAM_MIXINS: readonly ProgramMixin[] = [
  { mixin: new HttpMixin(ALERTS), jobs: ['stock-service'] },
  { mixin: new HttpMixin({ ...ALERTS, name: 'http-paths', pathLabel: 'path' }), jobs: ['nodejs'] },
  { mixin: new NodejsMixin(ALERTS), jobs: ['nodejs'] },
  { mixin: new JvmMixin(ALERTS), jobs: ['jvm-micrometer', 'jvm-client'] },
  { mixin: new GoMixin(ALERTS), jobs: ['go'] },
  { mixin: new PostgresMixin(ALERTS), jobs: ['postgres-exporter-default'] },
];

const STOCK_SERVICE = { pod: 'stock-service-7d4b9c6f8d-zx2wv', container: 'stock-service' };
const EXPORTER = { pod: 'postgres-0', container: 'postgres-exporter' };

/** Where each program is said to run: in pods of the recorded cluster, whose limits kube-state-metrics tells. */
const PODS: { readonly [recording: string]: { readonly pod: string; readonly container: string } } = {
  'stock-service': STOCK_SERVICE,
  nodejs: STOCK_SERVICE,
  'jvm-micrometer': STOCK_SERVICE,
  'jvm-client': STOCK_SERVICE,
  go: EXPORTER,
  'postgres-exporter-default': EXPORTER,
};

const STATE = 'kube-state-metrics';

/** Jobs of recorded programs, and the replays behind them. */
export class RecordedPrograms {
  /** Jobs as they stand in prometheus.yml; two kube-state-metrics tell of the cluster. */
  public readonly jobs = [
    ...Object.entries(PODS).map(([job_name, labels]) => ({
      job_name,
      static_configs: [{ targets: [`${job_name}:80`], labels: { namespace: 'timedeal', ...labels } }],
    })),
    { job_name: STATE, honor_labels: true, static_configs: [{ targets: [`${STATE}:80`, `${STATE}:81`] }] },
  ];

  private readonly replays = new Map([...Object.keys(PODS), STATE].map((name) => [name, new Replay(name)]));
  private readonly scrapes = new Map<string, number>();

  /** What a real Prometheus is started with. */
  public prometheus(groups: readonly RuleGroup[]): PrometheusInput {
    const rules = { groups: groups.map(({ name, rules: own }) => ({ name, rules: own.map(({ _data }) => _data) })) };
    return { config: { scrape_configs: this.jobs }, rules, exposition: (url) => this.exposition(url) };
  }

  /** What a program showed. */
  public families({ hostname }: URL): readonly Family[] {
    return this.replay(hostname).families;
  }

  /** The samples of a recorded family. */
  public recorded(recording: string, family: string): readonly Sample[] {
    return this.replay(recording).families.find(({ name }) => name === family)?.samples ?? [];
  }

  private exposition({ hostname, host }: URL): string {
    const scrapes = this.scrapes.get(host) ?? 0;
    this.scrapes.set(host, scrapes + 1);
    return this.replay(hostname).text(Date.now() - (PAST[scrapes] ?? 0) * 1000);
  }

  private replay(name: string): Replay {
    const replay = this.replays.get(name);
    if (replay === undefined) throw new Error(`nothing was recorded for ${name}`);
    return replay;
  }
}
