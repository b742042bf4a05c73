/**
 * `ttleaks doctor`: whether a commit, a merge and a push from here are really checked. Exit 1 where a commit or a push is
 * not: what a merge brings comes to a push in the end.
 */
import { aliasesPastHooks } from '../git/aliases.ts';
import { rivals, whyUnchecked } from '../hooks/diagnosis.ts';
import type { HookName } from '../hooks/hook-script.ts';
import type { Project } from '../hooks/project.ts';
import { type Outcome, tryHooks } from '../hooks/trial.ts';
import { shownText } from '../report/shown.ts';
import { projectHere, say } from './run-install.ts';

export async function runDoctor(): Promise<number> {
  const project = await projectHere();
  const { commit, merge, push } = await tryHooks(project, project.repository);
  await say(
    ...wordsFor('commit', commit, project),
    ...wordsFor('merge', merge, project),
    ...wordsFor('push', push, project),
  );
  for (const { name, command } of await aliasesPastHooks(project.repository))
    await say(shownText(`The alias \`git ${name}\` goes past the hooks: ${command}`));
  const managers = rivals(project);
  if (managers.length > 0)
    await say(`${managers.join(' and ')} have settings here: git runs the hooks of one alone.`);
  return commit.kind === 'checked' && push.kind === 'checked' ? 0 : 1;
}

const HOOKS = { commit: 'pre-commit', merge: 'pre-merge-commit', push: 'pre-push' } as const;

function wordsFor(what: keyof typeof HOOKS, outcome: Outcome, project: Project): string[] {
  const hook: HookName = HOOKS[what];
  switch (outcome.kind) {
    case 'checked':
      return [`A ${what} from here is checked: one with a made-up key was blocked.`];
    case 'unchecked':
      return [
        `A ${what} from here is NOT checked: one with a made-up key went through.`,
        `    ${shownText(whyUnchecked(project, hook))}`,
      ];
    case 'excused':
      return [
        `A ${what} from here is NOT checked: ttleaks is there, and let one with a made-up key through.`,
        '    The configuration does so (ttleaks.config.*, `ttleaks` in package.json) or .ttleaksignore: take out what names all files, or failOn.',
      ];
    case 'stopped':
      return [
        `Whether a ${what} from here is checked cannot be told: something else stopped it before ttleaks.`,
        `    ${shownText(outcome.words)}`,
      ];
    default:
      return outcome satisfies never;
  }
}
