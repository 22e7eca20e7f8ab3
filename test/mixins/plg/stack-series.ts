import type { AlertCase, Said } from '../support/alert-cases';
import type { InputSeries } from '../support/promtool';
import { series, type Labels } from '../support/series';

/** The labels that Prometheus gives to all that it scrapes of a pod of the stack. */
export class StackPod {
  public constructor(
    private readonly job: string,
    public readonly pod: string,
  ) {}

  private get labels(): Labels {
    return { job: this.job, namespace: 'monitoring', pod: this.pod };
  }

  /** A series of one value, or one that goes by so much in each step of 30 seconds. */
  public shows(metric: string, from: number, step = 0, labels: Labels = {}): InputSeries {
    return series(metric, { ...this.labels, instance: '10.42.0.7:1234', ...labels }, from, step);
  }

  /** An alert about the pod. */
  public says(severity: string, summary: string, labels: Labels = {}): Said {
    return { labels: { severity, ...this.labels, ...labels }, summary };
  }

  /** An alert about all pods of the job. */
  public saysOfAll(severity: string, summary: string, labels: Labels = {}): Said {
    return { labels: { severity, job: this.job, namespace: 'monitoring', ...labels }, summary };
  }

  /** An alert on a counter that must stand still: it fires when that grows by one with each scrape. */
  public counterCase(alert: string, counter: string, labels: Labels, said: Said): AlertCase {
    return {
      alert,
      firing: [this.shows(counter, 0, 1, labels)],
      fires: [said],
      silent: { 'something happened long ago': [this.shows(counter, 7, 0, labels)] },
    };
  }
}

export const PROMETHEUS = new StackPod('prom-kube-prometheus-stack-prometheus', 'prometheus-0');
export const LOKI = new StackPod('loki', 'loki-0');
export const CANARY = new StackPod('loki-canary', 'loki-canary-abcde');
export const GRAFANA = new StackPod('prom-grafana', 'prom-grafana-0');
