import { checkSchemaPeriods, LokiSchemaPeriod, schemaConfig } from '../../lib/loki/loki-schema';

describe('LokiSchemaPeriod', () => {
  test('writes the schema of the guide from its day on', () => {
    expect(schemaConfig([new LokiSchemaPeriod('2024-01-01')])).toEqual({
      configs: [
        {
          from: '2024-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    });
  });

  test('keeps how older data were written', () => {
    const periods = [
      new LokiSchemaPeriod('2022-06-01', { schema: 'v12', indexPrefix: 'loki_index_' }),
      new LokiSchemaPeriod('2024-01-01'),
    ];

    checkSchemaPeriods('test', 'schemaPeriods', periods);

    expect(schemaConfig(periods)).toMatchObject({
      configs: [
        { from: '2022-06-01', schema: 'v12', index: { prefix: 'loki_index_', period: '24h' } },
        { from: '2024-01-01', schema: 'v13', index: { prefix: 'index_', period: '24h' } },
      ],
    });
  });

  test('reads on what an older Loki indexed with BoltDB', () => {
    const periods = [
      new LokiSchemaPeriod('2020-10-24', { store: 'boltdb-shipper', schema: 'v11' }),
      new LokiSchemaPeriod('2026-03-01'),
    ];

    checkSchemaPeriods('test', 'schemaPeriods', periods);

    expect(schemaConfig(periods)).toMatchObject({
      configs: [
        { from: '2020-10-24', store: 'boltdb-shipper', schema: 'v11', index: { prefix: 'index_', period: '24h' } },
        { from: '2026-03-01', store: 'tsdb', schema: 'v13', index: { prefix: 'index_', period: '24h' } },
      ],
    });
  });

  test.each(['2024-02-29', '2000-02-29', '1970-01-01', '2038-01-20', '9999-12-31'])('takes the day %s', (day) => {
    expect(new LokiSchemaPeriod(day).firstDay).toBe(day);
  });

  test.each([
    ...['2024-13-45', '2024-02-30', '2023-02-29', '1900-02-29', '1969-12-31', '2024-1-1', '24-01-01', '01.01.2024'],
    ...[
      '2024-01-01T00:00:00Z',
      '2024-01-01\n',
      ' 2024-01-01',
      '2024/01/01',
      '',
      'today',
      '٢٠٢٤-٠١-٠١',
      '-002024-01-01',
    ],
  ])('refuses %j, which is no day', (day) => {
    expect(() => new LokiSchemaPeriod(day)).toThrow(
      new Error(
        `[LokiSchemaPeriod] 'firstDay' is ${JSON.stringify(day)}; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on`,
      ),
    );
  });

  test.each([20240101, null, new Date(0)])('refuses %p, which is no text', (day) => {
    expect(() => new LokiSchemaPeriod(day as unknown as string)).toThrow(
      /^\[LokiSchemaPeriod\] 'firstDay' is .*; it must be a day as 'YYYY-MM-DD', from 1970-01-01 on$/,
    );
  });

  test.each(['v99', 'v8', 'v14', '13', 'V13', ''])('refuses the schema %j', (schema) => {
    expect(() => new LokiSchemaPeriod('2024-01-01', { schema })).toThrow(
      new Error(`[LokiSchemaPeriod 2024-01-01] 'schema' is ${JSON.stringify(schema)}; it must be one of v11, v12, v13`),
    );
  });

  test.each(['boltdb', 'TSDB', 'cassandra', ''])('refuses the store %j', (store) => {
    expect(() => new LokiSchemaPeriod('2024-01-01', { store })).toThrow(
      new Error(
        `[LokiSchemaPeriod 2024-01-01] 'store' is ${JSON.stringify(store)}; it must be one of tsdb, boltdb-shipper`,
      ),
    );
  });

  test.each(['', 'index/', '../index_', 'index ', 'indéx_', 'a\nb'])('refuses the prefix %j', (indexPrefix) => {
    expect(() => new LokiSchemaPeriod('2024-01-01', { indexPrefix })).toThrow(
      new Error(
        `[LokiSchemaPeriod 2024-01-01] 'indexPrefix' is ${JSON.stringify(indexPrefix)}; ` +
          "it must be letters, digits, '_' or '-', such as 'index_'",
      ),
    );
  });
});

describe('the periods of a Loki', () => {
  const check = (...periods: LokiSchemaPeriod[]): void => checkSchemaPeriods('test/Loki', 'schemaPeriods', periods);

  test('may change their prefix within one schema', () => {
    expect(() =>
      check(new LokiSchemaPeriod('2024-01-01'), new LokiSchemaPeriod('2024-01-02', { indexPrefix: 'i_' })),
    ).not.toThrow();
  });

  test('fail when there are none', () => {
    expect(() => check()).toThrow(
      new Error(
        "[test/Loki] 'schemaPeriods' is []; it must hold at least one period, such as new LokiSchemaPeriod('2024-01-01')",
      ),
    );
  });

  test.each([
    ['the same day', '2024-01-01', '2024-01-01'],
    ['an earlier day', '2024-01-01', '2023-12-31'],
  ])('fail when one begins on %s as the one before it', (_name, first, second) => {
    expect(() => check(new LokiSchemaPeriod(first), new LokiSchemaPeriod(second))).toThrow(
      new Error(
        `[test/Loki] 'schemaPeriods' has ${second} after ${first}; each period must begin on a later day than the one ` +
          'before it: append the new one at the end',
      ),
    );
  });

  test('fail when the newest cannot hold structured metadata', () => {
    expect(() => check(new LokiSchemaPeriod('2022-01-01', { schema: 'v12' }))).toThrow(
      new Error(
        "[test/Loki] 'schemaPeriods' ends with schema v12, from 2022-01-01; what is written now needs v13, for " +
          'structured metadata: append a period with it',
      ),
    );
  });

  test('fail when the newest has an index that is of the past', () => {
    expect(() => check(new LokiSchemaPeriod('2024-01-01', { store: 'boltdb-shipper' }))).toThrow(
      new Error(
        "[test/Loki] 'schemaPeriods' ends with the store boltdb-shipper, from 2024-01-01; what is written now needs tsdb, " +
          'for structured metadata: append a period with it',
      ),
    );
  });
});
