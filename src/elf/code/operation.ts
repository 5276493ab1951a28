/** A register with all its parts, as a number: `eax` is the one that `rax` is. */
export type Register = number;

/** Memory as an instruction names it. */
export interface Memory {
  readonly base?: Register;
  readonly index?: Register;
  readonly scale: number;
  /** Where there is no base, an address: for `lea` and loads relative to the instruction, from the function's start. */
  readonly displacement: number;
}

/** What an instruction does, as far as the dispatch of a `switch` needs it. */
export type Operation =
  | { readonly kind: 'address'; readonly to: Register; readonly of: number }
  | {
      /** `word`: four bytes, sign-extended; `pointer`: eight. */
      readonly kind: 'load';
      readonly to: Register;
      readonly from: Memory;
      readonly width: 'word' | 'pointer';
    }
  | { readonly kind: 'add'; readonly to: Register; readonly from: Register }
  /** Of a register, or its lower part with zeros above. */
  | { readonly kind: 'copy'; readonly to: Register; readonly from: Register }
  | { readonly kind: 'compare'; readonly register: Register; readonly value: number }
  /** A jump that is taken when the first operand of the comparison was above, unsigned. */
  | { readonly kind: 'jumpAbove'; readonly orEqual: boolean }
  | { readonly kind: 'jumpTo'; readonly register: Register }
  | { readonly kind: 'jumpThrough'; readonly memory: Memory }
  | {
      readonly kind: 'other';
      readonly writes: readonly Register[];
      /** It changes the flags that jumps look at. */
      readonly flags: boolean;
    };

/** Says what an instruction of a function does. */
export interface OperationReader {
  operation(offset: number): Operation;
}
