import { ExitCode, StartError } from './startError';

/** How the helper became root; it says where the user's id is found. */
export type Via = 'direct' | 'sudo' | 'pkexec' | 'terminal';
const VIAS: ReadonlySet<string> = new Set<Via>(['direct', 'sudo', 'pkexec', 'terminal']);

/** The extension host's process; its start time (clock ticks since boot) tells it from a reused pid. */
export interface OwnerProcess {
  readonly pid: number;
  readonly startTime: bigint;
}

export type StartArguments =
  | { readonly mode: 'stdio' }
  | {
      readonly mode: 'socket';
      readonly socket: string;
      readonly via: Via;
      readonly owner: OwnerProcess;
    };

const USAGE =
  'usage: helper.js --stdio | --socket PATH --via direct|sudo|pkexec|terminal --owner PID:STARTTIME';

/** Reads the command line, each option once and none unknown. Throws {@link StartError} `usage`. */
export function parseArguments(argv: readonly string[]): StartArguments {
  if (argv.length === 1 && argv[0] === '--stdio') {
    return { mode: 'stdio' };
  }
  const options = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 2) {
    const [name, value] = [argv[at] ?? '', argv[at + 1]];
    if (value === undefined || options.has(name)) {
      throw usage();
    }
    options.set(name, value);
  }
  const [socket, via, owner] = ['--socket', '--via', '--owner'].map(name => options.get(name));
  if (options.size !== 3 || socket === undefined || via === undefined || owner === undefined) {
    throw usage();
  }
  if (!isVia(via)) {
    throw usage();
  }
  return { mode: 'socket', socket, via, owner: parseOwner(owner) };
}

function isVia(text: string): text is Via {
  return VIAS.has(text);
}

function parseOwner(text: string): OwnerProcess {
  const match = /^([1-9]\d{0,9}):(\d{1,20})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw usage();
  }
  return { pid: Number(match[1]), startTime: BigInt(match[2]) };
}

function usage(): StartError {
  return new StartError(ExitCode.usage, USAGE);
}
