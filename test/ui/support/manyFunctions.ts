import { writeFile } from 'node:fs/promises';
import { mustCommand } from '../../rigs/command';
import type { OrdersWorkspace } from './ordersProgram';

/** Makes the program `name` with functions of these names, which nobody calls, one after the other. */
export async function manyFunctions(
  orders: OrdersWorkspace,
  name: string,
  functions: readonly string[],
): Promise<void> {
  const source = orders.path(`${name}.s`);
  const bodies = functions.map(each => `.type ${each},@function\n${each}: ret\n`);
  const [first = ''] = functions;
  await writeFile(source, `.text\n.globl ${first}\n${bodies.join('')}`);
  const link = ['-nostdlib', `-Wl,-e,${first}`];
  await mustCommand(['gcc', ...link, '-o', orders.path(name), source]);
}
