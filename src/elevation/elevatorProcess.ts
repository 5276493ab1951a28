/**
 * Entry of dist/elevator.js: calls sudo-prompt in a process of its own. sudo-prompt takes cwd and
 * environment of its process into a shell string, gives no handle to stop it, and can throw outside of any
 * callback: none of this may be the extension host's. Arguments: the argument array for root.
 */
import { exec } from 'sudo-prompt';
import type { PromptResult } from './sudoPrompt/promptResult';
import { sudoPromptCommand } from './sudoPrompt/quoting';

// The extension host is gone: close the prompt with the whole process group, which is ours alone.
const closePrompt = (): void => {
  process.kill(-process.pid, 'SIGTERM');
};
process.once('disconnect', closePrompt);

function report(result: PromptResult): void {
  process.off('disconnect', closePrompt);
  process.send?.(result, () => process.disconnect());
}

exec(sudoPromptCommand(process.argv.slice(2)), { name: 'Probescope' }, (failure, _, stderr) => {
  // Its types say undefined, but success is null.
  const error = failure ?? undefined;
  const code: unknown = error === undefined ? 0 : Reflect.get(error, 'code');
  report({
    ...(error === undefined ? {} : { message: error.message.slice(0, 200) }),
    ...(typeof code === 'number' ? { exitCode: code } : {}),
    stderr: (stderr ?? '').toString().trim().slice(-4096),
  });
});
