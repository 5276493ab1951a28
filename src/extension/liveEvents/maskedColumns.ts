import { EXCEPT, maskTest } from '../../events/masks';
import type { EventSchema } from '../../workers/eventMessages';

/** The setting: names of columns whose values are not kept, with wildcards. */
export const MASKED_COLUMNS = 'probescope.events.maskedColumns';
/** Fields of the kernel's own tell addresses in code, and nothing of a program's data. */
const KERNELS = /^__/;

/** A column that the user may mask. */
export interface MaskableColumn {
  readonly name: string;
  readonly isMasked: boolean;
  /** What in the setting masks it, where that is not its name. */
  readonly pattern?: string;
}

/** The columns there are, by name. */
export function maskableColumns(
  schemas: readonly EventSchema[],
  patterns: readonly string[],
): readonly MaskableColumn[] {
  const isMasked = maskTest(patterns);
  const columns = new Map<string, MaskableColumn>();
  for (const { event, fields } of schemas) {
    for (const { name } of fields.filter(field => !KERNELS.test(field.name))) {
      const by = isMasked(name, event)
        ? patterns.findLast(pattern => maskTest([pattern])(name, event))
        : undefined;
      if (by !== undefined || !columns.has(name)) {
        columns.set(name, {
          name,
          isMasked: by !== undefined,
          ...(by !== undefined && by !== name && { pattern: by }),
        });
      }
    }
  }
  return [...columns.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The setting when one column is to be masked, or no longer. What masks it beside others stays for those, and for columns
 * that are still to come: the column becomes an exception of it.
 */
export function withMask(
  patterns: readonly string[],
  schemas: readonly EventSchema[],
  name: string,
  isMasked: boolean,
): readonly string[] {
  const events = schemas.filter(({ fields }) => fields.some(field => field.name === name));
  // What names this column alone, of all events or of one, is not needed for any other.
  const own = [name, ...events.map(({ event }) => `${event}.${name}`)].flatMap(each => [
    each.toLowerCase(),
    `${EXCEPT}${each.toLowerCase()}`,
  ]);
  const others = patterns.filter(pattern => !own.includes(pattern.toLowerCase()));
  const isSo = events.every(({ event }) => maskTest(others)(name, event) === isMasked);
  return isSo ? others : [...others, isMasked ? name : `${EXCEPT}${name}`];
}

/** The setting when `wanted` are to be masked, and no other columns there are. */
export function changedMasks(
  patterns: readonly string[],
  schemas: readonly EventSchema[],
  wanted: ReadonlySet<string>,
): readonly string[] {
  return maskableColumns(schemas, patterns)
    .filter(({ name, isMasked }) => isMasked !== wanted.has(name))
    .reduce((masks, { name }) => withMask(masks, schemas, name, wanted.has(name)), patterns);
}
