import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { until } from '../../rigs/poll';
import type { DriverReport, DriverRequest, ReportOf } from './driverMessages';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = join(HERE, '../../../src');

/** The programs of a test, built into a folder that every user can read, as an installed extension is. */
export class InstalledFolder {
  readonly driver: string;
  readonly elevator: string;
  readonly helper: string;
  readonly standIn: string;
  readonly typist: string;

  private constructor(readonly path: string) {
    this.driver = join(path, 'driver.js');
    this.elevator = join(path, 'elevator.js');
    this.helper = join(path, 'helper.js');
    this.standIn = join(path, 'standInHelper.cjs');
    this.typist = join(path, 'typist.py');
  }

  /** @param native `none`: without ffi-rs, as on a platform that it has no package for */
  static async make(native: 'ffi-rs' | 'none' = 'ffi-rs'): Promise<InstalledFolder> {
    const folder = new InstalledFolder(await mkdtemp(join(tmpdir(), 'elevation-')));
    await build({
      entryPoints: {
        driver: join(HERE, 'driver.ts'),
        elevator: join(SOURCES, 'elevation/elevatorProcess.ts'),
        helper: join(SOURCES, 'helper/helper.ts'),
      },
      outdir: folder.path,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['ffi-rs'],
      logLevel: 'warning',
    });
    await copyFile(join(HERE, 'standInHelper.cjs'), folder.standIn);
    await copyFile(join(HERE, 'typist.py'), folder.typist);
    if (native === 'ffi-rs') {
      await folder.copyNativeCode();
    }
    await chmod(folder.path, 0o755);
    return folder;
  }

  private async copyNativeCode(): Promise<void> {
    const modules = join(dirname(createRequire(import.meta.url).resolve('ffi-rs')), '..');
    await mkdir(join(this.path, 'node_modules'));
    for (const name of ['ffi-rs', '@yuuang']) {
      await cp(join(modules, name), join(this.path, 'node_modules', name), { recursive: true });
    }
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

/** One run of the driver: an extension host of an ordinary user. */
export class DriverRun {
  private readonly reports: DriverReport[] = [];
  private stderr = '';
  private readonly closed: Promise<unknown>;

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    this.closed = once(child, 'close');
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    createInterface({ input: child.stdout }).on('line', line => {
      this.reports.push(JSON.parse(line) as DriverReport);
    });
  }

  /** @param wrap makes the command of another user, or under other conditions, of an argument array */
  static start(
    folder: InstalledFolder,
    request: Omit<DriverRequest, 'options'> & {
      readonly options?: Partial<DriverRequest['options']>;
    },
    wrap: (argv: readonly string[]) => readonly string[] = argv => argv,
  ): DriverRun {
    const full: DriverRequest = {
      ...request,
      options: {
        helperPath: request.create === undefined ? folder.standIn : folder.helper,
        elevatorPath: folder.elevator,
        ...request.options,
      },
    };
    const [file = '', ...args] = wrap([process.execPath, folder.driver, JSON.stringify(full)]);
    return new DriverRun(spawn(file, args, { cwd: '/' }));
  }

  /** The first report of a type, waited for. */
  async first<T extends DriverReport['type']>(type: T): Promise<ReportOf<T>> {
    return until(`the driver reports "${type}" (${this.stderr})`, () => {
      const found = this.reports.find((report): report is ReportOf<T> => report.type === type);
      if (found === undefined && (type === 'connected' || type === 'said' || type === 'created')) {
        const failed = this.reports.find(report => report.type === 'failed');
        expectNoFailure(failed);
      }
      return found;
    });
  }

  /** All that was shown in its terminal or written to its log. */
  text(type: 'terminal' | 'log'): string {
    return this.reports.map(report => (report.type === type ? report.text : '')).join('\n');
  }

  send(line: 'abort' | 'dispose'): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Of the driver itself, not of setpriv before it: both exec it. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  /** Waits for the driver's own end. */
  async over(): Promise<void> {
    await this.closed;
  }
}

function expectNoFailure(failed: DriverReport | undefined): void {
  if (failed !== undefined) {
    throw new Error(`It failed instead: ${JSON.stringify(failed)}`);
  }
}

/** What an elevation leaves on the machine when it does not clean up. */
export async function leftBehind(runtimeDir: string): Promise<string[]> {
  const found = await Promise.all(
    ['/tmp', '/run', runtimeDir].map(async path =>
      (await readdir(path).catch(() => []))
        .filter(name => /^probescope-(\d+-|helper\.|proof\.)/.test(name))
        .map(name => join(path, name)),
    ),
  );
  return found.flat();
}
