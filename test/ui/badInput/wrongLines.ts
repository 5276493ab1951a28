/** Every printable ASCII character that an event's name may not hold, and what is said of `a?b` with it. */
const wrong = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));

const GROUP = 'Leave the group out: Probescope names it. Write p:EVENT or r:EVENT.';
const SYNTAX =
  'A probe is written as p[:GROUP/EVENT] PLACE [ARGUMENTS], or with r for a return probe.';

/** What these mean to the kernel in a line: a group, the end of a word, a comment. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['/', GROUP],
  ['.', GROUP],
  ['#', SYNTAX],
]);

export const WRONG_EVENTS: readonly { event: string; sentence: string }[] = [
  ...wrong
    .filter(character => character !== ' ' && !/\w/.test(character))
    .map(character => `a${character}b`),
  '1st',
  '',
  'aéb',
  'a'.repeat(64),
].map(event => ({ event, sentence: SPECIAL.get(event.charAt(1)) ?? notAName(event) }));

function notAName(event: string): string {
  return `The event "${event}" must be at most 63 letters, digits or "_", and start with a letter or "_".`;
}

/** What is said of the second byte of `price_order`. */
export const INSIDE =
  'price_order+0x1 is inside an instruction, where a probe would damage the program: choose an offset where one begins, such as the function’s first byte.';

/** What is said of an offset of `orders` without a function. */
export function inNoFunction(offset: bigint): string {
  return `No function of orders holds the offset 0x${offset.toString(16)}: copy a function’s from the symbols editor.`;
}

/** Other changes of the line of a uprobe on `program` that are not taken. */
export function wrongLines(program: string, start: bigint): (readonly [string, string])[] {
  const at = (offset: bigint): string => `p:e ${program}:0x${offset.toString(16)}`;
  return [
    [at(start + 1n), INSIDE],
    [at(0n), inNoFunction(0n)],
    [at(1n << 40n), inNoFunction(1n << 40n)],
    [
      `r:e ${program}:0x${start.toString(16)}`,
      'Start the line with p: the kind of the probe stays.',
    ],
    [`p:e /bin/true:0x${start.toString(16)}`, 'The file stays: choose another one in the picker.'],
  ];
}
