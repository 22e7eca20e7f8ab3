import { partsOf, type Part } from './dashboard-panels';

/** The variables of a dashboard, and what is known of their values without asking a data source. */
export class DashboardVariables {
  /** What the queries are read with: the value of each variable that has but one at a time, fixed in the dashboard. */
  public readonly samples: { readonly [name: string]: string };

  private readonly parts: ReadonlyMap<string, Part>;

  public constructor(model: Part) {
    const { templating } = model;
    const list = typeof templating === 'object' && templating !== null ? (templating as Part)['list'] : [];
    this.parts = new Map(partsOf(list).map((part) => [String(part['name']), part]));
    const fixed = [...this.parts].map(([name, part]) => [name, fixedValue(part)] as const);
    this.samples = Object.fromEntries(fixed.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** The definitions, in their order. */
  public definitions(): readonly Part[] {
    return [...this.parts.values()];
  }

  /** Whether a variable of that name is defined. */
  public has(name: string): boolean {
    return this.parts.has(name);
  }

  /** The plugin whose data sources a variable chooses from; undefined for every other variable. */
  public pluginOf(name: string): string | undefined {
    const { type, query } = this.parts.get(name) ?? {};
    return type === 'datasource' && typeof query === 'string' ? query : undefined;
  }
}

const FIXED = ['custom', 'constant', 'textbox', 'interval'];

/** The value that a variable has when the dashboard is opened, or that it could have. */
function fixedValue({ type, multi, current, options }: Part): string | undefined {
  if (!FIXED.includes(String(type)) || multi === true) return undefined;
  const [chosen] = partsOf([current, ...partsOf(options)])
    .map(({ value }) => value)
    // `$__all` and `$__auto_interval_x` stand for others
    .filter((value): value is string => typeof value === 'string' && value !== '' && !value.startsWith('$__'));
  return chosen;
}
