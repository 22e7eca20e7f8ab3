import { fail, invalid, type Subject } from '../core/errors';
import { checkItems, checkProps } from '../core/kinds';
import type { ConfigValue } from '../core/render';

/** How a schema period differs from today's way of writing. */
export interface LokiSchemaPeriodOptions {
  /**
   * Version of the schema: `v11`, `v12` or `v13`. Structured metadata needs `v13`: the newest period must have it, and
   * must have begun when Loki starts.
   *
   * @default 'v13'
   */
  readonly schema?: string;
  /**
   * What its index is: `tsdb`, or `boltdb-shipper` for a past period of an older Loki, whose lines stay readable. The newest
   * period must have `tsdb`. Key `store`.
   *
   * @default 'tsdb'
   */
  readonly store?: string;
  /**
   * What the names of its index tables begin with: letters, digits, `_` and `-`.
   *
   * @default 'index_'
   */
  readonly indexPrefix?: string;
}

const DEFAULTS = {
  schema: 'v13',
  store: 'tsdb',
  indexPrefix: 'index_', // the guide: schemaConfig.configs[0].index.prefix
};

const SCHEMAS = ['v11', 'v12', 'v13'];

// what Loki 3 still reads from a file system and retention can delete: plain `boltdb` has no tables of a day
const STORES = ['tsdb', 'boltdb-shipper'];

/**
 * From a day on, how Loki writes its index and chunks: tables of 24 hours on the volume's file system.
 *
 * What was written is read by the period of its day: never edit or remove a period that has begun, append one with a
 * later day. The first period must begin before the oldest line; lines before it are refused.
 *
 * Throws for a day that is none, for an unknown schema or store and for a prefix with other characters.
 *
 * @see https://grafana.com/docs/loki/latest/operations/storage/schema/
 * @example
 * new LokiSchemaPeriod('2024-01-01');
 */
export class LokiSchemaPeriod {
  /** Version of the schema. */
  public readonly schema: string;
  /** What its index is. */
  public readonly store: string;
  /** What the names of its index tables begin with. */
  public readonly indexPrefix: string;

  public constructor(
    /** The day it begins on, in UTC, as `YYYY-MM-DD`. Key `from`. */
    public readonly firstDay: string,
    options: LokiSchemaPeriodOptions = {},
  ) {
    checkProps('LokiSchemaPeriod', options, 'options');
    const subject = `LokiSchemaPeriod ${String(firstDay)}`;
    this.schema = options.schema ?? DEFAULTS.schema;
    this.store = options.store ?? DEFAULTS.store;
    this.indexPrefix = options.indexPrefix ?? DEFAULTS.indexPrefix;
    if (!isDay(firstDay))
      invalid('LokiSchemaPeriod', 'firstDay', firstDay, "it must be a day as 'YYYY-MM-DD', from 1970-01-01 on");
    if (!SCHEMAS.includes(this.schema)) {
      invalid(subject, 'schema', this.schema, `it must be one of ${SCHEMAS.join(', ')}`);
    }
    if (!STORES.includes(this.store)) {
      invalid(subject, 'store', this.store, `it must be one of ${STORES.join(', ')}`);
    }
    if (typeof this.indexPrefix !== 'string' || !/^[A-Za-z0-9_-]+$/.test(this.indexPrefix)) {
      invalid(subject, 'indexPrefix', this.indexPrefix, "it must be letters, digits, '_' or '-', such as 'index_'");
    }
  }
}

/** Refuses periods that Loki would not start with, or that could not hold what it is sent. */
export function checkSchemaPeriods(subject: Subject, prop: string, periods: readonly LokiSchemaPeriod[]): void {
  checkItems(subject, prop, periods, 'firstDay', "new LokiSchemaPeriod('2024-01-01')");
  const newest = periods.at(-1);
  if (newest === undefined) {
    fail(subject, `'${prop}' is []; it must hold at least one period, such as new LokiSchemaPeriod('2024-01-01')`);
  }
  for (const [index, period] of periods.entries()) {
    const next = periods[index + 1];
    if (next !== undefined && next.firstDay <= period.firstDay) {
      const rule = 'each period must begin on a later day than the one before it: append the new one at the end';
      fail(subject, `'${prop}' has ${next.firstDay} after ${period.firstDay}; ${rule}`);
    }
  }
  if (newest.schema !== DEFAULTS.schema) {
    const rule = `what is written now needs ${DEFAULTS.schema}, for structured metadata: append a period with it`;
    fail(subject, `'${prop}' ends with schema ${newest.schema}, from ${newest.firstDay}; ${rule}`);
  }
  if (newest.store !== DEFAULTS.store) {
    const rule = `what is written now needs ${DEFAULTS.store}, for structured metadata: append a period with it`;
    fail(subject, `'${prop}' ends with the store ${newest.store}, from ${newest.firstDay}; ${rule}`);
  }
}

/** The periods as Loki's `schema_config` has them. */
export function schemaConfig(periods: readonly LokiSchemaPeriod[]): ConfigValue {
  return {
    configs: periods.map((period) => ({
      from: period.firstDay,
      store: period.store,
      object_store: 'filesystem',
      schema: period.schema,
      // Loki takes no other period for TSDB, and retention works by these tables
      index: { prefix: period.indexPrefix, period: '24h' },
    })),
  };
}

function isDay(text: string): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // 2024-02-30 is read as the first of March
  return time >= 0 && new Date(time).toISOString().startsWith(text);
}
