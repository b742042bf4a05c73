/** Writes reports: to standard output at the pace of its reader, and to files whole or not at all. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, lstatSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reasonOf, TtleaksError } from '../core/errors.ts';

const PIECE_CHARACTERS = 64 * 1024;

/** A reader that has gone (`| head`) has seen enough: no error. */
export async function writeTo(stream: NodeJS.WriteStream, pieces: Iterable<string>): Promise<void> {
  let isOpen = true;
  let wake = () => {};
  const onError = (error: NodeJS.ErrnoException) => {
    isOpen = false;
    wake();
    if (error.code !== 'EPIPE') throw error;
  };
  const onDrain = () => wake();
  stream.on('error', onError).on('drain', onDrain);
  for (const text of joined(pieces)) {
    if (!isOpen) break;
    if (stream.write(text)) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (!isOpen) resolve();
    });
  }
  // The error of a pipe that is closed comes late, so its listener stays.
  stream.off('drain', onDrain);
}

/** Throws USAGE before anything is scanned where the file could never be written. */
export function checkOutputFile(file: string): void {
  const directory = dirname(file);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw new TtleaksError('USAGE', `--output ${file}: is a directory; name a file.`);
  try {
    lstatSync(directory);
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
