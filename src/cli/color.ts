/** Whether a stream gets colour: `--no-color`, then NO_COLOR, then FORCE_COLOR, then what the stream is. */
export function hasColor(stream: { readonly isTTY?: boolean }, isForbidden: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM, PRE_COMMIT } = process.env;
  if (isForbidden || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb' && PRE_COMMIT !== '1';
}
