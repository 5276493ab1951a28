// The root process: see docs/protocol.md. It speaks to one peer, removes what it made, and exits.
import { takeEnvironment } from './start/environment';
import { refuseDebugger } from './start/signals';
import { start } from './start/start';
import { StartError } from './start/startError';

refuseDebugger();
// Whoever read it may be dead by now; that must not keep the helper from removing what it made.
process.stderr.on('error', () => undefined);

start(process.argv.slice(2), takeEnvironment()).then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`probescope-helper: ${message}\n`);
    process.exit(error instanceof StartError ? error.exitCode : 70);
  },
);
