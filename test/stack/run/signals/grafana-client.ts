/** A query of a panel, as Grafana's backend takes it. */
export interface PanelQuery {
  readonly [setting: string]: unknown;
  readonly refId: string;
  readonly datasource: { readonly uid: string; readonly type: string };
}

/** What a query came back with: an error, or how many rows. */
export interface PanelAnswer {
  readonly error: string | undefined;
  readonly rows: number;
}

/** The HTTP API of a Grafana, for its administrator. */
export class GrafanaClient {
  private readonly headers: { readonly [name: string]: string };

  public constructor(
    private readonly url: string,
    user: string,
    password: string,
  ) {
    const credentials = Buffer.from(`${user}:${password}`).toString('base64');
    this.headers = { authorization: `Basic ${credentials}`, 'content-type': 'application/json' };
  }

  /** What is at a path; throws with what Grafana says where nothing is. */
  public async get(path: string): Promise<any> {
    return this.answerOf(await fetch(`${this.url}/api/${path}`, { headers: this.headers }), path);
  }

  /** The answer to a query over the last five minutes. */
  public async query(query: PanelQuery): Promise<PanelAnswer> {
    const asked = { intervalMs: 15_000, maxDataPoints: 500, ...query };
    const body = JSON.stringify({ from: 'now-5m', to: 'now', queries: [asked] });
    const response = await fetch(`${this.url}/api/ds/query`, { method: 'POST', headers: this.headers, body });
    const { results, message } = (await response.json()) as { results?: any; message?: string };
    const { error, frames = [] } = results?.[query.refId] ?? { error: message ?? `status ${response.status}` };
    const rows = frames.map(({ data }: any) => (data.values[0] ?? []).length as number);
    return { error, rows: rows.reduce((sum: number, count: number) => sum + count, 0) };
  }

  private async answerOf(response: Response, path: string): Promise<any> {
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}
