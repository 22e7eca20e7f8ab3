import { Construct } from 'constructs';
import { namespaceOf } from '../core/namespace';
import { yamlText } from '../core/render';
import type { RuleGroup } from '../model/rule-group';
import type { ScrapeTarget } from '../model/scrape-target';
import { RULES_LABEL, SCRAPE_CONFIG_LABEL } from './discovery-sidecars';
import { PagedFiles, type PagedFilesProps } from './paged-files';
import { mostBytes as mostRuleBytes, ruleFile } from './rule-file';
import { mostBytes as mostJobBytes, scrapeConfig } from './scrape-config';
import { sortedBy } from './sorted-by';

/** What the ConfigMaps of jobs and rules have in common. */
export interface DiscoverableFilesProps {
  /** What their names begin with, unlike in every other app that makes such ConfigMaps in the namespace. */
  readonly name: string;
  /** Their labels, besides the one by which they are found. */
  readonly labels: { [key: string]: string };
}

/**
 * Scrape jobs and rules for a Prometheus that looks for labelled ConfigMaps: the same text that a Prometheus of this app would
 * read. A ConfigMap of each kind is made with the first of its items.
 */
export class DiscoverableFiles extends Construct {
  // two jobs of one name stop Prometheus from reloading: no other app has this name in this namespace
  private readonly jobPrefix: string;
  private jobs?: PagedFiles<ScrapeTarget>;
  private rules?: PagedFiles<RuleGroup>;

  public constructor(
    private readonly stack: Construct,
    id: string,
    private readonly props: DiscoverableFilesProps,
  ) {
    super(stack, id);
    this.jobPrefix = `${namespaceOf(stack)}/${props.name}/`;
  }

  /** Adds a scrape job, which is named `<namespace>/<name>/<job>`; its label `job` is not. */
  public addScrapeTarget(target: ScrapeTarget): void {
    this.jobs ??= this.pages('Jobs', SCRAPE_CONFIG_LABEL, 'scrape-config', (targets) => ({
      scrape_configs: sortedBy(targets, 'jobName').map((job) => scrapeConfig(this.stack, job, this.jobPrefix)),
    }));
    this.jobs.add(target, mostJobBytes(target));
  }

  /** Adds a rule group. */
  public addRuleGroup(group: RuleGroup): void {
    this.rules ??= this.pages('Rules', RULES_LABEL, 'rules', (groups) => ruleFile(sortedBy(groups, 'name')));
    this.rules.add(group, mostRuleBytes(group));
  }

  private pages<T>(
    id: string,
    label: string,
    kind: string,
    content: (items: readonly T[]) => Parameters<typeof yamlText>[1],
  ): PagedFiles<T> {
    const { name, labels } = this.props;
    const numbered = (text: string, page: number): string => (page === 1 ? text : `${text}-${page}`);
    const props: PagedFilesProps<T> = {
      configMap: (page) => numbered(`${name}-${kind}`, page),
      labels: { ...labels, [label]: '1' },
      fileName: (page) => `${numbered(kind, page)}.yml`,
      text: (items) => yamlText(this.stack, content(items)),
    };
    return new PagedFiles(this, id, props);
  }
}
