/** What the build makes of WebAssembly text (scripts/webAssemblyText.mjs). */
declare module '*.wat' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
