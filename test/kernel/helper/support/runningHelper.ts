import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { HelperClient } from '../../../../src/protocol/client';
import type { ForeignProbe } from '../../../../src/protocol/probes';
import type { Hello, Result } from '../../../../src/protocol/requests';

export interface HelperOptions {
  /** Arguments after helper.js; `--stdio` unless told. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What node is started by, e.g. `unshare -m`. */
  readonly wrapper?: readonly string[];
}

/** A helper process on its standard streams, and the end of it. */
export class RunningHelper {
  readonly child: ChildProcess;
  /** Its exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
  stderr = '';
  readonly stream: Duplex;
  private made: HelperClient | undefined;

  constructor(file: string, options: HelperOptions = {}) {
    const node = [process.execPath, file, ...(options.args ?? ['--stdio'])];
    const [program = '', ...args] = [...(options.wrapper ?? []), ...node];
    const env = { PATH: process.env['PATH'], ...options.env };
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exit = new Promise(resolve => {
      child.once('close', (code, signal) => {
        resolve(code ?? signal ?? 'lost');
      });
    });
    this.child = child;
    this.stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
    // A helper that refuses to start ends its streams before anybody reads them.
    this.stream.on('error', () => undefined);
  }

  get client(): HelperClient {
    this.made ??= new HelperClient(this.stream);
    return this.made;
  }

  hello(): Promise<Hello> {
    return this.client.hello('test');
  }

  /** All pages of what others have in the kernel. */
  async foreign(): Promise<ForeignProbe[]> {
    const all: ForeignProbe[] = [];
    for (let from: number | undefined = 0; from !== undefined;) {
      const page: Result<'foreign'> = await this.client.request('foreign', { from });
      all.push(...page.probes);
      from = page.next;
    }
    return all;
  }

  /** Ends the connection and waits for the helper to be gone. */
  async close(): Promise<number | string> {
    this.made?.dispose();
    this.stream.destroy();
    return this.exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
