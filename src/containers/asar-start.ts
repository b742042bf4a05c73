/** How an archive of Electron begins: two frames of sizes, each with its own, then JSON. */

export const FRAME_BYTES = 16;

export function isAsarStart(start: Buffer): boolean {
  if (start.length < FRAME_BYTES + 9 || start.readUInt32LE(0) !== 4) return false;
  const [outer, inner, text] = [start.readUInt32LE(4), start.readUInt32LE(8), start.readUInt32LE(12)];
  return (
    outer >= inner && inner >= text && start.toString('latin1', FRAME_BYTES, FRAME_BYTES + 9) === '{"files":'
  );
}
