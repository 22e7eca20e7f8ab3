import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { ComputeResources, LokiSchemaPeriod } from '../../lib';
import { make, synthesized } from '../bad-input/bad-case';
import { describeWithAll } from '../stack/run/programs';
import { textOf } from './arbitraries';
import { asked, written } from './programs';
import { accepted, some } from './property';

// the newest has begun, as it must: what is written now decides what Loki takes
const NEWEST = new LokiSchemaPeriod('2024-01-01');
const DAYS_BEFORE = 19_723;

const day = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .integer({ min: 0, max: DAYS_BEFORE - 1 })
      .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)),
  },
  fc.constantFrom('2024-02-30', '1969-12-31', '24-01-01', ''),
);

/** What a period is made of. */
type Period = readonly [from: string, schema: string, store: string, indexPrefix: string];

const period: fc.Arbitrary<Period> = fc.tuple(
  day,
  fc.constantFrom('v11', 'v12', 'v13'),
  fc.constantFrom('tsdb', 'boltdb-shipper'),
  textOf('abZ_-1', 1, 6),
);

const count = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1 }) }, fc.maxSafeInteger(), fc.double());

const settings = fc.record(
  {
    retention: fc.integer({ min: 20, max: 3_000_000 }).map((hours) => Duration.hours(hours)),
    periods: fc.array(period, { maxLength: 3 }),
    ingestionRateMb: count,
    maxStreams: count,
    memoryLimit: fc.constantFrom('1Ki', '512Mi', '1.5Gi', '1E', '100Ti'),
  },
  { requiredKeys: [] },
);

const byDay = ([a]: Period, [b]: Period): number => (a < b ? -1 : 1);

describeWithAll(['loki'], 'Loki', () => {
  test('starts with the settings that are taken', () => {
    const configs = accepted(some(40, settings), ({ periods = [], memoryLimit, ...rest }) => {
      const older = [...periods].sort(byDay).map(([from, schema, store, indexPrefix]) => {
        return new LokiSchemaPeriod(from, { schema, store, indexPrefix });
      });
      const resources = memoryLimit === undefined ? {} : { resources: new ComputeResources({ memoryLimit }) };
      const loki = make.loki({ ...rest, ...resources, schemaPeriods: [...older, NEWEST] });
      return synthesized(loki).config('ConfigMap', 'loki', 'config.yaml');
    });
    // a process for each: a few of them
    const refusals = configs.slice(0, 15).flatMap((config) => {
      const { status, said } = asked('loki', ['-verify-config', `-config.file=${written('loki.yaml', config)}`]);
      return status === 0 ? [] : [said];
    });

    expect(refusals).toEqual([]);
  });
});
