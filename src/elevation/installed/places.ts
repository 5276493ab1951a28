/** Where the installed helper is: all of it root's, and nothing else is in the folder. */
export const INSTALLED_FOLDER = '/usr/local/libexec/probescope';
/** `.cjs`: a /usr/local/package.json must not make an ES module of it. */
export const INSTALLED_HELPER = `${INSTALLED_FOLDER}/helper.cjs`;
export const INSTALLED_LAUNCHER = `${INSTALLED_FOLDER}/probescope-helper`;
/** polkit reads actions from here only, before its version 124. */
export const ACTIONS_FOLDER = '/usr/share/polkit-1/actions';
export const ACTION_ID = 'org.probescope.helper';
export const ACTION_FILE = `${ACTIONS_FOLDER}/${ACTION_ID}.policy`;
