import { spawn } from 'node:child_process';

/** How a command ended; `code` is 128 + n when signal n ended it. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Milliseconds after which it is killed; 30 s unless told. */
  readonly timeout?: number;
}

/** Runs `argv` (no shell) to its end. An exit code other than 0 is an answer, not an error. */
export async function command(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    timeout: options.timeout ?? 30_000,
    killSignal: 'SIGKILL',
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  // A child that ends without reading its stdin is its own business.
  child.stdin.on('error', () => undefined).end(options.input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? (signal === null ? 1 : 137)));
  });
  return { code, ...output };
}

/** As `command`, but an exit code other than 0 is an error that carries its stderr. Returns stdout. */
export async function mustCommand(
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await command(argv, options);
  if (code !== 0) {
    throw new Error(`${argv.join(' ')} ended with ${code}: ${stderr || stdout}`);
  }
  return stdout;
}
