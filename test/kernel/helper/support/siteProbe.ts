import { toHex64 } from '../../../../src/protocol/scalars';
import { rowNamed } from '../../../unit/elf/support/rows';
import type { Sites } from '../../../unit/elf/support/sites';
import { identityOf } from './identityOf';
import type { UprobeRequest } from './target';

/** The functions of test/fixtures/sites that its main calls. */
export const CALLED = [
  'immediates',
  'redZone',
  'jumpTable',
  'pastEndbr',
  'loopToEndbr',
  'entryNop5',
  'loopToNop5',
  'unsupported',
  'shortOne',
  'branches',
  'guardedTable',
  'chosen',
];

/** A probe so many bytes behind the start of one of them, on at once. */
export async function siteProbe(
  sites: Sites,
  name: string,
  offset: number,
): Promise<UprobeRequest> {
  const { fileOffset } = await rowNamed(sites.index, name);
  return {
    kind: 'uprobe',
    label: `${name}_${offset}`,
    args: [],
    enable: true,
    file: await identityOf(sites.path),
    offset: toHex64(fileOffset! + BigInt(offset)),
  };
}
