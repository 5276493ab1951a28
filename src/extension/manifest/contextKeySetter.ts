import * as vscode from 'vscode';
import type { ContextKey, ContextKeys } from './contextKeys';

/** Sets context keys, each only when its value has changed. */
export class ContextKeySetter {
  private readonly values = new Map<ContextKey, unknown>();

  set<K extends ContextKey>(key: K, value: ContextKeys[K]): void {
    if (this.values.get(key) !== value) {
      this.values.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }
}
