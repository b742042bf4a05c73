/** The pieces of JavaScript in a text: all of it, or what stands in the script elements of HTML, Vue, Svelte, Astro. */
import type { Span } from '../decode/layer.ts';

const MAX_SCRIPTS = 200;
const MARK_UNITS = 1;
const SCRIPT = /<script\b[^<>]{0,1000}>/gi;
const SCRIPT_END = /<\/script\b/gi;

export function scriptsIn(text: string): Span[] {
  const start = text.startsWith('\ufeff') ? MARK_UNITS : 0;
  if (!/^\s*</.test(text.slice(start, start + 1024))) return [{ start, end: text.length }];
  const scripts: Span[] = [];
  SCRIPT.lastIndex = 0;
  for (
    let open = SCRIPT.exec(text);
    open !== null && scripts.length < MAX_SCRIPTS;
    open = SCRIPT.exec(text)
  ) {
    SCRIPT_END.lastIndex = SCRIPT.lastIndex;
    const end = SCRIPT_END.exec(text)?.index ?? text.length;
    scripts.push({ start: SCRIPT.lastIndex, end });
    SCRIPT.lastIndex = end;
  }
  return scripts;
}
