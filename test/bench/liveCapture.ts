import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { toHex64 } from '../../src/protocol/scalars';
import type { Result } from '../../src/protocol/requests';
import { EventClient } from '../../src/workers/eventClient';
import { HelperClient } from '../../src/protocol/client';
import { RunningHelper } from '../kernel/helper/support/runningHelper';
import { SocketServer } from '../kernel/helper/support/socketServer';
import { processIdentity } from '../rigs/machine';
import type { HotProgram } from './hotProgram';

/** KiB per CPU. */
export const LIVE_KIB = 8192;
const CAPACITY = 10_000_000;
/** ms between two looks of a page. */
const LOOK_MS = 100;

/** The helper as it is shipped, on a socket as the extension starts it; what that does with its pages; and the worker. */
export class LiveCapture {
  private readonly worker = new EventClient(resolve('dist/eventWorker.js'));
  private looking: NodeJS.Timeout | undefined;

  private constructor(
    private readonly helper: RunningHelper,
    private readonly client: HelperClient,
  ) {}

  static async start(program: HotProgram): Promise<LiveCapture> {
    await using server = await SocketServer.listen();
    const { pid, start } = processIdentity(process.pid) ?? {};
    const args = ['--socket', server.path, '--via', 'direct', '--owner', `${pid}:${start}`];
    const helper = new RunningHelper('dist/helper.js', { args });
    const capture = new LiveCapture(helper, new HelperClient(await server.peer));
    await capture.client.hello('bench');
    await capture.begin(await capture.create(program));
    return capture;
  }

  /** Process id of the helper. */
  get helperPid(): number {
    return this.helper.child.pid ?? 0;
  }

  /** Asks for rows as a page does that follows. */
  look(): void {
    let end = 0;
    this.looking = setInterval(() => {
      void this.worker.request('rows', { from: end - 50, to: end }).then(({ news }) => {
        end = news.end;
      });
    }, LOOK_MS);
  }

  /** Events the worker has; what is on its way is waited for by whoever asks again. */
  async events(): Promise<number> {
    return (await this.worker.request('rows', { from: 0, to: 0 })).news.events;
  }

  /** Counters of each CPU's buffer once nothing comes any more. */
  async stop(): Promise<Result<'stopCapture'>['cpus']> {
    clearInterval(this.looking);
    return (await this.client.request('stopCapture', {})).cpus;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.looking);
    this.client.dispose();
    await this.helper.exit;
    await this.worker.dispose();
  }

  /** Its handle. */
  private async create({ definition, path, device, inode, offset }: HotProgram): Promise<number> {
    const { results } = await this.client.request('create', {
      probes: [
        {
          kind: 'uprobe',
          label: 'hot',
          args: definition.args.map(({ name = '', fetch, type = '' }) => ({ name, fetch, type })),
          enable: true,
          file: { path, device: toHex64(device), inode: toHex64(inode) },
          offset: toHex64(offset),
        },
      ],
    });
    const [made] = results;
    if (made?.ok !== true) {
      throw new Error(JSON.stringify(results));
    }
    return made.probe.handle;
  }

  private async begin(handle: number): Promise<void> {
    const { client } = this;
    client.onPages(frame => {
      this.worker.takePages(frame);
    });
    const facts = await client.request('startCapture', { bufferKib: LIVE_KIB });
    const { text } = await client.request('format', { handle });
    await this.worker.request('begin', { facts, capacity: CAPACITY, isLocal: true });
    await this.worker.request('format', { text });
  }
}

/** Lets the program call its function so many times, at a rate a second; 0: as fast as it goes. */
export async function callHot(program: HotProgram, events: number, rate: number): Promise<void> {
  const child = spawn(program.path, [String(events), String(rate)], { stdio: 'ignore' });
  await once(child, 'exit');
}

/** The helper and the worker as they are shipped; `npm run` starts programs in the repository. */
export function buildShipped(): void {
  spawnSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: 'inherit' });
}
