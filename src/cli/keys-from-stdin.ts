/** Keys on standard input, one a line. Nothing of a line that is no key is shown. */
import { TtleaksError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { isTimeTimeKey } from '../timetime/verify.ts';

const MAX_BYTES = 1_048_576;

export async function keysFromStdin(signal: AbortSignal): Promise<Secret[]> {
  const secrets: Secret[] = [];
  for (const [index, line] of (await textOfStdin(signal)).split(/\r?\n/).entries()) {
    const text = line.trim();
    if (text === '') continue;
    const secret = new Secret(text);
    if (!isTimeTimeKey(secret)) {
      throw new TtleaksError('USAGE', `--stdin: line ${index + 1} is no TimeTime key; write a key a line.`);
    }
    secrets.push(secret);
  }
  if (secrets.length === 0) throw new TtleaksError('USAGE', '--stdin: no key came; write a key a line.');
  return secrets;
}

async function textOfStdin(signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    if (signal.aborted) break;
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw new TtleaksError('USAGE', '--stdin: more than 1 MiB; write a key a line.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
