import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('endWithTests.mjs', import.meta.url));

/**
 * Sees to it that a process group ends and its folder goes even when this process is killed before it can do so.
 * @returns what to call when both are gone in the ordinary way
 */
export function guard(group: number, folder: string): () => void {
  // Detached: what kills our own group, as Ctrl+C does, must not kill it.
  const child = spawn(process.execPath, [PROGRAM, String(group), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return () => child.kill('SIGKILL');
}
