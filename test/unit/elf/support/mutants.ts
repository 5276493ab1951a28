import fc from 'fast-check';

/** A change of a file: which bytes get which values, and where it is cut. */
export interface Mutation {
  readonly seed: number;
  readonly cut: number | null;
  readonly writes: readonly {
    readonly spot: number;
    readonly distance: number;
    readonly value: number;
  }[];
}

const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 }));

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  seed: fc.nat(),
  cut: fc.option(fc.nat(), { freq: 8 }),
  writes: fc.array(fc.record({ spot: fc.nat(), distance: fc.nat({ max: 200 }), value: byte }), {
    minLength: 1,
    maxLength: 24,
  }),
});

/** Interesting places of a file: its header tables, and the tables these point to. */
export function hotSpots(bytes: Buffer): number[] {
  const spots = [0, 64, bytes.length - 2048];
  if (bytes[4] === 2 && bytes[5] === 1) {
    const shoff = Number(bytes.readBigUInt64LE(40));
    const count = bytes.readUInt16LE(60);
    for (let i = 0; i < count && shoff + 64 * i + 64 <= bytes.length; i++) {
      spots.push(shoff + 64 * i, Number(bytes.readBigUInt64LE(shoff + 64 * i + 24)));
    }
  }
  return spots.map(spot => Math.min(Math.max(spot, 0), bytes.length - 1));
}

/** A damaged copy. */
export function mutant(good: Buffer, { cut, writes }: Mutation): Buffer {
  const bytes = Buffer.from(good);
  const spots = hotSpots(bytes);
  for (const { spot, distance, value } of writes) {
    bytes[(spots[spot % spots.length]! + distance) % bytes.length] = value;
  }
  return cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
}
