import { basename } from 'node:path';
import type { SourceLine } from '../../workers/symbolMessages';

/** Characters: a hostile file may say anything. */
const MAX_NAME = 200;

/** `orders.c:42` */
export function sourceName({ path, line }: SourceLine): string {
  return `${basename(path).slice(0, MAX_NAME)}:${line}`;
}
