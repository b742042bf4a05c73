/**
 * Histories made at random for `git fast-import`: files grow, shrink, move and are copied, branches fork and merge,
 * and keys are cut in two and joined again. The parts of a key stand in lines of their own, long enough that git finds
 * them again: where a step joins them, git's own delta has a seam within the key.
 */
import { KEYS } from './needle-sets.ts';
import { Seeded } from './seeded.ts';

/** Of a file's pieces, each its own bytes: a line, or less. */
type Pieces = readonly Buffer[];

/** `part`s are places in whatever list there is when the step is taken, so that any of the steps may be left out. */
type Edit =
  | { readonly kind: 'insert'; readonly part: number; readonly pieces: Pieces }
  | { readonly kind: 'remove'; readonly part: number; readonly count: number }
  | { readonly kind: 'move'; readonly part: number; readonly to: number; readonly count: number }
  | { readonly kind: 'repeat'; readonly part: number; readonly to: number; readonly count: number }
  /** Takes whole keys apart, and then makes one whole: by a move of one half or of none, or by an insert of all. */
  | { readonly kind: 'join'; readonly part: number; readonly how: Join; readonly whole: Buffer }
  /** Cuts a piece in two, with something between the halves. */
  | { readonly kind: 'cut'; readonly part: number; readonly at: number; readonly between: Buffer };

const JOINS = [
  'none',
  'both halves',
  'both halves',
  'both halves',
  'left half',
  'right half',
  'anew',
] as const;
type Join = (typeof JOINS)[number];

interface FileEdit {
  readonly file: number;
  readonly edits: readonly Edit[];
}

type Step =
  | {
      readonly kind: 'commit';
      readonly branch: number;
      readonly files: readonly FileEdit[];
      readonly message: readonly Edit[];
      /** Other branches whose tips are parents too, and whose files are taken over in part. */
      readonly merges: readonly number[];
      readonly mode: string;
    }
  | { readonly kind: 'fork'; readonly from: number }
  | {
      readonly kind: 'copy';
      readonly branch: number;
      readonly file: number;
      readonly name: string;
      readonly isMove: boolean;
    }
  | { readonly kind: 'tag'; readonly branch: number; readonly message: readonly Edit[] }
  | { readonly kind: 'note'; readonly branch: number; readonly content: Buffer }
  | { readonly kind: 'stash'; readonly branch: number; readonly file: FileEdit }
  | { readonly kind: 'rewind'; readonly branch: number }
  | { readonly kind: 'blob'; readonly content: Buffer };

const ENCODINGS = ['latin1', 'latin1', 'latin1', 'utf16le', 'utf16be', 'utf32le', 'binary'] as const;
type FileEncoding = (typeof ENCODINGS)[number];

const MARKS: Readonly<Partial<Record<FileEncoding, readonly number[]>>> = {
  utf16le: [0xff, 0xfe],
  utf16be: [0xfe, 0xff],
  utf32le: [0xff, 0xfe, 0, 0],
};

