import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { HelperClient } from '../../../../src/protocol/client';

/** A helper in the guest, on its standard streams, that has said hello. */
export class GuestHelper {
  private constructor(
    readonly client: HelperClient,
    readonly name: string | null,
    private readonly ended: Promise<unknown[]>,
    /** Ends it without a word. */
    readonly kill: () => void,
  ) {}

  static async start(): Promise<GuestHelper> {
    const args = [`${__dirname}/helper.js`, '--stdio'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    const client = new HelperClient(stream.on('error', () => undefined));
    const { instance } = await client.hello('test');
    return new GuestHelper(client, instance, once(child, 'close'), () => {
      child.kill('SIGKILL');
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.dispose();
    await this.ended;
  }
}
