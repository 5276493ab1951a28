import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import {
  compressionHeader,
  ELFCOMPRESS_ZLIB,
  ELFCOMPRESS_ZSTD,
  packedProgram,
  zstdBody,
} from '../packedSections';
import { withPacked, xz } from '../splitDebug';
import { BUILDER, type HostileFile, MAIN, MEBI, write, zeros } from './hostileFile';

/** Small files of much. */
export const bombs: readonly HostileFile[] = [
  {
    name: '.gnu_debugdata that unpacks to much more than is taken',
    make: (file, fixtures) => {
      const plain = fixtures.gcc('plainForBomb', ['freestanding.c'], '-static', '-nostdlib');
      writeFileSync(fixtures.path('zeros'), '');
      truncateSync(fixtures.path('zeros'), 256 * MEBI);
      copyFileSync(withPacked(fixtures, plain, 'bomb', xz(fixtures.path('zeros'), '-0')), file);
    },
    outcome: ['read'],
    alone: true,
  },
  {
    name: 'symbols that unpack to more than they declare, by zlib',
    make: write(() => {
      const packed = deflateSync(zeros(72 * MEBI));
      return packedProgram(BUILDER, [MAIN], () =>
        Buffer.concat([compressionHeader(BUILDER, ELFCOMPRESS_ZLIB, 64n << 20n), packed]),
      );
    }),
    outcome: ['unsupported'],
    alone: true,
  },
  {
    name: 'symbols that unpack to more than they declare, by zstd',
    make: (file, fixtures) => {
      const packed = zstdBody(fixtures, zeros(72 * MEBI)).subarray(24);
      const body = Buffer.concat([
        compressionHeader(BUILDER, ELFCOMPRESS_ZSTD, 64n << 20n),
        packed,
      ]);
      writeFileSync(
        file,
        packedProgram(BUILDER, [MAIN], () => body),
      );
    },
    outcome: ['unsupported'],
    alone: true,
  },
  {
    name: 'symbols that unpack to as much as may be, by zstd',
    make: (file, fixtures) => {
      const body = zstdBody(fixtures, zeros(48 * MEBI));
      writeFileSync(
        file,
        packedProgram(BUILDER, [MAIN], () => body),
      );
    },
    outcome: ['read'],
    alone: true,
  },
];
