import { createServer, type Server } from 'node:http';
import { Replay } from '../../live/replay';

/** The metrics of a program of the cluster that is no part of the stack: what was recorded of it goes on. */
export class RecordedProgram {
  private readonly server: Server;

  /** @param recording its name in `test/recordings` */
  public constructor(recording: string) {
    const replay = new Replay(recording);
    this.server = createServer(({ url }, response) => {
      response.statusCode = url === '/metrics' ? 200 : 404;
      response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
      response.end(url === '/metrics' ? replay.text(Date.now()) : '');
    });
  }

  public async start(address: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, address, resolve);
    });
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
