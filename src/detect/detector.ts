/**
 * Tells keys in plain bytes, by the rules, and hands out what goes through a blob: see detection-pass.ts.
 * Synchronous and pure. Only blobs that the prefilter hit come here.
 */
import type { Confidence } from '../core/finding.ts';
import type { HitTrial } from '../core/hit-trial.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { anchorsOf } from './arranged-needles.ts';
import { newDecoders } from './decode/decoders.ts';
import type { DecoderPass } from './decode/layer.ts';
import type { KeySearch, PlainKey } from './decode/nested-search.ts';
import { DetectionPass } from './detection-pass.ts';
import { decode, UNIT_BYTES } from './encoding.ts';
import type { FoldedLayer } from './fold/folded-layer.ts';
import { FoldHints } from './fold/hint.ts';
import { KeyTrial } from './key-trial.ts';
import { LoneHits } from './lone-hits.ts';
import type { Detection } from './match.ts';
import { prefilterOf, type Spelling, spellingsOf } from './needles.ts';
import { PublishedNames } from './published-names.ts';
import { isDummy, judgeRandomness } from './structure.ts';

/** What rule patterns may look at before and behind a match; the loader of rules holds them to it. */
const LOOK_CHARACTERS = 32;

export interface DetectorOptions {
  readonly foreignAllow: boolean;
}

interface Value {
  readonly rule: Rule;
  readonly text: string;
  readonly confidence: Confidence;
}

export class Detector implements KeySearch {
  readonly rules: readonly Rule[];
  /** Each once. */
  readonly anchors: readonly string[];
  readonly publishedNames: PublishedNames;
  readonly foldHints: FoldHints;
  readonly loneHits: LoneHits;
  readonly #spellings: readonly Spelling[];
  #prefilter: NeedleSearch | undefined;
  /** Characters of the longest key, and what patterns may look at around it. */
  readonly #keyReach: number;
  readonly #options: DetectorOptions;

  constructor(rules: readonly Rule[], options: DetectorOptions) {
    this.rules = rules;
    this.anchors = anchorsOf(rules);
    this.foldHints = new FoldHints(this.anchors);
    this.loneHits = new LoneHits(this.anchors);
    this.#keyReach = Math.max(0, ...rules.map(({ maxLength }) => maxLength)) + LOOK_CHARACTERS;
    this.publishedNames = new PublishedNames(rules);
    this.#spellings = spellingsOf(rules);
    this.#options = options;
  }

  get prefilter(): NeedleSearch {
    this.#prefilter ??= prefilterOf(this.rules);
    return this.#prefilter;
  }

  /** For a closer look at the hits of one content. */
  newTrial(): HitTrial {
    return new KeyTrial(this);
  }

  /** Whether the hits in a whole content are more than chance: not looked at is what is put together from afar. */
  mayHoldKey(bytes: Buffer): boolean {
    const trial = this.newTrial();
    const window = { bytes, base: 0, isCut: false };
    return this.prefilter
      .placesToLook(bytes)
      .some((hit) => hit >= trial.clearedTo && trial.mayBeKey(window, hit));
  }

