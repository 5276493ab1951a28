/**
 * An extension host without VS Code: runs the elevation as an ordinary user and reports in lines of JSON.
 * Bundled and started by `host.ts`. Lines on standard input: `abort`, `dispose`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { Elevator } from '../../../src/elevation/elevator';
import { greet } from '../../../src/elevation/peer/greet';
import type { HelperConnection } from '../../../src/elevation/strategy';
import type { OpenTerminal } from '../../../src/elevation/terminalLauncher';
import { HelperClient } from '../../../src/protocol/client';
import type { CreateProbe } from '../../../src/protocol/probes';
import type { DriverReport, DriverRequest, StandInWords } from './driverMessages';

const request = JSON.parse(process.argv[2] ?? '') as DriverRequest;
const cancel = new AbortController();
let connection: HelperConnection | undefined;

function report(line: DriverReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** A terminal on a real pty; what a hostile program of the same user would do meanwhile is done first. */
function openTerminal(file: string, args: readonly string[]): OpenTerminal {
  const { terminal } = request;
  const helper = args.find(argument => argument.endsWith('/helper.js')) ?? '';
  const socket = args[args.indexOf('--socket') + 1] ?? '';
  const closing = new AbortController();
  const closed = (async () => {
    if (terminal?.mischief === 'append') {
      appendFileSync(helper, '\n// one line more');
    } else if (terminal?.mischief === 'link') {
      rmSync(helper);
      symlinkSync('/etc/shadow', helper);
    } else if (terminal?.mischief === 'connect') {
      const impostor = connect(socket);
      impostor.on('error', () => undefined);
      await once(impostor, 'close');
      report({ type: 'impostorCutOff' });
    }
    const typist = [terminal?.typist ?? '', terminal?.password ?? '', file, ...args];
    const child = spawn('/usr/bin/python3', typist, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) =>
      report({ type: 'terminal', text: chunk.toString() }),
    );
    closing.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? undefined;
  })();
  return { closed, dispose: () => closing.abort() };
}

const elevator = new Elevator({
  ...request.options,
  log: text => report({ type: 'log', text }),
  terminal: { open: openTerminal },
});

createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'abort') {
    cancel.abort();
  } else if (line === 'dispose') {
    connection?.dispose();
  }
});

/** Lets the stand-in say what it sees. */
async function listen(stream: Duplex, pid: number): Promise<void> {
  stream.write('hello\n');
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  report({ type: 'said', said: JSON.parse(chunk.toString()) as StandInWords, status });
  stream.resume();
}

/** Asks the real helper for a probe. */
async function create(link: HelperConnection, probe: CreateProbe): Promise<void> {
  const client = new HelperClient(link.stream);
  const hello = await greet(link, client, 'test');
  const { results } = await client.request('create', { probes: [probe] });
  report({ type: 'created', hello, results });
}

async function main(): Promise<void> {
  report({ type: 'plan', plan: await elevator.plan() });
  const begin = performance.now();
  try {
    if (request.install !== undefined) {
      await elevator.install(request.install, cancel.signal);
      report({ type: 'installed', state: await elevator.installer.state() });
      process.exit(0);
    }
    connection =
      request.via === undefined
        ? await elevator.start(cancel.signal)
        : await elevator.startWith(request.via, cancel.signal);
  } catch (error) {
    const { code, message, detail } = error as { code?: string; message: string; detail?: string };
    report({ type: 'failed', code: code ?? 'none', message, detail: detail ?? '' });
    process.exit(0);
  }
  const { stream, via, pid } = connection;
  report({ type: 'connected', via, pid: pid ?? 0, ms: performance.now() - begin });
  await (request.create === undefined
    ? listen(stream, pid ?? 0)
    : create(connection, request.create));
  report({ type: 'ended', reason: await connection.ended });
  process.exit(0);
}

void main();
