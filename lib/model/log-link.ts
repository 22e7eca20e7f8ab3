import { invalid } from '../core/errors';
import { checkProps } from '../core/kinds';
import { checkOneLine } from '../core/names';
import type { ConfigValue } from '../core/render';
import { checkLabelName } from './metric-label';

/** Where a label of a log line leads, and what its button says. */
export interface LogLinkOptions {
  /** What stands on the button beside the label: `Metrics of the pod`. */
  readonly title: string;
  /**
   * Where it leads: a page of the same Grafana, beginning with `/`, or an http or https URL.
   *
   * It may hold `${__value.raw}`, the value of the label; `${__data.fields.namespace}`, that of another label of the line
   * which has a link too; `${__from}` and `${__to}`, the time range.
   */
  readonly url: string;
}

/*
 * The variables that are known wherever log lines are shown: Explore and the logs panel of a dashboard both resolve them in
 * `getFieldLinksForExplore` (public/app/features/explore/utils/links.ts of Grafana). It shows no link at all that holds a
 * variable which it cannot resolve, such as `${__url_time_range}`, and `${pod}` only in Explore.
 */
const VARIABLE = /^\$\{(?:__value\.raw|__from|__to|__data\.fields\.([a-zA-Z_]\w*))(?::\w+)?\}$/;

// all that Grafana's template service takes for a variable
const ANY_VARIABLE = /\$\w+|\$\{[^}]*\}?|\[\[[^\]]*\]\]/g;

/**
 * A link beside a label of every log line that has it: from the logs of a pod to its metrics.
 *
 * Throws for what is no label name, and for a URL that Grafana would not show.
 *
 * @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields
 * @example
 * LogLink.fromLabel('namespace', { title: 'Metrics of the namespace', url: '/d/shop?var-namespace=${__value.raw}' });
 */
export class LogLink {
  /**
   * A link on a label of the stream, or on one that the query makes.
   *
   * @param label name of the label
   * @param options where it leads
   */
  public static fromLabel(label: string, options: LogLinkOptions): LogLink {
    checkLabelName('LogLink', 'label', label);
    const subject = `LogLink ${label}`;
    checkProps(subject, options, 'options');
    checkOneLine(subject, 'title', options.title);
    checkUrl(subject, options.url);
    return new LogLink(label, options.title, options.url);
  }

  private constructor(
    /** Name of the label. */
    public readonly label: string,
    /** What stands on the button. */
    public readonly title: string,
    /** Where it leads. */
    public readonly url: string,
  ) {}

  /** Labels other than its own whose values the URL reads. @internal */
  public _labelsRead(): string[] {
    return variablesOf(this.url).flatMap((variable) => VARIABLE.exec(variable)?.[1] ?? []);
  }

  /** An entry of `derivedFields` in the data source's `jsonData`. @internal */
  public _data(): { readonly [key: string]: ConfigValue } {
    return {
      // the name by which `${__data.fields.namespace}` of another link finds the value
      name: this.label,
      matcherType: 'label',
      // a regular expression that is looked for in the names of all labels, of which the first one wins
      matcherRegex: `^${this.label}$`,
      url: this.url,
      urlDisplayLabel: this.title,
    };
  }
}

function variablesOf(url: string): string[] {
  return url.match(ANY_VARIABLE) ?? [];
}

function checkUrl(subject: string, url: string): void {
  const sample = String(url).replace(ANY_VARIABLE, 'x');
  const isPath = /^\/(?!\/)/.test(sample);
  const isUrl = /^https?:\/\//.test(sample) && URL.canParse(sample);
  if (typeof url !== 'string' || /[\s\\]/.test(sample) || !(isPath || isUrl)) {
    const rule = "it must be a page of the same Grafana, such as '/d/shop', or an http or https URL";
    invalid(subject, 'url', url, rule);
  }
  if (isUrl && new URL(sample).password !== '') {
    invalid(subject, 'url', url, 'it must carry no password, which everyone who sees the line would see');
  }
  const unknown = variablesOf(url).find((variable) => !VARIABLE.test(variable));
  if (unknown !== undefined) {
    const known = '${__value.raw}, ${__data.fields.LABEL}, ${__from} and ${__to}';
    invalid(subject, 'url', url, `Grafana shows no link with '${unknown}'; it may hold ${known}`);
  }
}
