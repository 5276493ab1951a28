import type { HelperFile } from '../helperFile';
import type { Interpreter } from '../interpreter';
import { OWN_LIMITS } from '../launch/ownLimits';
import { copyOfHelper, rootShellArguments, STAGE_ZERO_EXIT } from '../launch/stageZero';
import { launcherText, POLICY_TEXT } from './fileTexts';
import {
  ACTION_FILE,
  ACTIONS_FOLDER,
  INSTALLED_FOLDER,
  INSTALLED_HELPER,
  INSTALLED_LAUNCHER,
} from './places';

/** How the two scripts say what stood in the way; `tampered` is stage 0's. */
export const INSTALL_EXIT = { noPolkit: 92, notWritable: 93 } as const;

const COMMON = [
  'umask 022',
  'export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C',
  'cd /',
  ...OWN_LIMITS,
  // One after the other, where the machine has flock(1): what an end of another's left is not one under way, then.
  `[ ! -d ${ACTIONS_FOLDER} ] || { exec 9<${ACTIONS_FOLDER}; flock -w 60 9; } 2>/dev/null`,
  `rm -rf ${INSTALLED_FOLDER}/new.* ${ACTION_FILE}.new`,
];

/**
 * A constant on one line, as stage 0 is; its arguments are the helper's file, its SHA-256 and the texts of the
 * two other files with `\n` for a new line. Each file is made beside its place and moved there, and the action
 * comes last: polkit never knows of a launcher that is not there.
 */
const INSTALL = [
  ...COMMON,
  'file=$1 sum=$2 launcher=$3 policy=$4',
  `[ -d ${ACTIONS_FOLDER} ] || exit ${INSTALL_EXIT.noPolkit}`,
  `mkdir -p ${INSTALLED_FOLDER} && new=$(mktemp -d ${INSTALLED_FOLDER}/new.XXXXXX) || exit ${INSTALL_EXIT.notWritable}`,
  `trap 'rm -rf "$new" ${ACTION_FILE}.new' EXIT`,
  `trap 'exit ${STAGE_ZERO_EXIT.interrupted}' HUP INT TERM`,
  copyOfHelper('$new/helper', INSTALL_EXIT.notWritable),
  'found=$(sha256sum <"$new/helper")',
  `[ "\${found%% *}" = "$sum" ] || exit ${STAGE_ZERO_EXIT.tampered}`,
  'printf %b "$launcher" >"$new/launcher" && chmod 755 "$new/launcher"' +
    ` && printf %b "$policy" >${ACTION_FILE}.new` +
    ` && mv -f "$new/helper" ${INSTALLED_HELPER}` +
    ` && mv -f "$new/launcher" ${INSTALLED_LAUNCHER}` +
    ` && mv -f ${ACTION_FILE}.new ${ACTION_FILE} || exit ${INSTALL_EXIT.notWritable}`,
].join('; ');

/** The action goes first, for the reason that it comes last. */
const REMOVE = [
  ...COMMON,
  `rm -f ${ACTION_FILE} ${INSTALLED_LAUNCHER} ${INSTALLED_HELPER} || exit ${INSTALL_EXIT.notWritable}`,
  `[ ! -d ${INSTALLED_FOLDER} ] || rmdir ${INSTALLED_FOLDER} || exit ${INSTALL_EXIT.notWritable}`,
].join('; ');

/** What root runs to put the helper in place. `path` is the user's copy of it. */
export function installCommand(
  path: string,
  helper: HelperFile,
  interpreter: Interpreter,
): readonly [string, ...string[]] {
  const texts = [launcherText(interpreter), POLICY_TEXT].map(text =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n'),
  );
  return [...rootShellArguments(INSTALL), path, helper.sha256, ...texts];
}

/** What root runs to take all of it away again. */
export function removeCommand(): readonly [string, ...string[]] {
  return rootShellArguments(REMOVE);
}
