/** Splits git's output at a byte, over the borders of chunks. */
const LINE_FEED = 0x0a;

/** Lines of a stream, those of one chunk at a time; latin1, for output that is ASCII. A last line without its end counts. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[], void> {
  const splitter = new Splitter(LINE_FEED);
  for await (const chunk of chunks) {
    const lines = splitter.push(chunk).map((line) => line.toString('latin1'));
    if (lines.length > 0) yield lines;
  }
  if (splitter.rest.length > 0) yield [splitter.rest.toString('latin1')];
}

export class Splitter {
  readonly #separator: number;
  #pending: Buffer[] = [];

  constructor(separator: number) {
    this.#separator = separator;
  }

  /** What is complete with this chunk, as views of it. */
  push(chunk: Buffer): Buffer[] {
    const fields: Buffer[] = [];
    let from = 0;
    for (let end = chunk.indexOf(this.#separator); end !== -1; end = chunk.indexOf(this.#separator, from)) {
      fields.push(this.#complete(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    return fields;
  }

  get rest(): Buffer {
    return Buffer.concat(this.#pending);
  }

  #complete(field: Buffer): Buffer {
    if (this.#pending.length === 0) return field;
    const whole = Buffer.concat([...this.#pending, field]);
    this.#pending = [];
    return whole;
  }
}
