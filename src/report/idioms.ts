/** How each language reads the key from the environment: the line to write where a literal stands. */
import type { Finding } from '../core/finding.ts';

const VARIABLE = 'TIMETIME_API_KEY';

export interface Example {
  readonly label: string;
  readonly code: string;
}

interface Idiom extends Example {
  /** Of the path that it is for. */
  readonly path: RegExp;
}

function ending(label: string, endings: string, code: string): Idiom {
  return { label, path: new RegExp(`\\.(?:${endings})$`, 'i'), code };
}

/** The first that fits a path is its own. */
const IDIOMS: readonly Idiom[] = [
  {
    label: 'GitHub Actions',
    path: /(?:^|\/)\.github\/(?:workflows|actions)\/.+\.ya?ml$/,
    code: `\${{ secrets.${VARIABLE} }}`,
  },
  { label: 'GitLab CI', path: /(?:^|\/)[^/]*\.gitlab-ci\.ya?ml$/, code: `$${VARIABLE}` },
  { label: 'Azure Pipelines', path: /(?:^|\/)azure-pipelines[^/]*\.ya?ml$/, code: `$(${VARIABLE})` },
  {
    label: 'Dockerfile',
    path: /(?:^|\/)(?:[^/]*[.-])?(?:Dockerfile|Containerfile)[^/]*$/i,
    code: `RUN --mount=type=secret,id=timetime,env=${VARIABLE} …`,
  },
  { label: 'Make', path: /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/, code: `$(${VARIABLE})` },
  ending('JavaScript', '[cm]?jsx?|[cm]?tsx?|vue|svelte|astro', `process.env.${VARIABLE}`),
  ending('Python', 'pyw?|ipynb', `os.environ.get('${VARIABLE}')`),
  ending('PHP', 'php\\d?|phtml', `getenv('${VARIABLE}')`),
  ending('Ruby', 'rb|rake|erb', `ENV.fetch('${VARIABLE}')`),
  ending('Go', 'go', `os.Getenv("${VARIABLE}")`),
  ending('Java', 'java|scala|groovy|gradle', `System.getenv("${VARIABLE}")`),
  ending('Kotlin', 'kts?', `System.getenv("${VARIABLE}")`),
  ending('C#', 'cs|fs|vb', `Environment.GetEnvironmentVariable("${VARIABLE}")`),
  ending('Rust', 'rs', `std::env::var("${VARIABLE}")`),
  ending('Swift', 'swift', `ProcessInfo.processInfo.environment["${VARIABLE}"]`),
  ending('Dart', 'dart', `Platform.environment['${VARIABLE}']`),
  ending('Elixir', 'exs?', `System.fetch_env!("${VARIABLE}")`),
  ending('Perl', 'p[lm]', `$ENV{${VARIABLE}}`),
  ending('Lua', 'lua', `os.getenv("${VARIABLE}")`),
  ending('R', 'rmd|r', `Sys.getenv("${VARIABLE}")`),
  ending('C, C++', 'c|cc|cpp|cxx|h|hpp', `getenv("${VARIABLE}")`),
  ending('Shell', 'sh|bash|zsh|fish', `"$${VARIABLE}"`),
  ending('PowerShell', 'ps1|psm1', `$env:${VARIABLE}`),
  ending('Batch', 'bat|cmd', `%${VARIABLE}%`),
  ending('Terraform', 'tf|tfvars', 'var.timetime_api_key'),
  ending('YAML', 'ya?ml', `\${${VARIABLE}}`),
  ending('Properties', 'properties|toml|conf', `\${${VARIABLE}}`),
];

/** For literals in programs and settings of servers: on a client there is no environment to read from. */
export function idiomsFor(findings: readonly Finding[]): Example[] {
  const paths = findings
    .filter(
      ({ exposure, site, secret }) => exposure !== 'client' && site === 'content' && secret !== undefined,
    )
    .map(({ path, container }) => container ?? path);
  const used = new Set(paths.map((path) => IDIOMS.find((idiom) => idiom.path.test(path))));
  return IDIOMS.filter((idiom) => used.has(idiom)).map(({ label, code }) => ({ label, code }));
}
