// node endWithTests.mjs GROUP FOLDER: runs beside a server. When whoever holds our stdin is gone, killed even, it ends the
// server's process group and removes its folder; Ctrl+C of `npm test` must leave nothing.
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const [group, folder] = process.argv.slice(2);

/** Whether there was a process left to take the signal. */
function signal(name) {
  try {
    return process.kill(-Number(group), name);
  } catch {
    return false;
  }
}

for await (const chunk of process.stdin) {
  throw new Error(`Nothing is said here, but ${chunk}`);
}
signal('SIGTERM');
const deadline = Date.now() + 5_000;
while (signal(0) && Date.now() < deadline) {
  await delay(50);
}
signal('SIGKILL');
await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
