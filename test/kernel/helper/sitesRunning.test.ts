import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mustCommand } from '../../rigs/command';
import { until } from '../../rigs/poll';
import { Sites } from '../../unit/elf/support/sites';
import { attach } from './support/attach';
import { builtHelper, removeHelper } from './support/builtHelper';
import { RunningHelper } from './support/runningHelper';
import { CALLED, siteProbe } from './support/siteProbe';

/** Helpers at work at once: each end of a probe mostly waits for the kernel. */
const LANES = 3;
/** Rounds whose output a full pipe holds, and those that were begun before. */
const STALE_ROUNDS = 40;

let helperFile: string;
let folder: string;
let sites: Sites;
let program: RepeatingProgram;

beforeAll(async () => {
  helperFile = await builtHelper();
  folder = await mkdtemp(join(tmpdir(), 'probescope-places-'));
  sites = await Sites.compile(join(folder, 'sites'));
  program = await RepeatingProgram.start(sites.path);
});
afterAll(async () => {
  await program.stop();
  await removeHelper(helperFile);
  await rm(folder, { recursive: true });
});

/** The program, calling its functions again and again, whose output is looked at as it comes. */
class RepeatingProgram {
  /** Rounds that gave what an unprobed program gives. */
  rounds = 0;
  wrong: string | undefined;
  private rest = '';
  private waiting = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly expected: string,
  ) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.take(text);
    });
    child.stdout!.pause();
  }

  static async start(path: string): Promise<RepeatingProgram> {
    const expected = await mustCommand([path, '1']);
    const child = spawn(path, ['2000000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
    return new RepeatingProgram(child, expected);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits for rounds that are begun from now on; nobody reads meanwhile, so the program waits too. */
  async fresh(what: string): Promise<void> {
    const last = this.rounds + STALE_ROUNDS;
    this.waiting++;
    this.child.stdout!.resume();
    await until(what, () => this.wrong !== undefined || this.rounds > last);
    if (--this.waiting === 0) {
      this.child.stdout!.pause();
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.child.once('close', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private take(text: string): void {
    this.rest += text;
    while (this.rest.length >= this.expected.length) {
      const round = this.rest.slice(0, this.expected.length);
      this.rest = this.rest.slice(this.expected.length);
      if (round === this.expected) {
        this.rounds++;
      } else {
        this.wrong ??= round;
      }
    }
  }
}

/** What is said of each byte of each function. */
const verdicts = (): Promise<string[][]> => Promise.all(CALLED.map(name => sites.verdicts(name)));

it('each byte of a running program is refused, or armed and disarmed with no result changed', async () => {
  const all = await verdicts();
  const allowed = all.map(bytes =>
    bytes.flatMap((verdict, offset) => (verdict === 'ok' ? [offset] : [])),
  );
  const count = allowed.flat().length;
  // Most bytes are inside an instruction.
  expect(count).toBeGreaterThan(60);
  expect(all.flat().length).toBeGreaterThan(2 * count);
  // One place of each function at a time, as one event: what each costs to disarm is too long otherwise.
  const waves = Array.from({ length: Math.max(...allowed.map(({ length }) => length)) }, (_, at) =>
    CALLED.flatMap((name, of) => {
      const offset = allowed[of]![at];
      return offset === undefined ? [] : [{ name, offset }];
    }),
  );
  let [next, hit] = [0, 0];
  const lane = async (): Promise<void> => {
    await using helper = new RunningHelper(helperFile);
    await helper.hello();
    for (let wave = waves[next++]; wave !== undefined; wave = waves[next++]) {
      const where = wave.map(({ name, offset }) => `${name}+${offset}`).join(' ');
      const [first, ...more] = await Promise.all(
        wave.map(({ name, offset }) => siteProbe(sites, name, offset)),
      );
      const request = { ...first!, more: more.map(({ offset }) => ({ offset })) };
      const { handle } = await attach(helper, request);
      await program.fresh(where);
      const { locations } = await helper.client.request('locations', { handle });
      hit += locations.filter(({ hits }) => BigInt(hits ?? 0) > 0n).length;
      const { results } = await helper.client.request('remove', { handles: [handle] });
      expect(results, where).toEqual([{ ok: true }]);
      expect(program.wrong, where).toBeUndefined();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  expect(hit).toBe(count);
  await program.fresh('rounds after all');
  expect([program.wrong, program.isAlive]).toEqual([undefined, true]);
});
