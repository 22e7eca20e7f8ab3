import type { Answer } from '../../live/running-prometheus';

/** One log line as Loki gives it back. */
export interface LogLine {
  readonly labels: { readonly [name: string]: string };
  readonly nanoseconds: string;
  readonly text: string;
}

/** The query API of a Prometheus. */
export class PrometheusClient {
  public constructor(private readonly url: string) {}

  public async instant(query: string, time?: number): Promise<Answer['result']> {
    const body = new URLSearchParams({ query, ...(time === undefined ? {} : { time: String(time) }) });
    const response = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body });
    const { status, data, error } = (await response.json()) as { status: string; data: Answer; error?: string };
    if (status !== 'success') throw new Error(`${error}: ${query}`);
    return data.result;
  }

  /** The value of a query that has one series. */
  public async value(query: string): Promise<number | undefined> {
    const [series] = await this.instant(query);
    return series?.value === undefined ? undefined : Number(series.value[1]);
  }

  public async get(path: string): Promise<any> {
    const response = await fetch(`${this.url}/api/v1/${path}`);
    return ((await response.json()) as { data: unknown }).data;
  }
}

/** The query API of a Loki. */
export class LokiClient {
  public constructor(private readonly url: string) {}

  /** The lines of a log query, or the series of a metric query, of the last seconds. */
  public async range(query: string, seconds = 600): Promise<any[]> {
    const end = Date.now() + 5_000;
    const parameters = {
      query,
      start: `${end - seconds * 1000}000000`,
      end: `${end}000000`,
      limit: '5000',
      direction: 'forward',
    };
    return this.ask('query_range', parameters);
  }

  public async lines(query: string, seconds = 600): Promise<LogLine[]> {
    const streams = await this.range(query, seconds);
    return streams.flatMap(({ stream, values }: any) =>
      values.map(([nanoseconds, text]: [string, string]) => ({ labels: stream, nanoseconds, text })),
    );
  }

  /** The one number of a metric query now. */
  public async value(query: string): Promise<number> {
    const [series] = await this.ask('query', { query, time: `${Date.now() + 5_000}000000` });
    return Number(series?.value[1] ?? 0);
  }

  public async push(streams: readonly object[]): Promise<Response> {
    return fetch(`${this.url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams }),
    });
  }

  private async ask(path: string, parameters: { [name: string]: string }): Promise<any[]> {
    const response = await fetch(`${this.url}/loki/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    if (!response.ok) throw new Error(`${await response.text()}: ${parameters['query']}`);
    return ((await response.json()) as { data: { result: any[] } }).data.result;
  }
}
