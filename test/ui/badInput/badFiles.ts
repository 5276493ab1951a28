import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { mustCommand } from '../../rigs/command';
import type { OrdersWorkspace } from '../support/ordersProgram';

/** A file that has no symbols to show, how it is made, and what is said of it. */
export interface BadFile {
  readonly name: string;
  make(orders: OrdersWorkspace): Promise<unknown>;
  readonly sentence: string;
}

export const BAD_FILES: readonly BadFile[] = [
  {
    name: 'plain-text',
    make: orders => writeFile(orders.path('plain-text'), 'not a program\n'),
    sentence:
      'plain-text is not an ELF file: choose a compiled program, a library or a kernel module.',
  },
  {
    name: 'empty-file',
    make: orders => writeFile(orders.path('empty-file'), ''),
    sentence:
      'empty-file is not an ELF file: choose a compiled program, a library or a kernel module.',
  },
  {
    name: 'cut-short',
    make: async orders => {
      await copyFile(orders.program, orders.path('cut-short'));
      const file = await open(orders.path('cut-short'), 'r+');
      await file.truncate(3000);
      await file.close();
    },
    sentence:
      'cut-short ends too early, as while it is being built: wait for the build and open it again.',
  },
  {
    name: 'a-folder',
    make: orders => mkdir(orders.path('a-folder')),
    sentence: 'a-folder is not an ordinary file: choose a program or a library.',
  },
  {
    name: 'a-fifo',
    make: orders => mustCommand(['mkfifo', orders.path('a-fifo')]),
    sentence: 'a-fifo is not an ordinary file: choose a program or a library.',
  },
  {
    name: 'not-there',
    make: () => Promise.resolve(),
    sentence: 'There is no file not-there: build it, or choose another.',
  },
];
