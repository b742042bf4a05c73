/** Where this user keeps what, by the XDG base directory specification, which lets no relative path count. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export function configFile(name: string): string {
  return join(baseOf('XDG_CONFIG_HOME', '.config'), 'ttleaks', name);
}

export function stateFile(name: string): string {
  return join(baseOf('XDG_STATE_HOME', '.local/state'), 'ttleaks', name);
}

export function cacheFile(name: string): string {
  return join(baseOf('XDG_CACHE_HOME', '.cache'), 'ttleaks', name);
}

function baseOf(variable: string, usual: string): string {
  const named = process.env[variable];
  return named !== undefined && isAbsolute(named) ? named : join(homedir(), usual);
}
