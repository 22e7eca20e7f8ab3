/**
 * One step of a log pipeline as data, in the words of Alloy's `stage.` blocks. Promtail has the same stages and settings;
 * it writes `label_drop` as `labeldrop`, and what is under `values` directly below the name of the stage.
 */
export type LogStageData =
  | { readonly stage: 'json'; readonly expressions: Mapping }
  | { readonly stage: 'logfmt'; readonly mapping: Mapping }
  | { readonly stage: 'regex'; readonly expression: string }
  | { readonly stage: 'replace'; readonly expression: string; readonly replace: string }
  | { readonly stage: 'template'; readonly source: string; readonly template: string }
  | { readonly stage: 'labels'; readonly values: Mapping }
  | { readonly stage: 'static_labels'; readonly values: Mapping }
  | { readonly stage: 'label_drop'; readonly values: readonly string[] }
  | { readonly stage: 'structured_metadata'; readonly values: Mapping }
  | { readonly stage: 'timestamp'; readonly source: string; readonly format: string }
  | { readonly stage: 'output'; readonly source: string }
  | { readonly stage: 'drop'; readonly expression: string; readonly drop_counter_reason: string }
  | {
      readonly stage: 'multiline';
      readonly firstline: string;
      readonly max_wait_time: string;
      readonly max_lines: number;
    }
  | { readonly stage: 'limit'; readonly rate: number; readonly burst: number; readonly drop: boolean };

/** New name -> where its value comes from: an expression, a field, or the name itself when empty. */
export interface Mapping {
  readonly [name: string]: string;
}
