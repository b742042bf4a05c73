/** Puts whole lines into a text, and takes them out again so that not a byte of it has changed. */

/** `at` is the start of a line, or the end of the text; `lines` end with a line feed. */
export function insertLines(text: string, at: number, lines: string): string {
  const before = text.slice(0, at);
  // The last line of the text may have no end: then ours has none either, which tells on the way back.
  if (at === text.length && before !== '' && !before.endsWith('\n'))
    return `${before}\n${lines.slice(0, -1)}`;
  return `${before}${lines}${text.slice(at)}`;
}

/** The first occurrence; undefined where they are not there. */
export function removeLines(text: string, lines: RegExp): string | undefined {
  const match = new RegExp(`^(?:${lines.source})(?:\\n|$)`, 'm').exec(text);
  if (match === null) return undefined;
  const end = match.index + match[0].length;
  const isCut = match.index > 0 && end === text.length && !match[0].endsWith('\n');
  return text.slice(0, isCut ? match.index - 1 : match.index) + text.slice(end);
}

/** The start of the second line. */
export function behindFirstLine(text: string): number {
  const end = text.indexOf('\n');
  return end === -1 ? text.length : end + 1;
}
