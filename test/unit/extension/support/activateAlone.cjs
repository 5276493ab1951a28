// Loads the bundled extension in a Node of its own, with a stand-in for VS Code that takes any call; activates it, and
// then disposes what it registered. Prints as JSON what that took and started. Ends by itself when nothing is left running.
'use strict';
const childProcess = require('node:child_process');
const Module = require('node:module');
const { join } = require('node:path');
const { setImmediate: turn } = require('node:timers/promises');
const workers = require('node:worker_threads');

const [, , bundle, folder] = process.argv;

const anything = new Proxy(function () {}, {
  get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : anything),
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});
/** Bundles copy a module's own properties, so all that is used at the start is named here. */
const NAMES = 'commands window EventEmitter MarkdownString StatusBarAlignment ThemeColor Uri';
const vscode = {
  ...Object.fromEntries(NAMES.split(' ').map(name => [name, anything])),
  env: { language: 'en' },
  l10n: { t: message => message },
  workspace: {
    getConfiguration: () => ({ get: () => undefined }),
    onDidChangeConfiguration: anything,
    onDidCloseTextDocument: anything,
    registerTextDocumentContentProvider: anything,
  },
  Disposable: class Disposable {
    static from(...parts) {
      return new Disposable(() => parts.forEach(part => part.dispose()));
    }
    constructor(dispose) {
      this.dispose = dispose;
    }
  },
};

const started = [];
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  childProcess[name] = () => started.push(name);
}
workers.Worker = class {
  constructor() {
    started.push('Worker');
  }
};
const loaded = [];
const load = Module._load;
Module._load = function (request, ...rest) {
  loaded.push(request);
  return request === 'vscode' ? vscode : load.call(this, request, ...rest);
};

async function main() {
  const begin = performance.now();
  const { activate } = require(bundle);
  const subscriptions = [];
  const workspaceState = { get: () => undefined, update: async () => undefined };
  const extension = { packageJSON: { version: '0' } };
  const globalStorageUri = { fsPath: join(folder, 'storage') };
  const where = { extensionPath: folder, extensionUri: anything, globalStorageUri };
  activate({ subscriptions, workspaceState, extension, ...where });
  const milliseconds = performance.now() - begin;
  // What it reads of /proc comes meanwhile.
  for (let turns = 0; turns < 50; turns++) {
    await turn();
  }
  subscriptions.forEach(subscription => subscription.dispose());
  const native = loaded.filter(request => request.includes('ffi'));
  console.log(JSON.stringify({ milliseconds, registered: subscriptions.length, started, native }));
}

void main();
