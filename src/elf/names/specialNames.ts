/** What the demangler writes in its own way, as c++filt writes it; by the two letters behind `_Z`. */
const SPECIAL: Readonly<Record<string, readonly [pattern: RegExp, words: string]>> = {
  TV: [/^\{vtable\((.*)\)\}$/s, 'vtable for '],
  TT: [/^\{vtt\((.*)\)\}$/s, 'VTT for '],
  Th: [thunk(), 'non-virtual thunk to '],
  Tv: [thunk(), 'virtual thunk to '],
  Tc: [thunk(), 'covariant return thunk to '],
};

function thunk(): RegExp {
  return /^\{virtual override thunk\((?:\{(?:virtual )?offset\([-\d, ]+\)\}, )+(.*)\)\}$/s;
}

/** Leaves all other names as they are. */
export function plainSpecialName(mangled: Uint8Array, text: Uint8Array): Uint8Array {
  if (text[0] !== 0x7b) {
    return text;
  }
  const special = SPECIAL[Buffer.from(mangled.subarray(2, 4)).toString('latin1')];
  const of = special?.[0].exec(Buffer.from(text).toString('latin1'))?.[1];
  return special && of !== undefined ? Buffer.from(special[1] + of, 'latin1') : text;
}
