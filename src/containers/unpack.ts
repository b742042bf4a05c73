/** The formats that pack one stream; each is loaded when it is met first. */
import type { FileBudget } from './budget.ts';
import type { StreamFormat } from './format.ts';
import type { Windows } from './member.ts';

export async function* unpack(
  format: StreamFormat,
  source: Windows,
  budget: FileBudget,
): AsyncGenerator<Buffer, void> {
  yield* (await readerOf(format))(source, budget);
}

type Unpack = (source: Windows, budget: FileBudget) => Windows;

async function readerOf(format: StreamFormat): Promise<Unpack> {
  switch (format) {
    case 'gzip':
      return (await import('./gzip.ts')).gunzip;
    case 'brotli':
      return (await import('./brotli.ts')).unbrotli;
    case 'zstd':
      return (await import('./zstd.ts')).unzstd;
    case 'xz':
      return (await import('./xz.ts')).unxz;
    case 'bzip2':
      return (await import('./bzip2.ts')).bunzip2;
    default:
      return format satisfies never;
  }
}
