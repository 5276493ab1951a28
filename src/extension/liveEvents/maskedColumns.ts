import { maskTest } from '../../events/masks';
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
  const columns = new Map<string, MaskableColumn>();
  for (const { event, fields } of schemas) {
    for (const { name } of fields.filter(field => !KERNELS.test(field.name))) {
      const by = patterns.find(pattern => maskTest([pattern])(name, event));
      const before = columns.get(name);
      if (by !== undefined || !before) {
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

/** The setting when one column is to be masked, or no longer; what else is masked stays so. */
export function withMask(
  patterns: readonly string[],
  schemas: readonly EventSchema[],
  name: string,
  isMasked: boolean,
): readonly string[] {
  const columns = maskableColumns(schemas, patterns);
  const others = columns.filter(column => column.isMasked && column.name !== name);
  const wanted = columns.filter(column => isMasked && column.name === name);
  return changedMasks(patterns, columns, new Set([...others, ...wanted]));
}

/** The setting when `wanted` are to be masked, and no other columns: what masks one of those goes. */
export function changedMasks(
  patterns: readonly string[],
  columns: readonly MaskableColumn[],
  wanted: ReadonlySet<MaskableColumn>,
): readonly string[] {
  const unwanted = new Set(
    columns
      .filter(column => column.isMasked && !wanted.has(column))
      .map(({ pattern, name }) => pattern ?? name),
  );
  const kept = patterns.filter(pattern => !unwanted.has(pattern));
  // What went with a pattern that is no longer there is named itself.
  const added = [...wanted]
    .filter(({ name, pattern, isMasked }) => !isMasked || unwanted.has(pattern ?? name))
    .map(({ name }) => name);
  return [...new Set([...kept, ...added])];
}
