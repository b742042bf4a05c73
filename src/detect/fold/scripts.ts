/**
 * The pieces of JavaScript in a text: all of it, what stands in the script elements of HTML, Vue, Svelte and Astro, or
 * the sources that a source map holds.
 */

export interface Script {
  readonly code: string;
  /** Where a UTF-16 unit of the code stands in the text. */
  placeOf(unit: number): number;
}

const MAX_SCRIPTS = 5000;
const SCRIPT = /<script\b[^<>]{0,1000}>/gi;
const SCRIPT_END = /<\/script\b/gi;
const SOURCES = '"sourcesContent"';
/** A string of JSON that stands in a list, or a source that is missing. */
const ITEM = /[\s,]*(?:null|("(?:[^"\\]|\\.)*"))/gsy;

export function scriptsIn(text: string): Script[] {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const first = /\S/.exec(text.slice(start, start + 1024))?.[0];
  if (first === '<') return elementsIn({ code: text, placeOf: (unit) => unit });
  if (first === '{' && text.includes(SOURCES)) return sourcesIn(text);
  return [{ code: text.slice(start), placeOf: (unit) => start + unit }];
}

/** `placeOf` of what stands in a map leads on to the map. */
function elementsIn({ code: text, placeOf }: Script): Script[] {
  const scripts: Script[] = [];
  SCRIPT.lastIndex = 0;
  for (
    let open = SCRIPT.exec(text);
    open !== null && scripts.length < MAX_SCRIPTS;
    open = SCRIPT.exec(text)
  ) {
    const start = SCRIPT.lastIndex;
    SCRIPT_END.lastIndex = start;
    const end = SCRIPT_END.exec(text)?.index ?? text.length;
    scripts.push({ code: text.slice(start, end), placeOf: (unit) => placeOf(start + unit) });
    SCRIPT.lastIndex = end;
  }
  return scripts;
}

/** Of all maps, where there are several in one. */
function sourcesIn(text: string): Script[] {
  const scripts: Script[] = [];
  for (let at = text.indexOf(SOURCES); at !== -1; at = text.indexOf(SOURCES, at + 1)) {
    const list = text.indexOf('[', at);
    if (list === -1) break;
    ITEM.lastIndex = list + 1;
    for (let item = ITEM.exec(text); item !== null && scripts.length < MAX_SCRIPTS; item = ITEM.exec(text)) {
      const script = item[1] === undefined ? undefined : unquoted(item[1], ITEM.lastIndex - item[1].length);
      if (script !== undefined) scripts.push(...(/^\s*</.test(script.code) ? elementsIn(script) : [script]));
    }
  }
  return scripts;
}

function unquoted(quoted: string, start: number): Script | undefined {
  try {
    const code = JSON.parse(quoted) as string;
    return { code, placeOf: (unit) => start + rawUnits(quoted, unit) };
  } catch {
    return undefined;
  }
}

/** How many units of a string of JSON, its quote with them, stand for the first `count` of its text. */
function rawUnits(quoted: string, count: number): number {
  let at = 1;
  for (let unit = 0; unit < count; unit++) {
    if (quoted[at] !== '\\') at++;
    else at += quoted[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}
