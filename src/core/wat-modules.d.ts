/** WebAssembly text as modules: see wat-module-plugin.ts. */
declare module '*.wat' {
  /** The compiled module, in base64. */
  export const wasm: string;
  /** With relaxed vector instructions, where its text has some. */
  export const relaxed: string;
}
