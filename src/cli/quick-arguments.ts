/**
 * Arguments of a scan of the index without the command-line parser, whose loading takes longer than such a scan.
 * Only what is plainly right: everything else, help and mistakes too, is the parser's.
 */
import { parseArgs } from 'node:util';
import { SCAN_OPTIONS, type ScanArguments } from './scan-arguments.ts';

interface Option {
  readonly type?: 'boolean' | 'string' | 'number';
  readonly alias?: string;
  readonly array?: true;
  readonly choices?: readonly string[];
  readonly default?: string | boolean;
}

const OPTIONS: readonly (readonly [string, Option])[] = Object.entries(SCAN_OPTIONS);

export function quickArguments(args: readonly string[]): ScanArguments | undefined {
  const words = args[0] === 'scan' ? args.slice(1) : args;
  if (!words.includes('--staged')) return undefined;
  const parsed = parse(words);
  if (parsed === undefined) return undefined;
  // It may stand behind `--`, and then be a path.
  const { staged } = parsed.values;
  if (!staged) return undefined;
  const values: Record<string, unknown> = {};
  for (const [name, { type, choices, default: preset }] of OPTIONS) {
    const value = parsed.values[name] ?? preset;
    if (value === undefined) continue;
    if (choices && !choices.includes(String(value))) return undefined;
    values[camelCase(name)] = type === 'number' ? Number(value) : value;
  }
  return { ...values, paths: parsed.positionals } as unknown as ScanArguments;
}

function parse(words: readonly string[]) {
  const options = Object.fromEntries(
    OPTIONS.map(([name, { type, alias, array }]) => [
      name,
      {
        type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
        ...(alias === undefined ? {} : { short: alias }),
        ...(array === undefined ? {} : { multiple: true }),
      },
    ]),
  );
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
    });
    const single = tokens.filter((token) => token.kind === 'option' && !options[token.name]?.multiple);
    const names = single.map((token) => (token.kind === 'option' ? token.name : ''));
    return new Set(names).size === names.length ? { values, positionals } : undefined;
  } catch {
    return undefined;
  }
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
