/** Folders and repositories to scan. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { BIN } from './run-cli.ts';

export { temporaryDirectory } from '../settings/temporary-directory.ts';
export { ScratchRepository };

/** A repository whose commits run the hook, as `ttleaks hook pre-commit` in `.git/hooks/pre-commit`. */
export function hookedRepository(): ScratchRepository {
  const scratch = new ScratchRepository();
  installHook(scratch);
  return scratch;
}

/** In a bare repository the folder is `hooks`. `options` stand before what git gives the hook. */
export function installHook(
  scratch: ScratchRepository,
  name = 'pre-commit',
  { folder = '.git/hooks', options = '' } = {},
): void {
  const run = `exec '${process.execPath}' '${BIN}' hook ${name} ${options} "$@"`;
  scratch.write(`${folder}/${name}`, `#!/bin/sh\n${run}\n`);
  chmodSync(join(scratch.path, folder, name), 0o755);
}
