/** What a PromQL expression evaluates to; `any` stands for what only Grafana knows, a variable. */
export type PromqlType = 'scalar' | 'string' | 'instant vector' | 'range vector' | 'any';

export interface PromqlFunction {
  /** Types of the arguments; the last one is also that of all further ones. */
  readonly parameters: readonly PromqlType[];
  readonly fewest: number;
  /** Infinity where any number may follow. */
  readonly most: number;
  readonly returns: PromqlType;
  /** Known to Prometheus only with the feature flag `promql-experimental-functions`. */
  readonly experimental: boolean;
}

export interface PromqlAggregation {
  /** Type of the parameter that stands before the vector: `topk(3, up)`. */
  readonly parameter?: PromqlType;
  readonly experimental: boolean;
}

const VECTOR = 'instant vector';
const RANGE = 'range vector';

// the functions of Prometheus 3.14, grouped by what they take and give:
// https://prometheus.io/docs/prometheus/latest/querying/functions/
const FUNCTIONS = new Map<string, PromqlFunction>([
  ...functions(
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count ' +
      'histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
    { parameters: [VECTOR] },
  ),
  ...functions(
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate ' +
      'last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time',
    { parameters: [RANGE] },
  ),
  ...functions('day_of_month day_of_week day_of_year days_in_month hour minute month year', {
    parameters: [VECTOR],
    fewest: 0,
  }),
  ...functions('clamp', { parameters: [VECTOR, 'scalar', 'scalar'] }),
  ...functions('clamp_max clamp_min', { parameters: [VECTOR, 'scalar'] }),
  ...functions('round', { parameters: [VECTOR, 'scalar'], fewest: 1 }),
  ...functions('histogram_fraction', { parameters: ['scalar', 'scalar', VECTOR] }),
  ...functions('histogram_quantile', { parameters: ['scalar', VECTOR] }),
  ...functions('quantile_over_time', { parameters: ['scalar', RANGE] }),
  ...functions('predict_linear', { parameters: [RANGE, 'scalar'] }),
  ...functions('label_replace', { parameters: [VECTOR, 'string', 'string', 'string', 'string'] }),
  ...functions('label_join', { parameters: [VECTOR, 'string', 'string', 'string'], fewest: 3, most: Infinity }),
  ...functions('pi time', { parameters: [], returns: 'scalar' }),
  ...functions('scalar', { parameters: [VECTOR], returns: 'scalar' }),
  ...functions('vector', { parameters: ['scalar'] }),
  ...functions('start_timestamp', { parameters: [VECTOR], experimental: true }),
  ...functions('mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time', {
    parameters: [RANGE],
    experimental: true,
  }),
  ...functions('double_exponential_smoothing', { parameters: [RANGE, 'scalar', 'scalar'], experimental: true }),
  ...functions('histogram_quantiles', {
    parameters: [VECTOR, 'string', 'scalar', 'scalar'],
    fewest: 3,
    most: 12,
    experimental: true,
  }),
  ...functions('info', { parameters: [VECTOR, VECTOR], fewest: 1, experimental: true }),
  ...functions('sort_by_label sort_by_label_desc', {
    parameters: [VECTOR, 'string'],
    fewest: 1,
    most: Infinity,
    experimental: true,
  }),
  ...functions('max_of min_of', { parameters: ['scalar', 'scalar'], returns: 'scalar', experimental: true }),
  ...functions('end range start step', { parameters: [], returns: 'scalar', experimental: true }),
]);

// https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators
const AGGREGATIONS = new Map<string, PromqlAggregation>([
  ...['avg', 'count', 'group', 'max', 'min', 'stddev', 'stdvar', 'sum'].map(
    (n) => [n, { experimental: false }] as const,
  ),
  ...['bottomk', 'quantile', 'topk'].map((n) => [n, { parameter: 'scalar', experimental: false }] as const),
  ...['limit_ratio', 'limitk'].map((n) => [n, { parameter: 'scalar', experimental: true }] as const),
  ['count_values', { parameter: 'string', experimental: false }],
]);

/** The function of that name; Prometheus tells upper and lower case apart. */
export function promqlFunction(name: string): PromqlFunction | undefined {
  return FUNCTIONS.get(name);
}

/** The aggregation of that name, in any case. */
export function promqlAggregation(name: string): PromqlAggregation | undefined {
  return AGGREGATIONS.get(name.toLowerCase());
}

/** All names that may stand before `(...)`. */
export function promqlCallables(): string[] {
  return [...FUNCTIONS.keys(), ...AGGREGATIONS.keys()];
}

/** A type in a sentence. */
export function withArticle(type: PromqlType): string {
  return /^[ai]/.test(type) ? `an ${type}` : `a ${type}`;
}

function functions(
  names: string,
  signature: Pick<PromqlFunction, 'parameters'> & Partial<PromqlFunction>,
): (readonly [string, PromqlFunction])[] {
  const count = signature.parameters.length;
  const { fewest = count, most = count, returns = VECTOR, experimental = false } = signature;
  const definition = { parameters: signature.parameters, fewest, most, returns, experimental } as const;
  return names.split(' ').map((name) => [name, definition] as const);
}
