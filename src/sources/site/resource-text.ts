/** Bytes of a resource as text, for what it names: a wrong charset costs some letters, never an address. */
const CHARSET = /;\s*charset\s*=\s*"?([\w-]{1,40})/i;

export function resourceText(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = markedCharset(bytes) ?? CHARSET.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // There is no such charset.
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** By the byte order mark, which counts more than a header. */
function markedCharset([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
