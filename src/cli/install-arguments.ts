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

export const GLOBAL_OPTION = {
  global: { type: 'boolean', describe: 'for all your repositories, by core.hooksPath' },
} as const;

export const INSTALL_OPTIONS = {
  ...Object.fromEntries(
    Object.entries(MANAGERS).map(([name, describe]) => [name, { type: 'boolean', describe }] as const),
  ),
  ...GLOBAL_OPTION,
};

export function installArguments(parsed: object): InstallArguments {
  const given = Object.entries(parsed).flatMap(([name, value]) => (value === true ? [name] : []));
  const choices = Object.keys(INSTALL_OPTIONS).filter((name) => given.includes(name));
  if (choices.length > 1)
    throw new TtleaksError(
      'USAGE',
      `install: ${choices.map((name) => `--${name}`).join(' and ')}: choose one.`,
    );
  const manager = (Object.keys(MANAGERS) as ManagerName[]).find((name) => choices.includes(name));
  return { manager, isGlobal: choices.includes('global') };
}
