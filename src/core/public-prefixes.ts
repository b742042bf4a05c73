/** Prefixes that make an environment variable public, and the tool that writes such variables into what it builds. */

const TOOLS: Readonly<Record<string, string>> = {
  NEXT_PUBLIC_: 'Next.js',
  VITE_: 'Vite',
  REACT_APP_: 'Create React App',
  EXPO_PUBLIC_: 'Expo',
  GATSBY_: 'Gatsby',
  NUXT_PUBLIC_: 'Nuxt',
  NUXT_ENV_: 'Nuxt',
  PUBLIC_: 'SvelteKit or Astro',
  VUE_APP_: 'Vue CLI',
  NG_APP_: 'Angular',
  STORYBOOK_: 'Storybook',
  PARCEL_: 'Parcel',
  SNOWPACK_PUBLIC_: 'Snowpack',
  RSBUILD_: 'Rsbuild',
  PLASMO_PUBLIC_: 'Plasmo',
  WXT_: 'WXT',
  MAIN_VITE_: 'electron-vite',
  RENDERER_VITE_: 'electron-vite',
  PRELOAD_VITE_: 'electron-vite',
  BUN_PUBLIC_: 'Bun',
  FARM_: 'Farm',
  RAZZLE_: 'Razzle',
  SANITY_STUDIO_: 'Sanity Studio',
};

/** Longer ones first, as an alternation has to have them. */
export const PUBLIC_PREFIXES: readonly string[] = Object.keys(TOOLS).sort((a, b) => b.length - a.length);

/** Undefined where the name has no public prefix. */
export function publisherOf(variable: string): string | undefined {
  const prefix = PUBLIC_PREFIXES.find(
    (start) => variable.startsWith(start) && variable.length > start.length,
  );
  return prefix === undefined ? undefined : TOOLS[prefix];
}
