import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTP server on loopback that answers as a test says, and counts. */
export class HostileServer {
  readonly asked: string[] = [];
  answer: Answer = (_, response) => response.writeHead(404).end();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<HostileServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const hostile = new HostileServer(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      hostile.asked.push(request.url ?? '');
      // A client that goes away in the middle is what many tests are about.
      response.on('error', () => undefined);
      hostile.answer(request, response);
    });
    return hostile;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
