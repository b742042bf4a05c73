/** The inputs of the step, as `action.yml` names them. Whatever is wrong with them ends here, with exit code 2. */
import { FAIL_ON, type FailOn } from '../cli/exit-code.ts';
import { TtleaksError } from '../core/errors.ts';

const SCANS = ['auto', 'worktree', 'range', 'history'] as const;

export interface Inputs {
  /** Relative to the workspace. */
  readonly path: string;
  readonly scan: (typeof SCANS)[number];
  /** Instead of what the event says. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly config: string | undefined;
  readonly baseline: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly verify: boolean;
  readonly revoke: boolean;
  /** Absent: a file of the runner's temporary folder. */
  readonly sarifFile: string | undefined;
  readonly uploadSarif: boolean;
  readonly comment: boolean;
  readonly token: string | undefined;
}

export function readInputs(env: NodeJS.ProcessEnv): Inputs {
  const given = (name: string) => {
    const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const isOn = (name: string, usual: boolean) => truthOf(name, given(name), usual);
  const [base, head] = [given('base'), given('head')];
  if (base?.startsWith('-') || head?.startsWith('-'))
    throw wrong('base and head', 'name commits or branches');
  return Object.freeze({
    path: given('path') ?? '.',
    scan: oneOf('scan', given('scan') ?? 'auto', SCANS),
    base,
    head,
    config: given('config'),
    baseline: given('baseline'),
    failOn: given('fail-on') === undefined ? undefined : oneOf('fail-on', given('fail-on') ?? '', FAIL_ON),
    verify: isOn('verify', false),
    revoke: isOn('revoke', false),
    sarifFile: given('sarif-file'),
    uploadSarif: isOn('upload-sarif', true),
    comment: isOn('comment', true),
    token: tokenOf(given('token')),
  });
}

function oneOf<Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw wrong(name, `choose one of ${choices.join(', ')}`);
  return found;
}

/** It goes into headers and to git, where a line feed would begin another field. */
function tokenOf(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  throw wrong('token', 'a token has no space and no line feed');
}

/** As YAML 1.2 has it, and as the toolkit of GitHub reads it. */
function truthOf(name: string, value: string | undefined, usual: boolean): boolean {
  if (value === undefined) return usual;
  if (/^(?:true|True|TRUE)$/.test(value)) return true;
  if (/^(?:false|False|FALSE)$/.test(value)) return false;
  throw wrong(name, 'write true or false');
}

function wrong(name: string, nextStep: string): TtleaksError {
  return new TtleaksError('USAGE', `the input ${name}: ${nextStep}.`);
}
