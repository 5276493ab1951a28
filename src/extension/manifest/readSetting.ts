import * as vscode from 'vscode';
import { settingDefaults, type Settings } from './settings';

/** A setting's value, with its type; machine scope, so a folder's settings never count. */
export function readSetting<K extends keyof Settings>(name: K): Settings[K] {
  return vscode.workspace.getConfiguration().get<Settings[K]>(name) ?? settingDefaults[name];
}