function encoded(text: string, encoding: FileEncoding): Buffer {
  if (encoding === 'utf16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding === 'utf32le')
    return Buffer.from(Uint32Array.from(text, (letter) => letter.charCodeAt(0)).buffer);
  return Buffer.from(text, 'latin1');
}

const START_FILES = 5;
const ANCHOR_LETTERS = 4;
const NAME_CUTS = ['tt1.', 'tt1', 'tt2.', 't', ''];

export interface HistoryPlan {
  readonly number: number;
  readonly encodings: readonly FileEncoding[];
  readonly start: readonly Pieces[];
  readonly message: Pieces;
  readonly steps: readonly Step[];
}

export function historyPlan(number: number, { steps = 0, lines = 0 } = {}): HistoryPlan {
  return new HistoryMaker(number).plan(steps, lines);
}

class HistoryMaker {
  readonly #number: number;
  readonly #random: Seeded;

  constructor(number: number) {
    this.#number = number;
    this.#random = new Seeded(number ^ 0x5eed);
  }

  plan(leastSteps: number, leastLines: number): HistoryPlan {
    const random = this.#random;
    const encodings = random.list(START_FILES, () => random.pick(ENCODINGS));
    const start = encodings.map((encoding, file) => [
      ...random.list(leastLines + random.between(5, 40), () => this.#line(encoding)),
      ...random.list(4, () => this.#halves(encoding, file % 2 === 0)).flat(),
    ]);
    const message = [
      ...random.list(8, () => this.#line('latin1')),
      ...random.list(4, () => this.#halves('latin1', this.#number % 2 === 0)).flat(),
    ];
    const steps = random.list(leastSteps + random.between(6, 26), () => this.#step(encodings));
    return { number: this.#number, encodings, start, message, steps };
  }

  #step(encodings: readonly FileEncoding[]): Step {
    const random = this.#random;
    const branch = random.below(6);
    const kind = random.below(26);
    if (kind === 0) return { kind: 'tag', branch, message: this.#edits('latin1', this.#number % 2 === 0) };
    if (kind === 1) return { kind: 'note', branch, content: Buffer.concat(this.#halves('latin1', true)) };
    if (kind === 2) return { kind: 'stash', branch, file: this.#fileEdit(encodings) };
    if (kind === 3) return { kind: 'rewind', branch };
    if (kind === 4)
      return { kind: 'blob', content: Buffer.concat(this.#halves(random.pick(ENCODINGS), random.oneIn(2))) };
    if (kind <= 6) return { kind: 'fork', from: branch };
    if (kind <= 8) {
      const name = `${random.word(20)}/${random.word(12)} ${random.pick(NAME_CUTS)}${random.word(9)}`;
      return { kind: 'copy', branch, file: random.below(50), name, isMove: random.oneIn(2) };
    }
    const parents = random.oneIn(4) ? random.pick([1, 1, 2, 5]) : 0;
    return {
      kind: 'commit',
      branch,
      files: random.list(random.between(1, 3), () => this.#fileEdit(encodings)),
      message: this.#edits('latin1', this.#number % 2 === 0),
      merges: random.list(parents, () => random.below(6)),
      mode: random.pick(['100644', '100644', '100644', '100755', '120000']),
    };
  }

  #fileEdit(encodings: readonly FileEncoding[]): FileEdit {
    const file = this.#random.below(50);
    const number = file % encodings.length;
    return { file, edits: this.#edits(encodings[number]!, number % 2 === 0) };
  }

  #edits(encoding: FileEncoding, inAnchor: boolean): Edit[] {
    const join = this.#join(encoding);
    return [...this.#random.list(this.#random.between(0, 3), () => this.#edit(encoding, inAnchor)), join];
  }

  #join(encoding: FileEncoding): Edit {
    const random = this.#random;
    // git's inserts are of at most 127 bytes: where the key stands decides where it is cut.
    const whole = [encoded(random.word(random.below(127)), encoding), encoded(random.pick(KEYS), encoding)];
    return { kind: 'join', part: random.part(), how: random.pick(JOINS), whole: Buffer.concat(whole) };
  }

  #edit(encoding: FileEncoding, inAnchor: boolean): Edit {
    const random = this.#random;
    const part = random.part();
    switch (random.below(8)) {
      case 0:
      case 1:
        return { kind: 'remove', part, count: random.between(1, 4) };
      case 2:
        return { kind: 'move', part, to: random.part(), count: random.between(1, 6) };
      case 3:
        return { kind: 'repeat', part, to: random.part(), count: random.between(1, 3) };
      case 4:
        return {
          kind: 'cut',
          part,
          at: random.part(),
          between: Buffer.from(random.pick(['\n', 'x', '', '\0'])),
        };
      case 5:
        return { kind: 'insert', part, pieces: this.#halves(encoding, inAnchor) };
      default:
        return {
          kind: 'insert',
          part,
          pieces: random.list(random.between(1, 3), () => this.#line(encoding)),
        };
    }
  }

  /**
   * The two halves of a key, apart, or one of them. Cut within the anchor, which is what scans look for, or behind it:
   * never both in one file, since there every version would have an anchor.
   */
  #halves(encoding: FileEncoding, inAnchor: boolean): Buffer[] {
    const random = this.#random;
    const key = encoded(random.pick(KEYS), encoding);
    const anchorBytes = (key.length / KEYS[0]!.length) * ANCHOR_LETTERS;
    const cut = inAnchor ? random.between(1, anchorBytes - 1) : random.between(anchorBytes, key.length - 1);
    const before = [this.#line(encoding), encoded(random.word(20), encoding), key.subarray(0, cut)];
    const behind = [key.subarray(cut), encoded(random.word(20), encoding), this.#line(encoding)];
    return random.pick([
      [Buffer.concat(before), this.#line(encoding), Buffer.concat(behind)],
      [Buffer.concat(before), this.#line(encoding), Buffer.concat(behind)],
      [Buffer.concat(before), this.#line(encoding)],
      [this.#line(encoding), Buffer.concat(behind)],
    ]);
  }

  #line(encoding: FileEncoding): Buffer {
    const random = this.#random;
    if (encoding === 'binary') return random.bytes(random.between(10, 60));
    return encoded(
      `${random.word(random.between(18, 50))}${random.oneIn(4) ? ' tt1 tt2. t1.' : ''}\n`,
      encoding,
    );
  }
}

const SPELLED = [...new Set(ENCODINGS)].flatMap((encoding) => KEYS.map((key) => encoded(key, encoding)));

interface Half {
  readonly key: Buffer;
  readonly cut: number;
}

/** The begin of a key that a piece ends with. */
function openEnd(piece: Buffer): Half | undefined {
  const last = piece.length - 1;
  for (const key of SPELLED) {
    for (let cut = Math.min(key.length - 1, piece.length); cut > 0; cut--) {
      // Most are told by two bytes.
      if (key[cut - 1] !== piece[last] || key[0] !== piece[piece.length - cut]) continue;
      if (piece.subarray(piece.length - cut).equals(key.subarray(0, cut))) return { key, cut };
    }
  }
  return undefined;
}

/** The end of a key that a piece begins with. */
function openStart(piece: Buffer): Half | undefined {
  for (const key of SPELLED) {
    for (let cut = Math.max(1, key.length - piece.length); cut < key.length; cut++) {
      if (key[cut] === piece[0] && piece.subarray(0, key.length - cut).equals(key.subarray(cut)))
        return { key, cut };
    }
  }
  return undefined;
}

function edited(pieces: Pieces, edit: Edit): Pieces {
  const place = Math.floor(edit.part * (pieces.length + 1));
  switch (edit.kind) {
    case 'insert':
      return pieces.toSpliced(place, 0, ...edit.pieces);
    case 'remove':
      return pieces.toSpliced(place, edit.count);
    case 'move': {
      const moved = pieces.slice(place, place + edit.count);
      const rest = pieces.toSpliced(place, edit.count);
      return rest.toSpliced(Math.floor(edit.to * (rest.length + 1)), 0, ...moved);
    }
    case 'repeat':
      return pieces.toSpliced(
        Math.floor(edit.to * (pieces.length + 1)),
        0,
        ...pieces.slice(place, place + edit.count),
      );
    case 'cut': {
      const piece = pieces[place];
      if (piece === undefined) return pieces;
      const at = Math.floor(edit.at * piece.length);
      return pieces.toSpliced(
        place,
        1,
        Buffer.concat([piece.subarray(0, at), edit.between]),
        piece.subarray(at),
      );
    }
    case 'join':
      return joined(takenApart(pieces), place, edit);
    default:
      return edit satisfies never;
  }
}

/** No key is whole behind this, unless it never was cut. */
function takenApart(pieces: Pieces): Pieces {
  let apart = pieces.filter((piece) => !SPELLED.some((key) => piece.includes(key)));
  for (let at = 0; at + 1 < apart.length; at++) {
    const open = openEnd(apart[at]!);
    const rest = open?.key.subarray(open.cut);
    const next = apart[at + 1]!;
    if (rest === undefined || !next.subarray(0, rest.length).equals(rest)) continue;
    apart = apart.toSpliced(at + 1, 1);
    // To the other end of the file, unless it was made anew.
    if (next.length > rest.length) apart = at * 2 < apart.length ? [...apart, next] : [next, ...apart];
  }
  return apart;
}

function joined(pieces: Pieces, place: number, { how, whole }: Extract<Edit, { kind: 'join' }>): Pieces {
  if (how === 'none') return pieces;
  if (how === 'anew') return pieces.toSpliced(place, 0, whole);
  const places = pieces.map((_, index) => (index + place) % pieces.length);
  for (const at of places) {
    const half = how === 'right half' ? openStart(pieces[at]!) : openEnd(pieces[at]!);
    if (half === undefined) continue;
    const begin = half.key.subarray(0, half.cut);
    const rest = half.key.subarray(half.cut);
    if (how === 'right half') return pieces.toSpliced(at, 0, begin);
    if (how === 'left half') return pieces.toSpliced(at + 1, 0, rest);
    const other = pieces.findIndex(
      (piece, index) => index !== at && piece.subarray(0, rest.length).equals(rest),
    );
    if (other === -1) continue;
    const without = pieces.toSpliced(other, 1);
    return without.toSpliced(other < at ? at : at + 1, 0, pieces[other]!);
  }
  return pieces;
}

/** Path to content, as pieces. */
type Files = Map<string, Pieces>;

interface Branch {
  readonly ref: string;
  files: Files;
  /** Its commits, the tip last. */
  readonly commits: { readonly mark: number; readonly files: Files }[];
}

function tipOf({ commits }: Branch): number {
  return commits.at(-1)!.mark;
}

/** The input of `git fast-import`. */
export function fastImportStream(plan: HistoryPlan): Buffer {
  return new StreamWriter(plan).write();
}

const MAX_BRANCHES = 6;
const COMMITTER = 'A U Thor <author@example.invalid>';

class StreamWriter {
  readonly #plan: HistoryPlan;
  readonly #parts: Buffer[] = [];
  readonly #branches: Branch[] = [];
  #message: Pieces;
  #mark = 0;
  #now = 1_700_000_000;

  constructor(plan: HistoryPlan) {
    this.#plan = plan;
    this.#message = plan.message;
  }

  write(): Buffer {
    const { start, encodings, steps } = this.#plan;
    const files = new Map(
      start.map((pieces, index) => {
        const mark = MARKS[encodings[index]!];
        return [`file${index}`, mark ? [Buffer.from(mark), ...pieces] : pieces];
      }),
    );
    const main: Branch = { ref: 'refs/heads/main', files, commits: [] };
    this.#branches.push(main);
    this.#commit(main, { ref: main.ref, merges: [], changed: [...files.keys()], mode: '100644' });
    for (const step of steps) this.#take(step);
    return Buffer.concat(this.#parts);
  }

  #take(step: Step): void {
    const branch = this.#branches[('branch' in step ? step.branch : 0) % this.#branches.length]!;
    switch (step.kind) {
      case 'commit':
        this.#edit(branch, step);
        break;
      case 'fork':
        this.#fork(step.from);
        break;
      case 'copy':
        this.#copy(branch, step);
        break;
      case 'tag':
        this.#message = this.#editedAll(this.#message, step.message);
        this.#print(`tag v${++this.#mark}\nfrom :${tipOf(branch)}\ntagger ${COMMITTER} ${this.#now} +0000\n`);
        this.#data(Buffer.concat(this.#message));
        break;
      case 'note':
        this.#print(`commit refs/notes/commits\ncommitter ${COMMITTER} ${this.#now++} +0000\n`);
        this.#data(Buffer.from('note'));
        this.#print(`N inline :${tipOf(branch)}\n`);
        this.#data(step.content);
        break;
      case 'stash':
        this.#stash(branch, step.file);
        break;
      case 'rewind':
        this.#rewind(branch);
        break;
      case 'blob':
        this.#print('blob\n');
        this.#data(step.content);
        break;
      default:
        step satisfies never;
    }
  }

  #edit(branch: Branch, { files, message, merges, mode }: Extract<Step, { kind: 'commit' }>): void {
    const others = merges.map((number) => this.#branches[number % this.#branches.length]!);
    const changed = new Set<string>();
    for (const other of others) {
      // Each second file as the other has it: the parents' versions meet.
      for (const path of [...other.files.keys()].filter((_, index) => index % 2 === 0)) {
        branch.files.set(path, other.files.get(path)!);
        changed.add(path);
      }
    }
    for (const one of files) changed.add(this.#change(branch, one));
    this.#message = this.#editedAll(this.#message, message);
    this.#commit(branch, {
      ref: branch.ref,
      merges: others.map(tipOf),
      changed: [...changed],
      mode,
    });
  }

  #change(branch: Branch, { file, edits }: FileEdit): string {
    const paths = [...branch.files.keys()];
    const path = paths[file % paths.length]!;
    branch.files.set(path, this.#editedAll(branch.files.get(path)!, edits));
    return path;
  }

  #editedAll(pieces: Pieces, edits: readonly Edit[]): Pieces {
    return edits.reduce(edited, pieces);
  }

  #commit(
    branch: Branch,
    {
      ref,
      merges,
      changed,
      mode,
    }: { ref: string; merges: readonly number[]; changed: readonly string[]; mode: string },
  ): void {
    const from = branch.commits.at(-1)?.mark;
    this.#print(`commit ${ref}\nmark :${++this.#mark}\ncommitter ${COMMITTER} ${this.#now++} +0000\n`);
    this.#data(Buffer.concat(this.#message));
    if (from !== undefined) this.#print(`from :${from}\n`);
    for (const mark of merges) this.#print(`merge :${mark}\n`);
    for (const path of changed) {
      this.#print(`M ${mode} inline ${path}\n`);
      this.#data(Buffer.concat(branch.files.get(path)!));
    }
    branch.commits.push({ mark: this.#mark, files: new Map(branch.files) });
  }

  #fork(number: number): void {
    if (this.#branches.length === MAX_BRANCHES) return;
    const from = this.#branches[number % this.#branches.length]!;
    const ref = `refs/heads/branch${this.#branches.length}`;
    this.#branches.push({ ref, files: new Map(from.files), commits: [...from.commits] });
    this.#print(`reset ${ref}\nfrom :${tipOf(from)}\n\n`);
  }

  #copy(branch: Branch, { file, name, isMove }: Extract<Step, { kind: 'copy' }>): void {
    const paths = [...branch.files.keys()];
    const path = paths[file % paths.length]!;
    this.#commit(branch, { ref: branch.ref, merges: [], changed: [], mode: '' });
    this.#print(`${isMove ? 'R' : 'C'} ${JSON.stringify(path)} ${JSON.stringify(name)}\n`);
    const { files } = branch.commits.at(-1)!;
    for (const now of [branch.files, files]) {
      now.set(name, now.get(path)!);
      if (isMove) now.delete(path);
    }
  }

  /** As git makes it: what the index had and what was not tracked are commits of their own. */
  #stash(branch: Branch, file: FileEdit): void {
    const base = branch.commits.at(-1)!;
    const stashed = (): Branch => ({ ref: 'refs/stash', files: new Map(branch.files), commits: [base] });
    const index = stashed();
    const changed = [this.#change(index, file)];
    this.#commit(index, { ref: 'refs/stash-index', merges: [], changed, mode: '100644' });
    const untracked: Branch = { ...index, commits: [] };
    this.#commit(untracked, { ref: 'refs/stash-untracked', merges: [], changed, mode: '100644' });
    const merges = [tipOf(index), tipOf(untracked)];
    const whole = stashed();
    this.#change(whole, file);
    this.#commit(whole, { ref: 'refs/stash', merges, changed, mode: '100644' });
  }

  /** What came last is reached by nothing any more, unless another branch has it. */
  #rewind(branch: Branch): void {
    if (branch.commits.length < 2) return;
    branch.commits.pop();
    branch.files = new Map(branch.commits.at(-1)!.files);
    this.#print(`reset ${branch.ref}\nfrom :${tipOf(branch)}\n\n`);
  }

  #print(text: string): void {
    this.#parts.push(Buffer.from(text, 'latin1'));
  }

  #data(content: Buffer): void {
    this.#print(`data ${content.length}\n`);
    this.#parts.push(content);
    this.#print('\n');
  }
}
