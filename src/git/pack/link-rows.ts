/**
 * Gathers the ids that trees, commits and tags name, in rows: looking one up leads far away in memory, and is done for
 * many of them at once. The work is done in WebAssembly (links.wat).
 */
import type { Room } from './delta-search.ts';
import { wasm } from './links.wat';

/** Kinds of rows. */
export const TREE_ROW = 0;
export const COMMIT_ROW = 1;

/** Before the ids of a row: the number of the object, the kind, how many ids there are; 4 bytes each. */
export const ROW_HEAD_BYTES = 12;
/** In place of the end of what was touched: all is new. */
export const ALL_TOUCHED = 0;
/** Behind the rows, these may be overwritten. */
export const ROW_SLACK = 12;
const NOTHING = 0;
/** From `addTree`. */
export const NO_TREE = -1;

interface LinksModule {
  readonly next: WebAssembly.Global;
  tree(
    self: number,
    at: number,
    end: number,
    touched: number,
    touchedEnd: number,
    out: number,
    outEnd: number,
    idBytes: number,
  ): number;
  commit: ReadHead;
  tag: ReadHead;
}

type ReadHead = (
  self: number,
  at: number,
  end: number,
  out: number,
  outEnd: number,
  idBytes: number,
) => number;

/** Of one memory: whoever adds rows takes them before another does. */
export class LinkRows {
  readonly bytes: Buffer;
  /** The same, by 4 bytes. */
  readonly words: Uint32Array;
  /** And as `rankOf` takes it. */
  readonly idWords: Int32Array;
  /** Where the rows begin. */
  readonly start: number;
  /** Where the next one will. */
  end: number;
  readonly #limit: number;
  readonly #touched: number;
  readonly #idBytes: number;
  readonly #module: LinksModule;

  constructor(
    memory: WebAssembly.Memory,
    { rows, touched, idBytes }: { rows: Room; touched: Room; idBytes: number },
  ) {
    const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { memory: { bytes: memory } });
    this.#module = exports as unknown as LinksModule;
    this.bytes = Buffer.from(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    this.idWords = new Int32Array(memory.buffer);
    this.start = rows.at;
    this.end = rows.at;
    this.#limit = rows.end - ROW_SLACK;
    this.#touched = touched.at;
    this.#idBytes = idBytes;
  }

  /**
   * What a tree names within the bytes that are touched. Where the next call goes on: the end, or an entry for which
   * there was no more room, or NO_TREE.
   */
  addTree(self: number, at: number, end: number, touchedEnd: number): number {
    const touched = touchedEnd === ALL_TOUCHED ? NOTHING : this.#touched;
    const idBytes = this.#idBytes;
    this.end = this.#module.tree(self, at, end, touched, touchedEnd, this.end, this.#limit, idBytes);
    return this.#module.next.value;
  }

  /** `false` where it is none; `undefined` where there is no more room. */
  addCommit(self: number, at: number, end: number): boolean | undefined {
    return this.#added(this.#module.commit(self, at, end, this.end, this.#limit, this.#idBytes));
  }

  /** As `addCommit`. */
  addTag(self: number, at: number, end: number): boolean | undefined {
    return this.#added(this.#module.tag(self, at, end, this.end, this.#limit, this.#idBytes));
  }

  #added(end: number): boolean | undefined {
    if (end === NOTHING) return false;
    if (end === this.end) return undefined;
    this.end = end;
    return true;
  }
}
