/**
 * Puts the command's word first. Behind `--quiet` and its like the parser, which does not know a command's options
 * before the command, would take it for their value.
 */
import { AUDIT_OPTIONS } from './audit-arguments.ts';
import { SCAN_OPTIONS } from './scan-arguments.ts';

export const COMMANDS: readonly string[] = [
  'scan',
  'revoke',
  'baseline',
  'rules',
  'hook',
  'install',
  'uninstall',
  'doctor',
  'audit',
  'merge',
];

export function commandFirst(args: readonly string[]): readonly string[] {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-') {
      return COMMANDS.includes(word) ? [word, ...args.slice(0, at), ...args.slice(at + 1)] : args;
    }
    if (takesValue(word)) at++;
  }
  return args;
}

function takesValue(word: string): boolean {
  const option = Object.entries({ ...SCAN_OPTIONS, ...AUDIT_OPTIONS }).find(
    ([name, option]) => word === `--${name}` || ('alias' in option && word === `-${option.alias}`),
  )?.[1];
  return option !== undefined && !('type' in option && option.type === 'boolean');
}
