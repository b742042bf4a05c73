/**
 * Arguments of a scan without the command-line parser, whose loading takes longer than a scan of the index.
 * Only what is plainly right: everything else, help and mistakes too, is the parser's.
 */
import { parseArgs } from 'node:util';
import { COMMANDS } from './command-first.ts';
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
  const isNamed = args[0] === 'scan';
  if (!isNamed && COMMANDS.includes(args[0] ?? '')) return undefined;
  const parsed = parse(isNamed ? args.slice(1) : args);
  if (parsed === undefined) return undefined;
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
    // `-o=FILE`: here the sign would be part of the name.
    if (tokens.some((token) => token.kind === 'option' && token.value?.startsWith('='))) return undefined;
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
