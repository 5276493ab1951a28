/** What is used of WebAssembly: TypeScript has its types for browsers only. */
declare namespace WebAssembly {
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;

  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }

  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;

  class Memory {
    /** @param size in pages of 64 KiB; what is not written takes no room */
    constructor(size: { initial: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  class Instance {
    /** @param imports numbers are globals that do not change */
    constructor(
      module: Module,
      imports: Record<string, Record<string, Memory | number | (() => void)>>,
    );
    readonly exports: object;
  }

  class RuntimeError extends Error {}
}
