import type { Interpreter } from '../interpreter';
import { DROP_CAPABILITIES } from '../launch/dropCapabilities';
import { OWN_LIMITS } from '../launch/ownLimits';
import { ACTION_ID, INSTALLED_HELPER, INSTALLED_LAUNCHER } from './places';

/**
 * The program that polkit's action is for. Its arguments are the socket and the owner: whoever was let may say
 * for which of their own processes, not how the helper starts. polkit says for whom, in PKEXEC_UID.
 */
export function launcherText({ path, electron }: Interpreter): string {
  return [
    '#!/bin/sh',
    `# Runs the helper of Probescope as root, for the user whom polkit let: see ${ACTION_ID}.`,
    '# Made by "Install Privileged Helper" in VS Code; "Remove Privileged Helper" removes it.',
    '[ $# -eq 2 ] && [ -n "$PKEXEC_UID" ] || exit 64',
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C',
    'cd /',
    ...OWN_LIMITS,
    ...DROP_CAPABILITIES,
    `exec env -i PATH="$PATH" LANG=C.UTF-8 PKEXEC_UID="$PKEXEC_UID"${electron ? ' ELECTRON_RUN_AS_NODE=1' : ''} \\`,
    `  $drop ${path} ${INSTALLED_HELPER} --socket "$1" --via pkexec --owner "$2" </dev/null >/dev/null`,
    '',
  ].join('\n');
}

/** What polkit shows, and for how long an answer is good: some minutes, as with `sudo`. */
export const POLICY_TEXT = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"',
  '  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">',
  '<policyconfig>',
  '  <vendor>Probescope</vendor>',
  `  <action id="${ACTION_ID}">`,
  '    <description>Trace programs and the kernel with Probescope</description>',
  '    <message>Authentication is needed to let Probescope in VS Code trace programs and the kernel as root</message>',
  '    <defaults>',
  '      <allow_any>auth_admin</allow_any>',
  '      <allow_inactive>auth_admin</allow_inactive>',
  '      <allow_active>auth_admin_keep</allow_active>',
  '    </defaults>',
  `    <annotate key="org.freedesktop.policykit.exec.path">${INSTALLED_LAUNCHER}</annotate>`,
  '  </action>',
  '</policyconfig>',
  '',
].join('\n');
