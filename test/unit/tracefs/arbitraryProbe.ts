import fc from 'fast-check';
import type {
  FetchArgument,
  KernelProbe,
  ProbeDefinition,
  UserProbe,
} from '../../../src/tracefs/index';

/** Definitions that the kernel accepts, as fast-check makes them up. */

const U64 = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn });

function word(first: string, rest: string, maxLength: number): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...Array.from(first)),
      fc.string({ unit: fc.constantFrom(...Array.from(rest)), maxLength: maxLength - 1 }),
    )
    .map(([head, tail]) => head + tail);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';
const WORD = `${LETTERS}0123456789`;

export const eventName = word(LETTERS, WORD, 63);
export const groupName = word(LETTERS, `${WORD}-`, 63);
const argumentName = word('abcxyzABC', WORD, 32);
const symbol = word(LETTERS, `${WORD}.`, 40);
const moduleName = word('abcdefghij', WORD, 20);

const number = fc.oneof(
  fc.nat({ max: 4096 }).map(String),
  fc.nat({ max: 0xffff }).map(value => `0x${value.toString(16)}`),
);

const userValue = fc.oneof(
  fc.constantFrom('%di', '%si', '%dx', '%cx', '%r8', '%ax', '%ip', '%sp', '$stack', '$stack0'),
  number.map(value => `@${value}`),
  number.map(value => `@+${value}`),
  fc.tuple(fc.constantFrom('', '-', '+'), number).map(([sign, value]) => `\\${sign}${value}`),
);

function dereferenced(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const one = fc
    .tuple(fc.constantFrom('+', '-', '+u', '-u'), number, value)
    .map(([sign, offset, inner]) => `${sign}${offset}(${inner})`);
  const two = fc
    .tuple(fc.constantFrom('+', '-'), number, one)
    .map(([sign, offset, inner]) => `${sign}${offset}(${inner})`);
  return fc.oneof(one, two);
}

const basicType = fc.constantFrom(
  'u8',
  'u16',
  'u32',
  'u64',
  's8',
  's32',
  's64',
  'x8',
  'x64',
  'char',
);
const bitfield = fc.constantFrom('b1@0/8', 'b4@2/8', 'b12@3/16', 'b31@1/32', 'b63@1/64');
const memoryType = fc.oneof(
  basicType,
  fc.constantFrom('string', 'ustring', 'string[3]'),
  fc.tuple(basicType, fc.integer({ min: 1, max: 64 })).map(([type, n]) => `${type}[${n}]`),
);

