/*
 * What each value of the model is known by, and how it is made: the last arguments of `checkKind` and `checkItems`.
 */

export const DASHBOARD = ['_model', 'made by Dashboard.fromJson(...) or Dashboard.fromFile(...)'] as const;
export const DATA_SOURCE = ['_jsonData', 'made by DataSource.prometheus(...) or DataSource.loki(...)'] as const;
export const LOG_LINK = ['_labelsRead', "made by LogLink.fromLabel('pod', { title: '...', url: '...' })"] as const;
export const LOG_PIPELINE = [
  '_selector',
  'made by LogPipeline.forSelector(...) or LogPipeline.forWorkload(...)',
] as const;
export const LOG_STAGE = ['_data', 'made by LogStage.drop(...) and the like'] as const;
export const MIXIN = ['ruleGroups', 'made by the class of a mixin: new HttpMixin()'] as const;
export const RELABEL_RULE = ['_data', 'made by RelabelRule.drop(...) and the like'] as const;
export const RULE = ['_identity', 'made by Rule.alert(...) or Rule.record(...)'] as const;
export const RULE_GROUP = ['rules', 'a rule group: new RuleGroup(...)'] as const;
export const SCRAPE_TARGET = ['_discovery', 'made by ScrapeTarget.service(...) and the like'] as const;
