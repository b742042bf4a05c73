/** What the receipt of an earlier run says of each key: how far it came. Nothing in it decides where a key is sent. */
import { TtleaksError } from '../core/errors.ts';
import type { StrategyName } from '../core/revocation.ts';
import { asMap, fieldOf, type JsonMap, parseJsonText } from './answers.ts';
import type { ReceiptStep, RotationStep } from './receipt.ts';

export interface ReceiptKey {
  readonly secretId: string;
  readonly masked: string;
  readonly keyId: string | undefined;
  readonly strategy: StrategyName;
  readonly step: ReceiptStep;
  readonly rotation: RotationStep | undefined;
  readonly newKeyId: string | undefined;
  readonly newMasked: string | undefined;
}

export interface ReceiptState {
  /** As `planned` lines hold it. */
  readonly run: JsonMap;
  /** In the order of the plan. */
  readonly keys: readonly ReceiptKey[];
}

const STEPS: readonly ReceiptStep[] = ['planned', 'requested', 'confirmed', 'manual', 'failed'];
const STRATEGIES: readonly StrategyName[] = ['api', 'endpoint', 'manual'];
const ROTATION_STEPS: readonly RotationStep[] = ['requested', 'made', 'handed-over', 'verified'];

/** Throws a CONFIG error where it is no receipt. A last line that was cut off does not count. */
export function readReceipt(text: string, file: string): ReceiptState {
  const keys = new Map<string, ReceiptKey>();
  let run: JsonMap = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const entry = asMap(parseJsonText(line));
    if (entry === undefined) {
      // A line that was cut off when the run was; the next run began a new one.
      continue;
    }
    const key = keyOf(entry);
    if (key === undefined) {
      throw new TtleaksError(
        'CONFIG',
        `${file}:${index + 1}: no line of a receipt; name the file that revoke wrote.`,
      );
    }
    run = asMap(fieldOf(entry, 'run')) ?? run;
    keys.set(key.secretId, withEarlier(keys.get(key.secretId), key));
  }
  if (keys.size === 0)
    throw new TtleaksError('CONFIG', `${file}: no receipt of a revocation; check the file.`);
  return { run, keys: [...keys.values()] };
}

export function isPending({ step }: ReceiptKey): boolean {
  return step !== 'confirmed';
}

function keyOf(entry: JsonMap): ReceiptKey | undefined {
  const { step, secretId, masked, keyId, strategy, rotation, newKeyId, newMasked } = entry;
  const knownStep = STEPS.find((known) => known === step);
  if (knownStep === undefined || typeof secretId !== 'string' || typeof masked !== 'string') return undefined;
  return {
    secretId,
    masked,
    keyId: textOf(keyId),
    strategy: STRATEGIES.find((known) => known === strategy) ?? 'manual',
    step: knownStep,
    rotation: ROTATION_STEPS.find((known) => known === rotation),
    newKeyId: textOf(newKeyId),
    newMasked: textOf(newMasked),
  };
}

/** A later line says nothing of a replacement that an earlier one told of. */
function withEarlier(earlier: ReceiptKey | undefined, key: ReceiptKey): ReceiptKey {
  return {
    ...key,
    keyId: key.keyId ?? earlier?.keyId,
    rotation: key.rotation ?? earlier?.rotation,
    newKeyId: key.newKeyId ?? earlier?.newKeyId,
    newMasked: key.newMasked ?? earlier?.newMasked,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
