/**
 * The builders that are run: of each the last three major versions that the registry has. Of esbuild, which has had no
 * major version yet, the last three minor ones; of Parcel there are two.
 */

export interface Tool {
  /** The folder in `tools`. */
  readonly name: string;
  readonly builder: 'esbuild' | 'next' | 'parcel' | 'rollup' | 'vite' | 'webpack';
}

export interface BuildKind {
  readonly minify: boolean;
  readonly map: 'external' | 'inline' | 'none';
}

const VERSIONS = {
  vite: ['8', '7', '6'],
  webpack: ['5', '4', '3'],
  rollup: ['4', '3', '2'],
  esbuild: ['0.28', '0.27', '0.26'],
  parcel: ['2', '1'],
  next: ['16', '15', '14'],
} as const;

export const TOOLS: readonly Tool[] = Object.entries(VERSIONS).flatMap(([builder, versions]) =>
  versions.map((version) => ({ name: `${builder}-${version}`, builder: builder as Tool['builder'] })),
);

/** Next.js builds no inline maps, and takes its time; Turbopack, its builder since 16, always minifies. */
export function kindsOf({ name, builder }: Tool): BuildKind[] {
  if (name === 'next-16') return [kind(true, 'external'), kind(true, 'none')];
  if (builder === 'next') return [kind(true, 'external'), kind(false, 'external')];
  // Parcel 1 writes no inline maps.
  const maps =
    name === 'parcel-1' ? (['external', 'none'] as const) : (['external', 'inline', 'none'] as const);
  return [true, false].flatMap((minify) => maps.map((map) => kind(minify, map)));
}

function kind(minify: boolean, map: BuildKind['map']): BuildKind {
  return { minify, map };
}
