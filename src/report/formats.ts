/** The formats by name, and the format that the ending of a file names. */

export const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown', 'html', 'csv'] as const;

export type Format = (typeof FORMATS)[number];

const FORMATS_BY_ENDING: Readonly<Record<string, Format>> = {
  json: 'json',
  sarif: 'sarif',
  md: 'markdown',
  html: 'html',
  csv: 'csv',
  txt: 'text',
};

export const FILE_ENDINGS: readonly string[] = Object.keys(FORMATS_BY_ENDING).map((ending) => `.${ending}`);

/** Undefined where the ending names no format. */
export function formatOfFile(path: string): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS_BY_ENDING, ending) ? FORMATS_BY_ENDING[ending] : undefined;
}
