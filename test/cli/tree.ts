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

export function installHook(scratch: ScratchRepository, name = 'pre-commit'): void {
  scratch.write(`.git/hooks/${name}`, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' hook pre-commit\n`);
  chmodSync(join(scratch.path, '.git/hooks', name), 0o755);
}
