/** A server's repository, clones of it as a checkout step makes them, and the same repository over HTTP. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { RemoteAccess } from '../../src/git/environment.ts';
import { type GitServer, startGitServer } from '../git/git-server.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';

export class Forge {
  readonly server = new ScratchRepository();
  readonly #root = join(this.server.path, '..');
  #clones = 0;

  clone(...options: readonly string[]): ScratchRepository {
    const path = join(this.#root, `clone-${++this.#clones}`);
    this.server.gitIn(
      this.#root,
      'clone',
      '-q',
      '--no-local',
      ...options,
      `file://${this.server.path}`,
      path,
    );
    return new ScratchRepository({ path });
  }

  /** Of one ref that no branch needs to have, its commit checked out as it is. */
  checkout(ref: string, ...options: readonly string[]): ScratchRepository {
    const clone = this.clone(...options);
    clone.git('fetch', '-q', ...options.filter((option) => option.startsWith('--depth')), 'origin', ref);
    clone.git('checkout', '-q', '--detach', 'FETCH_HEAD');
    return clone;
  }

  /** As `acme/shop`; with a token, only to who sends it. */
  async serve(token?: string): Promise<GitServer> {
    const root = join(this.#root, 'http');
    mkdirSync(join(root, 'acme'), { recursive: true });
    symlinkSync(join(this.server.path, '.git'), join(root, 'acme/shop.git'));
    return await startGitServer(root, { token });
  }

  async source(token?: string): Promise<RemoteAccess> {
    const { origin } = await this.serve(token);
    return {
      url: `${origin}/acme/shop.git`,
      credential: token === undefined ? undefined : { origin, token },
    };
  }
}
