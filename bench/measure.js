/** Runs whole processes in turn and takes their time and memory. Knows nothing of what they do. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GNU_TIME = '/usr/bin/time';
const SAMPLE_MS = 10;
/** What is measured has a process group of its own: a signal must end it too. */
const SIGNALS = ['SIGINT', 'SIGTERM'];

/**
 * @typedef {object} Command
 * @property {string} name what the table calls it
 * @property {readonly string[]} argv
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] beside what all have
 * @property {readonly number[]} accepts exit codes that mean that the work was done
 * @property {boolean} [isBase] the others are measured against it
 * @property {() => void} [prepare] before each run, outside of what is measured
 */

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {boolean} isBase
 * @property {number[]} times milliseconds
 * @property {number[]} peaks bytes
 * @property {string} [failure] why it was left out
 */

/**
 * A first round that does not count, then `runs` rounds in which each command runs once, each time with another one
 * first: what disturbs the machine disturbs all of them.
 *
 * @param {readonly Command[]} commands
 * @param {{ runs: number, timeoutMs: number, scratch: string }} options
 * @returns {Promise<Measured[]>}
 */
export async function measure(commands, options) {
  const results = commands.map(({ name, isBase = false }) => ({ name, isBase, times: [], peaks: [] }));
  for (let round = 0; round <= options.runs; round++) {
    for (let turn = 0; turn < commands.length; turn++) {
      const index = (turn + round) % commands.length;
      const result = results[index];
      if (result.failure !== undefined) continue;
      const { timeMs, peakBytes, failure } = await runOnce(commands[index], options);
      if (failure !== undefined) result.failure = failure;
      else if (round > 0) {
        result.times.push(timeMs);
        result.peaks.push(peakBytes);
      }
    }
  }
  return results;
}

async function runOnce({ argv, cwd, env, accepts, prepare }, { timeoutMs, scratch }) {
  prepare?.();
  const peakFile = join(scratch, 'peak');
  const whole = hasGnuTime() ? [GNU_TIME, '-q', '-f', '%M', '-o', peakFile, ...argv] : argv;
  const [file, ...args] = whole;
  const started = performance.now();
  // Its own process group, so that a time-out ends all of it.
  const child = spawn(file, args, {
    cwd,
    env: { ...environment(), ...env },
    stdio: 'ignore',
    detached: true,
  });
  const endAll = () => {
    process.kill(-child.pid, 'SIGKILL');
  };
  let isInterrupted = false;
  const onSignal = () => {
    isInterrupted = true;
    endAll();
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
  const sampler = hasGnuTime() ? undefined : samplePeak(child.pid);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endAll();
  }, timeoutMs);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.code));
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  const timeMs = performance.now() - started;
  clearTimeout(timer);
  for (const signal of SIGNALS) process.off(signal, onSignal);
  if (isInterrupted) throw new Error('interrupted');
  if (isLate) return { failure: `over ${timeoutMs / 1000} s` };
  const peakBytes = sampler
    ? sampler.stop()
    : Number(readFileSync(peakFile, 'utf8').trim().split('\n').at(-1)) * 1024;
  return accepts.includes(code) ? { timeMs, peakBytes } : { failure: `failed (${code})` };
}

/** Of the largest process among a command and its children, as GNU time has it. */
let gnuTime;
function hasGnuTime() {
  gnuTime ??= spawnSync(GNU_TIME, ['-q', '-f', '%M', process.execPath, '-e', '0']).status === 0;
  return gnuTime;
}

/** Without GNU time: of the command alone, where there is a /proc. */
function samplePeak(pid) {
  let peak = Number.NaN;
  const look = () => {
    try {
      const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      if (found) peak = Number(found[1]) * 1024;
    } catch {
      // It has ended, or there is no /proc: what is known stays.
    }
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** The same for everyone: no settings of the user, no colour, no repository that a hook is for. */
export function environment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:GIT_|FORCE_COLOR$|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
