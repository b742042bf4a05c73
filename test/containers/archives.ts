/** Archives, made by Python's own modules and by hand: what no tool would make is made by hand. */
import { execFileSync } from 'node:child_process';
import { brotliCompressSync, crc32, deflateRawSync, gzipSync } from 'node:zlib';

export type Files = Readonly<Record<string, string | Buffer>>;

/** In order; a file may stand twice. */
export type Entries = readonly (readonly [name: string, content: string | Buffer])[];

const PYTHON = `
import base64, bz2, gzip, io, json, lzma, sys, tarfile, zipfile
job = json.load(sys.stdin)
files = [(name, base64.b64decode(content)) for name, content in job["files"]]
out = io.BytesIO()
kind = job["kind"]
if kind == "zip":
    method = {"stored": 0, "deflated": 8, "bzip2": 12, "lzma": 14}[job["method"]]
    class Pipe(io.RawIOBase):
        def writable(self): return True
        def write(self, data): return out.write(data)
    target = Pipe() if job["streamed"] else out
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files:
            with archive.open(zipfile.ZipInfo(name) if method == 0 else name, "w", force_zip64=job["wide"]) as member:
                member.write(content)
        archive.comment = base64.b64decode(job["comment"])
elif kind == "tar":
    format = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}[job["format"]]
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
elif kind == "bzip2": out.write(bz2.compress(files[0][1], job["level"]))
elif kind == "xz":
    check = {"none": lzma.CHECK_NONE, "crc32": lzma.CHECK_CRC32, "crc64": lzma.CHECK_CRC64, "sha256": lzma.CHECK_SHA256}
    filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6}] if job["filtered"] else None
    preset = None if filters else job["level"]
    out.write(lzma.compress(files[0][1], check=check[job["check"]], preset=preset, filters=filters))
sys.stdout.buffer.write(out.getvalue())
`;

function python(job: Readonly<Record<string, unknown>>, entries: Entries): Buffer {
  const files = entries.map(([name, content]) => [name, Buffer.from(content).toString('base64')]);
  const input = JSON.stringify({ ...job, files });
  return execFileSync('python3', ['-c', PYTHON], { input, maxBuffer: 1 << 30 });
}

interface ZipOptions {
  readonly method?: 'stored' | 'deflated' | 'bzip2' | 'lzma';
  /** Written to a pipe: sizes stand behind the members. */
  readonly streamed?: boolean;
  /** Sizes of 64 bits. */
  readonly wide?: boolean;
  readonly comment?: string;
}

export function zip(files: Files | Entries, options: ZipOptions = {}): Buffer {
  const { method = 'deflated', streamed = false, wide = false, comment = '' } = options;
  const base64 = Buffer.from(comment).toString('base64');
  return python({ kind: 'zip', method, streamed, wide, comment: base64 }, entriesOf(files));
}

export function tar(files: Files | Entries, format: 'ustar' | 'gnu' | 'pax' = 'gnu'): Buffer {
  return python({ kind: 'tar', format }, entriesOf(files));
}

export function bzip2(content: string | Buffer, level = 9): Buffer {
  return python({ kind: 'bzip2', level }, [['', content]]);
}

interface XzOptions {
  readonly check?: 'none' | 'crc32' | 'crc64' | 'sha256';
  readonly level?: number;
  /** With the filter for programs of x86. */
  readonly filtered?: boolean;
}

export function xz(content: string | Buffer, options: XzOptions = {}): Buffer {
  const { check = 'crc64', level = 6, filtered = false } = options;
  return python({ kind: 'xz', check, level, filtered }, [['', content]]);
}

export function gzip(content: string | Buffer): Buffer {
  return gzipSync(content);
}

export function brotli(content: string | Buffer): Buffer {
  return brotliCompressSync(content);
}

export function tgz(files: Files | Entries): Buffer {
  return gzip(tar(files));
}

function entriesOf(files: Files | Entries): Entries {
  return Array.isArray(files) ? (files as Entries) : Object.entries(files as Files);
}

/** Zstandard with its blocks as they are, or with one byte that stands for many: no compressor is needed for that. */
export function zstdStored(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += ZSTD_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + ZSTD_BLOCK_BYTES);
    blocks.push(zstdBlock(0, block.length, at + ZSTD_BLOCK_BYTES >= bytes.length), block);
  }
  return Buffer.concat([ZSTD_HEADER, ...blocks]);
}

