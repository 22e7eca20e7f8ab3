import { invalid, type Subject } from '../core/errors';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Label names that every tool of the field takes, Loki and Grafana's variables included. */
export function checkLabelName(subject: Subject, prop: string, name: string): void {
  if (typeof name === 'string' && LABEL_NAME.test(name)) return;
  invalid(subject, prop, name, "it must be a label name: letters, digits and '_', not beginning with a digit");
}

export function checkMetricName(subject: Subject, prop: string, name: string): void {
  if (typeof name === 'string' && METRIC_NAME.test(name)) return;
  invalid(subject, prop, name, "it must be a metric name: letters, digits, '_' and ':', not beginning with a digit");
}

/** Matches exactly this text, in RE2 as in Prometheus' relabel rules. */
export function literalRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The part of a `__meta_kubernetes_..._label_` name that stands for a label: `app.kubernetes.io/name` -> `app_kubernetes_io_name`. */
export function metaLabelName(label: string): string {
  return label.replace(/[^a-zA-Z0-9_]/g, '_');
}
