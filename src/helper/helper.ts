// The root process: see docs/protocol.md. It speaks to one peer, removes what it made, and exits.
import { takeEnvironment } from './start/environment';
import { refuseDebugger } from './start/signals';
import { start } from './start/start';
import { StartError } from './start/startError';
import { openStderr } from './start/stderr';

refuseDebugger();
const say = openStderr();

start(process.argv.slice(2), takeEnvironment(), say).then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    say(`probescope-helper: ${message}\n`);
    process.exit(error instanceof StartError ? error.exitCode : 70);
  },
);
