/** Real builds of frameworks: what a browser or an app gets is told from what stays on the server. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { type JsonFinding, runJson } from '../cli/run-cli.ts';
import { CLIENT_KEY, FRAMEWORKS, SERVER_KEY } from './frameworks.ts';
import { requireInstalled, runCommand } from './run-build.ts';

beforeAll(requireInstalled);

const OUTPUT = /^(?:dist|build|\.svelte-kit)\//;

describe.each(FRAMEWORKS)('what $name builds', ({ name, files, command, client, server }) => {
  it('is in the browser with the reason why, or on the server', async () => {
    const root = await runCommand(name, files, command);
    const { report } = await runJson(['.'], { cwd: root });
    expect(report.scan).toMatchObject({ complete: true, skipped: [], warnings: [] });
    const built = report.findings.map(shown).filter(({ path }) => OUTPUT.test(path));
    const [clientFolder, reason] = client;
    const sent = built.filter(({ path }) => clientFolder.test(path));
    const kept = built.filter(({ path }) => !clientFolder.test(path));
    const keysOf = (findings: readonly Shown[]) => new Set(findings.map(({ secretId }) => secretId));
    const ids = [CLIENT_KEY, SERVER_KEY].map((key) => new Secret(key).id);
    expect(keysOf(sent)).toEqual(new Set(server === undefined ? ids : ids.slice(0, 1)));
    for (const finding of sent) expect(finding).toMatchObject({ exposure: 'client', reason });
    // A page that is made on a server has the code of the browser, too.
    expect([...keysOf(kept)].includes(ids[1] ?? '')).toBe(server !== undefined);
    for (const { path, exposure } of kept) {
      expect(path).toMatch(server ?? OUTPUT);
      expect(exposure, path).toBe('none');
    }
  });
});

interface Shown {
  readonly path: string;
  readonly secretId: string;
  readonly exposure: string;
  readonly reason: string | undefined;
}

function shown({ path, container, secretId, exposure, exposureReason }: JsonFinding): Shown {
  return { path: container ?? path, secretId, exposure, reason: exposureReason?.name };
}
