/** Failures that are expected: each prints one line that names the thing and the next step, and has an exit code. */
export type ErrorCode = 'USAGE' | 'CONFIG' | 'INCOMPLETE';

const EXIT_CODES: Readonly<Record<ErrorCode, 2 | 3>> = { USAGE: 2, CONFIG: 2, INCOMPLETE: 3 };

export class TtleaksError extends Error {
  override readonly name = 'TtleaksError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): 2 | 3 {
    return EXIT_CODES[this.code];
  }
}

/** The reason in an error of `node:fs`, without the path and without `Error:`: `permission denied`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && REASONS[code]) || code || error.message;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  EIO: 'input/output error',
  ENOSPC: 'no space left on device',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'name too long',
  EROFS: 'read-only file system',
};
