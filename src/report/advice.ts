/** What to do about the findings of a report: said once, in the order to do it. Plain text; code stands in backticks. */
import type { Finding } from '../core/finding.ts';
import { keyStateOf } from '../core/key-state.ts';
import type { Report } from '../core/report.ts';
import { type Example, idiomsFor } from './idioms.ts';
import { sharedKeys } from './shared-keys.ts';
import { shownPath, shownText } from './shown.ts';
import { DASHBOARD } from './wording.ts';

const VARIABLE = 'TIMETIME_API_KEY';
const OWN_RULES = 'timetime-';
const MAX_EXAMPLES = 5;
const DAYS_OF_A_YEAR = 365;

export interface Step {
  readonly text: string;
  /** What it is about, or the line to write; safe to show, foreign text in `code` alone. */
  readonly examples?: readonly Example[];
}

/** No steps where nothing is active. */
export function adviceFor(report: Report, active: readonly Finding[]): Step[] {
  if (active.length === 0) return [];
  const ours = active.filter(({ ruleId }) => ruleId.startsWith(OWN_RULES));
  if (active.every(({ exposure }) => exposure === 'ignored')) {
    return [
      {
        text: 'Nothing to do: these files are ignored by git, and a key may stand there. Keep them to yourself.',
      },
      ...separate(ours),
    ];
  }
  const usable = ours.filter((finding) => keyStateOf(finding, report) !== 'dead');
  // Beside a dead key, one in an ignored file stands where it may.
  const isOpen = usable.some(({ exposure }) => exposure !== 'ignored');
  return [
    ...(isOpen ? ownSteps(report, usable) : separate(usable)),
    ...(usable.length < ours.length ? [forget()] : []),
    ...foreignSteps(report, active),
    allow(),
  ];
}

function forget(): Step {
  return {
    text: 'A dead key needs no revoking. Take it out of the files all the same, so that the next finding is seen.',
  };
}

/** A rule of the user's own speaks for itself. */
function foreignSteps({ rules }: Report, active: readonly Finding[]): Step[] {
  const found = new Set(active.map(({ ruleId }) => ruleId).filter((id) => !id.startsWith(OWN_RULES)));
  return rules.filter(({ id }) => found.has(id)).map(({ id, help }) => ({ text: `${id}: ${help.trim()}` }));
}

function ownSteps(report: Report, active: readonly Finding[]): Step[] {
  const hasKey = active.some(({ secret }) => secret !== undefined);
  const fromClient = [...rename(active), ...callFromServer(active)];
  if (report.scan.mode === 'staged') {
    return [...(hasKey ? [unstage(), read(active)] : []), ...fromClient, ...separate(active)];
  }
  const isShared = active.some(({ exposure }) => exposure !== 'untracked' && exposure !== 'ignored');
  return [
    revoke(isShared, hasKey),
    ...(hasKey ? [replace(active)] : []),
    ...fromClient,
    ...deletionIsNotEnough(active),
    ...separate(active),
    ...rotate(active, report.scan.date),
  ];
}

/** Nothing has left the machine yet. */
function unstage(): Step {
  return {
    text: `Take the key out of the file and stage the file again; keep the key in a file that git ignores (\`.env\`). If it was ever committed, sent or deployed, revoke it, in the dashboard: ${DASHBOARD}.`,
  };
}

function revoke(isShared: boolean, hasKey: boolean): Step {
  if (!hasKey) {
    return {
      text: `If anything was ever built with these settings, revoke the key that it was built with, in the dashboard: ${DASHBOARD}.`,
    };
  }
  return isShared
    ? {
        text: `Revoke the key now, with \`ttleaks revoke\` or in the dashboard: ${DASHBOARD}. A key does not expire by itself.`,
      }
    : {
        text: `Add the file to \`.gitignore\`. If it was ever committed, sent or deployed, revoke the key, in the dashboard: ${DASHBOARD}.`,
      };
}

function replace(active: readonly Finding[]): Step {
  return withExamples(
    `Make a new key there, one for each environment, as a user who may do no more than the program needs, and read it from the environment variable \`${VARIABLE}\`.`,
    idiomsFor(active),
  );
}

/** Of a key that stays in use. */
function read(active: readonly Finding[]): Step {
  return withExamples(`Read it from the environment variable \`${VARIABLE}\`.`, idiomsFor(active));
}

function rename(active: readonly Finding[]): Step[] {
  const of = (kind: string) => active.filter(({ exposureReason }) => exposureReason?.kind === kind);
  const variables = [...new Set(of('public-variable').map(({ variable = '' }) => variable))].sort();
  const examples = variables.map((variable) => ({ label: shownText(variable), code: VARIABLE }));
  return [
    ...(variables.length > 0
      ? [
          withExamples(
            'A variable with a public prefix is for what everyone may read: rename it, and read it on the server alone.',
            few(examples),
          ),
        ]
      : []),
    ...(of('inlined-variable').length > 0
      ? [{ text: `Take \`${VARIABLE}\` out of the settings that inline it into a bundle.` }]
      : []),
  ];
}

function callFromServer(active: readonly Finding[]): Step[] {
  if (!active.some(({ exposure }) => exposure === 'client')) return [];
  return [
    {
      text: 'What a browser or an app gets cannot keep a secret: call TimeTime from a server of yours, and the server from the browser.',
    },
  ];
}

function deletionIsNotEnough(active: readonly Finding[]): Step[] {
  if (!active.some(({ exposure }) => exposure === 'committed')) return [];
  return [
    {
      text: 'Deleting the key from the files, or rewriting history, does not take it back: clones, forks, caches and whoever has read it still have it. Only revoking does.',
    },
  ];
}

function separate(active: readonly Finding[]): Step[] {
  const shared = sharedKeys(active);
  if (shared.length === 0) return [];
  const examples = shared.map(({ masked, paths }) => ({
    label: masked,
    code: paths.map(shownPath).join(', '),
  }));
  return [
    withExamples(
      'One key stands in the files of several environments: give each its own, so that one can be revoked without the others.',
      few(examples),
    ),
  ];
}

function rotate(active: readonly Finding[], today: string): Step[] {
  const since = new Map<string, { label: string; date: string }>();
  for (const { secret, introduced } of active) {
    if (secret === undefined || introduced === undefined) continue;
    const date = introduced.date.slice(0, 'YYYY-MM-DD'.length);
    const known = since.get(secret.id);
    if (known === undefined || date < known.date) since.set(secret.id, { label: secret.masked, date });
  }
  const limit = Date.parse(today) - DAYS_OF_A_YEAR * 24 * 60 * 60 * 1000;
  const old = [...since.values()].filter(({ date }) => Date.parse(date) < limit);
  if (old.length === 0) return [];
  old.sort((a, b) => (a.date < b.date || (a.date === b.date && a.label < b.label) ? -1 : 1));
  return [
    withExamples(
      'Keys that are older than a year many may have read: look in TimeTime at what was done with them, and change keys regularly.',
      few(old.map(({ label, date }) => ({ label, code: `since ${shownText(date)}` }))),
    ),
  ];
}

function allow(): Step {
  return {
    text: 'Not a key of yours to protect? End its line with a comment, `ttleaks:allow` and the reason, or record it with `ttleaks baseline`.',
  };
}

function withExamples(text: string, examples: readonly Example[]): Step {
  return examples.length === 0 ? { text } : { text, examples };
}

function few(examples: readonly Example[]): readonly Example[] {
  const more = examples.length - MAX_EXAMPLES;
  return more <= 0
    ? examples
    : [...examples.slice(0, MAX_EXAMPLES), { label: '…', code: `and ${more} more` }];
}
