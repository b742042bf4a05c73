/** Electron's archive: a header of JSON in two frames of sizes, then the files end to end. https://github.com/electron/asar */
import { FRAME_BYTES } from './asar-start.ts';
import { type FileBudget, Unreadable } from './budget.ts';
import { type Member, type RandomBytes, runOf, windowsOf } from './member.ts';

const MAX_HEADER_BYTES = 16 * 1024 * 1024;

interface Node {
  readonly files?: Readonly<Record<string, Node>>;
  readonly size?: number;
  readonly offset?: string;
  readonly link?: string;
  /** Lies beside the archive, as a file of its own. */
  readonly unpacked?: boolean;
}

export async function* asarMembers(bytes: RandomBytes, budget: FileBudget): AsyncGenerator<Member, void> {
  const frame = bytes.read(0, FRAME_BYTES);
  const length = frame.readUInt32LE(12);
  if (length > MAX_HEADER_BYTES) throw new Unreadable('its header is too large');
  const root = headerOf(bytes.read(FRAME_BYTES, length), length);
  const dataAt = 8 + frame.readUInt32LE(4);
  for (const [path, node] of nodesBelow(root)) {
    if (typeof node.link === 'string')
      yield { kind: 'content', path, windows: windowsOf(Buffer.from(node.link)) };
    else if (node.unpacked !== true) yield memberOf(bytes, path, dataAt, node, budget);
  }
}

function headerOf(text: Buffer, length: number): Node {
  if (text.length < length) throw new Unreadable('ends before its end: cut short');
  try {
    return JSON.parse(text.toString('utf8')) as Node;
  } catch (error) {
    throw new Unreadable('damaged: its header is no JSON', { cause: error });
  }
}

/** Whatever JSON it is: only what looks like a node is one. Not recursive, since depth is the archive's to choose. */
function* nodesBelow(root: Node): Generator<readonly [string, Node], void> {
  const pending: (readonly [string, Node])[] = [['', root]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, node] = next;
    if (typeof node !== 'object' || node === null) continue;
    if (typeof node.files !== 'object' || node.files === null) {
      if (path !== '') yield [path, node];
      continue;
    }
    const children = Object.entries(node.files).reverse();
    for (const [name, child] of children) pending.push([path === '' ? name : `${path}/${name}`, child]);
  }
}

function memberOf(bytes: RandomBytes, path: string, dataAt: number, node: Node, budget: FileBudget): Member {
  const [at, size] = [dataAt + Number(node.offset), Number(node.size)];
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(size) || at < dataAt || size < 0) {
    return { kind: 'unread', path, reason: 'damaged: it has no place' };
  }
  return { kind: 'content', path, windows: budget.metered(runOf(bytes, at, size), () => size) };
}
