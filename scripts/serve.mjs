// VS Code as a server from npm, for a machine without a desktop VS Code: behind a random password, on this machine only.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXAMPLE } from './example.mjs';
import { kit, KIT_VERSIONS } from './kits.mjs';
import { packageHere } from './package.mjs';
import { killGroup, must } from './run.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
};

/** Serves until it is ended by Ctrl+C. The user's settings there are kept from one start to the next. */
export async function serve() {
  console.log(`Getting VS Code ${KIT_VERSIONS[0]} ready…`);
  const { node, entry } = await kit(KIT_VERSIONS[0]);
  const data = join(ROOT, 'out/start');
  await mkdir(join(data, 'ud/User'), { recursive: true, mode: 0o700 });
  const settings = join(data, 'ud/User/settings.json');
  if (!existsSync(settings)) {
    await writeFile(settings, JSON.stringify(SETTINGS, null, 2));
  }
  const places = ['--user-data-dir', join(data, 'ud'), '--extensions-dir', join(data, 'ext')];
  const base = [node, entry, ...places, '--config', join(data, 'config.yaml')];
  // Every local user can reach the port, and who opens the page has a terminal: hence the password.
  const password = randomBytes(12).toString('base64url');
  const env = { ...cleanEnv(), PASSWORD: password };
  await must([...base, '--install-extension', await packageHere(), '--force'], {
    env,
    timeout: 60_000,
  });
  const switches = [
    '--auth=password',
    '--bind-addr=127.0.0.1:0',
    '--disable-telemetry',
    '--disable-update-check',
  ];
  const quiet = [
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    '--ignore-last-opened',
  ];
  const [program, ...args] = [...base, ...switches, ...quiet];
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => killGroup(child.pid));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    const before = output;
    output += text;
    const address = /listening on (http:\S+?)\/?\s/;
    if (!address.test(before) && address.test(output)) {
      announce(address.exec(output)[1], password);
    }
  });
  const [code] = await once(child, 'exit');
  throw new Error(`VS Code ended with ${code}:\n${output}`);
}

function announce(url, password) {
  console.log(`
  Open      ${url}/?folder=${encodeURIComponent(EXAMPLE.replace(/\/$/, ''))}
  Password  ${password}

Then right-click the file \`orders\`, choose Show Symbols, and right-click a function. Ctrl+C ends it.`);
}

/** Without what a VS Code or npm around us would tell the server. */
function cleanEnv() {
  const names = /^(VSCODE_|CODE_SERVER|NODE_OPTIONS|ELECTRON_|npm_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)));
}
