import { existsSync } from 'node:fs';
import type { Interpreter } from '../interpreter';
import { MAX_HELPER_BYTES } from '../helperFile';
import { DROP_CAPABILITIES } from './dropCapabilities';
import { OWN_LIMITS } from './ownLimits';

/** How stage 0 says what it refused; the helper's own codes (64, 76, 77, 78) are in {@link explainExit}. */
export const STAGE_ZERO_EXIT = {
  interrupted: 95,
  /** /run cannot be written to, or is full. */
  noRunDirectory: 96,
  tampered: 97,
  interpreter: 98,
} as const;

/**
 * Copies `$file` to where only root can change it. `timeout` is there for a FIFO, `head -c` for /dev/zero.
 * @param full the exit code where there is no room for it: that is no sign that the file was changed
 */
export function copyOfHelper(to: string, full: number): string {
  return (
    `said=$(timeout 10 head -c ${MAX_HELPER_BYTES} "$file" 2>&1 >"${to}") || { echo "$said" >&2;` +
    ` case $said in *"No space left on device"*) exit ${full};; *) exit ${STAGE_ZERO_EXIT.tampered};; esac; }`
  );
}

/**
 * What root runs first: a constant, in POSIX shell and on one line (sudo-prompt takes no newline).
 * Its arguments: the helper's file, its SHA-256, the interpreter, `1` if that is Electron, the helper's arguments.
 *
 * Root copies the file to where the user cannot reach it and hashes the copy, so that nothing can change
 * between check and use. The copy is unlinked before it runs and read from standard input: a path such as
 * /proc/self/fd/3 would be an ES module on a machine that has a /package.json of type module.
 * Exit codes: {@link STAGE_ZERO_EXIT}.
 */
export const STAGE_ZERO = [
  'umask 077',
  'export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C',
  'cd /',
  ...OWN_LIMITS,
  'file=$1 sum=$2 node=$3 electron=$4',
  'shift 4',
  // A copy is there for seconds, unless a SIGKILL kept its stage 0 from removing it.
  "find /run -maxdepth 1 -name 'probescope-helper.*' -mmin +1 -delete 2>/dev/null",
  `copy=$(mktemp /run/probescope-helper.XXXXXX) || exit ${STAGE_ZERO_EXIT.noRunDirectory}`,
  `trap 'rm -f "$copy"' EXIT`,
  // PIPE: who reads its standard error may have ended.
  `trap 'exit ${STAGE_ZERO_EXIT.interrupted}' HUP INT TERM PIPE`,
  copyOfHelper('$copy', STAGE_ZERO_EXIT.noRunDirectory),
  'found=$(sha256sum <"$copy")',
  `[ "\${found%% *}" = "$sum" ] || exit ${STAGE_ZERO_EXIT.tampered}`,
  `{ [ -f "$node" ] && [ -x "$node" ]; } || exit ${STAGE_ZERO_EXIT.interpreter}`,
  ...DROP_CAPABILITIES,
  'exec 3<"$copy"',
  'rm -f "$copy"',
  'trap - EXIT HUP INT TERM PIPE',
  'exec env -i PATH="$PATH" LANG=C.UTF-8' +
    ' ${PKEXEC_UID:+"PKEXEC_UID=$PKEXEC_UID"} ${SUDO_UID:+"SUDO_UID=$SUDO_UID"}' +
    ' ${electron:+ELECTRON_RUN_AS_NODE=1}' +
    ' $drop "$node" --input-type=commonjs - "$@" <&3 3<&- >/dev/null',
].join('; ');

/** What stage 0 is told. */
export interface StageZeroRequest {
  /** The user's copy of the helper: absolute path. */
  readonly helperPath: string;
  readonly sha256: string;
  readonly interpreter: Interpreter;
  readonly helperArguments: readonly string[];
}

/** The shell root starts: bash, which sudo's rules and sudo-prompt name, or Alpine's sh. */
export function rootShell(): '/bin/bash' | '/bin/sh' {
  return existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh';
}

/**
 * The beginning of an argument array that runs a constant script as root. Without `--norc` bash takes a socket at
 * its standard input for rshd and reads root's .bashrc; with `-p` it takes neither BASH_ENV nor functions from the
 * environment.
 */
export function rootShellArguments(script: string): readonly [string, ...string[]] {
  const shell = rootShell();
  const flags = shell === '/bin/bash' ? ['--norc', '-p'] : [];
  return [shell, ...flags, '-c', script, 'probescope'];
}

/** The argument array that root runs. */
export function stageZeroCommand(request: StageZeroRequest): readonly [string, ...string[]] {
  return [
    ...rootShellArguments(STAGE_ZERO),
    request.helperPath,
    request.sha256,
    request.interpreter.path,
    request.interpreter.electron ? '1' : '',
    ...request.helperArguments,
  ];
}
