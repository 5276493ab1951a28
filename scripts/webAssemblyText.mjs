// WebAssembly text (`.wat`) as modules whose default export is the bytes: for esbuild and for Vite, which vitest
// runs on. Calls are inlined, since V8 does not do so for WebAssembly and a call costs more than what it does.
import { readFile } from 'node:fs/promises';

const FILTER = /\.wat$/;
/** Bytes of a function that is inlined wherever it is called; ours all are. */
const INLINED = 1000;

/**
 * @param {string} file
 * @returns {Promise<Uint8Array>}
 */
async function compile(file) {
  const text = await readFile(file, 'utf8');
  // Takes a third of a second to load, which a build without such files is spared.
  const { default: binaryen } = await import('binaryen');
  const { SIMD128, BulkMemory, BulkMemoryOpt, MutableGlobals } = binaryen.Features;
  const module = binaryen.parseText(text);
  try {
    module.setFeatures(SIMD128 | BulkMemory | BulkMemoryOpt | MutableGlobals);
    if (!module.validate()) {
      throw new Error(`${file} is not valid WebAssembly`);
    }
    binaryen.setOptimizeLevel(3);
    binaryen.setAlwaysInlineMaxSize(INLINED);
    binaryen.setFlexibleInlineMaxSize(INLINED);
    binaryen.setAllowInliningFunctionsWithLoops(true);
    module.runPasses(['inlining-optimizing']);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** @type {import('esbuild').Plugin} */
export const esbuildWat = {
  name: 'wat',
  setup(build) {
    build.onLoad({ filter: FILTER }, async ({ path }) => ({
      contents: await compile(path),
      loader: 'binary',
      watchFiles: [path],
    }));
  },
};

export const viteWat = {
  name: 'wat',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} id */
  async load(id) {
    if (!FILTER.test(id)) {
      return undefined;
    }
    const base64 = Buffer.from(await compile(id)).toString('base64');
    return `export default Uint8Array.from(Buffer.from('${base64}', 'base64'));`;
  },
};
