/**
 * The user's own configuration, `ttleaks/config.yml` where the user keeps configurations: the one file that has a say
 * in where a key is sent. Read only where keys are sent at all; nothing in a scanned tree can stand in for it.
 */
import { dirname, resolve } from 'node:path';
import { readSmallFileIfAny } from './read-small-file.ts';

export interface UserConfig {
  readonly apiUrl?: string | undefined;
  /** Absolute. */
  readonly ca?: string | undefined;
  readonly revocation?: WrittenRevocation | undefined;
}

export interface WrittenRevocation {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** Empty where there is no such file. */
export async function loadUserConfig(file: string): Promise<UserConfig> {
  const text = readSmallFileIfAny(file);
  if (text === undefined) return {};
  const [{ parseYaml }, { userConfigSchema }, { validate }] = await Promise.all([
    import('./parse-yaml.ts'),
    import('./user-config-schema.ts'),
    import('./validate.ts'),
  ]);
  const config = validate(userConfigSchema, parseYaml(text, file) ?? {}, file);
  return { ...config, ca: config.ca === undefined ? undefined : resolve(dirname(file), config.ca) };
}