/** A fetch with a type that suits it; the kernel takes 63 bytes of both together. */
function fetchWithType(value: fc.Arbitrary<string>): fc.Arbitrary<Omit<FetchArgument, 'name'>> {
  const typed = (fetch: fc.Arbitrary<string>, type: fc.Arbitrary<string>) =>
    fc
      .record({ fetch, type: fc.option(type, { nil: undefined }) })
      .map(({ fetch: text, type: name }) =>
        name === undefined ? { fetch: text } : { fetch: text, type: name },
      );
  return fc
    .oneof(
      typed(
        value.filter(text => !text.startsWith('@')),
        fc.oneof(basicType, bitfield),
      ),
      typed(dereferenced(value), memoryType),
      typed(fc.constantFrom('$comm', '\\"text"', '\\"a=b"', '\\"é"'), fc.constant('string')),
    )
    .filter(
      ({ fetch, type }) =>
        Buffer.byteLength(`${fetch}:${type ?? ''}`) <= 63 &&
        // FETCH_OP_ST_UMEM is no memory to the loop over an array (`kernel/trace/trace_probe.c`).
        !(/^[+-]u/.test(fetch) && /^(?!string).*\[/.test(type ?? '')),
    );
}

/** Each argument has a name, as the kernel lists them. */
function namedArguments(value: fc.Arbitrary<string>): fc.Arbitrary<FetchArgument[]> {
  return fc
    .uniqueArray(argumentName, { maxLength: 6 })
    .chain(names =>
      fc
        .tuple(...names.map(() => fetchWithType(value)))
        .map(bodies => bodies.map((body, index) => ({ name: names[index] ?? 'x', ...body }))),
    );
}

/** Names are given or left out; a name may be missing only where the fetch has no `=`. */
function anyArguments(value: fc.Arbitrary<string>): fc.Arbitrary<FetchArgument[]> {
  return namedArguments(value).chain(args =>
    fc
      .tuple(...args.map(() => fc.boolean()))
      .map(keep =>
        args.map((argument, index) =>
          keep[index] === true || argument.fetch.includes('=') ? argument : withoutName(argument),
        ),
      ),
  );
}

function withoutName({ fetch, type }: FetchArgument): FetchArgument {
  return type === undefined ? { fetch } : { fetch, type };
}

const names = fc.record(
  { group: groupName, event: eventName },
  { requiredKeys: [] },
) as fc.Arbitrary<{ group?: string; event?: string }>;

const byte = fc
  .integer({ min: 1, max: 255 })
  .filter(value => !(value >= 9 && value <= 13) && ![0x20, 0x23, 0xa0].includes(value));

/** A path of bytes the kernel reads as one word: text where it is UTF-8, bytes where it is not. */
export const pathArbitrary = fc.oneof(
  fc.constantFrom('/bin/true', '/a:b/c', '/tmp/x(1)', '/ü', './t', 'a/b', '/%return'),
  fc.array(byte, { maxLength: 30 }).map(bytes => {
    const path = Buffer.from([0x2f, ...bytes]);
    const text = path.toString('utf8');
    return Buffer.from(text).equals(path) ? text : new Uint8Array(path);
  }),
);

export const userProbe: fc.Arbitrary<UserProbe> = fc
  .record({
    kind: fc.constantFrom('uprobe' as const, 'uretprobe' as const),
    names,
    path: pathArbitrary,
    offset: U64,
    refCtrOffset: fc.option(
      U64.filter(value => value > 0n),
      { nil: undefined },
    ),
    args: anyArguments(userValue),
  })
  .map(({ kind, names: name, path, offset, refCtrOffset, args }) => ({
    kind,
    ...name,
    target: refCtrOffset === undefined ? { path, offset } : { path, offset, refCtrOffset },
    args,
  }));

const kernelValue = fc.oneof(
  userValue.filter(text => !text.startsWith('@+')),
  fc.constantFrom('$arg1', '$arg3', '@jiffies', '@jiffies+8', 'file', 'file->f_pos'),
);

const kernelTarget = fc.oneof(
  fc.record({ address: U64 }),
  fc.record(
    { symbol, module: moduleName, offset: fc.bigInt({ min: 0n, max: 0xffff_ffffn }) },
    { requiredKeys: ['symbol', 'offset'] },
  ) as fc.Arbitrary<{ symbol: string; module?: string; offset: bigint }>,
);

export const kernelProbe: fc.Arbitrary<KernelProbe> = fc
  .record({
    isReturn: fc.boolean(),
    names,
    target: kernelTarget,
    maxActive: fc.option(fc.integer({ min: 1, max: 4096 }), { nil: undefined }),
    args: anyArguments(kernelValue),
  })
  .map(({ isReturn, names: name, target, maxActive, args }) => ({
    kind: isReturn ? ('kretprobe' as const) : ('kprobe' as const),
    ...name,
    target,
    ...(isReturn && maxActive !== undefined ? { maxActive } : {}),
    args,
  }));

export const anyProbe: fc.Arbitrary<ProbeDefinition> = fc.oneof(userProbe, kernelProbe);

/**
 * Arguments for a uprobe of this machine, each with its name: what a kernel lists back word for
 * word.
 */
export const userArguments = namedArguments(userValue);
