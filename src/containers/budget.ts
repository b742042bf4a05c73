/**
 * What the containers of a scan may cost, all together and each file on its own, so that one bomb neither stops the
 * scan nor hides the file behind it. Bytes are charged as they come out, before anything is made of them: what fails
 * later has been paid for.
 */

/** Containers within containers; a gzipped tar is two. */
export const MAX_DEPTH = 10;
/** A stream may grow by so much whatever its size, and by so many times what went in. Honest logs stay below 100. */
export const FREE_BYTES = 64 * 1024 * 1024;
export const MAX_RATIO = 250;

export interface Limits {
  readonly members: number;
  readonly expandedBytes: number;
  readonly milliseconds: number;
}

const GIBIBYTE = 1024 ** 3;

export const SCAN_LIMITS: Limits = {
  members: 1_000_000,
  expandedBytes: 64 * GIBIBYTE,
  milliseconds: 20 * 60_000,
};
export const FILE_LIMITS: Limits = {
  members: 250_000,
  expandedBytes: 16 * GIBIBYTE,
  milliseconds: 5 * 60_000,
};

/** The content is what it is; the sentence says why it was not read, or not to its end. */
export class Unreadable extends Error {}

/** Nothing more of this file, or of any, is read. */
export class OverBudget extends Unreadable {}

class Account {
  readonly #limits: Limits;
  readonly #what: string;
  #members = 0;
  #expandedBytes = 0;
  #milliseconds = 0;

  constructor(limits: Limits, what: string) {
    this.#limits = limits;
    this.#what = what;
  }

  get expandedBytes(): number {
    return this.#expandedBytes;
  }

  charge(members: number, bytes: number, milliseconds: number): void {
    this.#members += members;
    this.#expandedBytes += bytes;
    this.#milliseconds += milliseconds;
    const { members: most, expandedBytes, milliseconds: longest } = this.#limits;
    if (this.#members > most) throw new OverBudget(`more than ${most} members in ${this.#what}`);
    if (this.#expandedBytes > expandedBytes) {
      throw new OverBudget(`more than ${expandedBytes / GIBIBYTE} GiB unpacked from ${this.#what}`);
    }
    if (this.#milliseconds > longest) {
      throw new OverBudget(`more than ${longest / 60_000} minutes spent on ${this.#what}`);
    }
  }
}

/** One a scan. */
export class Budget {
  readonly #scan: Account;
  readonly #fileLimits: Limits;

  constructor(scanLimits = SCAN_LIMITS, fileLimits = FILE_LIMITS) {
    this.#scan = new Account(scanLimits, 'the containers of this scan');
    this.#fileLimits = fileLimits;
  }

  /** For one file on disk, one object of git, or standard input. */
  forFile(): FileBudget {
    return new FileBudget(this.#scan, new Account(this.#fileLimits, 'this file'));
  }
}

export class FileBudget {
  readonly #scan: Account;
  readonly #file: Account;
  #lastCharge = performance.now();
  /** What the file itself has given so far. */
  #readBytes = 0;

  constructor(scan: Account, file: Account) {
    this.#scan = scan;
    this.#file = file;
  }

  read(bytes: number): void {
    this.#readBytes += bytes;
  }

  member(): void {
    this.#charge(1, 0);
  }

  expanded(bytes: number): void {
    this.#charge(0, bytes);
    if (this.#file.expandedBytes > FREE_BYTES + MAX_RATIO * this.#readBytes) {
      throw new OverBudget(`unpacks to more than ${MAX_RATIO} times its size`);
    }
  }

  /** Bytes of one stream on their way out: over its ratio, that stream ends, and not the file that it stands in. */
  async *metered(source: AsyncIterable<Buffer>, packedBytes: () => number): AsyncGenerator<Buffer, void> {
    let bytes = 0;
    for await (const window of source) {
      bytes += window.length;
      this.expanded(window.length);
      if (bytes > FREE_BYTES + MAX_RATIO * packedBytes()) {
        throw new Unreadable(`unpacks to more than ${MAX_RATIO} times its size`);
      }
      yield window;
    }
  }

  #charge(members: number, bytes: number): void {
    const now = performance.now();
    const milliseconds = now - this.#lastCharge;
    this.#lastCharge = now;
    // Both are charged, whichever of them objects.
    try {
      this.#file.charge(members, bytes, milliseconds);
    } finally {
      this.#scan.charge(members, bytes, milliseconds);
    }
  }
}
