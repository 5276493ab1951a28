/** Why a way to root is not open, or ended; stable, the extension may make its own sentence of it. */
export type ElevationCode =
  /** The person dismissed the prompt, closed the terminal or pressed Cancel. Final: nothing else is tried. */
  | 'cancelled'
  /** A wrong password, or a rule that says no. Final: nothing else is tried. */
  | 'denied'
  /** polkit found nobody to show a password dialog (ssh, containers, code-server). */
  | 'noAgent'
  /** No usable pkexec: missing, not setuid, or no polkit behind it. */
  | 'noPkexec'
  | 'noSudo'
  /** There is no installed helper. */
  | 'notInstalled'
  /** There is an installed helper, of another version or not root's alone; or it cannot be put in place. */
  | 'otherHelper'
  /** `sudo -n` would have to ask. */
  | 'passwordNeeded'
  /** No terminal can be opened here. */
  | 'noTerminal'
  /** The process is under no_new_privs: no setuid program works below it. */
  | 'noNewPrivs'
  /** VS Code is a Flatpak, where no setuid program works. */
  | 'flatpak'
  /** Not root already; or what was started says it is not. */
  | 'notRoot'
  /** Root cannot run the Node interpreter (an AppImage's FUSE mount, a noexec mount). */
  | 'interpreter'
  /** The helper's file is not the one whose hash was taken. */
  | 'tampered'
  /** Only processes that are not root have connected. */
  | 'impostor'
  /** Root was given, but no helper connected in time. */
  | 'timeout'
  /** What was started ended before a helper connected. */
  | 'ended'
  | 'notLinux'
  /** The user's own command is not a usable argument array, or cannot be started. */
  | 'badCommand';

/** `message` is one sentence that says what to do; `detail` the words of sudo, pkexec or the helper. */
export class ElevationError extends Error {
  override readonly name = 'ElevationError';

  constructor(
    readonly code: ElevationCode,
    message: string,
    readonly detail?: string,
  ) {
    super(message);
  }
}
