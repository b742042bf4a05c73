/** What to do about the findings of a report: said once, in the order to do it. Plain text; code stands in backticks. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';

const DASHBOARD = 'https://app.timetime.in/dashboard/profile/developers';
const VARIABLE = 'TIMETIME_API_KEY';
const OWN_RULES = 'timetime-';

export interface Step {
  readonly text: string;
  /** How the languages of the files read the key. */
  readonly examples?: readonly { readonly language: string; readonly code: string }[];
}

const IDIOMS = [
  {
    language: 'JavaScript',
    endings: 'js jsx ts tsx mjs cjs mts cts vue svelte',
    code: `process.env.${VARIABLE}`,
  },
  { language: 'Python', endings: 'py ipynb', code: `os.environ.get('${VARIABLE}')` },
  { language: 'PHP', endings: 'php', code: `getenv('${VARIABLE}')` },
  { language: 'Ruby', endings: 'rb', code: `ENV.fetch('${VARIABLE}')` },
  { language: 'Go', endings: 'go', code: `os.Getenv("${VARIABLE}")` },
  { language: 'Java', endings: 'java kt kts scala groovy', code: `System.getenv("${VARIABLE}")` },
  { language: 'C#', endings: 'cs', code: `Environment.GetEnvironmentVariable("${VARIABLE}")` },
  { language: 'Rust', endings: 'rs', code: `std::env::var("${VARIABLE}")` },
  { language: 'Shell', endings: 'sh bash zsh', code: `"$${VARIABLE}"` },
  { language: 'PowerShell', endings: 'ps1', code: `$env:${VARIABLE}` },
  { language: 'Elixir', endings: 'ex exs', code: `System.fetch_env!("${VARIABLE}")` },
];
const WORKFLOW = { language: 'GitHub Actions', code: `\${{ secrets.${VARIABLE} }}` };

/** No steps where nothing is active. */
export function adviceFor(report: Report, active: readonly Finding[]): Step[] {
  if (active.length === 0) return [];
  if (active.every(({ exposure }) => exposure === 'ignored')) {
    return [
      {
        text: 'Nothing to do: these files are ignored by git, and a key may stand there. Keep them to yourself.',
      },
    ];
  }
  const ours = active.filter(({ ruleId }) => ruleId.startsWith(OWN_RULES));
  return [...(ours.length > 0 ? ownSteps(report, ours) : []), ...foreignSteps(report, active), allow()];
}

/** A rule of the user's own speaks for itself. */
function foreignSteps({ rules }: Report, active: readonly Finding[]): Step[] {
  const found = new Set(active.map(({ ruleId }) => ruleId).filter((id) => !id.startsWith(OWN_RULES)));
  return rules.filter(({ id }) => found.has(id)).map(({ id, help }) => ({ text: `${id}: ${help.trim()}` }));
}

function ownSteps(report: Report, active: readonly Finding[]): Step[] {
  if (report.scan.mode === 'staged') return [unstage(), read(active)];
  const isShared = active.some(({ exposure }) => exposure !== 'untracked' && exposure !== 'ignored');
  const steps: Step[] = [revoke(isShared), replace(active)];
  if (active.some(({ exposure }) => exposure === 'client')) {
    steps.push({
      text: 'What a browser or an app gets cannot keep a secret: call TimeTime from a server of yours, and the server from the browser.',
    });
  }
  if (active.some(({ exposure }) => exposure === 'committed')) {
    steps.push({
      text: 'Deleting the key from the files, or rewriting history, does not take it back: clones, forks, caches and whoever has read it still have it. Only revoking does.',
    });
  }
  return steps;
}

/** Nothing has left the machine yet. */
function unstage(): Step {
  return {
    text: `Take the key out of the file and stage the file again; keep the key in a file that git ignores (\`.env\`). If it was ever committed, sent or deployed, revoke it, in the dashboard: ${DASHBOARD}.`,
  };
}

function revoke(isShared: boolean): Step {
  return isShared
    ? { text: `Revoke the key now, in the dashboard: ${DASHBOARD}. A key does not expire by itself.` }
    : {
        text: `Add the file to \`.gitignore\`. If it was ever committed, sent or deployed, revoke the key, in the dashboard: ${DASHBOARD}.`,
      };
}

function replace(active: readonly Finding[]): Step {
  const text = `Make a new key there, one for each environment, and read it from the environment variable \`${VARIABLE}\`.`;
  const examples = idiomsFor(active);
  return examples.length > 0 ? { text, examples } : { text };
}

/** Of a key that stays in use. */
function read(active: readonly Finding[]): Step {
  const text = `Read it from the environment variable \`${VARIABLE}\`.`;
  const examples = idiomsFor(active);
  return examples.length > 0 ? { text, examples } : { text };
}

function allow(): Step {
  return {
    text: 'Not a key of yours to protect? End its line with a comment, `ttleaks:allow` and the reason, or record it with `ttleaks baseline`.',
  };
}

function idiomsFor(active: readonly Finding[]): { language: string; code: string }[] {
  const readers = active.filter(({ exposure, site }) => exposure !== 'client' && site === 'content');
  const endings = new Set(
    readers.map(({ path, container }) => /\.(\w+)$/.exec(container ?? path)?.[1]?.toLowerCase() ?? ''),
  );
  const idioms = IDIOMS.filter((idiom) => idiom.endings.split(' ').some((ending) => endings.has(ending)));
  const usesWorkflow = readers.some(({ path }) => /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  return [...idioms.map(({ language, code }) => ({ language, code })), ...(usesWorkflow ? [WORKFLOW] : [])];
}
