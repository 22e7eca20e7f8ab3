import type { Construct } from 'constructs';
import { fail } from '../core/errors';
import { checkKind } from '../core/kinds';
import type { ConfigValue } from '../core/render';
import type { DataSource } from '../model/data-source';
import { DATA_SOURCE } from '../model/kinds';
import { dataSourcesConfig } from './provisioning';

/** The data sources of a Grafana, of which no two share a name or uid and one at most is the default. */
export class DataSources {
  private readonly sources: DataSource[] = [];

  public constructor(
    private readonly grafana: Construct,
    private readonly disabledPlugins: readonly string[],
  ) {}

  /** Adds one; fails for a name or uid that is taken, for a second default, and for a plugin that is not loaded. */
  public add(source: DataSource): void {
    checkKind(this.grafana, 'dataSource', source ?? null, ...DATA_SOURCE);
    const { name, uid, type } = source;
    for (const other of this.sources) {
      if (other.name === name) {
        fail(this.grafana, `two data sources have the name '${name}'; give one of them another`);
      }
      const both = `the data sources '${other.name}' and '${name}'`;
      if (other.uid === uid) fail(this.grafana, `${both} have the same uid '${uid}'; give one of them another`);
      if (other.isDefault && source.isDefault) fail(this.grafana, `${both} are both the default; only one may be`);
    }
    if (this.disabledPlugins.includes(type)) {
      fail(this.grafana, `the data source '${name}' needs the plugin '${type}'; take it out of 'disabledPlugins'`);
    }
    this.sources.push(source);
  }

  /** All of them. */
  public all(): readonly DataSource[] {
    return this.sources;
  }

  /** What dashboards may refer to. */
  public namesAndUids(): string[] {
    return this.sources.flatMap(({ uid, name }) => [uid, name]);
  }

  /** The provisioning file. */
  public config(): ConfigValue {
    return dataSourcesConfig(this.sources);
  }
}
