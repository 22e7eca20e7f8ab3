import type * as BarGaugeSdk from '@grafana/grafana-foundation-sdk/bargauge';
import type * as CommonSdk from '@grafana/grafana-foundation-sdk/common';
import type * as DashboardSdk from '@grafana/grafana-foundation-sdk/dashboard';
import type * as GaugeSdk from '@grafana/grafana-foundation-sdk/gauge';
import type * as LogsSdk from '@grafana/grafana-foundation-sdk/logs';
import type * as LokiSdk from '@grafana/grafana-foundation-sdk/loki';
import type * as PrometheusSdk from '@grafana/grafana-foundation-sdk/prometheus';
import type * as StatSdk from '@grafana/grafana-foundation-sdk/stat';
import type * as TableSdk from '@grafana/grafana-foundation-sdk/table';
import type * as TimeSeriesSdk from '@grafana/grafana-foundation-sdk/timeseries';

/** The parts of the SDK that are in use. */
export interface Sdk {
  readonly bargauge: typeof BarGaugeSdk;
  readonly common: typeof CommonSdk;
  readonly dashboard: typeof DashboardSdk;
  readonly gauge: typeof GaugeSdk;
  readonly logs: typeof LogsSdk;
  readonly loki: typeof LokiSdk;
  readonly prometheus: typeof PrometheusSdk;
  readonly stat: typeof StatSdk;
  readonly table: typeof TableSdk;
  readonly timeseries: typeof TimeSeriesSdk;
}

/** The SDK takes long to load: it is loaded by the first dashboard that is built. */
export function sdk(): Sdk {
  return {
    bargauge: require('@grafana/grafana-foundation-sdk/bargauge') as typeof BarGaugeSdk,
    common: require('@grafana/grafana-foundation-sdk/common') as typeof CommonSdk,
    dashboard: require('@grafana/grafana-foundation-sdk/dashboard') as typeof DashboardSdk,
    gauge: require('@grafana/grafana-foundation-sdk/gauge') as typeof GaugeSdk,
    logs: require('@grafana/grafana-foundation-sdk/logs') as typeof LogsSdk,
    loki: require('@grafana/grafana-foundation-sdk/loki') as typeof LokiSdk,
    prometheus: require('@grafana/grafana-foundation-sdk/prometheus') as typeof PrometheusSdk,
    stat: require('@grafana/grafana-foundation-sdk/stat') as typeof StatSdk,
    table: require('@grafana/grafana-foundation-sdk/table') as typeof TableSdk,
    timeseries: require('@grafana/grafana-foundation-sdk/timeseries') as typeof TimeSeriesSdk,
  };
}
