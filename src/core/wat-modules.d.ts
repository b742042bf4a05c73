/** WebAssembly text as modules: see build/wat-module-plugin.ts. */
declare module '*.wat' {
  /** The binary format, in base64. */
  export const wasm: string;
}
