/** How whole numbers of arguments are shown: as the kernel prints them, or all alike. */
export type NumberBase = 'own' | 'decimal' | 'hex';

/** Shows whole numbers in the base that the user wants. */
export class NumberText {
  base: NumberBase = 'own';

  /** @param raw as the kernel prints it; what is no whole number stays as it is */
  text(raw: string): string {
    const [, sign = '', digits] = /^(-?)(0x[0-9a-f]+|\d+)$/.exec(raw) ?? [];
    if (this.base === 'own' || digits === undefined) {
      return raw;
    }
    const number = BigInt(digits);
    return sign + (this.base === 'hex' ? `0x${number.toString(16)}` : number.toString());
  }
}
