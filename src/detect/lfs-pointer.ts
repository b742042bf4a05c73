/** Git LFS pointers: small texts that stand for content kept elsewhere. Specification: git-lfs docs/spec.md. */

export const LFS_POINTER_START = 'version https://git-lfs.github.com/spec/v1';

const MAX_POINTER_BYTES = 1024;

export function isLfsPointer(first: Buffer, size: number): boolean {
  return (
    size < MAX_POINTER_BYTES &&
    first.subarray(0, LFS_POINTER_START.length).equals(Buffer.from(LFS_POINTER_START))
  );
}
