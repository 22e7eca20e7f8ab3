/**
 * One step of a log pipeline as data. The fields carry Promtail's names and meaning; Alloy has the same stages under the
 * same names, so each agent's configuration is written from these values alone.
 */
export type LogStageData =
  | { readonly stage: 'json'; readonly expressions: Mapping; readonly source?: string }
  | { readonly stage: 'logfmt'; readonly mapping: Mapping; readonly source?: string }
  | { readonly stage: 'regex'; readonly expression: string; readonly source?: string }
  | { readonly stage: 'replace'; readonly expression: string; readonly replace: string; readonly source?: string }
  | { readonly stage: 'template'; readonly source: string; readonly template: string }
  | { readonly stage: 'labels'; readonly values: Mapping }
  | { readonly stage: 'static_labels'; readonly values: Mapping }
  | { readonly stage: 'label_drop'; readonly names: readonly string[] }
  | { readonly stage: 'structured_metadata'; readonly values: Mapping }
  | { readonly stage: 'timestamp'; readonly source: string; readonly format: string }
  | { readonly stage: 'output'; readonly source: string }
  | { readonly stage: 'drop'; readonly expression: string; readonly reason: string }
  | { readonly stage: 'multiline'; readonly firstline: string; readonly maxWaitTime: string; readonly maxLines: number }
  | { readonly stage: 'limit'; readonly rate: number; readonly burst: number; readonly drop: boolean };

/** New name -> where its value comes from: an expression, a field, or the name itself when empty. */
export interface Mapping {
  readonly [name: string]: string;
}
