import { join } from 'node:path';
import type * as vscode from 'vscode';
import { Elevator } from '../../elevation/elevator';
import { readSetting } from '../manifest/readSetting';
import { windowTerminals } from './terminal';

/** The ways to root as the settings are now. */
export function makeElevator(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Elevator {
  const nodePath = readSetting('probescope.helper.nodePath');
  return new Elevator({
    helperPath: join(context.extensionPath, 'dist', 'helper.js'),
    elevatorPath: join(context.extensionPath, 'dist', 'elevator.js'),
    ...(nodePath === '' ? {} : { nodePath }),
    terminal: windowTerminals,
    command: readSetting('probescope.helper.command'),
    log: line => log.info(line),
  });
}