export function zstdRepeated(byte: number, blocks: number): Buffer {
  const list = Array.from({ length: blocks }, (_, index) =>
    Buffer.concat([zstdBlock(1, ZSTD_BLOCK_BYTES, index === blocks - 1), Buffer.from([byte])]),
  );
  return Buffer.concat([ZSTD_HEADER, ...list]);
}

const ZSTD_BLOCK_BYTES = 128 * 1024;
/** No checksum, no size, a window of 1 MiB. */
const ZSTD_HEADER = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);

function zstdBlock(type: number, size: number, isLast: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return header;
}

export interface ZipMember {
  readonly name: string | Buffer;
  readonly content: string | Buffer;
  /** What the headers say, where it is not so. */
  readonly lies?: {
    readonly size?: number;
    readonly packedBytes?: number;
    readonly checksum?: number;
    readonly at?: number;
  };
  readonly flags?: number;
  readonly method?: number;
  readonly isStored?: boolean;
}

/** A zip archive that says whatever it is to say. */
export function zipByHand(members: readonly ZipMember[], before: Buffer = Buffer.alloc(0)): Buffer {
  const locals: Buffer[] = [before];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const { local, entry } = zipRecords(member, at);
    locals.push(local);
    directory.push(entry);
    at += local.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length & 0xffff, 8);
  end.writeUInt16LE(members.length & 0xffff, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

function zipRecords(member: ZipMember, at: number): { local: Buffer; entry: Buffer } {
  const { lies = {}, flags = 0, isStored = false } = member;
  const name = Buffer.from(member.name);
  const content = Buffer.from(member.content);
  const packed = isStored ? content : deflateRawSync(content);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(flags, 2);
  facts.writeUInt16LE(member.method ?? (isStored ? 0 : 8), 4);
  facts.writeUInt32LE(lies.checksum ?? crc32(content), 10);
  facts.writeUInt32LE(lies.packedBytes ?? packed.length, 14);
  facts.writeUInt32LE(lies.size ?? content.length, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(lies.at ?? at, 10);
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), facts, rest, name]);
  return { local, entry };
}

/** A header of tar with whatever stands in it, and its content, padded. */
export function tarMember(
  name: string | Buffer,
  content: string | Buffer,
  { type = '0', link = '', size }: { type?: string; link?: string; size?: number | string } = {},
): Buffer {
  const bytes = Buffer.from(content);
  const block = Buffer.alloc(512);
  Buffer.from(name).copy(block, 0, 0, 100);
  block.write('0000644\0', 100);
  block.write(
    typeof size === 'string' ? size : `${(size ?? bytes.length).toString(8).padStart(11, '0')}\0`,
    124,
  );
  block.write('        ', 148);
  block.write(type, 156);
  block.write(link, 157);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export const TAR_END = Buffer.alloc(1024);

type AsarNode =
  | { files: Record<string, AsarNode> }
  | { size: number; offset: string }
  | { link: string }
  | { size: number; unpacked: true };

/** As Electron packs it: files end to end, in the order of the header. */
export function asar(files: Files, more: Readonly<Record<string, AsarNode>> = {}): Buffer {
  const root: { files: Record<string, AsarNode> } = { files: {} };
  const contents: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const folders = path.split('/');
    const name = folders.pop() ?? '';
    let node = root;
    for (const folder of folders) {
      node.files[folder] ??= { files: {} };
      node = node.files[folder] as typeof root;
    }
    node.files[name] = { size: bytes.length, offset: String(offset) };
    contents.push(bytes);
    offset += bytes.length;
  }
  Object.assign(root.files, more);
  return Buffer.concat([asarHeader(JSON.stringify(root)), ...contents]);
}

export function asarHeader(json: string): Buffer {
  const text = Buffer.from(json);
  const padded = (text.length + 3) & ~3;
  const frame = Buffer.alloc(16 + padded);
  frame.writeUInt32LE(4, 0);
  frame.writeUInt32LE(8 + padded, 4);
  frame.writeUInt32LE(4 + padded, 8);
  frame.writeUInt32LE(text.length, 12);
  text.copy(frame, 16);
  return frame;
}
