/** What is used of WebAssembly: of TypeScript's own libraries, only that of browsers declares it. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(limits: { initial: number; maximum: number; shared?: boolean });
    /** Of shared memory, a SharedArrayBuffer. */
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, ImportValue>>);
    readonly exports: unknown;
  }
  /** A boolean result arrives as 0 or 1. */
  type ImportValue = Memory | number | ((...values: number[]) => number | boolean);
  interface Global {
    readonly value: number;
  }
}
