import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type BuiltSection, program } from '../elfBuilder';
import {
  BUILDER,
  type HostileFile,
  MAIN,
  MEBI,
  OFFSET,
  patchHeader,
  SIZE,
  write,
  zeros,
} from './hostileFile';
import { manySections, manySymbols } from './manyOf';

const linkTo = (file: string): BuiltSection => ({
  name: '.gnu_debuglink',
  type: 1,
  body: Buffer.from(`${file}\0`.padEnd(Math.ceil((file.length + 1) / 4) * 4 + 4, '\0')),
});

/** Files that contradict themselves, or have no end. */
export const shapes: readonly HostileFile[] = [
  {
    name: 'a symbol table that is its own string table and its own code',
    make: write(() => {
      const bytes = program([MAIN]);
      const place = BUILDER.bodyOffset(1) + 64n;
      return patchHeader(
        patchHeader(patchHeader(bytes, 3, OFFSET, place), 3, SIZE, 48n),
        1,
        OFFSET,
        place,
      );
    }),
    outcome: ['read'],
  },
  {
    name: 'a string table that ends in the middle of a name',
    make: write(() => patchHeader(program([{ ...MAIN, name: 'a_long_name' }]), 3, SIZE, 7n)),
    outcome: ['read'],
  },
  {
    name: 'a string table without an end',
    make: write(() => {
      const bytes = program([{ ...MAIN, name: 'x'.repeat(MEBI) }]);
      return patchHeader(bytes, 3, SIZE, BigInt(MEBI));
    }),
    outcome: ['read'],
  },
  {
    name: 'a debug link to the file itself, and one to a file that links back',
    make: (file, fixtures) => {
      const folder = fixtures.path('.debug');
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, BUILDER.file([linkTo('hostile')], []));
      writeFileSync(`${folder}/hostile`, BUILDER.file([linkTo('hostile')], []));
      rmSync(fixtures.path('twin'), { force: true });
      linkSync(file, fixtures.path('twin'));
    },
    outcome: ['read'],
  },
  {
    name: 'millions of symbols',
    make: write(() => manySymbols(5_000_000)),
    outcome: ['read'],
    alone: true,
  },
  {
    name: 'names of C++ that are much longer as people write them',
    make: write(() =>
      manySymbols(200_000, '_Z1fSt6vectorISsSaISsEESt3mapISsSsSt4lessISsESaISt4pairIKSsSsEEE'),
    ),
    outcome: ['read'],
    alone: true,
  },
  {
    name: 'as many sections as are read, of endless names',
    make: write(() => manySections((1 << 17) - 2)),
    outcome: ['read'],
    alone: true,
  },
  {
    name: 'more sections than are read',
    make: write(() => manySections(1 << 17)),
    outcome: ['tooLarge'],
  },
  {
    name: 'a file that is one byte too short for its headers',
    make: file => {
      const bytes = program([MAIN]);
      writeFileSync(file, bytes.subarray(0, -1));
    },
    outcome: ['truncated'],
  },
  { name: 'nothing', make: write(() => zeros(0)), outcome: ['notElf'] },
  { name: 'a folder of zeros', make: write(() => readFileSync('/dev/null')), outcome: ['notElf'] },
];
