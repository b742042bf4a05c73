/**
 * Tries the hooks with a made-up key, by a real commit and a real push: in a repository of our own in a temporary
 * folder, with copies of the hooks and of what they read. A hook that changes files changes none of the user's.
 */
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Secret } from '../core/secret.ts';
import type { Repository } from '../git/repository.ts';
import { type TrialRun, trialGit } from '../git/trial-git.ts';
import type { Project } from './project.ts';

/**
 * `excused`: ttleaks was there, and the settings of the project let the key pass.
 * `stopped`: by something else, so that nothing is known of ttleaks.
 */
export type Outcome =
  | { readonly kind: 'checked' }
  | { readonly kind: 'unchecked' }
  | { readonly kind: 'excused' }
  | { readonly kind: 'stopped'; readonly words: string };

export interface TrialOutcome {
  readonly commit: Outcome;
  /** Of a merge that git makes by itself: it asks another hook than a commit does. */
  readonly merge: Outcome;
  readonly push: Outcome;
}

/** What hook managers and ttleaks read at the top. Others might hold what is nobody's business. */
const READ_AT_TOP =
  /^(?:package\.json|\.?lefthook\b.*|\.pre-commit-config\.yaml|\.?simple-git-hooks\..*|\.lintstagedrc.*|lint-staged\.config\..*|ttleaks\.config\..*|\.ttleaksignore)$/;
const FILE = 'ttleaks-doctor';
const COPY = { recursive: true, dereference: true } as const;

export async function tryHooks(project: Project, repository: Repository): Promise<TrialOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'ttleaks-doctor-'));
  try {
    const [work, remote] = [join(folder, 'work'), join(folder, 'remote.git')];
    await trialGit(folder, ['init', '-q', '--template=', '--bare', remote]);
    await trialGit(folder, ['init', '-q', '--template=', work]);
    copySettings(project, work);
    await copyHooks(project, repository, work);
    const key = `tt1.${randomBytes(32).toString('hex')}`;
    const secret = new Secret(key);
    writeFileSync(join(work, FILE), `${key}\n`);
    await trialGit(work, ['add', '--force', '--', FILE]);
    const commit = outcomeOf(await trialGit(work, ['commit', '-q', '-m', 'doctor']), secret);
    await trialGit(work, ['commit', '-q', '--no-verify', '-m', 'doctor']);
    await copyHooks(project, repository, work);
    const merge = outcomeOf(await merged(work), secret);
    await trialGit(work, ['remote', 'add', 'origin', remote]);
    await copyHooks(project, repository, work);
    const push = outcomeOf(await trialGit(work, ['push', '-q', 'origin', 'HEAD:refs/heads/doctor']), secret);
    return { commit, merge, push };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of what the commit at hand brings, into a history without it. HEAD is there again afterwards. */
async function merged(work: string): Promise<TrialRun> {
  const tree = (await trialGit(work, ['mktree'])).output.trim();
  const root = (await trialGit(work, ['commit-tree', '-m', 'doctor', tree])).output.trim();
  await trialGit(work, ['tag', 'doctor']);
  await trialGit(work, ['reset', '-q', '--hard', root]);
  const run = await trialGit(work, ['merge', '-q', '--allow-unrelated-histories', '-m', 'doctor', 'doctor']);
  await trialGit(work, ['reset', '-q', '--hard', 'doctor']);
  return run;
}

/** What git and husky add to the words of a hook, and the folder that nobody knows. */
const ADDED = /^(?:error: failed to push|Not committing merge|husky - )/;
const TRIAL_FOLDER = /\S*\/ttleaks-doctor-\w+\/work\//g;

function outcomeOf({ code, output }: TrialRun, { masked }: Secret): Outcome {
  if (code === 0) return { kind: /\bTimeTime (?:API )?keys?\b/.test(output) ? 'excused' : 'unchecked' };
  if (output.includes(masked)) return { kind: 'checked' };
  if (code === -1) return { kind: 'stopped', words: 'it did not end in time' };
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !ADDED.test(line));
  const words = lines.at(-1)?.replace(TRIAL_FOLDER, '') ?? 'the hook fails without a word';
  return { kind: 'stopped', words };
}

/** Installed packages are lent, not copied. */
function copySettings({ root, installedIn = '' }: Project, work: string): void {
  for (const name of readdirSync(root)) {
    if (READ_AT_TOP.test(name)) cpSync(join(root, name), join(work, name), COPY);
  }
  // Of a home that is kept in git, `.config` as a whole would be too much.
  for (const ending of ['yml', 'yaml', 'json', 'toml']) {
    const file = `.config/lefthook.${ending}`;
    if (existsSync(join(root, file))) cpSync(join(root, file), join(work, file), COPY);
  }
  for (const below of new Set(['', installedIn])) {
    const packages = join(root, below, 'node_modules');
    if (!existsSync(packages)) continue;
    mkdirSync(join(work, below), { recursive: true });
    symlinkSync(packages, join(work, below, 'node_modules'), 'junction');
  }
}

/**
 * Anew for each trial: lefthook puts in what is missing when a hook of its runs, and the next one may never run.
 * A folder of the project keeps its place, and so what stands beside it: husky's scripts stand above it.
 */
async function copyHooks(
  { root, hooksPath, husky }: Project,
  repository: Repository,
  work: string,
): Promise<void> {
  const { folder, scope } = hooksPath;
  const own = join(repository.commonDir, 'hooks');
  const isOwn = scope === undefined || folder === own;
  rmSync(join(work, '.git/hooks'), { recursive: true, force: true });
  if (existsSync(folder) && isOwn) cpSync(folder, join(work, '.git/hooks'), COPY);
  if (isOwn) return;
  const below = relative(root, folder);
  const isInProject = below !== '' && !below.startsWith('..');
  if (isInProject && existsSync(folder)) {
    const whole = husky !== undefined && dirname(folder) === husky ? husky : folder;
    cpSync(whole, join(work, relative(root, whole)), COPY);
  }
  // Where it is not there, git finds none here either.
  await trialGit(work, ['config', 'core.hooksPath', isInProject ? below : folder]);
}
