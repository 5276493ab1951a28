import fc from 'fast-check';

/** What stands in the place of something valid. No small number: that may be a handle. */
const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      null,
      true,
      0,
      -1,
      1.5,
      2 ** 31,
      2 ** 53,
      1e308,
      '',
      ' ',
      '0x',
      '-0x1',
      '../../x',
      '__proto__',
    ],
    ...[
      [],
      {},
      { toString: 1 },
      '\0',
      'a\nb',
      'a\r',
      '#',
      ';',
      '%zz',
      '*',
      'a'.repeat(5000),
      '\u2028',
    ],
  ),
  fc.string({ maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }).filter(value => typeof value !== 'number'),
);

/** JSON text of `valid` with up to three changes anywhere in it. */
export function mutated(valid: unknown): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom<Change>('replace', 'remove', 'add', 'double', 'append', 'wrap'),
    hostile: HOSTILE,
  });
  return (
    fc
      .array(change, { minLength: 1, maxLength: 3 })
      .map(changes =>
        changes.reduce<unknown>((value, { at, how, hostile }) => {
          const places = paths(value);
          return changed(value, places[at % places.length]!, how, hostile);
        }, valid),
      )
      // An own key of that name, which an object literal cannot have.
      .map(value => JSON.stringify(value).replaceAll('"__own_proto__"', '"__proto__"'))
  );
}

type Change = 'replace' | 'remove' | 'add' | 'double' | 'append' | 'wrap';
type Path = readonly string[];

/** Of every value inside, its own first. */
function paths(value: unknown): Path[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[], ...inside.flatMap(([key, item]) => paths(item).map(path => [key, ...path]))];
}

function changed(value: unknown, [key, ...rest]: Path, how: Change, hostile: unknown): unknown {
  if (key === undefined) {
    return changedHere(value, how, hostile);
  }
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length === 0 && how === 'remove') {
    Reflect.deleteProperty(copy, key);
  } else {
    copy[key] = changed(copy[key], rest, how, hostile);
  }
  return copy;
}

function changedHere(value: unknown, how: Change, hostile: unknown): unknown {
  if (how === 'wrap') {
    return [value];
  }
  if (how === 'double' && Array.isArray(value)) {
    return [...(value as unknown[]), ...(value as unknown[])];
  }
  if (how === 'append' && typeof value === 'string') {
    return value + (typeof hostile === 'string' ? hostile : JSON.stringify(hostile));
  }
  if (how === 'add' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ...value, [typeof hostile === 'string' ? hostile : '__own_proto__']: hostile };
  }
  return hostile;
}
