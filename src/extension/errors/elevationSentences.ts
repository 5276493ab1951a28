import type { ElevationCode } from '../../elevation/elevationError';
import type { Translate } from '../text/translate';
import type { ErrorAction } from './humanError';

/** What is said when the helper cannot become root, and what is offered then. */
export interface ElevationAdvice {
  readonly sentence: (t: Translate) => string;
  readonly actions: readonly ErrorAction[];
  /** The person did it themselves: no notification is shown. */
  readonly silent?: boolean;
}

const EXPLAIN: readonly ErrorAction[] = ['details', 'diagnose'];

export const elevationAdvice: Record<ElevationCode, ElevationAdvice> = {
  cancelled: {
    sentence: t => t('Cancelled: the helper was not started.'),
    actions: [],
    silent: true,
  },
  denied: {
    sentence: t =>
      t('Root was refused: the password was wrong, or this user may not become root here.'),
    actions: ['details'],
  },
  noAgent: {
    sentence: t =>
      t('Nothing here can show a password dialog (as over ssh): use sudo in the terminal instead.'),
    actions: ['useTerminal', ...EXPLAIN],
  },
  noPkexec: {
    sentence: t =>
      t('pkexec is not usable on this machine: use sudo in the terminal, or install polkit.'),
    actions: ['useTerminal', ...EXPLAIN],
  },
  notInstalled: {
    sentence: t => t('No helper is installed here: install it, or start it in another way.'),
    actions: EXPLAIN,
  },
  otherHelper: {
    sentence: t =>
      t('The helper that is installed here cannot be used: install it again, or remove it.'),
    actions: EXPLAIN,
  },
  noSudo: {
    sentence: t => t('There is no sudo here: install it, or set a helper command of your own.'),
    actions: EXPLAIN,
  },
  passwordNeeded: {
    sentence: t => t('sudo needs a password and cannot ask for it here: use the terminal.'),
    actions: ['useTerminal', ...EXPLAIN],
  },
  noTerminal: {
    sentence: t =>
      t(
        'No terminal can be opened here: run VS Code as a user who may use sudo without a password.',
      ),
    actions: EXPLAIN,
  },
  noNewPrivs: {
    sentence: t =>
      t('This process may not gain privileges (no_new_privs): start VS Code outside the sandbox.'),
    actions: EXPLAIN,
  },
  flatpak: {
    sentence: t =>
      t(
        'VS Code is a Flatpak, where nothing can become root: install it as .deb, .rpm or .tar.gz.',
      ),
    actions: EXPLAIN,
  },
  notRoot: {
    sentence: t => t('The helper was started, but not as root: check how it is started.'),
    actions: EXPLAIN,
  },
  interpreter: {
    sentence: t =>
      t(
        'Root cannot run the Node.js that VS Code uses: install Node.js and set “probescope.helper.nodePath”.',
      ),
    actions: EXPLAIN,
  },
  tampered: {
    sentence: t =>
      t(
        "The helper's file is not the one that belongs to this extension: reinstall the extension.",
      ),
    actions: ['details'],
  },
  impostor: {
    sentence: t =>
      t(
        'Another process took the helper’s place and was not root: look at who runs it, then try again.',
      ),
    actions: ['details', 'showLog'],
  },
  timeout: {
    sentence: t =>
      t('The helper did not answer in time: try again, and see the log if it stays so.'),
    actions: ['details', 'showLog', 'diagnose'],
  },
  ended: {
    sentence: t => t('The helper ended before it was ready: its last words are in Details.'),
    actions: ['details', 'showLog', 'diagnose'],
  },
  notLinux: {
    sentence: t =>
      t('Probes need a Linux kernel: open a folder on a Linux machine, or set a helper command.'),
    actions: ['diagnose'],
  },
  badCommand: {
    sentence: t =>
      t(
        '“probescope.helper.command” cannot be run: correct the setting; it is a list of arguments.',
      ),
    actions: ['details', 'openSettings'],
  },
};
