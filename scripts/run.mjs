// Runs other programs: argument arrays only, each in its own process group so that nothing outlives us.
import { spawn } from 'node:child_process';

/**
 * How a program ended.
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string, timedOut: boolean }} Ended
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment, not an addition
 * @property {number} [timeout] milliseconds; the whole process group is killed after it
 * @property {boolean} [echo] also show the output as it comes
 * @property {string} [input] text for the program's stdin
 */

/** Sends `signal` to the process group `pid` leads; a group that is gone already is no error. */
export function killGroup(pid, signal = 'SIGTERM') {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/**
 * Runs `argv` and waits for its end. Never rejects for an exit code: look at `code`.
 * @param {readonly string[]} argv
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export async function run(argv, options = {}) {
  const { cwd, env = process.env, timeout = 0, echo = false, input } = options;
  const child = spawn(argv[0], argv.slice(1), {
    cwd,
    env,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const killAll = () => child.pid && killGroup(child.pid, 'SIGKILL');
  process.once('exit', killAll);
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      chunks.push(chunk);
      if (echo) {
        process.stderr.write(chunk);
      }
    });
  }
  child.stdin?.on('error', () => {}).end(input);
  let timedOut = false;
  let timer;
  if (timeout > 0) {
    timer = setTimeout(() => {
      timedOut = true;
      killAll();
    }, timeout);
  }
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...ended) => resolve(ended));
      // A grandchild may hold our pipes open; do not wait for it longer than a moment.
      child.once('exit', (...ended) => setTimeout(() => resolve(ended), 2000).unref());
    });
    return { code, signal, output: Buffer.concat(chunks).toString('utf8'), timedOut };
  } catch (error) {
    return { code: 127, signal: null, output: `${argv[0]}: ${error.message}\n`, timedOut };
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', killAll);
    killAll();
  }
}

/**
 * As `run`, but an exit code other than 0 is an error that carries the end of the output.
 * @param {readonly string[]} argv
 * @param {RunOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export async function must(argv, options) {
  const { code, signal, output, timedOut } = await run(argv, options);
  if (code !== 0) {
    const why = timedOut ? 'took too long' : `ended with ${signal ?? code}`;
    throw new Error(`${argv.join(' ')} ${why}\n${tail(output, 30)}`);
  }
  return output;
}

/** The last `lines` lines of `text`. */
export function tail(text, lines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Makes Ctrl+C and a CI's SIGTERM end through `process.exit`, whose handlers kill the groups started by `run`. */
export function exitOnSignals() {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}
