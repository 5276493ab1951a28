import { truncateSync, writeFileSync } from 'node:fs';
import { program } from '../elfBuilder';
import {
  BUILDER,
  GIBI,
  type HostileFile,
  MAIN,
  MEBI,
  OFFSET,
  patchHeader,
  SIZE,
  sparse,
  withSection,
  write,
  zeros,
} from './hostileFile';

const sizes: readonly [string, bigint][] = [
  ['2^63', 1n << 63n],
  ['2^64 - 1', (1n << 64n) - 1n],
];
const SECTIONS = ['.text', '.symtab', '.strtab', '.more', '.shstrtab'] as const;

/** Headers that say what cannot be. */
export const sizesOfSections: readonly HostileFile[] = sizes.flatMap(([size, value]) =>
  SECTIONS.flatMap((section, index) =>
    (
      [
        ['size', SIZE],
        ['offset', OFFSET],
      ] as const
    ).map(([what, field]) => ({
      name: `${section} with ${what} ${size}`,
      make: write(() =>
        patchHeader(withSection({ name: '.note.x', type: 7 }), index + 1, field, value),
      ),
      outcome: section === '.text' ? ['read'] : ['truncated'],
    })),
  ),
);

/** Sections that take no room on the disk. */
export const sparseSections: readonly HostileFile[] = [
  ...(
    [
      [4 * GIBI, 'tooLarge'],
      [500 * MEBI, 'tooLarge'],
    ] as const
  ).flatMap(([size, outcome]) => [
    {
      name: `.symtab of ${size} bytes of nothing`,
      make: sparse(program([MAIN]), 2, size),
      outcome: [outcome],
    },
    {
      name: `.strtab of ${size} bytes of nothing`,
      make: sparse(program([MAIN]), 3, size),
      outcome: [outcome],
    },
    {
      name: `.dynsym of ${size} bytes of nothing`,
      make: sparse(withSection({ name: '.dynsym', type: 11, link: 3, entrySize: 24 }), 4, size),
      outcome: [outcome],
    },
    {
      name: `.gnu_debugdata of ${size} bytes of nothing`,
      make: sparse(
        BUILDER.file([{ name: '.gnu_debugdata', type: 1, body: zeros(64) }], []),
        1,
        size,
      ),
      outcome: ['read'],
    },
    {
      name: `.gopclntab of ${size} bytes of nothing`,
      make: sparse(BUILDER.file([{ name: '.gopclntab', type: 1, body: zeros(64) }], []), 1, size),
      outcome: ['read'],
    },
    {
      name: `notes of ${size} bytes of nothing`,
      make: sparse(withSection({ type: 7 }), 4, size),
      outcome: ['read'],
    },
    {
      name: `.note.stapsdt of ${size} bytes of nothing`,
      make: sparse(withSection({ name: '.note.stapsdt', type: 7 }), 4, size),
      outcome: ['read', 'tooLarge'],
    },
    {
      name: `.gnu.version of ${size} bytes of nothing`,
      make: sparse(withSection({ name: '.gnu.version', type: 0x6fffffff }), 4, size),
      outcome: ['tooLarge'],
    },
    {
      name: `.dynamic of ${size} bytes of nothing`,
      make: sparse(withSection({ name: '.dynamic', type: 6, link: 3 }), 4, size),
      outcome: ['tooLarge'],
    },
    {
      name: `section names of ${size} bytes of nothing`,
      make: sparse(program([MAIN]), 4, size),
      outcome: ['tooLarge'],
    },
  ]),
  {
    name: 'a program of 4 GiB that is nearly all hole',
    make: file => {
      writeFileSync(file, program([MAIN]));
      truncateSync(file, 4 * GIBI);
    },
    outcome: ['read'],
  },
];
