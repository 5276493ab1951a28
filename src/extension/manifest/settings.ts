/** Every setting of package.json with the type of its value. */
export interface Settings {
  /** The user's own way to start the helper: an argument array whose stdin and stdout are its stream. Empty: none. */
  'probescope.helper.command': readonly string[];
  /** The Node.js that runs the helper; empty: the one that runs VS Code. */
  'probescope.helper.nodePath': string;
  /** Folders with separate debug files, absolute; looked in before `/usr/lib/debug`. */
  'probescope.symbols.debugFolders': readonly string[];
}

/** The values that hold when nothing is set; the same as in package.json. */
export const settingDefaults: Settings = {
  'probescope.helper.command': [],
  'probescope.helper.nodePath': '',
  'probescope.symbols.debugFolders': [],
};
