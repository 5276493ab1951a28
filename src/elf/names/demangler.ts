import { Interruptible } from './interruptible';
import { plainSpecialName } from './specialNames';

/** Bytes. Longer names are shown as they are, and so is what would become longer than this. */
const MAX_MANGLED = 4096;
const MAX_TEXT = 8192;
/** A name can say "twice what came before" a hundred times; shorter ones cannot do so often enough to hurt. */
const HARMLESS = 128;
const TIME_LIMIT = 250;
/** After so many names that took too long, a file's names are left as they are. */
const MAX_FAILURES = 4;
/** WebAssembly memory never shrinks: past this a new instance is made. Bytes. */
const MAX_MEMORY = 32 << 20;

/** Those of the module's exports that are used; wasm-bindgen's own calling convention, of the pinned version. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  demangle_any(pointer: number, length: number): [pointer: number, length: number];
  __wbindgen_malloc(length: number, align: number): number;
  __wbindgen_free(pointer: number, length: number, align: number): void;
}

/**
 * C++ and Rust names (legacy and v0) as people write them, by gecko-profiler-demangle. Works on bytes: names
 * go from the string table into the module's memory without becoming strings. No name can make it
 * throw, or take longer than a second for all the names of a file.
 */
export class Demangler {
  #exports: Exports | undefined;
  #failures = 0;
  readonly #interruptible = new Interruptible();

  private constructor(private readonly module: WebAssembly.Module) {}

  /** @param wasm the bytes of gecko-profiler-demangle/index_bg.wasm */
  static async load(wasm: Uint8Array<ArrayBuffer>): Promise<Demangler> {
    return new Demangler(await WebAssembly.compile(wasm));
  }

  /** UTF-8, or nothing where the name is not mangled. */
  demangle(name: Uint8Array): Uint8Array | undefined {
    if (!isMangled(name, 0) || name.length > MAX_MANGLED || !isAscii(name)) {
      return undefined;
    }
    if (name.length < HARMLESS) {
      return this.#call(name);
    }
    if (this.#failures >= MAX_FAILURES) {
      return undefined;
    }
    let text: Uint8Array | undefined;
    const ended = this.#interruptible.run(() => {
      text = this.#call(name);
    }, TIME_LIMIT);
    if (!ended) {
      this.#failures++;
      this.#exports = undefined;
    }
    return text;
  }

  #call(name: Uint8Array): Uint8Array | undefined {
    try {
      const wasm = (this.#exports ??= this.#instantiate());
      const input = wasm.__wbindgen_malloc(name.length, 1);
      new Uint8Array(wasm.memory.buffer).set(name, input >>> 0);
      const [pointer, signedLength] = wasm.demangle_any(input, name.length);
      const length = signedLength >>> 0;
      const text =
        length <= MAX_TEXT
          ? new Uint8Array(wasm.memory.buffer, pointer >>> 0, length).slice()
          : undefined;
      wasm.__wbindgen_free(pointer, length, 1);
      if (wasm.memory.buffer.byteLength > MAX_MEMORY) {
        this.#exports = undefined;
      }
      return text && !isUnchanged(text, name) ? plainSpecialName(name, text) : undefined;
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
        // A name it cannot cope with; the instance is not to be trusted any more.
        this.#exports = undefined;
        return undefined;
      }
      throw error;
    }
  }

  #instantiate(): Exports {
    const imports = { './index_bg.js': { __wbindgen_init_externref_table: () => undefined } };
    const instance = new WebAssembly.Instance(this.module, imports);
    return instance.exports as unknown as Exports;
  }
}

/** `_Z…` (Itanium C++ ABI, Rust legacy) or `_R` and an upper-case letter (Rust v0). */
export function isMangled(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x5f) {
    return false;
  }
  const kind = bytes[at + 1];
  const next = bytes[at + 2] ?? 0;
  return kind === 0x5a || (kind === 0x52 && next >= 0x41 && next <= 0x5a);
}

/** The module takes its input for UTF-8, unchecked. */
function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) > 0x7e) {
      return false;
    }
  }
  return true;
}

/** What is no mangled name after all comes back as it was, or without the first underscore. */
function isUnchanged(text: Uint8Array, name: Uint8Array): boolean {
  const skipped = name.length - text.length;
  return skipped >= 0 && skipped <= 1 && text.every((byte, at) => byte === name[at + skipped]);
}
