import { parentPort, workerData } from "node:worker_threads";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
// src/core/index-of-search.ts
var IndexOfSearch = class {
	bytes;
	#all;
	#plain;
	hitLength = 0;
	constructor({ all, plainCount }, bytes) {
		this.#all = all;
		this.#plain = all.slice(0, plainCount);
		this.bytes = bytes;
	}
	firstHit(from, end, which) {
		let first = -1;
		for (const needle of which === "all" ? this.#all : this.#plain) {
			const stop = first === -1 ? end : Math.min(end, first + needle.length);
			const at = this.bytes.subarray(0, stop).indexOf(needle, from);
			if (at === -1 || at === first && needle.length >= this.hitLength) continue;
			first = at;
			this.hitLength = needle.length;
		}
		return first;
	}
};
// src/core/teddy.wat
const wasm = "AGFzbQEAAAABEgNgA39/fwF/YAJ/fwF/YAF/AAIhAgV0ZWRkeQZtZW1vcnkCAAEFdGVkZHkGdGFibGVzA38AAwYFAAECAAEGHwZ/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBfwsHHQMFcmVhY2gDAQZsZW5ndGgDAghmaXJzdEhpdAAACvkEBVYBAn8gACQDIAEkBCACJAVBfyQGIAAhAyABIQQCQANAIAMgBBABIQMgA0F/Rg0BIAMQAiMGQX9HBEAgASMGIwFqQQNqEAQhBAsgA0EBaiEDDAALCyMGC8MCAgJ/DnsjAP0ABAAhDCMA/QAEECEPIwD9AAQgIQ0jAP0ABDAhECMA/QAEQCEOIwD9AARQIRECQANAIAAgAU8NASAA/QAEACEEIAT9DA8PDw8PDw8PDw8PDw8PDw/9TiEFIARBBP1tIQYgDCAF/Q4gDyAG/Q79TiEHIA0gBf0OIBAgBv0O/U4hCCAOIAX9DiARIAb9Dv1OIQkgCSALIAj9DQ8QERITFBUWFxgZGhscHR4gCiAH/Q0ODxAREhMUFRYXGBkaGxwd/U79TiEJIAn9UwRAIAn9DAAAAAAAAAAAAAAAAAAAAAD9JP1kIQIDQCAAIAJoakECayEDIwAgAygCAEH///8HcUGx893xeWxBFHZBAXRqLwFgBEAgAw8LIAIgAkEBa3EhAiACDQALCyAHIQogCCELIABBEGohAAwACwtBfwueAQEEfyMAIAAoAgBB////B3FBsfPd8XlsQRR2QQF0ai8BYCEBAkADQCABRQ0BIwAgAUEDdGohAiACLQDkQCEEIAAgAi0A5UBrIQMCQCABIwVLDQAgAyMDSA0AIAMgBGojBEsNACADIwZLDQAgAyMGRiAEIwJPcQ0AIAMjACACKALgQGogBBADDQAgAyQGIAQkAgsgAi8B5kAhAQwACwsLLgEBfwNAIAAgA2otAAAgASADai0AAEcEQEEBDwsgA0EBaiEDIAMgAkkNAAtBAAsMACAAIAEgACABSRsL";
const BUCKETS = 8;
const HALVES = 16;
const LOW_HALF = 15;
const TABLES = 6;
const HEADS_AT = 96;
const HASH_FACTOR = 2654435761;
const HASH_SHIFT = 20;
const RECORDS_AT = 8288;
const RECORD_BYTES = 8;
const LENGTH_AT = 4;
const FINGERPRINT_AT = 5;
const NEXT_AT = 6;
function teddyTables(needles) {
	const buckets = [];
	const places = needles.map((needle) => place(needle, buckets));
	return {
		bytes: laidOut(needles, places, buckets),
		reach: Math.max(0, ...places)
	};
}
function place(needle, buckets) {
	const choice = buckets.length < BUCKETS ? [...buckets, new Bucket()] : buckets;
	let place = 0;
	let best;
	let least = Number.POSITIVE_INFINITY;
	for (let at = 0; at + 3 <= needle.length; at++) for (const bucket of choice) {
		const cost = bucket.costOf(needle, at);
		if (cost >= least) continue;
		least = cost;
		place = at;
		best = bucket;
	}
	best?.add(needle, place);
	if (best && !buckets.includes(best)) buckets.push(best);
	return place;
}
var Bucket = class {
	sets = new Uint16Array(TABLES);
	#shares = new Float64Array(TABLES);
	#passing = 0;
	costOf(needle, at) {
		let passing = 1;
		for (let table = 0; table < TABLES; table++) passing *= this.#shareWith(needle, at, table);
		return passing - this.#passing;
	}
	add(needle, at) {
		this.#passing += this.costOf(needle, at);
		for (let table = 0; table < TABLES; table++) {
			this.#shares[table] = this.#shareWith(needle, at, table);
			this.sets[table] |= 1 << halfOf(needle[at + (table >> 1)], table);
		}
	}
	#shareWith(needle, at, table) {
		const half = halfOf(needle[at + (table >> 1)], table);
		const isThere = (this.sets[table] >> half & 1) === 1;
		return this.#shares[table] + (isThere ? 0 : SHARES[table & 1][half]);
	}
};
function halfOf(byte, table) {
	return table & 1 ? byte >> 4 : byte & LOW_HALF;
}
const SHARES = [0, 1].map((table) => {
	const shares = new Float64Array(HALVES);
	for (let byte = 0; byte < 256; byte++) shares[halfOf(byte, table)] += frequencyOf(byte);
	return shares;
});
function frequencyOf(byte) {
	if (byte === 32) return .08;
	if (byte >= 97 && byte <= 122 || byte >= 48 && byte <= 57) return .025;
	if (byte >= 65 && byte <= 90) return .005;
	if (byte >= 128 || byte < 32 && byte !== 0) return .001;
	return .01;
}
function laidOut(needles, places, buckets) {
	let at = RECORDS_AT + RECORD_BYTES * (needles.length + 1);
	const bytes = Buffer.alloc(at + needles.reduce((sum, { length }) => sum + length, 0));
	for (const [bucket, { sets }] of buckets.entries()) for (let index = 0; index < 96; index++) bytes[index] |= (sets[index >> 4] >> (index & LOW_HALF) & 1) << bucket;
	for (const [index, needle] of needles.entries()) {
		const number = index + 1;
		const record = RECORDS_AT + RECORD_BYTES * number;
		const head = HEADS_AT + 2 * hashOf(needle, places[index]);
		bytes.writeUInt32LE(at, record);
		bytes[record + LENGTH_AT] = needle.length;
		bytes[record + FINGERPRINT_AT] = places[index];
		bytes.copy(bytes, record + NEXT_AT, head, head + 2);
		bytes.writeUInt16LE(number, head);
		bytes.set(needle, at);
		at += needle.length;
	}
	return bytes;
}
function hashOf(needle, at) {
	const fingerprint = needle[at] | needle[at + 1] << 8 | needle[at + 2] << 16;
	return Math.imul(fingerprint, HASH_FACTOR) >>> HASH_SHIFT;
}
// src/core/teddy.ts
const PAGE_BYTES = 65536;
const OVERRUN_BYTES = 16;
const ALIGNMENT = 64;
let compiled;
function teddyWithMemory(needles, size) {
	if (!areFit(needles)) return void 0;
	const tables = teddyTables(needles.all);
	const base = Math.ceil(tables.bytes.length / ALIGNMENT) * ALIGNMENT;
	const pages = Math.ceil((base + size + OVERRUN_BYTES) / PAGE_BYTES);
	try {
		const memory = new WebAssembly.Memory({
			initial: pages,
			maximum: pages
		});
		return new TeddySearch(instantiated(memory, tables, 0), needles, Buffer.from(memory.buffer, base, size));
	} catch {
		return;
	}
}
function areFit({ all }) {
	return all.length <= 65535 && all.every(({ length }) => length >= 3 && length <= 255);
}
function instantiated(memory, { bytes, reach }, at) {
	compiled ??= new WebAssembly.Module(Buffer.from(wasm, "base64"));
	const { exports } = new WebAssembly.Instance(compiled, { teddy: {
		memory,
		tables: at
	} });
	const teddy = exports;
	Buffer.from(memory.buffer).set(bytes, at);
	teddy.reach.value = reach;
	return teddy;
}
var TeddySearch = class {
	bytes;
	#teddy;
	#count;
	#plainCount;
	constructor(teddy, { all, plainCount }, bytes) {
		this.#teddy = teddy;
		this.#count = all.length;
		this.#plainCount = plainCount;
		this.bytes = bytes;
	}
	firstHit(from, end, which) {
		const base = this.bytes.byteOffset;
		const count = which === "all" ? this.#count : this.#plainCount;
		const at = this.#teddy.firstHit(base + from, base + end, count);
		return at === -1 ? -1 : at - base;
	}
	get hitLength() {
		return this.#teddy.length.value;
	}
};
// src/core/search-memory.ts
function searchMemory(needles, size) {
	const ordered = orderedNeedles(needles);
	return teddyWithMemory(ordered, size) ?? new IndexOfSearch(ordered, Buffer.from(new ArrayBuffer(size)));
}
function orderedNeedles(needles) {
	const plain = needles.filter(({ isBinary }) => !isBinary);
	const wide = needles.filter(({ isBinary }) => isBinary);
	return {
		all: [...plain, ...wide].map(({ bytes }) => bytes),
		plainCount: plain.length
	};
}
// src/core/needle-search.ts
const PIECE_BYTES = 65536;
const MEMORY_FROM = 8388608;
var NeedleSearch = class {
	needles;
	margin;
	#searched = 0;
	#memory;
	constructor(needles) {
		this.needles = needles;
		this.margin = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
	}
	hasHit(bytes) {
		const memory = this.#memoryFor(bytes);
		if (memory === void 0) return this.needles.some(({ bytes: needle }) => bytes.indexOf(needle) !== -1);
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) if (memory.firstHit(0, this.#load(memory, bytes, at), "all") !== -1) return true;
		return false;
	}
	hits(bytes) {
		const memory = this.#memoryFor(bytes);
		return memory === void 0 ? this.#hitsOneByOne(bytes) : this.#hitsIn(memory, bytes);
	}
	#memoryFor({ length }) {
		this.#searched += length * this.needles.length;
		if (this.#memory === void 0 && this.#searched > MEMORY_FROM) this.#memory = teddyWithMemory(orderedNeedles(this.needles), PIECE_BYTES + this.margin) ?? null;
		return this.#memory ?? void 0;
	}
	#hitsIn(memory, bytes) {
		const offsets = [];
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			const end = this.#load(memory, bytes, at);
			let hit = memory.firstHit(0, end, "all");
			while (hit !== -1 && hit < PIECE_BYTES) {
				offsets.push(at + hit);
				hit = memory.firstHit(hit + 1, end, "all");
			}
		}
		return offsets;
	}
	#load(memory, bytes, at) {
		return bytes.copy(memory.bytes, 0, at, Math.min(bytes.length, at + PIECE_BYTES + this.margin));
	}
	#hitsOneByOne(bytes) {
		const offsets = new Set();
		for (const { bytes: needle } of this.needles) for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) offsets.add(at);
		return [...offsets].sort((a, b) => a - b);
	}
};
function isAsarStart(start) {
	if (start.length < 25 || start.readUInt32LE(0) !== 4) return false;
	const [outer, inner, text] = [
		start.readUInt32LE(4),
		start.readUInt32LE(8),
		start.readUInt32LE(12)
	];
	return outer >= inner && inner >= text && start.toString("latin1", 16, 25) === "{\"files\":";
}
const CHECKSUM = {
	at: 148,
	length: 8
};
function isTarHeader(block) {
	if (block.length < 512) return false;
	const stored = numberAt(block, CHECKSUM);
	if (stored === void 0 || stored === 0) return false;
	let sum = 0;
	let signed = 0;
	for (let at = 0; at < 512; at++) {
		const byte = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length ? 32 : block[at];
		sum += byte;
		signed += byte > 127 ? byte - 256 : byte;
	}
	return stored === sum || stored === signed;
}
function numberAt(block, { at, length }) {
	if (block[at] === 128) {
		let value = 0;
		for (let place = at + 1; place < at + length; place++) value = value * 256 + block[place];
		return value;
	}
	const text = block.toString("latin1", at, at + length).replace(/\0.*$/s, "").trim();
	return /^[0-7]*$/.test(text) ? Number.parseInt(text || "0", 8) : void 0;
}
const MAGICS = [
	["zip", "PK"],
	["zip", "PK"],
	["zip", "PK\x07\bPK"],
	["zip", "Cr24"],
	["gzip", "\b"],
	["zstd", "(µ/ý"],
	["xz", "ý7zXZ\0"],
	["7z", "7z¼¯'"],
	["rar", "Rar!\x07"]
].map(([format, text]) => ({
	format,
	bytes: Buffer.from(text, "latin1")
}));
const BZIP2 = /^BZh[1-9]1AY&SY/;
const BZIP2_FIRST_BYTE = 66;
const BZIP2_SECOND_BYTE = 90;
const ASAR_FIRST_BYTE = 4;
const TAR_MAGIC_AT = 257;
const TAR_MAGIC_FIRST_BYTE = 117;
const SECOND_BYTES = new Int16Array(256).fill(-1);
for (const { bytes } of MAGICS) SECOND_BYTES[bytes[0]] = bytes[1];
SECOND_BYTES[BZIP2_FIRST_BYTE] = BZIP2_SECOND_BYTE;
SECOND_BYTES[ASAR_FIRST_BYTE] = 0;
[
	"#!",
	"MZ",
	"ELF"
].map((text) => Buffer.from(text, "latin1"));
const ZIP_END = Buffer.from("PK", "latin1");
function mayBeContainer(start, length, path) {
	if (length === 0) return false;
	const isTar = length >= 512 && start[TAR_MAGIC_AT] === TAR_MAGIC_FIRST_BYTE;
	return SECOND_BYTES[start[0]] === start[1] || isTar || isContainerByName(path);
}
function formatOf(start, path = "") {
	const first = start[0];
	if (first === void 0) return void 0;
	if (SECOND_BYTES[first] === start[1]) {
		const found = MAGICS.find(({ bytes }) => startsWith(start, bytes));
		if (found) return found.format;
	}
	if (first === BZIP2_FIRST_BYTE && BZIP2.test(start.toString("latin1", 0, 10))) return "bzip2";
	if (first === ASAR_FIRST_BYTE && isAsarStart(start)) return "asar";
	if (start[TAR_MAGIC_AT] === TAR_MAGIC_FIRST_BYTE && isTarStart(start)) return "tar";
	return isContainerByName(path) && !isText(start) ? "brotli" : void 0;
}
function endsAsZip(bytes, length = bytes.length) {
	const at = length - 22;
	return at >= 0 && bytes[at] === ZIP_END[0] && bytes.compare(ZIP_END, 0, 4, at, at + 4) === 0;
}
function isContainerByName(path) {
	return path.endsWith(".br");
}
function startsWith(bytes, start) {
	return bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;
}
function isTarStart(start) {
	return start.toString("latin1", TAR_MAGIC_AT, 262) === "ustar" && isTarHeader(start.subarray(0, 512));
}
function isText(start) {
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(start.subarray(0, 512), { stream: true });
		return true;
	} catch {
		return false;
	}
}
// src/core/errors.ts
function reasonOf(error) {
	if (!(error instanceof Error)) return String(error);
	const { code } = error;
	return code !== void 0 && REASONS[code] || code || error.message;
}
const REASONS = {
	EACCES: "permission denied",
	EPERM: "operation not permitted",
	ENOENT: "no such file or directory",
	ENOTDIR: "not a directory",
	EISDIR: "is a directory",
	ELOOP: "too many symbolic links",
	EIO: "input/output error",
	ENOSPC: "no space left on device",
	EMFILE: "too many open files",
	ENAMETOOLONG: "name too long",
	EROFS: "read-only file system"
};
// src/core/path-text.ts
const FIRST_ESCAPE = 56320;
const LONE_ESCAPES = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;
function encodePath(path) {
	if (!hasEscapes(path)) return Buffer.from(path, "utf8");
	const parts = [];
	let from = 0;
	for (const { index, 0: lone } of path.matchAll(LONE_ESCAPES)) {
		parts.push(Buffer.from(path.slice(from, index), "utf8"), Buffer.from([lone.charCodeAt(0) - FIRST_ESCAPE]));
		from = index + 1;
	}
	return Buffer.concat([...parts, Buffer.from(path.slice(from), "utf8")]);
}
function fsPath(path) {
	return hasEscapes(path) ? encodePath(path) : path;
}
function hasEscapes(path) {
	return !path.isWellFormed() && path.search(LONE_ESCAPES) !== -1;
}
// src/sources/file-search.ts
const WINDOW_BYTES = 262144;
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
var FileSearch = class {
	#margin;
	#maxBytes;
	#memory;
	constructor(search, maxBytes) {
		this.#margin = Math.max(search.margin, 22);
		this.#maxBytes = maxBytes ?? Number.POSITIVE_INFINITY;
		this.#memory = searchMemory(search.needles, WINDOW_BYTES + this.#margin);
	}
	search(path) {
		let descriptor;
		try {
			descriptor = openSync(fsPath(path), OPEN_FLAGS);
		} catch (error) {
			return {
				kind: "unread",
				reason: reasonOf(error)
			};
		}
		try {
			return this.#searchOpen(descriptor, path);
		} catch (error) {
			return {
				kind: "unread",
				reason: reasonOf(error)
			};
		} finally {
			closeSync(descriptor);
		}
	}
	#tooLarge(descriptor) {
		if (this.#maxBytes === Number.POSITIVE_INFINITY) return void 0;
		const { size } = fstatSync(descriptor);
		return size > this.#maxBytes ? size : void 0;
	}
	#searchOpen(descriptor, path) {
		const size = this.#tooLarge(descriptor);
		if (size !== void 0) return {
			kind: "too-large",
			reason: `larger than --max-size (${size} bytes)`
		};
		const memory = this.#memory;
		const window = memory.bytes;
		let bytes = 0;
		let kept = 0;
		let limit = Number.POSITIVE_INFINITY;
		for (;;) {
			const count = readSync(descriptor, window, kept, WINDOW_BYTES, null);
			if (count === 0) return endsAsZip(window, kept) ? { kind: "container" } : {
				kind: "clean",
				bytes
			};
			const filled = kept + count;
			if (bytes === 0 && isContainer(window, filled, path)) return { kind: "container" };
			bytes += count;
			if (memory.firstHit(0, filled, "all") !== -1) return {
				kind: "hit",
				bytes
			};
			if (limit === Number.POSITIVE_INFINITY && bytes >= 262144) {
				const stats = fstatSync(descriptor);
				if (!stats.isFile()) return {
					kind: "unread",
					reason: "is no regular file"
				};
				limit = stats.size + WINDOW_BYTES;
			}
			if (bytes > limit) return {
				kind: "unread",
				reason: "grew while it was read"
			};
			kept = Math.min(this.#margin, filled);
			window.copyWithin(0, filled - kept, filled);
		}
	}
};
function isContainer(window, filled, path) {
	return mayBeContainer(window, filled, path) && formatOf(window.subarray(0, filled), path) !== void 0;
}
// src/sources/search-batch.ts
function searchBatch(search, paths) {
	let files = 0;
	let bytes = 0;
	const notable = [];
	for (const [index, path] of paths.entries()) {
		const outcome = search.search(path);
		if (outcome.kind !== "unread" && outcome.kind !== "too-large") {
			files++;
			if (outcome.kind === "clean") bytes += outcome.bytes;
		}
		if (outcome.kind !== "clean") notable.push({
			index,
			outcome
		});
	}
	return {
		files,
		bytes,
		notable
	};
}
// src/sources/file-worker.ts
const { needles, maxBytes } = workerData;
const search = new FileSearch(new NeedleSearch(needles), maxBytes);
parentPort?.on("message", (batch) => parentPort?.postMessage(searchBatch(search, batch)));
export {};
