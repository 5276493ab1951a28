// Compiles the example program: a small C program with a worker loop, there to be looked into.
import { spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from './run.mjs';

/** The folder of the example in the repository. */
export const EXAMPLE = fileURLToPath(new URL('../examples/orders/', import.meta.url));

/**
 * Compiles the example in `folder`, with a copy of its source.
 * @param {string} [folder] the example's own folder unless given; a test takes a private one
 * @returns {Promise<string>} the program
 */
export async function buildExample(folder = EXAMPLE) {
  const source = join(folder, 'orders.c');
  if (join(EXAMPLE, 'orders.c') !== source) {
    await cp(join(EXAMPLE, 'orders.c'), source);
  }
  const program = join(folder, 'orders');
  await must(['gcc', '-std=gnu11', '-Wall', '-Wextra', '-g', '-O1', '-o', program, source]);
  return program;
}

/** Runs the example until this process ends, so that there are calls to see. */
export function runExample() {
  const child = spawn(join(EXAMPLE, 'orders'), { stdio: 'ignore' });
  process.once('exit', () => child.kill());
  console.log(`The example program runs as process ${child.pid}.`);
}
