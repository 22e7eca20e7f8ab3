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
  readonly rows: readonly RowSpec[];
}

/** A drop-down that is filled by a query. */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  /** `label_values(metric, label)`. */
  readonly query: string;
  /** Whether several values may be chosen: queries then match with `=~`. */
  readonly multi?: boolean;
  readonly hidden?: boolean;
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
}

/** Grafana's unit ids, as far as they are in use. */
export type Unit = 'none' | 'short' | 'percentunit' | 'bytes' | 'Bps' | 'pps' | 'reqps' | 'ops' | 's' | 'dtdurations';

/** From which value on something is worth a look, and from which on it is bad. */
export type Thresholds =
  | { readonly warning: number; readonly critical?: number }
  | { readonly warning?: undefined; readonly critical: number };

export interface QuerySpec {
  /** PromQL. */
  readonly expr: string;
  /** Name of each series, such as `{{pod}}`. */
  readonly legend: string;
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
}

export interface SingleValueSpec extends PanelBase {
  readonly unit: Unit;
  readonly query: QuerySpec;
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
  readonly link?: { readonly title: string; readonly url: string };
  /** In pixels; without it all columns are as wide as each other. */
  readonly columnWidth?: number;
}

export interface ValueColumn {
  readonly title: string;
  readonly expr: string;
  readonly unit: Unit;
  /** Colours the text of the cell. */
  readonly thresholds?: Thresholds;
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
