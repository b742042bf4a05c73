/** Which settings, in which file, make a variable public, and by which tool. Judged by the path alone. */
import type { ExposureReason } from '../../core/exposure-reason.ts';
import { publisherOf } from '../../core/public-prefixes.ts';
import type { Publication, PublicationForm } from '../../detect/publication.ts';

/** Files that are settings whatever folder they stand in. */
const NAMED_SETTINGS =
  /(?:^|\/)(?:\.env(?:[.\-_][^/]*)?|[^/]*\.env(?:\.[^/]*)?|\.envrc|\.dev\.vars|(?:[^/]*[.\-_])?(?:Dockerfile|Containerfile)(?:[.\-_][^/]*)?|(?:docker-)?compose[^/]*\.ya?ml|vercel\.json|now\.json|netlify\.toml|eas\.json|app\.json|app\.config\.[^/]*|package\.json|Makefile|GNUmakefile|[^/]*\.mk|[Jj]ustfile|Jenkinsfile[^/]*|Procfile|\.gitlab-ci\.yml|bitbucket-pipelines\.yml|azure-pipelines[^/]*\.ya?ml|appveyor\.yml|\.travis\.yml|cloudbuild\.ya?ml|render\.ya?ml|fly\.toml|wrangler\.(?:toml|jsonc?)|[\w.-]*\.config\.[cm]?[jt]s|webpack[\w.-]*\.[cm]?[jt]s|esbuild[\w.-]*\.[cm]?[jt]s|rollup[\w.-]*\.[cm]?[jt]s|craco[\w.-]*\.[cm]?[jt]s)$|(?:^|\/)\.(?:github|circleci|buildkite|woodpecker|gitea|forgejo|azure-pipelines|vscode|devcontainer)\/.+/;
/** Kinds of files that hold settings, unless browsers get them. */
const SETTINGS_KINDS =
  /\.(?:ya?ml|toml|jsonc?|json5|sh|bash|zsh|fish|ps1|psm1|bat|cmd|properties|ini|conf|cfg|tf|tfvars|hcl|nix|plist|xcconfig|groovy|gradle|mk)$/i;
/** Standard input without a name may be anything. */
const UNNAMED = '(stdin)';

export function isSettings(path: string, isClientSide: boolean): boolean {
  return NAMED_SETTINGS.test(path) || path === UNNAMED || (!isClientSide && SETTINGS_KINDS.test(path));
}

interface Publisher {
  readonly path: RegExp;
  readonly tool: string;
}

const anywhere = /^/;
const config = (name: string) => new RegExp(`(?:^|/)${name}[\\w.-]*\\.(?:[cm]?[jt]s|json)$`);

/** The first path that fits names the tool; where none does, the setting has another meaning. */
const PUBLISHERS: Readonly<Record<Exclude<PublicationForm, 'carried'>, readonly Publisher[]>> = {
  define: [
    { path: config('(?:vite|vitest|astro|svelte|nuxt)\\.config'), tool: 'Vite' },
    { path: config('electron\\.vite\\.config'), tool: 'electron-vite' },
    { path: config('(?:webpack|craco|vue\\.config|next\\.config|config-overrides)'), tool: 'webpack' },
    { path: config('rspack'), tool: 'Rspack' },
    { path: config('rsbuild'), tool: 'Rsbuild' },
    { path: config('rollup'), tool: 'Rollup' },
    { path: config('rolldown'), tool: 'Rolldown' },
    { path: config('(?:esbuild|tsup\\.config)'), tool: 'esbuild' },
    {
      path: /\.(?:[cm]?[jt]s|json|sh|bash|zsh|ps1|bat|cmd|ya?ml|mk)$|(?:^|\/)(?:Makefile|[Jj]ustfile|Dockerfile)[^/]*$/,
      tool: 'the bundler',
    },
  ],
  env: [
    { path: config('next\\.config'), tool: 'Next.js' },
    { path: config('nuxt\\.config'), tool: 'Nuxt' },
    { path: config('quasar\\.config'), tool: 'Quasar' },
  ],
  'runtime-config': [
    { path: config('nuxt\\.config'), tool: 'Nuxt' },
    { path: config('next\\.config'), tool: 'Next.js' },
  ],
  extra: [{ path: config('app(?:\\.config)?'), tool: 'Expo' }],
  'env-prefix': [{ path: config('(?:[\\w.-]*vite|vitest|astro|svelte)[\\w.-]*'), tool: 'Vite' }],
  'client-schema': [{ path: anywhere, tool: 'Astro' }],
};

/** Why a publication in a file makes its variable public; undefined where it does not. */
export function publicationReason(
  { form, variable }: Publication,
  path: string,
  isClientSide: boolean,
): ExposureReason | undefined {
  if (form === 'carried') return isSettings(path, isClientSide) ? publicPrefixReason(variable) : undefined;
  if (isClientSide && !NAMED_SETTINGS.test(path)) return undefined;
  const publisher = PUBLISHERS[form].find((one) => one.path.test(path));
  return publisher && { kind: 'inlined-variable', name: publisher.tool };
}

export function publicPrefixReason(variable: string): ExposureReason | undefined {
  const tool = publisherOf(variable);
  return tool === undefined ? undefined : { kind: 'public-variable', name: tool };
}
