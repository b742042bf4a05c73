/** Keys that the files of several environments share, which TimeTime advises against. */
import type { Finding } from '../core/finding.ts';

export interface SharedKey {
  readonly masked: string;
  /** Of the first file of each environment, sorted. */
  readonly paths: readonly string[];
}

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  production: 'production',
  prod: 'production',
  live: 'production',
  staging: 'staging',
  stage: 'staging',
  development: 'development',
  develop: 'development',
  dev: 'development',
  local: 'development',
  test: 'test',
  testing: 'test',
  ci: 'test',
  qa: 'qa',
  uat: 'uat',
  preview: 'preview',
  sandbox: 'sandbox',
};

/** In the order of their masked forms. */
export function sharedKeys(findings: readonly Finding[]): SharedKey[] {
  const byKey = new Map<string, { masked: string; paths: Map<string, string> }>();
  for (const { secret, path } of findings) {
    const environment = environmentOf(path);
    if (secret === undefined || environment === undefined) continue;
    const known = byKey.get(secret.id) ?? { masked: secret.masked, paths: new Map<string, string>() };
    const first = known.paths.get(environment);
    if (first === undefined || path < first) known.paths.set(environment, path);
    byKey.set(secret.id, known);
  }
  return [...byKey.values()]
    .filter(({ paths }) => paths.size > 1)
    .map(({ masked, paths }) => ({ masked, paths: [...paths.values()].sort() }))
    .sort((a, b) => (a.masked < b.masked ? -1 : 1));
}

/** `production` of `.env.production.local`, `config/production.yml`, `values-prod.yaml`; `.env` alone is for development. */
function environmentOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name === '.env') return 'development';
  const isSettings = /^\.env\.|\.env$|\.(?:ya?ml|json|toml|properties|ini|conf|tfvars|[cm]?[jt]s)$/.test(
    name,
  );
  if (!isSettings) return undefined;
  const word = name.split(/[.\-_]/).find((part) => Object.hasOwn(ENVIRONMENTS, part));
  return word === undefined ? undefined : ENVIRONMENTS[word];
}
