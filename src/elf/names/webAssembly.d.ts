/** What the demangler uses of WebAssembly: TypeScript has its types for browsers only. */
declare namespace WebAssembly {
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, () => void>>);
    readonly exports: object;
  }

  class RuntimeError extends Error {}
}
