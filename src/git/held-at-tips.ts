/**
 * What the trees of refs hold at given paths. Reads the trees themselves: refs share most of theirs, so each is read
 * once, and names are compared as bytes, whatever they hold.
 */
import { decodePath } from '../core/path-text.ts';
import { ObjectReader } from './object-reader.ts';
import type { Repository } from './repository.ts';

export interface TreeTip {
  readonly name: string;
  readonly tree?: string;
}

interface HeldObject {
  readonly path: string;
  /** Blob or tree. */
  readonly object: string;
}

/** path -> object id -> names of the tips that hold it there. */
export type HeldAtTips = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Trees that cannot be read hold nothing; that they cannot be read is told by the search of the objects. */
export async function heldAtTips(
  repository: Repository,
  tips: readonly TreeTip[],
  paths: Iterable<string>,
  signal?: AbortSignal,
): Promise<HeldAtTips> {
  const root = new PathNode('');
  for (const path of paths) root.add(path.split('/'));
  const held = new Map<string, Map<string, string[]>>();
  const reader = new ObjectReader(repository, signal);
  const idBytes = repository.objectFormat === 'sha256' ? 32 : 20;
  try {
    for (const { name, tree } of tips) {
      if (tree === undefined || root.children.size === 0) continue;
      for (const { path, object } of await root.heldIn(tree, reader, idBytes)) {
        const objects = held.get(path) ?? new Map<string, string[]>();
        held.set(path, objects.set(object, [...(objects.get(object) ?? []), name]));
      }
    }
  } finally {
    reader.close();
  }
  return held;
}

/** A component of the paths that are asked for. */
class PathNode {
  readonly path: string;
  readonly children = new Map<string, PathNode>();
  isAskedFor = false;
  readonly #heldByTree = new Map<string, Promise<readonly HeldObject[]>>();

  constructor(path: string) {
    this.path = path;
  }

  add(components: readonly string[]): void {
    const [first, ...rest] = components;
    if (first === undefined) {
      this.isAskedFor = true;
      return;
    }
    const child =
      this.children.get(first) ?? new PathNode(this.path === '' ? first : `${this.path}/${first}`);
    this.children.set(first, child);
    child.add(rest);
  }

  heldIn(treeId: string, reader: ObjectReader, idBytes: number): Promise<readonly HeldObject[]> {
    const known = this.#heldByTree.get(treeId);
    if (known) return known;
    const held = this.#read(treeId, reader, idBytes);
    this.#heldByTree.set(treeId, held);
    return held;
  }

  async #read(treeId: string, reader: ObjectReader, idBytes: number): Promise<readonly HeldObject[]> {
    const found: HeldObject[] = [];
    for (const { name, object, isTree } of await entriesOf(treeId, reader, idBytes)) {
      const child = this.children.get(name);
      if (child === undefined) continue;
      if (child.isAskedFor) found.push({ path: child.path, object });
      if (isTree && child.children.size > 0) found.push(...(await child.heldIn(object, reader, idBytes)));
    }
    return found;
  }
}

interface TreeEntry {
  readonly name: string;
  readonly object: string;
  readonly isTree: boolean;
}

const SPACE = 0x20;
const TREE_MODE = /^0?40000$/;

async function entriesOf(treeId: string, reader: ObjectReader, idBytes: number): Promise<TreeEntry[]> {
  try {
    const { type, bytes } = await reader.readWhole(treeId);
    return type === 'tree' ? [...parseTree(bytes, idBytes)] : [];
  } catch {
    return [];
  }
}

/** `<mode> SP <name> NUL <id>`, again and again. */
function* parseTree(bytes: Buffer, idBytes: number): Generator<TreeEntry, void> {
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1) return;
    yield {
      name: decodePath(bytes.subarray(space + 1, end)),
      object: bytes.toString('hex', end + 1, end + 1 + idBytes),
      isTree: TREE_MODE.test(bytes.toString('latin1', at, space)),
    };
    at = end + 1 + idBytes;
  }
}
