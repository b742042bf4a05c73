/** WebAssembly text as modules: see wat-module-plugin.ts. */
declare module '*.wat' {
  /** The compiled module, in base64. */
  export const wasm: string;
}