  begin(): DetectionPass {
    return new DetectionPass(this, this.#options);
  }

  /** Whole content, with the texts that it puts together. */
  detectFolded(bytes: Buffer, folded: readonly FoldedLayer[]): Detection {
    const pass = new DetectionPass(this, this.#options, folded);
    pass.push(bytes);
    return pass.end();
  }

  /** Whole content that is at hand. */
  detect(bytes: Uint8Array): Detection {
    const pass = this.begin();
    pass.push(bytes);
    return pass.end();
  }

  /**
   * The keys at the anchors around a needle at `hit`. Of the two byte orders that wide text can be read in, the one that
   * stands on whole units comes first, else the little-endian. A key that ends at `from` is no part of the next. In
   * binary data texts may stand end to end, as in the bytecode of Hermes: there a key may run into what follows.
   */
  *keysAround(bytes: Buffer, hit: number, from: number, isBinary = false): Generator<PlainKey, void> {
    for (const { start, spelling } of this.#anchorsAround(bytes, hit)) {
      const least = start === from ? from : 0;
      const value =
        this.#valueAt(bytes, start, spelling, least) ??
        (isBinary ? this.#valueInRow(bytes, start, spelling) : undefined);
      if (value === undefined) continue;
      const { encoding } = spelling;
      yield { ...value, encoding, start, end: start + value.text.length * UNIT_BYTES[encoding] };
    }
  }

  /** A certain key that would be one if the bytes ended behind it. */
  #valueInRow(bytes: Buffer, at: number, { anchor, encoding }: Spelling): Value | undefined {
    for (const rule of this.rules) {
      if (rule.anchor !== anchor || rule.confidence !== 'certain') continue;
      const text = decode(bytes.subarray(at, at + rule.maxLength * UNIT_BYTES[encoding]), encoding);
      const value = valueIn(text, 0, rule);
      if (value !== undefined && confidenceOf(rule, value, '') !== undefined) {
        return { rule, text: value, confidence: 'likely' };
      }
    }
    return undefined;
  }

  newDecoders(own?: string): DecoderPass[] {
    return newDecoders({ anchors: this.anchors, keyReach: this.#keyReach }, own);
  }

  #anchorsAround(bytes: Buffer, at: number): { start: number; spelling: Spelling }[] {
    const found: { start: number; spelling: Spelling }[] = [];
    for (const spelling of this.#spellings) {
      const start = at - spelling.coreAt;
      if (start >= 0 && standsAt(bytes, start, spelling.bytes)) found.push({ start, spelling });
    }
    return found.length > 1 ? found.sort((a, b) => rankOf(a) - rankOf(b)) : found;
  }

  /**
   * The first rule, in the order of their files, that finds a key at a spelled anchor. Nothing before `from`, where
   * the key before may end, is looked at.
   */
  #valueAt(bytes: Buffer, at: number, { anchor, encoding }: Spelling, from: number): Value | undefined {
    const width = UNIT_BYTES[encoding];
    const look = Math.min(LOOK_CHARACTERS, Math.floor((at - from) / width));
    // On its own, since in UTF-32 one unit may be two characters of it.
    const before = decode(bytes.subarray(at - look * width, at), encoding);
    for (const rule of this.rules) {
      if (rule.anchor !== anchor) continue;
      const span = (rule.maxLength + LOOK_CHARACTERS) * width;
      const text = before + decode(bytes.subarray(at, at + span), encoding);
      const value = valueIn(text, before.length, rule);
      if (value === undefined) continue;
      const confidence = confidenceOf(rule, value, text.slice(before.length + value.length));
      if (confidence !== undefined) return { rule, text: value, confidence };
    }
    return undefined;
  }
}

function rankOf({ start, spelling }: { start: number; spelling: Spelling }): number {
  const isOnUnits = start % UNIT_BYTES[spelling.encoding] === 0;
  return (isOnUnits ? 0 : 2) + (spelling.encoding.endsWith('be') ? 1 : 0);
}

function standsAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}

/** A match that ends within the next anchor has run into the key behind it: then that is cut off. */
function valueIn(text: string, at: number, { pattern, anchor }: Rule): string | undefined {
  pattern.lastIndex = at;
  const value = pattern.exec(text)?.[0];
  if (value === undefined) return undefined;
  const next = text.indexOf(anchor, at + anchor.length);
  const end = at + value.length;
  if (next === -1 || next >= end || next + anchor.length <= end) return value;
  pattern.lastIndex = at;
  return pattern.exec(text.slice(0, next))?.[0] ?? value;
}

function confidenceOf(rule: Rule, value: string, after: string): Confidence | undefined {
  const body = value.slice(rule.anchor.length);
  if (isDummy(body, rule.dummyWords)) return undefined;
  return rule.confidence === 'by-structure' ? judgeRandomness(body, after) : rule.confidence;
}
