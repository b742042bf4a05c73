/** Writes reports: to standard output at the pace of its reader, and to files whole or not at all. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, lstatSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reasonOf, TtleaksError } from '../core/errors.ts';

const PIECE_CHARACTERS = 64 * 1024;

/** A reader that has gone (`| head`) has seen enough: no error. */
export async function writeTo(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  // Each write tells of its own error. The event says it again, also later, and must not end the process.
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  for (const text of joined(pieces)) {
    const error = await failureOf(stream, text);
    if (error === undefined) continue;
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    const name = stream === process.stderr ? 'standard error' : 'standard output';
    throw new TtleaksError('INCOMPLETE', `${name} could not be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function ignore(): void {}

/** Settles when the text is on its way, so that no more of it is at hand than the reader takes. */
function failureOf(stream: NodeJS.WriteStream, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });
}

/** Throws USAGE before anything is scanned where the file could never be written. */
export function checkOutputFile(file: string): void {
  const directory = dirname(file);
  if (!isDirectory(directory, file)) {
    throw new TtleaksError('USAGE', `--output ${file}: ${directory} is no folder; name another.`);
  }
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new TtleaksError('USAGE', `--output ${file}: is a directory; name a file.`);
}

function isDirectory(directory: string, file: string): boolean {
  try {
    return statSync(directory).isDirectory();
  } catch (error) {
    throw new TtleaksError(
      'USAGE',
      `--output ${file}: ${reasonOf(error)}; make the folder ${directory} first.`,
    );
  }
}

export async function writeFile(file: string, pieces: Iterable<string>): Promise<void> {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  // A device, or a link to one, cannot be replaced: it is written to.
  const target =
    stats === undefined || stats.isFile() ? `${file}.${randomBytes(6).toString('hex')}.tmp` : file;
  try {
    await pipeline(
      joined(pieces),
      createWriteStream(target, target === file ? {} : { flags: 'wx', mode: stats?.mode ?? 0o666 }),
    );
    if (target !== file) renameSync(target, file);
  } catch (error) {
    if (target !== file) rmSync(target, { force: true });
    throw new TtleaksError('INCOMPLETE', `--output ${file} could not be written: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function* joined(pieces: Iterable<string>): Generator<string, void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
