import { Duration } from 'cdk8s';
import { LogPipeline, LogStage, LokiSchemaPeriod } from '../../lib';
import { make, untyped, type BadCase } from './bad-case';

const period = (day: unknown, options: object = {}): LokiSchemaPeriod => new LokiSchemaPeriod(untyped(day), options);
const pipeline = (selector: unknown): LogPipeline => LogPipeline.forSelector(untyped(selector), [LogStage.drop('x')]);
const extra = (extraConfig: object): unknown => make.loki({ extraConfig });

/** Schema, retention, limits and selectors of Loki. */
export const LOKI_SETTINGS: readonly BadCase[] = [
  [
    72,
    'index tables of two days',
    () => extra({ schema_config: { configs: [{ index: { period: '48h' } }] } }),
    `[test/Loki] 'extraConfig.schema_config.configs' is [{"index":{"period":"48h"}}]; lists are not merged, and the typed prop 'schemaPeriods' sets it to [{"from":"2024-01-01","store":"tsdb","object_store":"filesystem","schema":"v13",...: use that`,
  ],
  [
    73,
    'schema v99',
    () => period('2024-01-01', { schema: 'v99' }),
    `[LokiSchemaPeriod 2024-01-01] 'schema' is "v99"; it must be one of v11, v12, v13`,
  ],
  [
    73,
    'schema v8',
    () => period('2024-01-01', { schema: 'v8' }),
    `[LokiSchemaPeriod 2024-01-01] 'schema' is "v8"; it must be one of v11, v12, v13`,
  ],
  [
    73,
    'a schema as a number',
    () => period('2024-01-01', { schema: 13 }),
    "[LokiSchemaPeriod 2024-01-01] 'schema' is 13; it must be one of v11, v12, v13",
  ],
  [
    73,
    'a newest period without structured metadata',
    () => make.loki({ schemaPeriods: [period('2024-01-01', { schema: 'v12' })] }),
    "[test/Loki] 'schemaPeriods' ends with schema v12, from 2024-01-01; what is written now needs v13, for structured metadata: append a period with it",
  ],
  [
    74,
    'a day that there is not',
    () => period('2024-13-45'),
    `[LokiSchemaPeriod] 'firstDay' is "2024-13-45"; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on`,
  ],
  [
    74,
    'the 30th of February',
    () => period('2024-02-30'),
    `[LokiSchemaPeriod] 'firstDay' is "2024-02-30"; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on`,
  ],
  [
    74,
    'a Date',
    () => period(new Date(0)),
    `[LokiSchemaPeriod] 'firstDay' is "1970-01-01T00:00:00.000Z"; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on`,
  ],
  [
    74,
    'a day that is missing',
    () => period(undefined),
    "[LokiSchemaPeriod] 'firstDay' is undefined; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on",
  ],
  [
    74,
    'periods that go back',
    () => make.loki({ schemaPeriods: [period('2024-01-01'), period('2023-01-01')] }),
    "[test/Loki] 'schemaPeriods' has 2023-01-01 after 2024-01-01; each period must begin on a later day than the one before it: append the new one at the end",
  ],
  [
    74,
    'two periods of one day',
    () => make.loki({ schemaPeriods: [period('2024-01-01'), period('2024-01-01')] }),
    "[test/Loki] 'schemaPeriods' has 2024-01-01 after 2024-01-01; each period must begin on a later day than the one before it: append the new one at the end",
  ],
  [
    74,
    'no period',
    () => make.loki({ schemaPeriods: [] }),
    "[test/Loki] 'schemaPeriods' is []; it must hold at least one period, such as new LokiSchemaPeriod('2024-01-01')",
  ],
  [
    75,
    'an unknown store',
    () => period('2024-01-01', { store: 'cassandra' }),
    `[LokiSchemaPeriod 2024-01-01] 'store' is "cassandra"; it must be one of tsdb, boltdb-shipper`,
  ],
  [
    75,
    'a prefix with a slash',
    () => period('2024-01-01', { indexPrefix: 'a/b' }),
    `[LokiSchemaPeriod 2024-01-01] 'indexPrefix' is "a/b"; it must be letters, digits, '_' or '-', such as 'index_'`,
  ],
  [
    75,
    'another object store',
    () => extra({ common: { storage: { filesystem: { chunks_directory: '/x' } } } }),
    `[test/Loki] 'extraConfig.common.storage.filesystem.chunks_directory' is "/x"; this library sets it to "/var/loki/chunks": leave it out, or patch the ConfigMap`,
  ],
  [
    76,
    'retention that is switched off',
    () => extra({ compactor: { retention_enabled: false } }),
    "[test/Loki] 'extraConfig.compactor.retention_enabled' is false; this library sets it to true: leave it out, or patch the ConfigMap",
  ],
  [
    76,
    'another store of what is to be deleted',
    () => extra({ compactor: { delete_request_store: 's3' } }),
    `[test/Loki] 'extraConfig.compactor.delete_request_store' is "s3"; this library sets it to "filesystem": leave it out, or patch the ConfigMap`,
  ],
  [
    77,
    'logs kept for 23 hours',
    () => make.loki({ retention: Duration.hours(23) }),
    "[test/Loki] 'retention' is 23h; it must be at least 1d, the length of one index table",
  ],
  [
    77,
    'a retention in words',
    () => make.loki({ retention: '6 hours' }),
    `[test/Loki] 'retention' is "6 hours"; it must be a Duration, such as Duration.hours(6) or Duration.seconds(30)`,
  ],
  [
    77,
    'a retention of nothing',
    () => make.loki({ retention: Duration.days(0) }),
    "[test/Loki] 'retention' is 0s; it must be longer than 0, in whole milliseconds",
  ],
  [
    79,
    'copies for which there are no replicas',
    () => extra({ common: { replication_factor: 3 } }),
    "[test/Loki] 'extraConfig.common.replication_factor' is 3; this library sets it to 1: leave it out, or patch the ConfigMap",
  ],
  [
    80,
    'no bytes to take in',
    () => make.loki({ ingestionRateMb: 0 }),
    "[test/Loki] 'ingestionRateMb' is 0; it must be a whole number of at least 1",
  ],
  [
    80,
    'half a stream',
    () => make.loki({ maxStreams: 0.5 }),
    "[test/Loki] 'maxStreams' is 0.5; it must be a whole number of at least 1",
  ],
  [
    81,
    'no selector',
    () => pipeline(''),
    `[LogPipeline] 'selector' is ""; column 1: the query is empty; expected a stream selector such as {app="api"}; it must be like '{namespace="checkout"}'`,
  ],
  [
    81,
    'a selector of everything',
    () => pipeline('{}'),
    `[LogPipeline] 'selector' is "{}"; column 2: expected a label name, found '}'; it must be like '{namespace="checkout"}'`,
  ],
  [
    81,
    'a selector that is not closed',
    () => pipeline('{app="api"'),
    `[LogPipeline] 'selector' is "{app=\\"api\\""; column 1: '{' is never closed; expected '}'; it must be like '{namespace="checkout"}'`,
  ],
  [
    81,
    'a selector that is missing',
    () => pipeline(undefined),
    "[LogPipeline] 'selector' is undefined; it must be text",
  ],
  [
    81,
    'a query in the place of a selector',
    () => pipeline('{app="api"} |= "x"'),
    `[LogPipeline] 'selector' is "{app=\\"api\\"} |= \\"x\\""; column 13: only a stream selector such as {app="api"} can stand here, no pipeline and no function; it must be like '{namespace="checkout"}'`,
  ],
  [
    81,
    'a regular expression that is none',
    () => pipeline('{app=~"("}'),
    '[LogPipeline] \'selector\' is "{app=~\\"(\\"}"; column 7: the regular expression of \'app\' is not valid: missing closing ): `(`; it must be like \'{namespace="checkout"}\'',
  ],
  [
    81,
    'a label with a hyphen',
    () => pipeline('{my-app="x"}'),
    `[LogPipeline] 'selector' is "{my-app=\\"x\\"}"; column 4: expected =, !=, =~ or !~ after the label 'my', found '-'; it must be like '{namespace="checkout"}'`,
  ],
  [
    81,
    'a selector in backticks',
    () => pipeline('{app=`api`}'),
    '[LogPipeline] \'selector\' is "{app=`api`}"; log agents read matchers with double quotes alone, such as \'{namespace="checkout", app=~"api|web"}\'',
  ],
  [
    82,
    'a tenant for a Loki that has none',
    () => extra({ auth_enabled: true }),
    "[test/Loki] 'extraConfig.auth_enabled' is true; this library sets it to false: leave it out, or patch the ConfigMap",
  ],
  [
    82,
    'a URL in the place of an endpoint',
    () => make.promtail({ loki: 'http://loki:3100' }),
    `[test/Promtail] 'loki' is "http://loki:3100"; it must be an Endpoint, such as that of new Loki(...): loki.endpoint`,
  ],
  [
    82,
    'no Loki at all',
    () => make.alloy({ loki: undefined }),
    "[test/Alloy] 'loki' is null; it must be an Endpoint, such as that of new Loki(...): loki.endpoint",
  ],
];
