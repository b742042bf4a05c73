/** What GitHub knows an alert by must not change where the leak has not: else it closes one and opens another. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf } from '../core/key-maker.ts';
import { aPlace, runAt, startServer } from '../timetime/run-verify.ts';

interface Sarif {
  readonly runs: readonly {
    readonly automationDetails: { readonly id: string };
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
      readonly partialFingerprints: object;
    }[];
  }[];
}

/** All that an alert is known by, and nothing else. */
function known(text: string) {
  const { runs } = JSON.parse(text) as Sarif;
  return runs.map(({ automationDetails, results }) => ({
    automationDetails,
    results: results.map(({ ruleId, locations, partialFingerprints }) => ({
      ruleId,
      locations,
      partialFingerprints,
    })),
  }));
}

function leakyRepository(): ScratchRepository {
  const scratch = new ScratchRepository();
  scratch.write('web/src/a b.ts', `\n  const key = '${keyOf('stable')}';\n`).commit('leak');
  return scratch;
}

describe('what GitHub knows an alert by', () => {
  it('is the same wherever the checkout lies, whatever commit it is at, and however the target is named', async () => {
    const scratch = leakyRepository();
    const sarifOf = async (cwd: string, ...args: string[]) =>
      known((await runCli(['-f', 'sarif', ...args], { cwd })).stdout);
    const first = await sarifOf(scratch.path);
    expect(first[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      'web/src/a%20b.ts',
    );
    expect(await sarifOf(scratch.path, 'web')).toEqual(first);
    expect(await sarifOf(join(scratch.path, 'web'), 'src/a b.ts')).toEqual(first);
    expect(await sarifOf('/', join(scratch.path, 'web'))).toEqual(first);
    scratch.write('README.md', 'more\n').commit('another commit');
    const clone = join(temporaryDirectory(), 'elsewhere');
    scratch.git('clone', '-q', scratch.path, clone);
    expect(await sarifOf(clone)).toEqual(first);
  });

  it('is the same in history, though commits come after it', async () => {
    const scratch = leakyRepository();
    const sarifOf = async () =>
      known((await runCli(['--history', '-f', 'sarif'], { cwd: scratch.path })).stdout);
    const first = await sarifOf();
    expect(first[0]?.results).toHaveLength(1);
    scratch.write('README.md', 'more\n').commit('another commit');
    expect(await sarifOf()).toEqual(first);
  });

  it('is the same whether the key is live, dead or not asked about: its level alone tells', async () => {
    const server = await startServer();
    const [live, dead] = [server.addKey(keyOf('stable live')).value, keyOf('stable dead')];
    const place = aPlace({ 'dead.ts': `'${dead}'\n`, 'live.ts': `'${live}'\n` });
    const asked = await runAt(place, server, ['--verify', '--format', 'sarif']);
    const unasked = await runAt(place, server, ['--format', 'sarif']);
    const byPath = (text: string) =>
      known(text)[0]
        ?.results.map((result) => JSON.stringify(result))
        .sort();
    expect(byPath(asked.stdout)).toEqual(byPath(unasked.stdout));
    const levels = (JSON.parse(asked.stdout) as Sarif).runs[0]?.results.map(({ level }) => level);
    expect(levels).toEqual(['error', 'warning']);
  });
});

it('an upload of a part closes no alert of the whole: its category is another one', async () => {
  const scratch = leakyRepository();
  scratch.write('new.ts', `'${keyOf('stable new')}'\n`).commit('another leak');
  const categoryOf = async (...args: string[]) => {
    const { stdout } = await runCli(['-f', 'sarif', ...args], { cwd: scratch.path });
    return known(stdout)[0]?.automationDetails.id;
  };
  const whole = [await categoryOf(), await categoryOf('--history')];
  const parts = [
    await categoryOf('--staged'),
    await categoryOf('--history', '--range', 'HEAD^..HEAD'),
    await categoryOf('--history', '--since', '2020-01-01'),
  ];
  expect(whole).toEqual(['ttleaks/worktree/', 'ttleaks/history/']);
  expect(parts).toEqual(['ttleaks/staged/', 'ttleaks/range/', 'ttleaks/range/']);
});
