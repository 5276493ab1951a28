/** What follows the keyword in the name of an operator of C++, where its brackets belong to no list. */
const OPERATOR = /^operator\s*(?:\(\)|->\*?|<=>|<<=?|>>=?|<=?|>=?)/;
/** Longer ones are cut before they are looked at. */
const LONGEST = 4096;

/**
 * A function's name in about `room` characters: what is in brackets, such as template arguments and parameters, becomes `…`,
 * and then the beginning does, as the end tells functions of one namespace apart.
 */
export function shortName(name: string, room: number): string {
  if (name.length <= room) {
    return name;
  }
  const short = withoutLists(name.slice(-LONGEST));
  return short.length > room ? `…${short.slice(1 - room)}` : short;
}

/** `handle_order+0x1c (orders) orders.c:42`, with its function's name in about `room` characters. */
export function shortCaller(caller: string, room: number): string {
  const end = caller.indexOf('+0x');
  return end < 0 ? caller : shortName(caller.slice(0, end), room) + caller.slice(end);
}

function withoutLists(name: string): string {
  let short = '';
  let depth = 0;
  for (let at = 0; at < name.length; at++) {
    const [operator] = name[at] === 'o' ? (OPERATOR.exec(name.slice(at, at + 16)) ?? []) : [];
    const letter = operator ?? name[at] ?? '';
    at += letter.length - 1;
    if (letter === '<' || letter === '(') {
      short += depth++ === 0 ? `${letter}…` : '';
    } else if ((letter === '>' || letter === ')') && depth > 0) {
      short += --depth === 0 ? letter : '';
    } else if (depth === 0) {
      short += letter;
    }
  }
  return short;
}
