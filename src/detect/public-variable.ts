/** Variables whose names begin with a prefix that a bundler takes into what the browser gets. */

const PUBLIC_PREFIXES = [
  'NEXT_PUBLIC_',
  'VITE_',
  'REACT_APP_',
  'EXPO_PUBLIC_',
  'GATSBY_',
  'NUXT_PUBLIC_',
  'PUBLIC_',
  'VUE_APP_',
  'NG_APP_',
  'STORYBOOK_',
  'PARCEL_',
];

/** The name, and what may stand between it and its value: `X=`, `X: "`, `"X":"`, `- X=`, `export X='`. */
const ASSIGNED = new RegExp(
  `(?:^|[^A-Za-z0-9_])((?:${PUBLIC_PREFIXES.join('|')})[A-Z0-9_]{1,64})["'\`]?\\s{0,8}[=:]\\s{0,8}["'\`]?$`,
);

/** `before` is the text of the line up to the key. */
export function publicVariable(before: string): string | undefined {
  return ASSIGNED.exec(before)?.[1];
}
