/**
 * Whether literals with commas between them are put together: `[..].join('')`, `''.join([..])`, `concat!(..)`,
 * `implode('', [..])`, `strings.Join([]string{..}, "")`. All other lists are left apart.
 */

/** How far around a list is looked. */
const LOOK_BYTES = 256;
const EMPTY = `(?:""|''|\`\`)`;

const BEHIND = new RegExp(
  [
    // JavaScript, Ruby (where nothing need be said of what stands between), Kotlin, Scala, Rust
    `^[^()\\[\\]{}]{0,128}[\\])]\\s*(?:\\??\\.\\s*(?:join\\(\\s*${EMPTY}\\s*\\)|join(?![\\w(])|joinToString\\(\\s*${EMPTY}|mkString(?!\\()|concat\\(\\s*\\)))`,
    // Go
    `^[^()\\[\\]{}]{0,128}\\}\\s*,\\s*${EMPTY}\\s*\\)`,
  ].join('|'),
);
const BEFORE = new RegExp(
  [
    // Python
    `${EMPTY}\\.join\\(\\s*[[(][^()[\\]]{0,128}$`,
    // Rust, C#, SQL, JavaScript
    `concat!?\\s*\\((?:\\s*\\[)?[^()[\\]]{0,128}$`,
    // PHP, Java, C#
    `(?:join|implode)\\(\\s*${EMPTY}\\s*,(?:\\s*(?:\\[|array\\s*\\(|new\\s+string\\[\\]\\s*\\{|\\w+\\.of\\())?[^()[\\]]{0,128}$`,
  ].join('|'),
  'i',
);

export function isJoinedList(bytes: Buffer, start: number, end: number): boolean {
  return (
    BEHIND.test(bytes.toString('latin1', end, end + LOOK_BYTES)) ||
    BEFORE.test(bytes.toString('latin1', Math.max(0, start - LOOK_BYTES), start))
  );
}
