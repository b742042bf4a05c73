/**
 * What stands in a hook of git itself. A client with windows has no PATH of a shell, so node is named by its path, and
 * the PATH comes second. Where nothing can be run, the hook stops with one line: it fails closed.
 */
export type HookName = 'pre-commit' | 'pre-merge-commit' | 'pre-push';

export const HOOK_NAMES: readonly HookName[] = ['pre-commit', 'pre-merge-commit', 'pre-push'];

/** Absolute paths. */
export interface Program {
  readonly node: string;
  readonly script: string;
}

export const SCRIPT_LINES = /# ttleaks: begin[^\n]*\n[\s\S]*?\n# ttleaks: end/;

/** Lines for the top of a script, in which others may follow: they find on standard input what git wrote there. */
export function scriptLines(name: HookName, { node, script }: Program): string {
  const run = `"$ttleaks_node" ${quoted(script)} hook ${name}`;
  const check =
    name === 'pre-push'
      ? [
          'ttleaks_refs=$(cat)',
          `printf '%s\\n' "$ttleaks_refs" | ${run} "$@" || exit $?`,
          'if [ -z "$ttleaks_refs" ]; then exec </dev/null; else exec <<TTLEAKS_REFS',
          '$ttleaks_refs',
          'TTLEAKS_REFS',
          'fi',
        ]
      : [`${run} || exit $?`];
  return [
    '# ttleaks: begin (`ttleaks uninstall` takes this out)',
    `ttleaks_node=${quoted(node)}`,
    '[ -x "$ttleaks_node" ] || ttleaks_node=$(command -v node) || ttleaks_node=',
    `if [ -z "$ttleaks_node" ] || [ ! -f ${quoted(script)} ]; then`,
    `  echo ${quoted(`ttleaks: ${name} is stopped: node or ${script} is not there; install them, then run: ttleaks install`)} >&2`,
    '  exit 1',
    'fi',
    ...check,
    '# ttleaks: end\n',
  ].join('\n');
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
