/** The options of `ttleaks install`. */
import { TtleaksError } from '../core/errors.ts';
import type { ManagerName } from '../hooks/project.ts';
import type { InstallArguments } from './run-install.ts';

const MANAGERS: Readonly<Record<ManagerName, string>> = {
  husky: 'in the scripts of husky',
  lefthook: 'in lefthook.yml',
  'pre-commit': 'in .pre-commit-config.yaml',
  'simple-git-hooks': 'in the settings of simple-git-hooks',
  git: 'in the folder of hooks that git looks in',
};

export const INSTALL_OPTIONS = Object.fromEntries(
  Object.entries(MANAGERS).map(([name, describe]) => [name, { type: 'boolean', describe }] as const),
);

export function installArguments(parsed: object): InstallArguments {
  const named = (Object.keys(MANAGERS) as ManagerName[]).filter(
    (name) => (parsed as Record<string, unknown>)[name] === true,
  );
  if (named.length > 1)
    throw new TtleaksError(
      'USAGE',
      `install: ${named.map((name) => `--${name}`).join(' and ')}: choose one.`,
    );
  return { manager: named[0] };
}
