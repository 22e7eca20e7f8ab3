/** A dashboard, said in the words of who reads it; `buildDashboard` makes Grafana's JSON model of it. */
export interface DashboardSpec {
  readonly uid: string;
  readonly title: string;
  /** Which question the dashboard answers; shown in Grafana's list. */
  readonly description: string;
  /** What dashboards of one subject have in common; each links to those that share its first tag. */
  readonly tags: readonly [string, ...string[]];
  /** Drop-downs beside that of the data source, which every dashboard has. */
  readonly variables: readonly VariableSpec[];
  /** Events that are marked in every graph. */
  readonly annotations?: readonly AnnotationSpec[];
  /** Other dashboards and pages, beside the menu of those of the same subject. */
  readonly links?: readonly LinkSpec[];
  readonly rows: readonly RowSpec[];
}

/** Which of the stack's data sources a query is for: PromQL or LogQL. */
export type Source = 'prometheus' | 'loki';

export type VariableSpec = QueryVariableSpec | TextVariableSpec;

/** A drop-down that is filled by a query. */
export interface QueryVariableSpec {
  readonly kind?: 'query';
  readonly name: string;
  readonly label: string;
  /** `label_values(metric, label)`; of Loki `label_values({namespace="x"}, label)`. */
  readonly query: string;
  readonly source?: Source;
  /** Whether several values may be chosen, or all of them: queries then match with `=~`. */
  readonly multi?: boolean;
  readonly hidden?: boolean;
}

/** A field to type into. */
export interface TextVariableSpec {
  readonly kind: 'text';
  readonly name: string;
  readonly label: string;
  /** What stands there when the dashboard is opened. */
  readonly value: string;
}

/** A moment at which something happened: a line through every graph, wherever the query has a value above 0. */
export interface AnnotationSpec {
  readonly name: string;
  /** PromQL. */
  readonly expr: string;
  /** What is shown at the line; may hold labels as `{{pod}}`. */
  readonly title: string;
  readonly color: Color;
  /** Off until someone wants to see it. */
  readonly hidden?: boolean;
}

export type Color = 'green' | 'orange' | 'red' | 'blue' | 'purple' | 'text';

/** Where a person goes on from here; the URL may hold variables. */
export interface LinkSpec {
  readonly title: string;
  readonly url: string;
}

/** Panels that stand together. */
export interface RowSpec {
  /** Heading of the row; none for the panels on top. */
  readonly title?: string;
  readonly panels: readonly PanelSpec[];
}

export type PanelSpec = TimeSeriesSpec | StatSpec | GaugeSpec | BarGaugeSpec | TableSpec | LogsSpec;

interface PanelBase {
  readonly title: string;
  /** What is shown, and how a bad value is told from a good one. */
  readonly description: string;
  /** In columns of the grid, which has 24. */
  readonly width: 3 | 4 | 6 | 8 | 12 | 16 | 18 | 24;
  /** In units of 30 pixels; each kind has its own default. */
  readonly height?: number;
  /** In the corner of the panel: where to read on about all that it shows. */
  readonly links?: readonly LinkSpec[];
}

/** Grafana's unit ids, as far as they are in use. */
export type Unit =
  | 'none'
  | 'short'
  | 'percentunit'
  | 'bytes'
  | 'Bps'
  | 'pps'
  | 'reqps'
  | 'ops'
  | 'iops'
  | 'cps'
  | 's'
  | 'dtdurations'
  | 'dateTimeFromNow';

/** From which value on something is worth a look, and from which on it is bad. */
export type Thresholds =
  | { readonly warning: number; readonly critical?: number }
  | { readonly warning?: undefined; readonly critical: number };

export interface QuerySpec {
  /** PromQL, or LogQL when the source of the panel is Loki. */
  readonly expr: string;
  /** Name of each series, such as `{{pod}}`. */
  readonly legend: string;
  /** For what has a meaning of its own, such as errors in red; else the name of a series decides. */
  readonly color?: Color;
}

/** A query that is drawn as a dashed line above the others: a request, a limit, a capacity. */
export interface LineSpec {
  readonly expr: string;
  /** Fixed text, since it is by name that the line is told from the other series. */
  readonly name: string;
}

export interface TimeSeriesSpec extends PanelBase {
  readonly kind: 'timeseries';
  readonly unit: Unit;
  readonly source?: Source;
  readonly queries: readonly [QuerySpec, ...QuerySpec[]];
  readonly lines?: readonly LineSpec[];
  /** Whether the series add up to something. */
  readonly stack?: boolean;
  /** `table` for many series: the greatest on top, each with its mean and its maximum. */
  readonly legend?: 'list' | 'table';
  readonly axisLabel?: string;
  readonly max?: number;
  /** Drawn as lines. */
  readonly thresholds?: Thresholds;
  /** `bars` for counts of events, such as log lines. */
  readonly draw?: 'lines' | 'bars';
  /** On each series: its labels stand as `${__field.labels.pod}`. */
  readonly seriesLinks?: readonly LinkSpec[];
}

/** Words in place of a number: `1` is up. */
export interface MappingSpec {
  readonly value: number;
  readonly text: string;
  readonly color?: Color;
}

export interface SingleValueSpec extends PanelBase {
  readonly unit: Unit;
  readonly source?: Source;
  readonly query: QuerySpec;
  readonly mappings?: readonly MappingSpec[];
  readonly thresholds?: Thresholds;
  /** What stands there when the query has no result, in few words. */
  readonly noValue?: string;
  readonly decimals?: number;
}

export interface StatSpec extends SingleValueSpec {
  readonly kind: 'stat';
  /** `name` shows the legend instead of the value. */
  readonly show?: 'value' | 'name';
}

export interface GaugeSpec extends SingleValueSpec {
  readonly kind: 'gauge';
  readonly max: number;
}

/** One bar for each series. */
export interface BarGaugeSpec extends SingleValueSpec {
  readonly kind: 'bargauge';
  readonly max?: number;
}

/** A column that tells the rows apart, or adds a label to them. */
export interface LabelColumn {
  readonly title: string;
  readonly label: string;
  /** Query that brings the label when the values do not carry it; its own value is not shown. */
  readonly expr?: string;
  readonly link?: LinkSpec;
  /** Further ones: a click on the cell then opens a menu of them all. */
  readonly links?: readonly LinkSpec[];
  /** In pixels; without it all columns are as wide as each other. */
  readonly columnWidth?: number;
}

export interface ValueColumn {
  readonly title: string;
  readonly expr: string;
  readonly unit: Unit;
  /** Colours the text of the cell. */
  readonly thresholds?: Thresholds;
  readonly mappings?: readonly MappingSpec[];
  readonly decimals?: number;
}

/** One row for each combination of the labels: the queries are joined by the labels that they have in common. */
export interface TableSpec extends PanelBase {
  readonly kind: 'table';
  readonly labels: readonly [LabelColumn, ...LabelColumn[]];
  readonly values: readonly ValueColumn[];
  /** Title of the column whose greatest value stands on top. */
  readonly sortBy: string;
}

export interface LogsSpec extends PanelBase {
  readonly kind: 'logs';
  /** LogQL. */
  readonly logql: string;
}
