let node_worker_threads = require("node:worker_threads");
let node_fs = require("node:fs");
let node_util = require("node:util");
let node_zlib = require("node:zlib");
let node_crypto = require("node:crypto");
let node_buffer = require("node:buffer");
// src/git/pack/delta-head.ts
const MORE = 128;
function readHead(bytes, from, end, delta) {
	let at = from;
	let byte = MORE;
	delta.baseSize = 0;
	for (let unit = 1; byte & MORE && at < end; unit *= 128) {
		byte = bytes[at++];
		delta.baseSize += (byte & 127) * unit;
	}
	byte = MORE;
	delta.targetSize = 0;
	for (let unit = 1; byte & MORE && at < end; unit *= 128) {
		byte = bytes[at++];
		delta.targetSize += (byte & 127) * unit;
	}
	delta.from = at;
	delta.end = end;
}
const GROUP_DIGITS = 4;
const GROUPS = 7;
const GROUPS_BYTES = 28;
const PHASES = 4;
const ROW_BYTES$1 = 512;
const CHARACTER = 1;
const NUL = 2;
const NO_VALUE = 255;
const VALUES = new Uint8Array(256).fill(NO_VALUE);
const HEX_VALUES = new Uint8Array(256).fill(NO_VALUE);
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
for (const last of ["+/", "-_"]) setDigits(VALUES, ALPHABET + last);
for (const digits of ["0123456789abcdef", "0123456789ABCDEF"]) setDigits(HEX_VALUES, digits);
function setDigits(values, digits) {
	for (const [value, digit] of Buffer.from(digits).entries()) values[digit] = value;
}
const KINDS = new Uint8Array(256);
KINDS.fill(CHARACTER, 32, 127);
for (const blank of "	\n\r") KINDS[blank.charCodeAt(0)] = CHARACTER;
KINDS[0] = NUL;
const DIGIT_TABLE = VALUES;
function firstEncodedText(bytes, from, end) {
	let at = from;
	while (at + 31 <= end) {
		const probe = at + 15;
		if (!isDigit(bytes[probe])) {
			at = probe + 1;
			continue;
		}
		let start = probe;
		while (start > at && isDigit(bytes[start - 1])) start--;
		const limit = Math.min(end, start + ROW_BYTES$1);
		let rowEnd = probe + 1;
		while (rowEnd < limit && isDigit(bytes[rowEnd])) rowEnd++;
		const found = rowEnd - start < 31 ? -1 : inRow$1(bytes, start, rowEnd);
		if (found !== -1) return found;
		at = rowEnd < limit || limit === end ? rowEnd + 1 : rowEnd - 31;
	}
	return -1;
}
function isDigit(byte) {
	return byte !== void 0 && VALUES[byte] !== NO_VALUE;
}
function textPhases(bytes, at, encoding) {
	if (!isDigit(bytes[at + PHASES - 1]) || !isDigit(bytes[at + GROUPS_BYTES - 1])) return 0;
	const isGroupText = encoding === "base64" ? isBase64Text : isHexText;
	let phases = 0;
	for (let phase = 0; phase < PHASES; phase++) {
		const end = at + phase + GROUPS_BYTES;
		if (end <= bytes.length && areGroups(bytes, at + phase, end, isGroupText)) phases |= 1 << phase;
	}
	return phases;
}
function inRow$1(bytes, start, end) {
	let first = -1;
	for (let phase = 0; phase < PHASES; phase++) for (const isGroupText of [isBase64Text, isHexText]) {
		const groups = firstGroups(bytes, start + phase, end, isGroupText);
		if (groups !== -1 && (first === -1 || groups < first)) first = groups;
	}
	return first === -1 ? -1 : Math.max(start, first - PHASES + 1);
}
function firstGroups(bytes, start, end, isGroupText) {
	let count = 0;
	for (let at = start; at + GROUP_DIGITS <= end; at += GROUP_DIGITS) {
		count = isGroupText(bytes, at) ? count + 1 : 0;
		if (count === GROUPS) return at - GROUPS_BYTES + GROUP_DIGITS;
	}
	return -1;
}
function areGroups(bytes, start, end, isGroupText) {
	for (let at = start; at < end; at += GROUP_DIGITS) if (!isGroupText(bytes, at)) return false;
	return true;
}
function isBase64Text(bytes, at) {
	if (!areDigits(bytes, at)) return false;
	const upper = valueAt(bytes, at) << 6 | valueAt(bytes, at + 1);
	const lower = valueAt(bytes, at + 2) << 6 | valueAt(bytes, at + 3);
	const second = KINDS[(upper & 15) << 4 | lower >> 8];
	return isText$1(KINDS[upper >> 4], second) && isText$1(second, KINDS[lower & 255]);
}
function areDigits(bytes, at) {
	return isDigit(bytes[at]) && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
}
function valueAt(bytes, at) {
	return VALUES[bytes[at]];
}
function isHexText(bytes, at) {
	return isText$1(hexPairKind(bytes, at), hexPairKind(bytes, at + 2));
}
function hexPairKind(bytes, at) {
	const upper = HEX_VALUES[bytes[at]];
	const lower = HEX_VALUES[bytes[at + 1]];
	return upper === NO_VALUE || lower === NO_VALUE ? 0 : KINDS[upper << 4 | lower];
}
function isText$1(kind, next) {
	return kind !== 0 && next !== 0 && kind + next < 4;
}
// src/git/pack/delta.wat
const wasm$3 = "AGFzbQEAAAABVglgAn9/AX9gD39/f39/f39/f39/f39/fwF/YAV/f39/fwF/YAR/f39/AX9gA39/fwBgB39/f39/f38Bf2ADf39/AX9gAX8Bf2AKf39/f39/f39/fwF/AjcEBm1lbW9yeQVieXRlcwIAAQNyb3cCYXQDfwAFYWhlYWQCYXQDfwADcm93CWhvbGRzVGV4dAAAAw8OAQIDBAUDAwYGAAAHAAgGCwJ/AUEAC38BQQALByIDCnRvdWNoZWRFbmQDAglwYXNzZWRFbmQDAwVhcHBseQABCugQDpIGAQ9/QQEhE0F/IRUgByAIRyEXIAUhGiALIAxHIRwgDSQDAkACQANAIAAgAU8NASAALQAAIQ8gAEEBaiEAIA9BgAFxIRAgEARAQQAhEUEAIRIgD0EBcQRAIAAtAAAhESAAQQFqIQALIA9BAnEEQCARIAAtAABBCHRyIREgAEEBaiEACyAPQQRxBEAgESAALQAAQRB0ciERIABBAWohAAsgD0EIcQRAIBEgAC0AAEEYdHIhESAAQQFqIQALIA9BEHEEQCAALQAAIRIgAEEBaiEACyAPQSBxBEAgEiAALQAAQQh0ciESIABBAWohAAsgD0HAAHEEQCASIAAtAABBEHRyIRIgAEEBaiEACyASRQRAQYCABCESCyAAIAFLDQMgESADSw0DIBIgAyARa0sNAyACIBFqIREFIA9FDQMgDyESIAAhESAAIBJqIQAgACABSw0DCyASIAVLDQIgBSASayEFIBcEQCAQRQRAIAcgCCAEIAQgEmoQAyEHBSARIBVHBEAgFUF/RwRAIAcgCCAEIAQQAyEHCwsLCyAEQX9HBEAgBCARIBIQBCAEIBJqIQQLIBBFIBEgFUdyBEAgE0EBRiAVQX9HcQRAIAYgFUEBay0AAEEIdCARLQAAckEBdGovAQAhFkEAIRkgFkGAgAJxBEAgFCAVIBEgEhAHRQRAQQEhGSAYIBQgFRAIIRggGCARIAIgA2ogESASaiAQGxAJBEBBAiETCwsLIBlFBEBBACEYCyAWQf//AXEhFiAWBEAgBiAWIBQgFSARIBEgEmogACABIAIgAxAOBEBBAiETCwsLIBwgFUF/R3EEQCAdIAsgDCAOIBQgAmsgFSACayAbIAMQBXIhHQsgGiAFIBJqayEbIBEhFAsgESASaiEVIBBBAEcgCSAKSXEEQCAJIAogFCACayAVIAJrEAYEQEEDIRMLCwwACwsgBQ0AIBwgFUF/R3EEQCAdIAsgDCAOIBQgAmsgFSACayAbQX8QBXIhHSAdQQBHIBNBAUZxBEBBAkEEIB1BAnEbIRMLCyAHJAIgEw8LQQAL/AEBBn8CQANAIAogBEYNASAAIAFPDQEgAC0AACEFIABBAWohACAFQYABcQRAQQAhCEEAIQlBACEGA0AgBSAGdkEBcQRAIAAtAAAhByAAQQFqIQAgBkEESQRAIAggByAGQQN0dHIhCAUgCSAHIAZBBGtBA3R0ciEJCwsgBkEBaiEGIAZBB0kNAAsgCUUEQEGAgAQhCQsgACABSw0CIAggA0sNAiAJIAMgCGtLDQIgAiAIaiEIBSAFIQkgACEIIAAgCWohACAJRQ0CIAAgAUsNAgsgCSAEIAprSwRAIAQgCmshCQsjASAKaiAIIAn8CgAAIAogCWohCgwACwsgCgsqACAAIAFGBEAgAEEEayADNgIAIAAPCyAAIAI2AgAgACADNgIEIABBCGoLQwEBfyACQYACSwRAIAAgASAC/AoAAA8LIAAgAmohAwNAIAAgAf0AAAD9CwAAIABBEGohACABQRBqIQEgACADSQ0ACwupAQEDfyAFIANrIQgDQAJAIAAoAgAgBE8EQCAJDwsgACgCBCADTQ0AIwMhByAHIAJGIAAoAgAgA0kgACgCBCAES3JyBEBBAg8LIAcgAP0AAgAgCP0R/a4B/QsCACAAKAIIIANJIAAoAgwgBEtyIAAoAgwgBkYgACgCCEUgBUEAR3FycgRAIAdCADcCCEEBIQkLIAdBEGokAwsgAEEQaiEAIAAgAUkNAAsgCQsuAANAIAIgACgCAE0EQCAAKAIEIANNBEBBAQ8LCyAAQQhqIQAgACABSQ0AC0EAC0ABAn8gAUEQSQRAQQAPC0F/IAFBEGsQDEEQdHNnIQRBfyACEAxzaCEFIAQgBXJBEEkgBCABIABrSSAFIANJcXELXAECfyABIAIQCiEDIAIgA2sgAUcEQCMAIAIgA2sgA/wKAAAgAw8LQR4gA2shBCAAIARLBEAjACMAIABqIARrIAT8CgAAIAQhAAsjACAAaiABIAP8CgAAIAAgA2oLMwEBfyABIAIQCyEDIAAgA2pBH0kEQEEADwsjACAAaiABIAP8CgAAIwAjACAAIANqahAAC1cBA38DQCABQRBrQQAgAUEQTxshAyABIABrQX8gAxAMQSAgASADa2t0c2cQDSEEIAIgBGohAiABIARrIQEgBEEQRiABIABLcSACQR5JcQ0ACyACQR4QDQs8AQJ/A0BBfyAAIAJqEAxzaCEDIAIgA2ohAiADQRBGIAJBHiABIABrEA1JcQ0ACyACQR4gASAAaxANEA0LaAEBeyAA/QAAACEB/QwAAAAAAAAAAAAAAAAAAAAA/QwaHh4eHh4eHh4eHAUEBQQNIAH9DA8PDw8PDw8PDw8PDw8PDw/9Tv0O/QwAAAECBAgEEAAAAAAAAAAAIAFBBP1t/Q79Tv0k/WQLDAAgACABIAAgAUkbC60CAQd/IAAgAUECdGooAoCACCEKIApBBGogCigCAEEMbGohCyAKQQRqIQoDQCAKKAIAIQwgCigCBCENIAooAgghDgJAIA4gAyACa0sNAEECIQ8CQANAIA8gDksNASADIA9rLQAAIAwgDmogD2stAABHDQIgD0EBaiEPDAALCyANIA5rIRAgECAFIARrSwRAIAUgBGshEAtBASEPAkADQCAPIBBPDQEgBCAPai0AACAMIA5qIA9qLQAARw0CIA9BAWohDwwACwsgDCAOIBBqaiEMIA0gDmsgEGshECAGIAcgCCAJIBAQAiAQSQ0AQQAhDwJAA0AgDyAQRg0BIwEgD2otAAAgDCAPai0AAEcNAiAPQQFqIQ8MAAsLQQEPCyAKQQxqIQogCiALSQ0AC0EACw==";
// src/git/pack/delta-search.ts
const ROW_BYTES = 60;
var NumberList = class {
	room;
	#numbers;
	constructor(memory, room) {
		this.room = room;
		this.#numbers = new Uint32Array(memory.buffer, room.at, (room.end - room.at) / 4);
	}
	write(numbers) {
		for (let index = 0; index < numbers.length; index++) this.#numbers[index] = numbers[index];
		return this.room.at + 4 * numbers.length;
	}
	upTo(end) {
		return [...this.#numbers.subarray(0, (end - this.room.at) / 4)];
	}
};
var DeltaSearch = class {
	#module;
	#touched;
	#spans;
	#chances;
	#passed;
	constructor(memory, search, { touched, spans, chances, passed, row, ahead }) {
		const holdsText = (from, end) => search.holdsEncodedText(from, end);
		const module = new WebAssembly.Module(Buffer.from(wasm$3, "base64"));
		const { exports } = new WebAssembly.Instance(module, {
			memory: { bytes: memory },
			row: {
				at: row.at,
				holdsText
			},
			ahead: { at: ahead.at }
		});
		this.#module = exports;
		this.#touched = touched;
		this.#spans = new NumberList(memory, spans);
		this.#chances = new NumberList(memory, chances);
		this.#passed = new NumberList(memory, passed);
	}
	get touchedEnd() {
		return this.#module.touchedEnd.value;
	}
	get passed() {
		return this.#passed.upTo(this.#module.passedEnd.value);
	}
	apply(input) {
		const { isTouchedWanted } = input;
		const { at: touched, end: limit } = this.#touched;
		return this.#module.apply(input.from, input.end, input.base, input.baseSize, input.target, input.targetSize, input.seams, touched, isTouchedWanted ? limit : touched, this.#spans.room.at, this.#spans.write(input.spans), this.#chances.room.at, this.#chances.write(input.chances), this.#passed.room.at, this.#passed.room.end);
	}
};
const PAIRS = 65536;
const DIGITS$2 = 32768;
const LISTS_AT = 2 * PAIRS;
function writeSeamTable(memory, { at, end }, { needles, hasEncodedText }) {
	const cuts = new Map();
	for (const { bytes } of needles) {
		if (bytes.length > 256) throw new RangeError("too long a needle for the table of seams");
		for (let before = 1; before < bytes.length; before++) {
			const pair = bytes[before - 1] << 8 | bytes[before];
			const list = cuts.get(pair);
			if (list) list.push({
				needle: bytes,
				before
			});
			else cuts.set(pair, [{
				needle: bytes,
				before
			}]);
		}
	}
	memory.fill(0, at, at + LISTS_AT);
	if (hasEncodedText) markDigits(memory, at);
	if (cuts.size >= DIGITS$2) throw new RangeError("too many needles for the table of seams");
	let free = at + LISTS_AT + 4 * (cuts.size + 1);
	const place = (size) => {
		if (free + size > end) throw new RangeError("too many needles for the table of seams");
		free += size;
		return free - size;
	};
	const addresses = new Map(needles.map(({ bytes }) => {
		const address = place(4 * Math.ceil(bytes.length / 4));
		memory.set(bytes, address);
		return [bytes, address];
	}));
	let number = 0;
	for (const [pair, list] of cuts) {
		memory.writeUInt16LE(memory.readUInt16LE(at + 2 * pair) | ++number, at + 2 * pair);
		let entry = place(4 + 12 * list.length);
		memory.writeUInt32LE(entry, at + LISTS_AT + 4 * number);
		entry = memory.writeUInt32LE(list.length, entry);
		for (const { needle, before } of list) {
			entry = memory.writeUInt32LE(addresses.get(needle), entry);
			entry = memory.writeUInt32LE(needle.length, entry);
			entry = memory.writeUInt32LE(before, entry);
		}
	}
	return free;
}
function markDigits(memory, at) {
	const digits = Array.from({ length: 256 }, (_, byte) => byte).filter(isDigit);
	for (const before of digits) for (const behind of digits) memory.writeUInt16LE(DIGITS$2, at + 2 * (before << 8 | behind));
}
// src/git/pack/pack-damage.ts
var PackDamage = class extends Error {
	name = "PackDamage";
};
// src/git/pack/pack-file.ts
const BLOCK_BYTES$1 = 16384;
const SLOT_BYTES = 20480;
const SLOTS = 512;
const LEAST_SCRATCH_BYTES = 262144;
const NO_SLOT = -1;
(0, node_util.promisify)(node_fs.read);
var PackBlocks = class {
	bytes;
	at = 0;
	end = 0;
	#fd;
	#size;
	#slots;
	#slotOfBlock;
	#blockInSlot = new Int32Array(SLOTS).fill(-1);
	#isUsed = new Uint8Array(SLOTS);
	#hand = 0;
	#scratch = Buffer.alloc(0);
	#isWhole;
	constructor(fd, size, whole) {
		this.#fd = fd;
		this.#size = size;
		this.#isWhole = whole !== void 0;
		const count = whole === void 0 ? Math.ceil(size / BLOCK_BYTES$1) : 0;
		this.#slots = Buffer.from(new ArrayBuffer(Math.min(count, SLOTS) * SLOT_BYTES));
		this.#slotOfBlock = new Int16Array(count).fill(NO_SLOT);
		this.bytes = whole ?? this.#slots;
		this.end = size;
	}
	seek(offset, length) {
		if (this.#isWhole) {
			this.at = offset;
			this.end = Math.min(offset + length, this.#size);
			return;
		}
		const block = Math.floor(offset / BLOCK_BYTES$1);
		const from = block * BLOCK_BYTES$1;
		if (offset - from + length > SLOT_BYTES) {
			this.#readScratch(offset, length);
			return;
		}
		let slot = this.#slotOfBlock[block];
		if (slot === NO_SLOT) slot = this.#load(block);
		this.#isUsed[slot] = 1;
		this.bytes = this.#slots;
		this.at = slot * SLOT_BYTES + offset - from;
		this.end = this.at + Math.min(length, this.#size - offset);
	}
	#readScratch(offset, length) {
		const wanted = Math.min(length, this.#size - offset);
		if (this.#scratch.length < wanted) this.#scratch = Buffer.allocUnsafeSlow(Math.max(LEAST_SCRATCH_BYTES, wanted));
		this.#read(this.#scratch, {
			at: 0,
			wanted,
			from: offset
		});
		this.bytes = this.#scratch;
		this.at = 0;
		this.end = wanted;
	}
	#load(block) {
		const slot = this.#freeSlot();
		const from = block * BLOCK_BYTES$1;
		const wanted = Math.min(SLOT_BYTES, this.#size - from);
		this.#read(this.#slots, {
			at: slot * SLOT_BYTES,
			wanted,
			from
		});
		this.#blockInSlot[slot] = block;
		this.#slotOfBlock[block] = slot;
		return slot;
	}
	#freeSlot() {
		const count = Math.min(SLOTS, this.#slotOfBlock.length);
		for (;;) {
			const slot = this.#hand;
			this.#hand = (slot + 1) % count;
			if (this.#isUsed[slot] === 1) this.#isUsed[slot] = 0;
			else {
				const old = this.#blockInSlot[slot];
				if (old !== -1) this.#slotOfBlock[old] = NO_SLOT;
				this.#blockInSlot[slot] = -1;
				return slot;
			}
		}
	}
	#read(bytes, { at, wanted, from }) {
		if (!readFully(this.#fd, bytes, at, wanted, from)) throw new PackDamage("the pack shrinks");
	}
};
function readFully(fd, bytes, at, wanted, from) {
	if (from < 0) return false;
	for (let done = 0; done < wanted;) {
		const read = (0, node_fs.readSync)(fd, bytes, at + done, wanted - done, from + done);
		if (read === 0) return false;
		done += read;
	}
	return true;
}
// src/core/hit-trial.ts
const CONTEXT_BEFORE = 8192;
const CONTEXT_BEHIND = 65536;
function placeBehind(memory, hit) {
	return hit + (memory.hitLength === 31 ? 28 : 1);
}
// src/core/index-of-search.ts
var IndexOfSearch = class {
	bytes;
	#all;
	#plain;
	#hasEncodedText;
	hitLength = 0;
	constructor({ all, plainCount, hasEncodedText }, bytes) {
		this.#hasEncodedText = hasEncodedText;
		this.#all = all.map(({ bytes: needle }) => needle);
		this.#plain = this.#all.slice(0, plainCount);
		this.bytes = bytes;
	}
	holdsEncodedText(from, end) {
		return firstEncodedText(this.bytes, from, end) !== -1;
	}
	firstHit(from, end, which) {
		let first = this.#hasEncodedText && which === "all" ? firstEncodedText(this.bytes, from, end) : -1;
		if (first !== -1) this.hitLength = 31;
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
const HALVES = 16;
const LOW_HALF = 15;
const TABLES = 6;
const HEADS_AT = 96;
const HASH_FACTOR = 2654435761;
const HASH_SHIFT = 20;
const DIGITS_AT = 8288;
const RECORDS_AT = DIGITS_AT + DIGIT_TABLE.length;
const RECORD_BYTES = 8;
const LENGTH_AT = 4;
const FINGERPRINT_AT = 5;
const NEXT_AT = 6;
function teddyTables(needles) {
	const halves = new Uint8Array(96);
	for (const { bytes, fingerprint } of needles) if (fingerprint !== void 0) addTo(halves, fingerprint.bucket, bytes, fingerprint.at);
	const buckets = Array.from({ length: 8 }, (_, number) => new Bucket(halves, number));
	const places = needles.map(({ bytes, fingerprint }) => fingerprint?.at ?? place(bytes, buckets));
	return {
		bytes: laidOut(needles.map(({ bytes }) => bytes), places, halves),
		reach: Math.max(0, ...places)
	};
}
function place(needle, buckets) {
	const firstEmpty = buckets.find(({ isEmpty }) => isEmpty);
	const choice = buckets.filter((bucket) => !bucket.isEmpty || bucket === firstEmpty);
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
	return place;
}
function addTo(halves, bucket, needle, at) {
	const bit = 1 << bucket;
	for (let place = 0; place < 3; place++) {
		const byte = needle[at + place];
		halves[2 * place * HALVES + (byte & LOW_HALF)] |= bit;
		halves[(2 * place + 1) * HALVES + (byte >> 4)] |= bit;
	}
}
var Bucket = class {
	#halves;
	#number;
	#shares;
	constructor(halves, number) {
		this.#halves = halves;
		this.#number = number;
	}
	get isEmpty() {
		for (let half = 0; half < HALVES; half++) if (this.#has(0, half)) return false;
		return true;
	}
	costOf(needle, at) {
		this.#shares ??= Array.from({ length: TABLES }, (_, table) => this.#shareOf(table));
		let passing = 1;
		let passed = 1;
		for (const [table, share] of this.#shares.entries()) {
			const half = halfOf(needle[at + (table >> 1)], table);
			passed *= share;
			passing *= share + (this.#has(table, half) ? 0 : SHARES[table & 1][half]);
		}
		return passing - passed;
	}
	add(needle, at) {
		addTo(this.#halves, this.#number, needle, at);
		this.#shares = void 0;
	}
	#shareOf(table) {
		return SHARES[table & 1].reduce((sum, share, half) => this.#has(table, half) ? sum + share : sum, 0);
	}
	#has(table, half) {
		return (this.#halves[table * HALVES + half] >> this.#number & 1) === 1;
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
function laidOut(needles, places, halves) {
	let at = RECORDS_AT + RECORD_BYTES * (needles.length + 1);
	const bytes = Buffer.alloc(at + needles.reduce((sum, { length }) => sum + length, 0));
	bytes.set(halves);
	bytes.set(DIGIT_TABLE, DIGITS_AT);
	for (const [index, needle] of needles.entries()) {
		const number = index + 1;
		const record = RECORDS_AT + RECORD_BYTES * number;
		const head = HEADS_AT + 2 * hashOf(needle, places[index]);
		bytes.writeUInt32LE(at, record);
		bytes[record + LENGTH_AT] = needle.length;
		bytes[record + FINGERPRINT_AT] = places[index];
		bytes.writeUInt16LE(bytes.readUInt16LE(head), record + NEXT_AT);
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
const OVERRUN_BYTES = 96;
const ROW_REACH = 48;
const ALIGNMENT = 64;
let compiled;
function isTeddyAtHand() {
	return compiled !== void 0;
}
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
function teddyIn(memory, needles, { at, end }) {
	if (!areFit(needles)) return void 0;
	const tables = teddyTables(needles.all);
	if (at + tables.bytes.length > end) return void 0;
	return new TeddySearch(instantiated(memory, tables, at), needles, Buffer.from(memory.buffer));
}
function areFit({ all }) {
	return all.length <= 65535 && all.every(({ bytes: { length } }) => length >= 3 && length <= 255);
}
function instantiated(memory, { bytes, reach }, at) {
	compiled ??= moduleOf("AGFzbQEAAAABNAlgBH9/f38Bf2ACf38Bf2ABfwBgA39/fwF/YAF/AX5gAX4BfmACe3sBe2ABewF7YAF/AX8CIQIFdGVkZHkGbWVtb3J5AgABBXRlZGR5BnRhYmxlcwN/AAMREAABAgMCAgQEBQYHBwcIAQEGLgl/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBfwt/AUF/C38BQX8LfwFBAAsHHQMFcmVhY2gDAQZsZW5ndGgDAghmaXJzdEhpdAAACroUEH8BAn8gACQDIAEkBCACJAVBfyQGIABBfyADGyQHIAAkCCAAIQQgASEFAkADQCAEIAUQASEEIARBf0YNASMJBEAgBBAEIAAgBEECayAEIABrQQJJGyEEBSAEEAIgBEEBaiEECyMGQX9HBEAgASMGIwFqQQNqEA8hBQsMAAsLIwYLhQcCBX8Pe0EAJAkjByEEIwD9AAQAIRAjAP0ABBAhEyMA/QAEICERIwD9AAQwIRQjAP0ABEAhEiMA/QAEUCEVAkADQCAAIAFPDQEgAP0ABAAhCCAI/QwPDw8PDw8PDw8PDw8PDw8P/U4hCSAIQQT9jQH9DA8PDw8PDw8PDw8PDw8PDw/9TiEKIAj9DCsrKysrKysrKysrKysrKyv9Jf1kRQRAIAAgBE8EQP0MGh4eHh4eHh4eHhwFBAUEDSAJ/YAC/QwAAAECBAgEEAAAAAAAAAAAIAr9gAL9Tv1jBED9DAAAAAAAAAAAAAAAAAAAAAD9DAIHBwcHBwcDAwMDAQEBAQEgCf2AAv0MAAAAAAECBAAAAAAAAAAAACAK/YAC/U79JP1kIQYgBiAGQQR2cSAGQQh2cSEGIAZFBED9DAUHBwcHBwcFAQEAAAAAAAAgCf2AAv0MAAAABQIAAgAAAAAAAAAAACAK/YAC/U79DAMDAwMDAwMDAwMDAwMDAwP9KP1kIQYgBiAGQQJ2cSEGIAYgBkEEdnEgBkEIdnEhBgtBACEFIAYEQCAAQRBPBEAgAEEQa/0ABAAhB0F//QwAAAAAAAAAAAAAAAAAAAAA/QwaHh4eHh4eHh4eHAUEBQQNIAf9DA8PDw8PDw8PDw8PDw8PDw/9Tv2AAv0MAAABAgQIBBAAAAAAAAAAACAHQQT9bf2AAv1O/ST9ZEEQdHNnIQUgAP0ABBAhByAFQX/9DAAAAAAAAAAAAAAAAAAAAAD9DBoeHh4eHh4eHh4cBQQFBA0gB/0MDw8PDw8PDw8PDw8PDw8PD/1O/YAC/QwAAAECBAgEEAAAAAAAAAAAIAdBBP1t/YAC/U79JP1kc2hqIQUFQRAhBQsLIAVBD08EQEEBJAkgAA8LCwsLIBAgCf2AAiATIAr9gAL9TiELIBEgCf2AAiAUIAr9gAL9TiEMIBIgCf2AAiAVIAr9gAL9TiENIA0gDyAM/Q0PEBESExQVFhcYGRobHB0eIA4gC/0NDg8QERITFBUWFxgZGhscHf1O/U4hDSAN/VMEQCAN/QwAAAAAAAAAAAAAAAAAAAAA/ST9ZCECA0AgACACaGpBAmshAyMAIAMoAgBB////B3FBsfPd8XlsQRR2QQF0ai8BYARAIAMPCyACIAJBAWtxIQIgAg0ACwsgCyEOIAwhDyAAQRBqIQAMAAsLQX8LngEBBH8jACAAKAIAQf///wdxQbHz3fF5bEEUdkEBdGovAWAhAQJAA0AgAUUNASMAIAFBA3RqIQIgAi0A5EIhBCAAIAItAOVCayEDAkAgASMFSw0AIAMjA0gNACADIARqIwRLDQAgAyMGSw0AIAMjBkYgBCMCT3ENACADIwAgAigC4EJqIAQQAw0AIAMkBiAEJAILIAIvAeZCIQEMAAsLCy4BAX8DQCAAIANqLQAAIAEgA2otAABHBEBBAQ8LIANBAWohAyADIAJJDQALQQALoQUDBX8EewV+IAAhAQJAA0AgASMITQ0BIAFBAWsQDUE/Sw0BIAFBAWshAQwACwsDQEIAIQpCACELQgAhDEIAIQ1BACECA0AgASACav0ABAAhBiAG/QwPDw8PDw8PDw8PDw8PDw8P/U4hByAGQQT9bSEIIAr9DAAAAAAAAAAAAAAAAAAAAAD9DBoeHh4eHh4eHh4cBQQFBA0gB/0O/QwAAAECBAgEEAAAAAAAAAAAIAj9Dv1O/ST9ZK0gAq2GhCEKIAv9DAAAAAAAAAAAAAAAAAAAAAD9DAIHBwcHBwcDAwMDAQEBAQEgB/0O/QwAAAAAAQIEAAAAAAAAAAAAIAj9Dv1O/ST9ZK0gAq2GhCEL/QwFBwcHBwcHBQEBAAAAAAAAIAf9Dv0MAAAABQIAAgAAAAAAAAAAACAI/Q79TiEJIAz9DAAAAAAAAAAAAAAAAAAAAAAgCf0k/WStIAKthoQhDCANIAn9DAMDAwMDAwMDAwMDAwMDAwP9KP1krSACrYaEIQ0gAkEQaiECIAJBwABJDQALIApCf4V6pyMEIAFrEA8hAyADQR9PBEAgCxAIIQsgDSANQgKIgyENIA0gDUIEiIMhDSANIA1CCIiDIQ0gDSANQgyIgyENIAwgDEIBiIMhDCAMIAxCAoiDIQwgDCAMQgSIgyEMIAwgDEIIiIMhDCAMIAxCDIiDIQwgDCANgyEMQgEgA0Eba62GQgF9IQ4gCyAOgyELIAwgDoMhDEIAIQ4gC0IAUgRAIAsgARAGgyEOCyAMQgBSBEAgDiAMIAEQB4OEIQ4LIA5CAFIEQCABIA56p2ohBCABIARBA2sQDhAFDwsgA0HAAEYEQCABQSJqIQEgBUEBaiEFIAVBEEkNAiABJAcgASQIDwsLIAEgA2okBwsLIgBBfyQHIAAjBkkgACMGRkEfIwJJcXIEQCAAJAZBHyQCCwvDAQMBfwF+B3sgAP0ABAAQCyEDA0AgACABav0ABBAQCyEEIAMgBP0NAQIDBAUGBwgJCgsMDQ4PECEFIAMgBP0NAgMEBQYHCAkKCwwNDg8QESEGIANBAv1rIAVBBP1t/VAhByAFQQT9ayAGQQL9bf1QIQggBkEG/WsgAyAE/Q0DBAUGBwgJCgsMDQ4PEBES/VAhCSACIAcgCBAJIAggCRAJ/U79ZK0gAa2GhCECIAQhAyABQRBqIQEgAUHAAEkNAAsgAhAIC10CAn8BfgNAIAAgAWohAiADIAL9AAQAEAxBBP1rIAL9AAQBEAz9UCAC/QAEAhAMQQT9ayAC/QAEAxAM/VAQCf1krSABrYaEIQMgAUEQaiEBIAFBwABJDQALIAMQCAseACAAIABCBIiDIQAgACAAQgiIgyEAIAAgAEIMiIMLKAAgABAKIAEQCv1OIAAgAf1Q/QwAAAAAAAAAAAAAAAAAAAAA/SP9TwtEACAA/QwgICAgICAgICAgICAgICAg/XH9DF9fX19fX19fX19fX19fX1/9Jv0M/wAAAAAAAAAA//8AAP8AACAA/Q79UAt+AQF7IAD9DAAAEwS/v7m5AAAAAAAAAAAgAEEE/W39Dv1uIQEgAf0MAAD+AP0AAAAAAAAAAAAAACAB/Qw+Pj4+Pj4+Pj4+Pj4+Pj4+/XH9Dv1uIAD9DF9fX19fX19fX19fX19fX1/9I/0MISEhISEhISEhISEhISEhIf1O/W4LRAAgAP0MDw8PDw8PDw8PDw8PDw8PD/1OIAD9DDk5OTk5OTk5OTk5OTk5OTn9J/0MCQkJCQkJCQkJCQkJCQkJCf1O/W4LDgAjACAALQAAai0A4EALDAAgACABIAAgAUobCwwAIAAgASAAIAFJGws=") ?? new WebAssembly.Module(Buffer.from("AGFzbQEAAAABNAlgBH9/f38Bf2ACf38Bf2ABfwBgA39/fwF/YAF/AX5gAX4BfmACe3sBe2ABewF7YAF/AX8CIQIFdGVkZHkGbWVtb3J5AgABBXRlZGR5BnRhYmxlcwN/AAMREAABAgMCAgQEBQYHBwcIAQEGLgl/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBfwt/AUF/C38BQX8LfwFBAAsHHQMFcmVhY2gDAQZsZW5ndGgDAghmaXJzdEhpdAAACqoUEH8BAn8gACQDIAEkBCACJAVBfyQGIABBfyADGyQHIAAkCCAAIQQgASEFAkADQCAEIAUQASEEIARBf0YNASMJBEAgBBAEIAAgBEECayAEIABrQQJJGyEEBSAEEAIgBEEBaiEECyMGQX9HBEAgASMGIwFqQQNqEA8hBQsMAAsLIwYL9QYCBX8Pe0EAJAkjByEEIwD9AAQAIRAjAP0ABBAhEyMA/QAEICERIwD9AAQwIRQjAP0ABEAhEiMA/QAEUCEVAkADQCAAIAFPDQEgAP0ABAAhCCAI/QwPDw8PDw8PDw8PDw8PDw8P/U4hCSAIQQT9jQH9DA8PDw8PDw8PDw8PDw8PDw/9TiEKIAj9DCsrKysrKysrKysrKysrKyv9Jf1kRQRAIAAgBE8EQP0MGh4eHh4eHh4eHhwFBAUEDSAJ/Q79DAAAAQIECAQQAAAAAAAAAAAgCv0O/U79YwRA/QwAAAAAAAAAAAAAAAAAAAAA/QwCBwcHBwcHAwMDAwEBAQEBIAn9Dv0MAAAAAAECBAAAAAAAAAAAACAK/Q79Tv0k/WQhBiAGIAZBBHZxIAZBCHZxIQYgBkUEQP0MBQcHBwcHBwUBAQAAAAAAACAJ/Q79DAAAAAUCAAIAAAAAAAAAAAAgCv0O/U79DAMDAwMDAwMDAwMDAwMDAwP9KP1kIQYgBiAGQQJ2cSEGIAYgBkEEdnEgBkEIdnEhBgtBACEFIAYEQCAAQRBPBEAgAEEQa/0ABAAhB0F//QwAAAAAAAAAAAAAAAAAAAAA/QwaHh4eHh4eHh4eHAUEBQQNIAf9DA8PDw8PDw8PDw8PDw8PDw/9Tv0O/QwAAAECBAgEEAAAAAAAAAAAIAdBBP1t/Q79Tv0k/WRBEHRzZyEFIAD9AAQQIQcgBUF//QwAAAAAAAAAAAAAAAAAAAAA/QwaHh4eHh4eHh4eHAUEBQQNIAf9DA8PDw8PDw8PDw8PDw8PDw/9Tv0O/QwAAAECBAgEEAAAAAAAAAAAIAdBBP1t/Q79Tv0k/WRzaGohBQVBECEFCwsgBUEPTwRAQQEkCSAADwsLCwsgECAJ/Q4gEyAK/Q79TiELIBEgCf0OIBQgCv0O/U4hDCASIAn9DiAVIAr9Dv1OIQ0gDSAPIAz9DQ8QERITFBUWFxgZGhscHR4gDiAL/Q0ODxAREhMUFRYXGBkaGxwd/U79TiENIA39UwRAIA39DAAAAAAAAAAAAAAAAAAAAAD9JP1kIQIDQCAAIAJoakECayEDIwAgAygCAEH///8HcUGx893xeWxBFHZBAXRqLwFgBEAgAw8LIAIgAkEBa3EhAiACDQALCyALIQ4gDCEPIABBEGohAAwACwtBfwueAQEEfyMAIAAoAgBB////B3FBsfPd8XlsQRR2QQF0ai8BYCEBAkADQCABRQ0BIwAgAUEDdGohAiACLQDkQiEEIAAgAi0A5UJrIQMCQCABIwVLDQAgAyMDSA0AIAMgBGojBEsNACADIwZLDQAgAyMGRiAEIwJPcQ0AIAMjACACKALgQmogBBADDQAgAyQGIAQkAgsgAi8B5kIhAQwACwsLLgEBfwNAIAAgA2otAAAgASADai0AAEcEQEEBDwsgA0EBaiEDIAMgAkkNAAtBAAuhBQMFfwR7BX4gACEBAkADQCABIwhNDQEgAUEBaxANQT9LDQEgAUEBayEBDAALCwNAQgAhCkIAIQtCACEMQgAhDUEAIQIDQCABIAJq/QAEACEGIAb9DA8PDw8PDw8PDw8PDw8PDw/9TiEHIAZBBP1tIQggCv0MAAAAAAAAAAAAAAAAAAAAAP0MGh4eHh4eHh4eHhwFBAUEDSAH/Q79DAAAAQIECAQQAAAAAAAAAAAgCP0O/U79JP1krSACrYaEIQogC/0MAAAAAAAAAAAAAAAAAAAAAP0MAgcHBwcHBwMDAwMBAQEBASAH/Q79DAAAAAABAgQAAAAAAAAAAAAgCP0O/U79JP1krSACrYaEIQv9DAUHBwcHBwcFAQEAAAAAAAAgB/0O/QwAAAAFAgACAAAAAAAAAAAAIAj9Dv1OIQkgDP0MAAAAAAAAAAAAAAAAAAAAACAJ/ST9ZK0gAq2GhCEMIA0gCf0MAwMDAwMDAwMDAwMDAwMDA/0o/WStIAKthoQhDSACQRBqIQIgAkHAAEkNAAsgCkJ/hXqnIwQgAWsQDyEDIANBH08EQCALEAghCyANIA1CAoiDIQ0gDSANQgSIgyENIA0gDUIIiIMhDSANIA1CDIiDIQ0gDCAMQgGIgyEMIAwgDEICiIMhDCAMIAxCBIiDIQwgDCAMQgiIgyEMIAwgDEIMiIMhDCAMIA2DIQxCASADQRtrrYZCAX0hDiALIA6DIQsgDCAOgyEMQgAhDiALQgBSBEAgCyABEAaDIQ4LIAxCAFIEQCAOIAwgARAHg4QhDgsgDkIAUgRAIAEgDnqnaiEEIAEgBEEDaxAOEAUPCyADQcAARgRAIAFBImohASAFQQFqIQUgBUEQSQ0CIAEkByABJAgPCwsgASADaiQHCwsiAEF/JAcgACMGSSAAIwZGQR8jAklxcgRAIAAkBkEfJAILC8MBAwF/AX4HeyAA/QAEABALIQMDQCAAIAFq/QAEEBALIQQgAyAE/Q0BAgMEBQYHCAkKCwwNDg8QIQUgAyAE/Q0CAwQFBgcICQoLDA0ODxARIQYgA0EC/WsgBUEE/W39UCEHIAVBBP1rIAZBAv1t/VAhCCAGQQb9ayADIAT9DQMEBQYHCAkKCwwNDg8QERL9UCEJIAIgByAIEAkgCCAJEAn9Tv1krSABrYaEIQIgBCEDIAFBEGohASABQcAASQ0ACyACEAgLXQICfwF+A0AgACABaiECIAMgAv0ABAAQDEEE/WsgAv0ABAEQDP1QIAL9AAQCEAxBBP1rIAL9AAQDEAz9UBAJ/WStIAGthoQhAyABQRBqIQEgAUHAAEkNAAsgAxAICx4AIAAgAEIEiIMhACAAIABCCIiDIQAgACAAQgyIgwsoACAAEAogARAK/U4gACAB/VD9DAAAAAAAAAAAAAAAAAAAAAD9I/1PC0QAIAD9DCAgICAgICAgICAgICAgICD9cf0MX19fX19fX19fX19fX19fX/0m/Qz/AAAAAAAAAAD//wAA/wAAIAD9Dv1QC34BAXsgAP0MAAATBL+/ubkAAAAAAAAAACAAQQT9bf0O/W4hASAB/QwAAP4A/QAAAAAAAAAAAAAAIAH9DD4+Pj4+Pj4+Pj4+Pj4+Pj79cf0O/W4gAP0MX19fX19fX19fX19fX19fX/0j/QwhISEhISEhISEhISEhISEh/U79bgtEACAA/QwPDw8PDw8PDw8PDw8PDw8P/U4gAP0MOTk5OTk5OTk5OTk5OTk5Of0n/QwJCQkJCQkJCQkJCQkJCQkJ/U79bgsOACMAIAAtAABqLQDgQAsMACAAIAEgACABShsLDAAgACABIAAgAUkbCw==", "base64"));
	const { exports } = new WebAssembly.Instance(compiled, { teddy: {
		memory,
		tables: at
	} });
	const teddy = exports;
	Buffer.from(memory.buffer).set(bytes, at);
	teddy.reach.value = Math.max(reach, ROW_REACH);
	return teddy;
}
function moduleOf(wasm) {
	try {
		return new WebAssembly.Module(Buffer.from(wasm, "base64"));
	} catch {
		return;
	}
}
var TeddySearch = class {
	bytes;
	#teddy;
	#count;
	#plainCount;
	#hasEncodedText;
	constructor(teddy, { all, plainCount, hasEncodedText }, bytes) {
		this.#hasEncodedText = hasEncodedText;
		this.#teddy = teddy;
		this.#count = all.length;
		this.#plainCount = plainCount;
		this.bytes = bytes;
	}
	firstHit(from, end, which) {
		const base = this.bytes.byteOffset;
		const isAll = which === "all";
		const count = isAll ? this.#count : this.#plainCount;
		const at = this.#teddy.firstHit(base + from, base + end, count, isAll && this.#hasEncodedText);
		return at === -1 ? -1 : at - base;
	}
	holdsEncodedText(from, end) {
		const base = this.bytes.byteOffset;
		return this.#teddy.firstHit(base + from, base + end, 0, true) !== -1;
	}
	get hitLength() {
		return this.#teddy.length.value;
	}
};
// src/core/search-memory.ts
function searchMemoryIn(memory, sought, tables) {
	const ordered = orderedNeedles(sought);
	return teddyIn(memory, ordered, tables) ?? new IndexOfSearch(ordered, Buffer.from(memory.buffer));
}
function orderedNeedles({ needles, hasEncodedText }) {
	const plain = needles.filter(({ skipsTrees }) => !skipsTrees);
	const wide = needles.filter(({ skipsTrees }) => skipsTrees);
	return {
		all: [...plain, ...wide],
		plainCount: plain.length,
		hasEncodedText
	};
}
// src/git/pack/hit-contents.ts
var ContentRoom = class {
	bytesLeft = 16777216;
};
var ContentKeeper = class {
	#memory;
	#kept = new Map();
	#room;
	constructor(memory, room) {
		this.#memory = memory;
		this.#room = room;
	}
	get contents() {
		return this.#kept;
	}
	keep(entry, at, size) {
		if (size > this.#room.bytesLeft || this.#kept.has(entry)) return;
		this.#kept.set(entry, new Uint8Array(this.#memory.subarray(at, at + size)));
		this.#room.bytesLeft -= size;
	}
};
// src/git/pack/inflate.wat
const wasm$1 = "AGFzbQEAAAABQwlgAX8AYAR/f39/AGAFf39/f38Bf2ADf39/AGACf38Bf2ACf38AYAZ/f39/f38Bf2AKf39/f39/f39/fwF/YAF7AX8CEQEGbWVtb3J5BWJ5dGVzAgABAwwLAAABAgMEBQYHBAgGEAN/AUEAC38BQQALfwFBAAsHFQIHcHJlcGFyZQAAB2luZmxhdGUAAwqtIwuMBQEEf0EBIQEDQCAAIAFBAXRqIAAgAUH+H3FqLwGQ9AFBAXYgAUEBcUEKdHI7AZD0ASABQQFqIgFBgBBJDQALQQAhAQNAIAAgAUECdGogAEGA8ABqIAFBwAdsajYCgOgBIAFBAWoiAUEQSQ0AC0EBIQEDQEEAIQIDQCAAIAFBBHRqIAJqIAIgAXA6AJCUAiACQQFqIgJBEEkNAAsgACABakEQQRAgAXBrOgCQlgIgAUEBaiIBQRBJDQALQQAhAQNAIAAgAUECdGpBgICAgHggAUEQdHI2AsDpASABQQFqIgFBgAJJDQALIABBgMACNgLA8QFBACEBQQMhAwNAIAFBAnZBAWshBCAEQQBIBEBBACEECyAAIAFBAnRqIANBEHQgBHI2AsTxASADQQEgBHRqIQMgAUEBaiIBQRxJDQALIABBgICICDYCtPIBIABCgICCgICAIDcCuPIBQQAhAUEBIQMDQCABQQF2QQFrIQQgBEEASARAQQAhBAsgACABQQJ0aiADQRB0IARyNgLA8gEgA0EBIAR0aiEDIAFBAWoiAUEeSQ0ACyAAQoCAgoCAgCA3ArjzAUEAIQEDQCAAIAFBAnRqQYCAgAggAUEQdHI2AsDzASABQQFqIgFBEEkNAAsgAEGCgICYeDYCgPQBIABBg4CAGDYChPQBIABBh4CA2AA2Aoj0ASAAEAEgAEEIQQBBkAEQAiAAQQlBkAFBgAIQAiAAQQdBgAJBmAIQAiAAQQhBmAJBoAIQAiAAIABBgOgBaiAAQYDpAWogAEHA6QFqIABBgNsAakEJEAcaIAAQASAAQQVBAEEgEAIgACAAQYDoAWogAEGA6QFqIABBwPIBaiAAQYDrAGpBBRAHGgtCACAAIAD9AAKA6AH9CwKA6QEgACAA/QACkOgB/QsCkOkBIAAgAP0AAqDoAf0LAqDpASAAIAD9AAKw6AH9CwKw6QELPQEBfyAAIAFBAnRqIQAgACgCgOkBIQQDQCAEIAI7AQAgBEECaiEEIAJBAWoiAiADSQ0ACyAAIAQ2AoDpAQuCAwEGfyADIQUCQCACIAFrQQhJDQAgAS8AACEKIApBj8EAcUEIRw0AIApB/wFxQQh0IApBCHZyQR9wDQAgAUECakEDdCEGA0AgBkEDdiEBIAEgAksNASABKAAAIAZBB3F2IQogBkEDaiEGIApBAXEhByAKQQZxIQgCQCAIRQRAIAZBB2pBA3YhASABKAAAIQogCkH//wNxIQkgCUH//wNzIApBEHZHDQMgAUEEaiEBIAEgAksNAyAJIAIgAWtLDQMgCSAEIANrSw0DIAMgASAJEAQgAyAJaiEDIAEgCWpBA3QhBgwBCyAIQQZGDQIgCEECRgRAIABBgNsAakH/AyAAQYDrAGpBHyAAIAYgAiAFIAMgBBAIIQYFIAAgBhAFIgZFDQMgACMAIABBgMsAaiMBIAAgBiACIAUgAyAEEAghBgsgBkUNAiMCIQMgAyAESw0CCyAHRQ0ACyAGQQdqQQN2IQEgAUEEaiACSw0AIAEoAAAgBSADEAlHDQAgAyAFaw8LQX8LQwEBfyACQYACSwRAIAAgASAC/AoAAA8LIAAgAmohAwNAIAAgAf0AAAD9CwAAIABBEGohACABQRBqIQEgACADSQ0ACwvRCAYBfgN/BXsFfwF+CX8gAUEDdikAACABQQdxrYghAiACpyEUIBRBH3FBgQJqIQMgFEEFdkEfcUEBaiEEIANBngJLIARBHktyBEBBAA8LIAQgA2ohBCAUQQp2QQ9xQQRqQQNsIQUgAUEOaiEBIAFBA3YpAAAgAUEHca2IQn8gBa2GQn+FgyECIAEgBWohASAC/RIhBiAG/QwGBwYHBgf//////////////Q79DAAgAASAAAAAAAAAAAAAAAD9lQFBDf2NASEHIAcgB/1mIQcgBv0MAAEAAQABAQIBAgECAgMCA/0O/QwAIAAEgAAAEAACQAAACAAB/ZUBQQ39jQEgBv0MAwQDBAMEBAUEBQQFBQYFBv0O/QwAIAAEgAAAEAACQAAACAAB/ZUBQQ39jQH9ZiEGIAYgB/0NAxEPDQsJBwUEBggKDA4QEiEIIAYgB/0NAAECExMTExMTExMTExMTEyEJ/QwAQCAQCAQCAQAAAAAAAAAAIAj9Dv19/QwAQCAQCAQCAQAAAAAAAAAAIAn9Dv19/Y4B/X8hCiAK/RsAIAr9GwFqIAr9GwIgCv0bA2pqQYABRwRAQQAPCyAAQYDsAGohD0EBIQsCQANAIAggC/0P/SP9ZCAJIAv9D/0j/WRBEHRyIQwgDARAA0AgDyAAIA1BBXRqLwGQ9AFBAnRqIAAgDGhBAnRqKALA8wEgC0GBAmxqNgIAIA1BgAEgC3ZqIQ0gDCAMQQFrcSIMDQALCyANQYABRg0BIA9BBCALdBAGIAtBAWohCwwACwtBASALdEEBayETIAAQASABQQN2IRIgEikAACABQQdxrYghEEE4IAFBB3FrIREgEkEHaiESIA8gEKcgE3FBAnRqKAIAQQBIBEBBAA8LIAMhGQNAA0AgECASKQAAIBGthoQhECASQQdqIBFBA3ZBB3FrIRIgEUE4ciERIBCnIRQgDyAUIBNxQQJ0aigCACEOIBAgDq2IIRAgESAOayERIA5BGHZBD3EgFEF/IA50QX9zcSAOQQh2dmohFyAWIA5BDnZBPHEgDkEASBshFiAAIBZqKAKA6QEhGCAYIBX9EP0MAAABAAIAAwAEAAUABgAHAP2OAf0LAQAgACAWaiAYIBdBAXRqNgKA6QEgFSAXaiEVIBUgGUkNAAsgGSAERwRAIAQhGSAAIAD9AAKA6QH9CwLA6AEgACAA/QACkOkB/QsC0OgBIAAgAP0AAqDpAf0LAuDoASAAIAD9AAKw6QH9CwLw6AEgACAWaiEYIBggGCgCwOgBIBUgA2tBAXRrNgLA6AEgFSAESQ0BCwsgFSAERwRAQQAPCyAAIABBgOgBaiAAQcDoAWogAEHA6QFqIABBCxAHIRMgE0EASARAQQAPCyATJAAgACAAQcDoAWogAEGA6QFqIABBwPIBaiADQQJ0ayAAQYDLAGpBCBAHIRMgE0EASARAQQAPCyATJAEgEkEDdCARQT9xaws2AQJ/IAAgAWohAiACIAFqIQMDQCACIAD9AAIA/QsCACACQRBqIQIgAEEQaiEAIAIgA0kNAAsL7AYCBHsSfyAC/QACACAB/QACAP2xASEGIAL9AAIQIAH9AAIQ/bEBIQcgAv0AAiAgAf0AAiD9sQEhCCAC/QACMCAB/QACMP2xASEJIAYgB/2FASAIIAn9hQH9Zv0MAAAAAAAAAAAAAAAAAAAAAP0k/WRB/v8DcSELIAb9DAAAAAAAQAAAACAAAAAQAAD9ugEgB/0MAAgAAAAEAAAAAgAAAAEAAP26Af2uASAI/QyAAAAAQAAAACAAAAAQAAAA/boBIAn9DAgAAAAEAAAAAgAAAAEAAAD9ugH9rgH9rgEhBiAGIAYgBv0NCAkKCwwNDg8AAQIDBAUGB/2uASEGIAb9GwAgBv0bAWohCiAKQYCABEcEQCALRQRAIARBgIACNgIAQQAPCyALQQJHIApBgIACR3IEQEF/DwsgBCADIAEoAgQvAQBBAnRqKAIAQYECajYCACAEQYCAAjYCBEEBDwtBHyALZ2shDCAFIAwgBSAMSRshDSALaCEOAkADQCABIA5BAnRqKAIAIQ8gAiAOQQJ0aigCACEQIA8gEEkEQEECQQsgDmt0IRIgDkGBAmwhEwNAIAQgACARai8BkPQBQQJ0aiADIA8vAQBBAnRqKAIAIBNqNgIAIBEgEmohESAPQQJqIg8gEEkNAAsLIA4gDUYNASAEQQQgDnQQBiAOQQFqIQ4MAAsLIAwgDUsEQCARQQN0IRFBASANdCEUQX8hFgNAIA5BAWohDiABIA5BAnRqKAIAIQ8gAiAOQQJ0aigCACEQAkADQCAPIBBPDQEgEUEPIA1rdiEVIBUgFkcEQCAVIRYgDiANayEYQQIgGHQgECAPa2shGQJAA0AgGUEATA0BIBhBAWohGCANIBhqQQJ0IRogGUEBdCACIBpqKAIAIAEgGmooAgBrayEZDAALCyAUIRcgFEEBIBh0aiEUIAQgACAVQQwgDWt0ai8BkPQBQQJ0akGAgAMgF0EQdHIgGEEIdCANcnI2AgALIAMgDy8BAEECdGooAgAgDiANa0GBAmxqIRsgACARIA1BA2t0Qf4fcWovAZD0ASEaQQEgDiANa3QhEgNAIAQgFyAaakECdGogGzYCACAaIBJqIhpBASAYdEkNAAsgEUEBQQ8gDmt0aiERIA9BAmohDwwACwsgDiAMSQ0ACwtBASANdEEBawvfBgMBfgh/AXsgBUEDdiEMIAwpAAAgBUEHca2IIQpBOCAFQQdxayELIAxBB2ohDCAGQQdqIQYgACAKpyABcUECdGooAgAhDQJAAkADQCAKIAwpAAAgC62GhCEKIAxBB2ogC0EDdkEHcWshDCALQThyIQsgCCAJSw0CIAwgBksNAgJAAkAgDUEATg0BIAggDUEQdjoAACAKIA2tiCEKIAsgDWshCyAAIAqnIAFxQQJ0aigCACENIAhBAWohCCANQQBODQAgCCANQRB2OgAAIAogDa2IIQogCyANayELIAAgCqcgAXFBAnRqKAIAIQ0gCEEBaiEIIA1BAE4NACAIIA1BEHY6AAAgCiANrYghCiALIA1rIQsgACAKpyABcUECdGooAgAhDSAIQQFqIQgMAgsgCiAMKQAAIAuthoQhCiAMQQdqIAtBA3ZBB3FrIQwgC0E4ciELCyAKpyEOIAogDa2IIQogCyANayELIA1BgIACcQRAIA1BgMAAcQ0CIA1BgIABcUUNAyAKpyEOIAAgDUEQdiAOQX8gDUEIdkEPcXRBf3NxakECdGooAgAhDSAKIA2tiCEKIAsgDWshCyANQQBIBEAgCCANQRB2OgAAIAhBAWohCCAAIAqnIAFxQQJ0aigCACENDAILIA1BgIACcQ0CCyANQRB2IA5BfyANdEF/c3EgDUEIdnZqIQ8gCqchDiACIA4gA3FBAnRqKAIAIQ0gCiANrYghCiALIA1rIQsgDUGAgAJxBEAgDUGAgAFxRQ0DIAqnIQ4gAiANQRB2IA5BfyANQQh2QQ9xdEF/c3FqQQJ0aigCACENIAogDa2IIQogCyANayELCyANQRB2IA5BfyANdEF/c3EgDUEIdnZqIRAgECAIIAdrSw0CIAghEiAIIA9qIQggEiAQayERIAAgCqcgAXFBAnRqKAIAIQ0gEEEQTwRAIBIgEf0AAAD9CwAAIBIgEf0AABD9CwAQIA9BIE0NAQNAIBIgEf0AACD9CwAgIBJBEGohEiARQRBqIREgEkEgaiAISQ0ACwwBCyAR/QAAACAEIBBBBHRq/QAAkJQC/Q4hEyAEIBBqLQCQlgIhEANAIBIgE/0LAAAgEiAQaiISIAhJDQALDAALCyAIJAIgDEEDdCALQT9xaw8LQQAL4AICBH8Ee0EBIQIgAf0MAAAAAAAAAAAAAAAAAAAAAP0LAAACQANAIAAgAU8NASAAQYAgaiEEIAQgAUsEQCABIQQLIAQgAGtBD2pBcHEhBf0MAAAAAAAAAAAAAAAAAAAAACEH/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhCQNAIAD9AAAAIQYgCCAH/a4BIQggByAG/X39f/2uASEHIAkgBv2JAf0MEAAPAA4ADQAMAAsACgAJAP26ASAG/YoB/QwIAAcABgAFAAQAAwACAAEA/boB/a4B/a4BIQkgAEEQaiIAIARJDQALIAkgCEEE/asB/a4BIQkgAyACIAVsaiAJEApqQfH/A3AhAyACIAcQCmpB8f8DcCECDAALCyADQfH/AyACayAAIAFrbGpB8f8DcCEDIANBCHYgA0H/AXFBCHRyIAJBgP4DcUEIdCACQRh0cnILGQAgAP0bACAA/RsBaiAA/RsCIAD9GwNqags=";
const MAX_WASM_INPUT_BYTES = 262144;
const TABLES_BYTES = 35616;
const INFLATE_WORK_BYTES = 298791;
const MAX_LOOP_BYTES = 320;
function createInflater(memory) {
	if (memory === void 0) return createZlibInflater();
	try {
		return new WasmInflater(memory, new LateInflater());
	} catch {
		return createZlibInflater();
	}
}
var LateInflater = class {
	#inflater;
	inflate(input, from, end, output, at, room) {
		this.#inflater ??= createZlibInflater();
		return this.#inflater.inflate(input, from, end, output, at, room);
	}
};
function createZlibInflater() {
	try {
		const inflater = new HandleInflater();
		if (isSound(inflater)) return inflater;
	} catch {}
	return new PublicInflater();
}
var WasmInflater = class {
	#module;
	#other;
	#bytes;
	#words;
	#work;
	#input;
	#inputWords = new Int32Array(0);
	constructor({ memory, bytes, work }, other) {
		const module = new WebAssembly.Module(Buffer.from(wasm$1, "base64"));
		const { exports } = new WebAssembly.Instance(module, { memory: { bytes: memory } });
		this.#module = exports;
		this.#other = other;
		this.#bytes = bytes;
		this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
		this.#work = work;
		this.#module.prepare(work);
	}
	inflate(input, from, end, output, at, room) {
		if (end - from > MAX_WASM_INPUT_BYTES || output !== this.#bytes) return this.#other.inflate(input, from, end, output, at, room);
		if (from >= end || room < 320) return -1;
		const copy = this.#copyIn(input, from, end);
		return this.#module.inflate(this.#work, copy, copy + end - from, at, at + room - 320);
	}
	#copyIn(input, from, end) {
		if (input !== this.#input) {
			this.#input = input;
			this.#inputWords = new Int32Array(input.buffer, 0, input.buffer.byteLength >> 2);
		}
		const source = this.#inputWords;
		const begin = input.byteOffset + from;
		const length = end - from;
		const to = this.#work + TABLES_BYTES;
		const last = begin + length + 3 >> 2;
		if (length > MAX_LOOP_BYTES || last > source.length) {
			const copy = to + (begin & 7);
			this.#bytes.set(new Uint8Array(input.buffer, begin, length), copy);
			return copy;
		}
		const words = this.#words;
		for (let word = begin >> 2, target = to >> 2; word < last; word++, target++) words[target] = source[word];
		return to + (begin & 3);
	}
};
var HandleInflater = class {
	#engine = (0, node_zlib.createInflate)();
	#handle;
	#state;
	#failed = false;
	constructor() {
		const { _handle: handle, _writeState: state } = this.#engine;
		if (typeof handle?.writeSync !== "function" || typeof handle.reset !== "function") throw new TypeError("no such handle");
		if (!(state instanceof Uint32Array) || state.length < 2) throw new TypeError("no such state");
		this.#handle = handle;
		this.#state = state;
		handle.onerror = () => {
			this.#failed = true;
		};
	}
	inflate(input, from, end, output, at, room) {
		this.#failed = false;
		this.#handle.writeSync(node_zlib.constants.Z_FINISH, input, from, end - from, output, at, room);
		const left = this.#state[0];
		this.#handle.reset();
		return this.#failed || left < 320 ? -1 : room - left;
	}
};
var PublicInflater = class {
	inflate(input, from, end, output, at, room) {
		if (room < 320) return -1;
		try {
			const content = (0, node_zlib.inflateSync)(input.subarray(from, end), { maxOutputLength: room });
			if (content.length > room - 320) return -1;
			output.set(content, at);
			return content.length;
		} catch {
			return -1;
		}
	}
};
function isSound(inflater) {
	const text = Buffer.from("ttleaks tries its inflater, tries its inflater. ".repeat(40), "latin1");
	const stream = (0, node_zlib.deflateSync)(text);
	const input = Buffer.concat([
		Buffer.alloc(3, 1),
		stream,
		Buffer.alloc(40, 2)
	]);
	const room = text.length + 320;
	const output = Buffer.alloc(5 + room + 1);
	const end = 3 + stream.length;
	const run = (to, most) => inflater.inflate(input, 3, to, output, 5, most);
	const isRight = (to) => {
		output.fill(0);
		const bytes = run(to, room);
		return bytes === text.length && output.subarray(5, 5 + bytes).equals(text) && output[5 + room] === 0;
	};
	if (!isRight(end) || !isRight(input.length)) return false;
	if (run(end - 1, room) !== -1 || !isRight(end)) return false;
	if (run(end, room - 1) !== -1 || run(end, 10) !== -1 || !isRight(end)) return false;
	input[end - 1] ^= 1;
	const seesDamage = run(end, room) === -1;
	input[end - 1] ^= 1;
	return seesDamage && isRight(input.length);
}
// src/git/pack/links.wat
const wasm = "AGFzbQEAAAABMAVgCH9/f39/f39/AX9gBn9/f39/fwF/YAV/f39/fwF/YAJ/fwBgB39/f39/f38BfwIRAQZtZW1vcnkFYnl0ZXMCAAEDBwYAAQECAwQGBgF/AUEACwceBARuZXh0AwAEdHJlZQAABmNvbW1pdAABA3RhZwACCqsGBv8BAQZ/IAVBDGohCyAGIAdrIQwgA0UhDQJAA0AgASACTw0BIAsgDEsNASADIARPIA1FcQRAIAIhAQwCCyABIQgCQANAIAj9AAAA/QwAAAAAAAAAAAAAAAAAAAAA/SP9ZCEKIAoNASAIQRBqIQggCCACSQ0AC0F/IQEMAgsgCCAKaEEBamohCCAIIAdqIQkgCSACSwRAQX8hAQwCCwJAIAEoAABBsezAgQNGDQAgDUUEQANAIAMgBE8NAiADKAIEIAhNBEAgA0EIaiEDDAELCyADKAIAIAlPDQELIAsgCBAEIAsgB2ohCwsgCSEBDAALCyABJAAgAEEAIAUgCyAHEAMLfwECfyADQQxqIQYgBCAFayEHIAYgB0sEQCADDwsgASACQfTklasGQfLKlYMCQQUgBiAFEAUhASABRQRAQQAPCwNAIAYgBWohBiAGIAdLBEAgAw8LIAEgAkHwwsmrBkHl3NGDAkEHIAYgBRAFIQEgAQ0ACyAAQQEgAyAGIAUQAwtLAQF/IANBDGohBiAGIAQgBWtLBEAgAw8LIAEgAkHvxKmrBkHlxtGDAkEHIAYgBRAFIQEgAUUEQEEADwsgAEECIAMgBiAFaiAFEAMLMQEBfyADIAJrQQxrIQUgBUUEQCACDwsgAiAANgIAIAIgATYCBCACIAUgBG42AgggAwsaACAAIAH9AAAA/QsAACAAIAH9AAAQ/QsAEAuOAgICfgF/IAAgBGogBkEBdGohCSAJIAFPBEBBAA8LIAktAABBCkcEQEEADwsgACgAACACRwRAQQAPCyAAIARqIQAgAEEEaygAACADRwRAQQAPCwNAIAApAAAhByAH/RL9DDk5OTk5OTk5AAAAAAAAAAD9KP0dACEIIAf9Ev0MMDAwMDAwMDAAAAAAAAAAAP1xIAhCp86cufLkyZMng/0S/XH9HQAhByAHQvDhw4ePnrz4cINCAFIEQEEADwsgB0IEhiAHQgiIhEL/gfyH8J/A/wCDIQcgByAHQgiIhEL//4OA8P8/gyEHIAUgByAHQhCIhKc2AAAgBUEEaiEFIABBCGoiACAJSQ0ACyAJQQFqCw==";
const NOTHING$2 = 0;
var LinkRows = class {
	bytes;
	words;
	idWords;
	start;
	end;
	#limit;
	#touched;
	#idBytes;
	#module;
	constructor(memory, { rows, touched, idBytes }) {
		const module = new WebAssembly.Module(Buffer.from(wasm, "base64"));
		const { exports } = new WebAssembly.Instance(module, { memory: { bytes: memory } });
		this.#module = exports;
		this.bytes = Buffer.from(memory.buffer);
		this.words = new Uint32Array(memory.buffer);
		this.idWords = new Int32Array(memory.buffer);
		this.start = rows.at;
		this.end = rows.at;
		this.#limit = rows.end - 12;
		this.#touched = touched.at;
		this.#idBytes = idBytes;
	}
	addTree(self, at, end, touchedEnd) {
		const touched = touchedEnd === 0 ? NOTHING$2 : this.#touched;
		const idBytes = this.#idBytes;
		this.end = this.#module.tree(self, at, end, touched, touchedEnd, this.end, this.#limit, idBytes);
		return this.#module.next.value;
	}
	addCommit(self, at, end) {
		return this.#added(this.#module.commit(self, at, end, this.end, this.#limit, this.#idBytes));
	}
	addTag(self, at, end) {
		return this.#added(this.#module.tag(self, at, end, this.end, this.#limit, this.#idBytes));
	}
	#added(end) {
		if (end === NOTHING$2) return false;
		if (end === this.end) return void 0;
		this.end = end;
		return true;
	}
};
const ARENA_BYTES = 134217728;
const LOG_AT = 134218048;
const TOUCHED = roomBehind(134349440, 32768);
const LINK_ROWS = roomBehind(TOUCHED.end, 65536);
const SPANS = roomBehind(LINK_ROWS.end, 1024);
const CHANCES = roomBehind(SPANS.end, 4096);
const PASSED = roomBehind(CHANCES.end, 4096);
const ROW$1 = roomBehind(PASSED.end, 4 * Math.ceil(ROW_BYTES / 4));
const AHEAD = roomBehind(ROW$1.end, 256);
const SEAMS$1 = roomBehind(AHEAD.end, 524288);
const SEARCH_TABLES = roomBehind(SEAMS$1.end, 524288);
const INFLATER = roomBehind(SEARCH_TABLES.end, INFLATE_WORK_BYTES);
const PAGES = Math.ceil(INFLATER.end / 65536);
function roomBehind(at, bytes) {
	return {
		at,
		end: at + bytes
	};
}
const DELTA_ROOMS = {
	touched: TOUCHED,
	spans: SPANS,
	chances: CHANCES,
	passed: PASSED,
	row: ROW$1,
	ahead: AHEAD
};
var Workbench = class {
	idBytes;
	memory = new WebAssembly.Memory({
		initial: PAGES,
		maximum: PAGES
	});
	wide = Buffer.from(this.memory.buffer);
	inflater = createInflater({
		memory: this.memory,
		bytes: this.wide,
		work: INFLATER.at
	});
	arena = this.wide.subarray(0, ARENA_BYTES);
	links;
	contentRoom = new ContentRoom();
	constructor(idBytes) {
		this.idBytes = idBytes;
		this.links = new LinkRows(this.memory, {
			rows: LINK_ROWS,
			touched: TOUCHED,
			idBytes
		});
	}
};
var NeedleSeams = class {
	check;
	search;
	deltas;
	all;
	plain;
	constructor({ wide, memory }, sought, check) {
		this.check = check;
		const plain = sought.needles.filter(({ skipsTrees }) => !skipsTrees);
		this.search = searchMemoryIn(memory, sought, SEARCH_TABLES);
		this.deltas = new DeltaSearch(memory, this.search, DELTA_ROOMS);
		this.all = SEAMS$1.at;
		this.plain = writeSeamTable(wide, SEAMS$1, sought);
		writeSeamTable(wide, {
			at: this.plain,
			end: SEAMS$1.end
		}, {
			needles: plain,
			hasEncodedText: false
		});
	}
};
// src/git/pack/object-hits.ts
const NO_HITS = {
	isHit: false,
	isCrowded: false,
	spans: [],
	chances: []
};
const NEAR_BYTES = 16;
const NUMBERS_A_CHANCE = 4;
var HitLook = class {
	#search;
	#check;
	constructor(search, check) {
		this.#search = search;
		this.#check = check;
	}
	look(at, size, isTree) {
		const which = isTree ? "plain" : "all";
		const first = this.#search.firstHit(at, at + size, which);
		if (first === -1) return NO_HITS;
		if (isTree || this.#check === void 0) return this.#spansFrom(first, at, size, which);
		const chances = new ChanceSearch(this.#search, this.#check.begin(), {
			at,
			size
		});
		const found = chances.firstBetween(first - at, size);
		return found === -1 ? chances.hits : this.#spansFrom(at + found, at, size, which, chances.hits);
	}
	lookAgain(at, size, known) {
		if (known.length === 0 || this.#check === void 0) return NO_HITS;
		const chances = new ChanceSearch(this.#search, this.#check.begin(), {
			at,
			size
		});
		for (let index = 0; index < known.length; index += NUMBERS_A_CHANCE) {
			const [begin, end, judgedFrom, judgedTo] = known.slice(index, index + NUMBERS_A_CHANCE);
			if (judgedTo > 0) chances.add(begin, end, {
				judgedFrom,
				judgedTo
			});
			else if (chances.firstBetween(begin, end) !== -1) return this.look(at, size, false);
		}
		return chances.hits;
	}
	#spansFrom(first, at, size, which, { isCrowded, chances } = NO_HITS) {
		const spans = [];
		for (let hit = first; hit !== -1; hit = this.#search.firstHit(hit + 1, at + size, which)) {
			if (spans.length === 256) return {
				...NO_HITS,
				isHit: true,
				isCrowded: true
			};
			spans.push(hit - at, hit - at + this.#search.hitLength);
		}
		return {
			isHit: true,
			isCrowded,
			spans,
			chances
		};
	}
};
var ChanceSearch = class {
	#search;
	#trial;
	#at;
	#size;
	#numbers = [];
	#isCrowded = false;
	constructor(search, trial, { at, size }) {
		this.#search = search;
		this.#trial = trial;
		this.#at = at;
		this.#size = size;
	}
	get hits() {
		const isCrowded = this.#isCrowded;
		return {
			...NO_HITS,
			isCrowded,
			chances: isCrowded ? [] : this.#numbers
		};
	}
	firstBetween(begin, end) {
		const at = this.#at;
		const trial = this.#trial;
		const search = this.#search;
		const window = {
			bytes: search.bytes.subarray(at, at + this.#size),
			base: 0,
			isCut: false
		};
		for (let from = Math.max(begin, trial.clearedTo); from < end;) {
			const hit = search.firstHit(at + from, at + end, "all") - at;
			if (hit < 0) break;
			const hitEnd = hit + search.hitLength;
			const next = placeBehind(search, hit);
			if (trial.mayBeKey(window, hit)) return hit;
			this.add(hit, Math.max(hitEnd, trial.clearedTo), trial);
			from = Math.max(next, trial.clearedTo);
		}
		return -1;
	}
	add(begin, end, { judgedFrom, judgedTo }) {
		const numbers = this.#numbers;
		const last = numbers.length - NUMBERS_A_CHANCE;
		const from = Math.max(0, judgedFrom);
		const to = Math.min(this.#size, judgedTo);
		if (last >= 0 && begin - numbers[last + 1] <= NEAR_BYTES) {
			numbers[last + 1] = Math.max(numbers[last + 1], end);
			numbers[last + 2] = Math.min(numbers[last + 2], from);
			numbers[last + 3] = Math.max(numbers[last + 3], to);
		} else if (numbers.length === NUMBERS_A_CHANCE * 256) this.#isCrowded = true;
		else numbers.push(begin, end, from, to);
	}
};
// src/git/pack/held-bases.ts
const TIDY_FROM_BYTES = 2097152;
var HeldBases = class {
	#arena;
	#held = [];
	#tidyAt = TIDY_FROM_BYTES;
	top = 0;
	constructor(arena) {
		this.#arena = arena;
	}
	clear() {
		this.#held.length = 0;
		this.top = 0;
	}
	take(entry) {
		const held = this.#held;
		while (held[held.length - 1].entry !== entry) held.pop();
		const last = held[held.length - 1];
		this.top = last.at + last.size;
		last.childrenLeft--;
		return last;
	}
	keep({ entry, at, size, hits, children }) {
		this.#held.push({
			entry,
			at,
			size,
			hits,
			isLost: false,
			childrenLeft: children
		});
		this.top = at + size;
	}
	keepLost(entry, children) {
		this.#held.push({
			entry,
			at: this.top,
			size: 0,
			hits: NO_HITS,
			isLost: true,
			childrenLeft: children
		});
	}
	room(size, end) {
		if (this.top > this.#tidyAt || this.top + size > end) {
			this.#tidy();
			this.#tidyAt = Math.max(TIDY_FROM_BYTES, 2 * this.top);
		}
		return this.top + size <= end ? this.top : -1;
	}
	#tidy() {
		const held = this.#held;
		let top = 0;
		let kept = 0;
		for (let index = 0; index < held.length; index++) {
			const base = held[index];
			if (base.childrenLeft === 0 && index < held.length - 1) continue;
			this.#arena.copyWithin(top, base.at, base.at + base.size);
			base.at = top;
			top += base.size;
			held[kept++] = base;
		}
		held.length = kept;
		this.top = top;
	}
};
// src/git/pack/id-table.ts
const WORD_BYTES = 4;
function wordsIn(idBytes) {
	return idBytes / WORD_BYTES;
}
function rankOf$1(table, words, at) {
	const { words: ids, starts, bits } = table;
	const length = wordsIn(table.idBytes);
	const bucket = inOrder(words[at]) >>> 32 - bits;
	let low = starts[bucket];
	let high = starts[bucket + 1];
	while (low < high) {
		const middle = low + high >>> 1;
		const from = middle * length;
		let same = 0;
		while (same < length && ids[from + same] === words[at + same]) same++;
		if (same === length) return middle;
		if (inOrder(ids[from + same]) < inOrder(words[at + same])) low = middle + 1;
		else high = middle;
	}
	return -1;
}
function inOrder(word) {
	return (word << 24 | (word & 65280) << 8 | word >>> 8 & 65280 | word >>> 24) >>> 0;
}
// src/git/pack/uint32-list.ts
var Uint32List = class {
	#numbers = new Uint32Array(1024);
	length = 0;
	push(number) {
		if (this.length === this.#numbers.length) this.#grow(1);
		this.#numbers[this.length++] = number;
	}
	extend(count) {
		const from = this.length;
		if (from + count > this.#numbers.length) this.#grow(count);
		this.length += count;
		return from;
	}
	#grow(count) {
		const larger = new Uint32Array(Math.max(2 * this.length, this.length + count));
		larger.set(this.#numbers);
		this.#numbers = larger;
	}
	get numbers() {
		return this.#numbers.subarray(0, this.length);
	}
	set(place, number) {
		this.#numbers[place] = number;
	}
};
// src/git/pack/object-links.ts
const MAX_OUTSIDE = 1e6;
var LinkReader = class {
	#rows;
	#ids;
	#trees = new Uint32List();
	#commits = new Uint32List();
	#tags = new Uint32List();
	#outward = new Uint32List();
	#outside = new Map();
	#isWhole = true;
	constructor({ links: rows }, ids) {
		this.#rows = rows;
		this.#rows.end = rows.start;
		this.#ids = ids;
	}
	get links() {
		this.#lookUp();
		return {
			trees: this.#trees.numbers,
			commits: this.#commits.numbers,
			tags: this.#tags.numbers,
			outward: this.#outward.numbers,
			outside: Buffer.from([...this.#outside.keys()].join(""), "hex"),
			isWhole: this.#isWhole
		};
	}
	read(type, self, { at, size }) {
		if (type === "tree") this.readTree(self, at, at + size, 0);
		else if (type === "commit") this.readCommit(self, at, at + size);
		else if (type === "tag") this.readTag(self, at, at + size);
	}
	readTree(self, at, end, touchedEnd) {
		for (let from = at; from < end;) {
			from = this.#rows.addTree(self, from, end, touchedEnd);
			if (from === -1) {
				this.#isWhole = false;
				return;
			}
			if (from < end) this.#lookUp();
		}
	}
	readCommit(self, at, end) {
		if ((this.#rows.addCommit(self, at, end) ?? this.#emptied().addCommit(self, at, end)) !== true) this.#isWhole = false;
	}
	readTag(self, at, end) {
		if ((this.#rows.addTag(self, at, end) ?? this.#emptied().addTag(self, at, end)) !== true) this.#isWhole = false;
	}
	#emptied() {
		this.#lookUp();
		return this.#rows;
	}
	#lookUp() {
		const { words, start, end: rowsEnd } = this.#rows;
		const { idBytes } = this.#ids;
		for (let at = start; at < rowsEnd;) {
			const self = words[at >> 2];
			const kind = words[(at >> 2) + 1];
			const count = words[(at >> 2) + 2];
			const from = at + 12;
			at = from + count * idBytes;
			if (kind === 1) this.#takeCommit(self, from, at);
			else this.#takePairs(kind === 0 ? this.#trees : this.#tags, self, from, at);
		}
		this.#rows.end = start;
	}
	#takePairs(pairs, self, from, end) {
		const { idBytes } = this.#ids;
		let place = pairs.extend(2 * (end - from) / idBytes);
		for (let at = from; at < end; at += idBytes) {
			pairs.set(place++, self);
			pairs.set(place++, this.#numberOf(at, self));
		}
	}
	#takeCommit(self, from, end) {
		const commits = this.#commits;
		commits.push(self);
		commits.push((end - from) / this.#ids.idBytes);
		for (let at = from; at < end; at += this.#ids.idBytes) commits.push(this.#numberOf(at, self));
	}
	#numberOf(at, namer) {
		const rank = rankOf$1(this.#ids, this.#rows.idWords, at >> 2);
		if (rank !== -1) return rank;
		const number = this.#ids.count + this.#outsidePlace(this.#rows.bytes, at);
		this.#outward.push(namer);
		this.#outward.push(number);
		return number;
	}
	#outsidePlace(bytes, at) {
		const id = bytes.toString("hex", at, at + this.#ids.idBytes);
		const known = this.#outside.get(id);
		if (known !== void 0) return known;
		if (this.#outside.size === MAX_OUTSIDE) {
			this.#isWhole = false;
			return 0;
		}
		this.#outside.set(id, this.#outside.size);
		return this.#outside.size - 1;
	}
};
// src/git/pack/pack-tally.ts
var PackTally = class {
	#types;
	#isElsewhere;
	#contents;
	#hits = new Map();
	#unread = [];
	objects = 0;
	bytes = 0;
	storedBytes = 0;
	inflatedBytes = 0;
	searchedBytes = 0;
	rebuiltBytes = 0;
	constructor({ forest, isElsewhere }, contents) {
		this.#types = forest.types;
		this.#isElsewhere = isElsewhere;
		this.#contents = contents;
	}
	get found() {
		const { objects, bytes, storedBytes, inflatedBytes, searchedBytes, rebuiltBytes } = this;
		return {
			hits: [...this.#hits].map(([entry, size]) => ({
				entry,
				size
			})),
			contents: this.#contents.contents,
			unread: this.#unread,
			objects,
			bytes,
			counts: {
				storedBytes,
				inflatedBytes,
				searchedBytes,
				rebuiltBytes,
				cachedBytes: 0
			}
		};
	}
	hit(entry, size, at) {
		this.#hits.set(entry, size);
		if (at !== void 0 && this.#types[entry] === 3 && this.#isElsewhere[entry] === 0) this.#contents.keep(entry, at, size);
	}
	count(size) {
		this.objects++;
		this.bytes += size;
	}
	lose(entry) {
		this.#unread.push(entry);
	}
};
// src/git/pack/search-log.ts
const MAX_LOGGED_BYTES = 8192;
const MAX_LOGGED = 2048;
var SearchLog = class {
	#needles;
	#onHit;
	#entries = new Uint32Array(MAX_LOGGED);
	#roots = new Uint32Array(MAX_LOGGED);
	#starts = new Uint32Array(2049);
	#isTree = new Uint8Array(MAX_LOGGED);
	#count = 0;
	#top = LOG_AT;
	#hasOnlyTrees = true;
	constructor(needles, onHit) {
		this.#needles = needles;
		this.#onHit = onHit;
	}
	room(size) {
		if (size > MAX_LOGGED_BYTES) return -1;
		if (this.#count === MAX_LOGGED || this.#top + size > 134349120) this.flush();
		return this.#top;
	}
	add(entry, size, root, isTree) {
		const place = this.#count++;
		this.#entries[place] = entry;
		this.#roots[place] = root;
		this.#starts[place] = this.#top;
		this.#isTree[place] = isTree ? 1 : 0;
		this.#top += size;
		this.#hasOnlyTrees &&= isTree;
	}
	flush() {
		if (this.#isHit(LOG_AT, this.#top, this.#hasOnlyTrees)) this.#findHits();
		this.#count = 0;
		this.#top = LOG_AT;
		this.#hasOnlyTrees = true;
	}
	#findHits() {
		this.#starts[this.#count] = this.#top;
		for (let place = 0; place < this.#count; place++) {
			const start = this.#starts[place];
			const end = this.#starts[place + 1];
			const isTree = this.#isTree[place] === 1;
			if (!this.#isHit(start, end, isTree)) continue;
			this.#onHit({
				entry: this.#entries[place],
				at: start,
				size: end - start,
				root: this.#roots[place],
				isTree
			});
		}
	}
	#isHit(from, end, isTree) {
		return this.#needles.search.firstHit(from, end, isTree ? "plain" : "all") !== -1;
	}
};
// src/git/pack/pack-search.ts
function blocksOf({ fd, size, whole }) {
	return new PackBlocks(fd, size, whole && Buffer.from(whole.buffer, whole.byteOffset, whole.length));
}
var PackSearch = class {
	#bench;
	#needles;
	#look;
	#task;
	#blocks;
	#log;
	#links;
	#tally;
	#held;
	#delta;
	#hasNewHit = false;
	#root = 0;
	#again = new Set();
	#isAgain = false;
	constructor(bench, needles, task) {
		this.#bench = bench;
		this.#needles = needles;
		this.#look = new HitLook(needles.search, needles.check);
		this.#task = task;
		this.#tally = new PackTally(task, new ContentKeeper(bench.wide, bench.contentRoom));
		this.#blocks = blocksOf(task);
		this.#links = new LinkReader(bench, task.ids);
		this.#held = new HeldBases(bench.arena);
		const nothing = {
			from: 0,
			end: 0,
			base: 0,
			baseSize: 0,
			target: 0,
			targetSize: 0
		};
		this.#delta = {
			...nothing,
			spans: [],
			chances: [],
			seams: needles.all,
			isTouchedWanted: false
		};
		this.#log = new SearchLog(needles, (logged) => this.#takeLogged(logged));
	}
	get found() {
		return {
			...this.#tally.found,
			links: this.#links.links
		};
	}
	get progress() {
		return this.#tally;
	}
	searchPiece(piece) {
		const { order, pieces, bases } = this.#task.forest;
		const end = pieces[piece + 1];
		for (let at = pieces[piece]; at < end; at++) this.#searchEntry(order[at], at);
		this.#log.flush();
		this.#isAgain = true;
		for (const root of this.#again) {
			this.#searchEntry(order[root], root);
			for (let at = root + 1; at < end && bases[order[at]] !== -1; at++) this.#searchEntry(order[at], at);
		}
		this.#isAgain = false;
		this.#again.clear();
	}
	#takeLogged({ entry, at, size, root, isTree }) {
		const { bases } = this.#task.forest;
		if (bases[entry] !== -1) this.#again.add(root);
		else if (this.#look.look(at, size, isTree).isHit) this.#tally.hit(entry, size, at);
	}
	#searchEntry(entry, place) {
		const { bases, childCounts, types } = this.#task.forest;
		const base = bases[entry];
		const type = types[entry];
		const children = childCounts[entry];
		if (base === -1) {
			this.#held.clear();
			this.#root = place;
			if (!this.#searchWhole(entry, children, type)) this.#lose(entry, children);
		} else if (!this.#searchDelta(entry, this.#held.take(base), children, type)) this.#lose(entry, children);
	}
	#readLinks(entry, type, at, size) {
		if (type === 3 || this.#isAgain) return;
		const self = this.#task.ranks[entry];
		const touchedEnd = this.#task.forest.bases[entry] === -1 ? 0 : this.#needles.deltas.touchedEnd;
		if (type === 2) this.#links.readTree(self, at, at + size, touchedEnd);
		else if (type === 1) this.#links.readCommit(self, at, at + size);
		else this.#links.readTag(self, at, at + size);
	}
	#searchWhole(entry, children, type) {
		const size = this.#task.forest.sizes[entry];
		if (size > 33554432) return false;
		const isTree = type === 2;
		if (children > 0) {
			if (!this.#inflate(entry, 0)) return false;
			this.#readLinks(entry, type, 0, size);
			this.#keep({
				entry,
				at: 0,
				size,
				children,
				hits: this.#hitsIn(0, size, isTree)
			});
			return true;
		}
		const logged = this.#isAgain ? -1 : this.#log.room(size);
		const at = logged === -1 ? ARENA_BYTES - size : logged;
		if (!this.#inflate(entry, at)) return false;
		this.#readLinks(entry, type, at, size);
		if (logged !== -1) this.#addToLog(entry, size, isTree);
		if (logged === -1 && this.#hitsIn(at, size, isTree).isHit) this.#tally.hit(entry, size, at);
		this.#count(entry, size);
		return true;
	}
	#addToLog(entry, size, isTree) {
		this.#tally.searchedBytes += size;
		this.#log.add(entry, size, this.#root, isTree);
	}
	#searchDelta(entry, base, children, type) {
		const isTree = type === 2;
		if (base.isLost || !this.#readDelta(entry, base.size, isTree)) return false;
		const { targetSize, from } = this.#delta;
		const mustSearch = this.#hasNewHit || base.hits.isCrowded;
		if (children === 0 && type === 3 && !mustSearch) {
			const outcome = this.#apply(base, -1, isTree);
			if (outcome === 0) return false;
			if (outcome === 1 || outcome === 3) {
				if (outcome === 3) this.#tally.hit(entry, targetSize);
				this.#count(entry, targetSize);
				return true;
			}
		}
		const at = targetSize > 33554432 ? -1 : this.#held.room(targetSize, Math.min(from - 16, ARENA_BYTES));
		const outcome = at === -1 ? 0 : this.#apply(base, at, isTree);
		if (outcome === 0) return false;
		this.#tally.rebuiltBytes += targetSize;
		this.#readLinks(entry, type, at, targetSize);
		const hits = !mustSearch && (outcome === 1 || outcome === 4) ? this.#passedFrom(base, at) : this.#hitsIn(at, targetSize, isTree);
		this.#keep({
			entry,
			at,
			size: targetSize,
			children,
			hits
		});
		return true;
	}
	#readDelta(entry, baseSize, isTree) {
		const size = this.#task.forest.sizes[entry];
		if (size > 33554432) return false;
		const logged = this.#isAgain ? -1 : this.#log.room(size);
		const from = logged === -1 ? ARENA_BYTES - size : logged;
		if (from < this.#held.top || !this.#inflate(entry, from)) return false;
		readHead(this.#bench.wide, from, from + size, this.#delta);
		if (this.#delta.baseSize !== baseSize) return false;
		if (logged !== -1) this.#addToLog(entry, size, isTree);
		this.#hasNewHit = logged === -1 && this.#isHitFrom(from, isTree);
		return true;
	}
	#apply(base, target, isTree) {
		const delta = this.#delta;
		delta.base = base.at;
		delta.spans = base.hits.spans;
		delta.chances = base.hits.chances;
		delta.target = target;
		delta.seams = isTree ? this.#needles.plain : this.#needles.all;
		delta.isTouchedWanted = isTree;
		return this.#needles.deltas.apply(delta);
	}
	#isHitFrom(at, isTree) {
		this.#tally.searchedBytes += ARENA_BYTES - at;
		return this.#needles.search.firstHit(at, ARENA_BYTES, isTree ? "plain" : "all") !== -1;
	}
	#keep(object) {
		const { entry, at, size, hits } = object;
		if (hits.isHit) this.#tally.hit(entry, size, at);
		this.#count(entry, size);
		if (object.children > 0) this.#held.keep(object);
	}
	#inflate(entry, at) {
		const { offsets, headerBytes, sizes } = this.#task.forest;
		const header = headerBytes[entry];
		const offset = offsets[entry] + header;
		const blocks = this.#blocks;
		const size = sizes[entry];
		const length = offsets[entry + 1] - offset;
		if (length <= 0 || length > MAX_STORED_BYTES) return false;
		blocks.seek(offset, length);
		const room = size + 320;
		const { inflater, wide } = this.#bench;
		this.#tally.storedBytes += length + header;
		this.#tally.inflatedBytes += size;
		return inflater.inflate(blocks.bytes, blocks.at, blocks.end, wide, at, room) === size;
	}
	#hitsIn(at, size, isTree) {
		this.#tally.searchedBytes += size;
		return this.#look.look(at, size, isTree);
	}
	#passedFrom(base, at) {
		if (base.hits.chances.length === 0) return NO_HITS;
		return this.#look.lookAgain(at, this.#delta.targetSize, this.#needles.deltas.passed);
	}
	#count(entry, size) {
		if (this.#isAgain || this.#task.isElsewhere[entry] === 1) return;
		this.#tally.count(size);
	}
	#lose(entry, children) {
		if (!this.#isAgain) this.#tally.lose(entry);
		if (children > 0) this.#held.keepLost(entry, children);
	}
};
const MAX_STORED_BYTES = 34603008;
// src/git/pack/pack-pieces.ts
const NEXT_PIECE = 0;
const OBJECTS = 1;
const KIBIBYTES = 2;
const STORED_KIBIBYTES = 3;
const COUNTERS = 4;
var PieceWork = class {
	#task;
	#search;
	#told = new Int32Array(COUNTERS);
	constructor(task, bench, needles) {
		this.#task = task;
		this.#search = new PackSearch(bench, needles, task);
	}
	get found() {
		return this.#search.found;
	}
	doNext() {
		const { counters, forest } = this.#task;
		const piece = Atomics.add(counters, NEXT_PIECE, 1);
		if (piece + 1 >= forest.pieces.length) return false;
		this.#search.searchPiece(piece);
		const { objects, bytes, storedBytes } = this.#search.progress;
		this.#tell(OBJECTS, objects);
		this.#tell(KIBIBYTES, Math.floor(bytes / 1024));
		this.#tell(STORED_KIBIBYTES, Math.floor(storedBytes / 1024));
		return true;
	}
	#tell(counter, now) {
		Atomics.add(this.#task.counters, counter, now - this.#told[counter]);
		this.#told[counter] = now;
	}
};
// src/git/pack/pack-worker.ts
function searchPacksFor(port, { sought, idBytes }, check) {
	const bench = new Workbench(idBytes);
	const seams = new NeedleSeams(bench, sought, check);
	port.on("message", (task) => {
		const work = new PieceWork(task, bench, seams);
		while (work.doNext());
		const { found } = work;
		port.postMessage(found, [...found.contents.values()].map(({ buffer }) => buffer));
	});
}
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
const PROGRAMS = [
	"#!",
	"MZ",
	"ELF"
].map((text) => Buffer.from(text, "latin1"));
const ZIP_END = Buffer.from("PK", "latin1");
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
function mayPrecedeZip(start) {
	return PROGRAMS.some((program) => startsWith(start, program));
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
// src/core/needle-arrangement.json
var of = ["tt1.", "TIMETIME_"];
var buckets = [
	{
		"H4sI": 0,
		"eNoF": 1,
		"eNoN": 1,
		"eNoV": 1,
		"eNo1": 1,
		"eNo9": 1,
		"dHQx": 1,
		"TIMETIME_": 3
	},
	{
		"eF4": 0,
		"eF5": 0,
		"eF6": 0,
		"eF7": 0,
		"eAF": 0,
		"eAH": 0,
		"eAEF": 0,
		"eAEN": 0,
		"eAEV": 0,
		"eAGl": 0,
		"atob(\"d": 2,
		"atob('d": 2,
		"atob(`d": 2,
		"version https://git-lfs.github.com/spec/v1": 37
	},
	{
		"\\164": 1,
		"\"tt\"": 0,
		".1tt": 1,
		"\"t\"+": 0,
		"\"t\"\n": 0,
		"\"t\".": 0,
		"'t'+": 0,
		"'t'\n": 0,
		"'t'.": 0,
		"#116;": 2,
		"\"t\" +": 0,
		"\"t\"\r\n": 0,
		"\"t\" .": 0,
		"\"t\",\n": 0,
		"\"t\"\"t": 0,
		"'t' +": 0,
		"'t'\r\n": 0,
		"'t' .": 0,
		"'t',\n": 0,
		"'t''t": 0,
		"1f8b08": 0,
		"1F8B08": 0,
		"%5C164": 3,
		"\"t\" <<": 0,
		"\"t\",\r\n": 0,
		"\"t\" \"t": 0,
		"\"t\",\"t": 0,
		"'t' <<": 0,
		"'t',\r\n": 0,
		"'t' 't": 0,
		"'t','t": 0,
		"255C164": 4,
		"7474 31": 0,
		"\"t\", \"t": 0,
		"'t', 't": 0,
		"116,116": 1,
		"74:74:31": 0,
		"116, 116": 1
	},
	{
		"tt&": 0,
		"tt\\": 0,
		"t1&": 0,
		"t1\\": 0,
		"tt1.": 1,
		"0\\x6": 1,
		"1\\x6": 1,
		"2\\x6": 1,
		"3\\x6": 1,
		"4\\x6": 1,
		"5\\x6": 1,
		"6\\x6": 1,
		"7\\x6": 1,
		"8\\x6": 1,
		"9\\x6": 1,
		"a\\x6": 1,
		"b\\x6": 1,
		"c\\x6": 1,
		"d\\x6": 1,
		"e\\x6": 1,
		"f\\x6": 1,
		"A\\x6": 1,
		"B\\x6": 1,
		"C\\x6": 1,
		"D\\x6": 1,
		"E\\x6": 1,
		"F\\x6": 1,
		"\\\\x6": 1,
		"0\\06": 1,
		"0\\67": 1,
		"0\\14": 1,
		"0\\15": 1,
		"1\\06": 1,
		"1\\67": 1,
		"1\\14": 1,
		"1\\15": 1,
		"2\\06": 1,
		"2\\67": 1,
		"2\\14": 1,
		"2\\15": 1,
		"3\\06": 1,
		"3\\67": 1,
		"3\\14": 1,
		"3\\15": 1,
		"4\\06": 1,
		"4\\67": 1,
		"4\\14": 1,
		"4\\15": 1,
		"5\\06": 1,
		"5\\67": 1,
		"5\\14": 1,
		"5\\15": 1,
		"6\\06": 1,
		"6\\67": 1,
		"6\\14": 1,
		"6\\15": 1,
		"7\\06": 1,
		"7\\67": 1,
		"7\\14": 1,
		"7\\15": 1,
		"\\\\06": 1,
		"\\\\67": 1,
		"\\\\14": 1,
		"\\\\15": 1,
		"t1%2": 0,
		"t1=2": 0,
		"\"t1.": 1,
		"tt1\"": 1,
		"\"t1\"": 1,
		"'t1.": 1,
		"'tt'": 1,
		"tt1'": 1,
		"'t1'": 1,
		"`t1.": 1,
		"tt${": 0,
		"0\\x36": 1,
		"0\\x37": 1,
		"1\\x36": 1,
		"1\\x37": 1,
		"2\\x36": 1,
		"2\\x37": 1,
		"3\\x36": 1,
		"3\\x37": 1,
		"4\\x36": 1,
		"4\\x37": 1,
		"5\\x36": 1,
		"5\\x37": 1,
		"6\\x36": 1,
		"6\\x37": 1,
		"7\\x36": 1,
		"7\\x37": 1,
		"8\\x36": 1,
		"8\\x37": 1,
		"9\\x36": 1,
		"9\\x37": 1,
		"a\\x36": 1,
		"a\\x37": 1,
		"b\\x36": 1,
		"b\\x37": 1,
		"c\\x36": 1,
		"c\\x37": 1,
		"d\\x36": 1,
		"d\\x37": 1,
		"e\\x36": 1,
		"e\\x37": 1,
		"f\\x36": 1,
		"f\\x37": 1,
		"A\\x36": 1,
		"A\\x37": 1,
		"B\\x36": 1,
		"B\\x37": 1,
		"C\\x36": 1,
		"C\\x37": 1,
		"D\\x36": 1,
		"D\\x37": 1,
		"E\\x36": 1,
		"E\\x37": 1,
		"F\\x36": 1,
		"F\\x37": 1,
		"\\\\x36": 1,
		"\\\\x37": 1,
		"t1=\n.": 0,
		"t1=\n=": 0,
		"tt1${": 1,
		"t1=\r\n.": 0,
		"t1=\r\n=": 0,
		"\\x1f\\x8b": 4,
		"\\x1F\\x8B": 4
	},
	{
		"`tt`": 1,
		"tt1`": 1,
		"`t1`": 1,
		"`t`+": 0,
		"`t`\n": 0,
		"`t`.": 0,
		"`t` +": 0,
		"`t`\r\n": 0,
		"`t` .": 0,
		"`t`,\n": 0,
		"`t``t": 0,
		"`t` <<": 0,
		"`t`,\r\n": 0,
		"`t` `t": 0,
		"`t`,`t": 0,
		"t\0t\x001\0.": 1,
		"d\0H\0Q\0x": 3,
		"R\x000\0M\0S": 3,
		"0\0d\0D\0E": 3,
		"7\x004\x007\x004": 1,
		"`t`, `t": 0,
		"t\0\0\0t\0\0\x001\0\0\0.": 3
	},
	{
		"eJw": 0,
		"eJx": 0,
		"eJy": 0,
		"eJz": 0,
		"eNp": 0,
		"eNq": 0,
		"eNr": 0,
		"0&#10": 1,
		"0&#11": 1,
		"1&#10": 1,
		"1&#11": 1,
		"2&#10": 1,
		"2&#11": 1,
		"3&#10": 1,
		"3&#11": 1,
		"4&#10": 1,
		"4&#11": 1,
		"5&#10": 1,
		"5&#11": 1,
		"6&#10": 1,
		"6&#11": 1,
		"7&#10": 1,
		"7&#11": 1,
		"8&#10": 1,
		"8&#11": 1,
		"9&#10": 1,
		"9&#11": 1,
		";&#10": 1,
		";&#11": 1,
		"0&#x3": 1,
		"0&#x6": 1,
		"1&#x3": 1,
		"1&#x6": 1,
		"2&#x3": 1,
		"2&#x6": 1,
		"3&#x3": 1,
		"3&#x6": 1,
		"4&#x3": 1,
		"4&#x6": 1,
		"5&#x3": 1,
		"5&#x6": 1,
		"6&#x3": 1,
		"6&#x6": 1,
		"7&#x3": 1,
		"7&#x6": 1,
		"8&#x3": 1,
		"8&#x6": 1,
		"9&#x3": 1,
		"9&#x6": 1,
		"a&#x3": 1,
		"a&#x6": 1,
		"b&#x3": 1,
		"b&#x6": 1,
		"c&#x3": 1,
		"c&#x6": 1,
		"d&#x3": 1,
		"d&#x6": 1,
		"e&#x3": 1,
		"e&#x6": 1,
		"f&#x3": 1,
		"f&#x6": 1,
		"A&#x3": 1,
		"A&#x6": 1,
		"B&#x3": 1,
		"B&#x6": 1,
		"C&#x3": 1,
		"C&#x6": 1,
		"D&#x3": 1,
		"D&#x6": 1,
		"E&#x3": 1,
		"E&#x6": 1,
		"F&#x3": 1,
		"F&#x6": 1,
		";&#x3": 1,
		";&#x6": 1
	},
	{
		"u{6": 0,
		"u{0": 0,
		"%37": 0,
		"u006": 0,
		"u{36": 1,
		"u{37": 1,
		"0&#4": 1,
		"0&#5": 1,
		"1&#4": 1,
		"1&#5": 1,
		"2&#4": 1,
		"2&#5": 1,
		"3&#4": 1,
		"3&#5": 1,
		"4&#4": 1,
		"4&#5": 1,
		"5&#4": 1,
		"5&#5": 1,
		"6&#4": 1,
		"6&#5": 1,
		"7&#4": 1,
		"7&#5": 1,
		"8&#4": 1,
		"8&#5": 1,
		"9&#4": 1,
		"9&#5": 1,
		";&#4": 1,
		";&#5": 1,
		"%55%": 0,
		"%56%": 0,
		"%57%": 0,
		"u{74": 0,
		"t%25": 1,
		"u0036": 0,
		"u0037": 0,
		"u0074": 0,
		"%\x007\x004": 0,
		"%48%34": 3,
		"%64%48": 0,
		"%52%30": 3,
		"%30%64": 0,
		"U000000": 0,
		"u\x000\x000\x007\x004": 0
	},
	{
		"23116": 0,
		"52574": 2,
		"%74": 0,
		"=74": 0,
		"\\x74": 1,
		"#x74": 1,
		"7B74": 1,
		"t=\nt": 1,
		"t=\n=": 1,
		"t%31": 1,
		"t=31": 1,
		"5Cx74": 2,
		"23x74": 2,
		"%2574": 2,
		"t=\r\nt": 2,
		"t=\r\n=": 2,
		"tt=\n1": 2,
		"tt=\r\n1": 3,
		"74 7431": 2,
		"74 74 31": 2,
		"74-74-31": 2,
		"x74,0x74": 0,
		"x74, 0x74": 0
	}
];
var containers = [
	{},
	{ "\b": 0 },
	{},
	{ "7z¼¯'": 2 },
	{
		"ustar\0": 3,
		"ustar  \0": 5
	},
	{ "AY&SY": 2 },
	{
		"PK": 1,
		"PK": 1,
		"(µ/ý": 1,
		"Rar!\x07": 3
	},
	{
		"ý7zXZ\0": 0,
		"{\"files\":{": 7
	}
];
// src/core/needle-arrangement.ts
const ARRANGED_FOR = of;
const OF_RULES = placesIn(buckets);
const OF_CONTAINERS = placesIn(containers);
function arrangedTexts() {
	return [...OF_RULES.keys()];
}
function arranged(needle) {
	const text = Buffer.from(needle.bytes).toString("latin1");
	const fingerprint = OF_RULES.get(text) ?? OF_CONTAINERS.get(text);
	return fingerprint === void 0 ? needle : {
		...needle,
		fingerprint
	};
}
function placesIn(buckets) {
	return new Map(buckets.flatMap((places, bucket) => Object.entries(places).map(([text, at]) => [text, {
		bucket,
		at
	}])));
}
// src/detect/public-variable.ts
const NAME = `(?:${Object.keys({
	NEXT_PUBLIC_: "Next.js",
	VITE_: "Vite",
	REACT_APP_: "Create React App",
	EXPO_PUBLIC_: "Expo",
	GATSBY_: "Gatsby",
	NUXT_PUBLIC_: "Nuxt",
	NUXT_ENV_: "Nuxt",
	PUBLIC_: "SvelteKit or Astro",
	VUE_APP_: "Vue CLI",
	NG_APP_: "Angular",
	STORYBOOK_: "Storybook",
	PARCEL_: "Parcel",
	SNOWPACK_PUBLIC_: "Snowpack",
	RSBUILD_: "Rsbuild",
	PLASMO_PUBLIC_: "Plasmo",
	WXT_: "WXT",
	MAIN_VITE_: "electron-vite",
	RENDERER_VITE_: "electron-vite",
	PRELOAD_VITE_: "electron-vite",
	BUN_PUBLIC_: "Bun",
	FARM_: "Farm",
	RAZZLE_: "Razzle",
	SANITY_STUDIO_: "Sanity Studio"
}).sort((a, b) => b.length - a.length).join("|")})[A-Z0-9_]{1,64}`;
const QUOTE$1 = String.raw`(?:\\{0,7}["'${"`"}]|&quot;|&#34;|%22)`;
const WRAPPED = String.raw`(?:JSON\.stringify\(\s{0,8})?(?:${QUOTE$1}){0,2}`;
const ASSIGNED = new RegExp(String.raw`(?:^|[^A-Za-z0-9_])(${NAME})(?:${QUOTE$1})?\]?\s{0,8}(?:[:?+]{0,2}=|:|\|\||\?\?|%3[AaDd])\s{0,8}${WRAPPED}$`);
const SET = new RegExp(String.raw`^\s*(?:ENV|ARG|setenv|set -\w+)\s+(${NAME})\s+["']?$`);
const NAMED = new RegExp(String.raw`^\s*(?:-\s*)?["']?(?:name|key)["']?\s*[:=]\s*["']?(${NAME})["']?,?\s*$`);
const VALUE = /^\s*(?:-\s*)?["']?value["']?\s*[:=]\s*["']?$/;
function publicVariable(before, lineBefore = "") {
	const own = ASSIGNED.exec(before)?.[1] ?? SET.exec(before)?.[1];
	if (own !== void 0) return own;
	return VALUE.test(before) ? NAMED.exec(lineBefore)?.[1] : void 0;
}
// src/detect/publication.ts
const PUBLICATION_REACH = {
	before: 2048,
	behind: 384
};
const REFERENCE = /(?:[$%]\{?\{?|\$\(|\$env:|(?<![\w.])(?:process\.env|import\.meta\.env|Deno\.env\.get|Bun\.env|env|ENV|os\.environ|secrets|vars|variables|credentials|getenv)[.[(]{1,2}["']?)\s{0,4}(?:(?:secrets|vars|env|variables|inputs)\.|\.Env\.|env:)?$/;
const COMMENT = /^\s*(?:#(?!\{)|\/\/|\/?\*|;|<!--|REM\b|--\s)/i;
const ONLY_ASKED = /(?:!|\btypeof |\bBoolean\(|\bdefined\()(?:process\.env|import\.meta\.env|env)[.[]?["']?$/;
const COMPARED = /^["']?\]?\)?\s*(?:[!=]==?|\?(?![?.])|&&)/;
const NOTHING$1 = /^["'`]?\]?\s*:\s*(?:JSON\.stringify\(\s*)?(?:undefined|null|void 0|false|(["'`])(?:undefined|null|""|'')?\1)\s*[),}\n]/;
function publicationAt(before, rest, name) {
	const word = /^[A-Za-z0-9_]*/.exec(rest)?.[0] ?? "";
	const line = before.slice(before.lastIndexOf("\n") + 1);
	if (COMMENT.test(line) || /[A-Za-z0-9_]$/.test(before)) return void 0;
	if (word !== name) return coversName(before, word, name) ? {
		form: "env-prefix",
		variable: name
	} : void 0;
	const carrier = carrierOf(before, line);
	if (carrier !== void 0) return {
		form: "carried",
		variable: carrier
	};
	const form = formOf(before, line, rest.slice(name.length));
	return form === void 0 ? void 0 : {
		form,
		variable: name
	};
}
function carrierOf(before, line) {
	const reference = REFERENCE.exec(line);
	if (reference === null) return void 0;
	const above = before.slice(0, before.length - line.length - 1);
	return publicVariable(line.slice(0, reference.index), above.slice(above.lastIndexOf("\n") + 1));
}
function coversName(before, word, name) {
	if (!name.startsWith(word) || !/["'`]$/.test(before)) return false;
	return /\benvPrefix["']?\s*:\s*["'`]$/.test(before) || openBrackets(before)[0] === "envPrefix[";
}
const DEFINE_OPTION = /(?:^|\s)["'\\]{0,3}--(?:dart-)?define(?:[:=]|\s)\S*$/;
const CLIENT_SCHEMA = /^["']?\s*:\s*envField\.\w+\(\s*\{[^}]{0,200}?\bcontext:\s*["']client["']/;
const BRACKETS = [
	[/^(?:define|globalConstants)\{$|(?:^|\.)DefinePlugin\($|^replace\($/, "define"],
	[/^(?:public|publicRuntimeConfig)\{$/, "runtime-config"],
	[/^extra\{$/, "extra"],
	[/^env\{$/, "env"]
];
function formOf(before, line, after) {
	const brackets = openBrackets(before);
	if (brackets.some((bracket) => /(?:^|\.)EnvironmentPlugin\($/.test(bracket))) return "define";
	if (ONLY_ASKED.test(line) || COMPARED.test(after) || NOTHING$1.test(after)) return void 0;
	if (DEFINE_OPTION.test(line)) return "define";
	if (CLIENT_SCHEMA.test(after)) return "client-schema";
	for (const bracket of brackets) {
		const form = BRACKETS.find(([pattern]) => pattern.test(bracket))?.[1];
		if (form !== void 0) return form;
	}
}
const MAX_BRACKETS = 6;
const OPENING = "([{";
const CLOSING$1 = ")]}";
const LABEL = /([\w$.]{1,64})["'`]?\s{0,8}[:=]?\s{0,8}$/;
function openBrackets(text) {
	const open = [];
	let depth = 0;
	for (let at = text.replace(/["'`][\w.$[\]-]*$/, "").length - 1; at >= 0 && open.length < MAX_BRACKETS; at--) {
		const sign = text[at] ?? "";
		if (`"'\``.includes(sign)) at = openingQuote(text, at);
		else if (CLOSING$1.includes(sign)) depth++;
		else if (OPENING.includes(sign)) {
			if (depth > 0) depth--;
			else open.push(`${LABEL.exec(text.slice(Math.max(0, at - 80), at))?.[1] ?? ""}${sign}`);
		}
	}
	return open;
}
function openingQuote(text, at) {
	const start = text.lastIndexOf(text[at] ?? "", at - 1);
	return at === 0 || start === -1 || text.slice(start, at).includes("\n") ? at : start;
}
// src/detect/published-names.ts
const MAX_NAMES = 1e4;
var PublishedNames = class {
	#rules;
	constructor(rules) {
		const published = rules.flatMap(({ published: rule }) => rule ?? []);
		const distinct = new Map(published.map((rule) => [rule.variable, rule]));
		this.#rules = [...distinct.values()].map((rule) => ({
			...rule,
			start: startOf$1(rule.variable)
		}));
	}
	get needles() {
		return this.#rules.map(({ start }) => start);
	}
	areAt(bytes, at) {
		return this.#rules.some(({ start }) => standsAt$2(bytes, at, start));
	}
	publishedAt(bytes, at) {
		for (const { id, variable, start } of this.#rules) {
			if (!standsAt$2(bytes, at, start)) continue;
			const publication = publicationAt(bytes.toString("latin1", Math.max(0, at - PUBLICATION_REACH.before), at), bytes.toString("latin1", at, at + PUBLICATION_REACH.behind), variable);
			if (publication === void 0) continue;
			return {
				ruleId: id,
				publication,
				end: at + (publication.form === "env-prefix" ? start.length : variable.length)
			};
		}
	}
};
function standsAt$2(bytes, at, wanted) {
	return bytes.subarray(at, at + wanted.length).equals(wanted);
}
function startOf$1(variable) {
	return Buffer.from(/^[A-Z0-9]{5,}_|^.*/.exec(variable)?.[0] ?? variable);
}
// src/detect/arranged-needles.ts
function anchorsOf(rules) {
	return [...new Set(rules.map(({ anchor }) => anchor))];
}
function sourceOfNeedles(rules) {
	const names = new PublishedNames(rules).needles.map((needle) => needle.toString("latin1"));
	return [...anchorsOf(rules), ...names];
}
function arrangedNeedlesOf(rules) {
	if (sourceOfNeedles(rules).join() !== ARRANGED_FOR.join()) return void 0;
	const anchors = anchorsOf(rules);
	return arrangedTexts().map((text) => arranged(needleOf(text, anchors)));
}
function needleOf(text, anchors) {
	return {
		bytes: Buffer.from(text, "latin1"),
		skipsTrees: !anchors.includes(text)
	};
}
// src/core/byte-runs.ts
const NO_DIGIT$1 = /[^A-Za-z0-9+/_-]/;
const FIRST_BYTES = 64;
const MOST_BYTES = 65536;
function rowEnd(bytes, at, high) {
	return endOfRun(bytes, at, high, NO_DIGIT$1);
}
function endOfRun(bytes, at, high, pattern) {
	let from = at;
	for (let size = FIRST_BYTES; from < high; size = Math.min(2 * size, MOST_BYTES)) {
		const to = Math.min(high, from + size);
		const length = bytes.toString("latin1", from, to).search(pattern);
		if (length !== -1) return from + length;
		from = to;
	}
	return high;
}
function rowStart(bytes, at, low) {
	let to = at;
	let size = FIRST_BYTES;
	while (to > low && size > 0) {
		const from = Math.max(low, to - size);
		if (NO_DIGIT$1.test(bytes.toString("latin1", from, to))) size = to - from === 1 ? 0 : to - from >> 1;
		else {
			to = from;
			if (size >= FIRST_BYTES) size = Math.min(2 * size, MOST_BYTES);
		}
	}
	return to;
}
// src/detect/decode/layer.ts
const LEAD_BYTES = 4096;
const AHEAD_BYTES = 32768;
const OVERLAP_BYTES = 16384;
function spanInBlob(layer, span) {
	let { start, end } = span;
	let at = layer;
	while (at.origin !== void 0) {
		({start, end} = at.origin.decoded.spanOf(start, end));
		at = at.origin.layer;
	}
	return {
		start: at.base + start,
		end: at.base + end
	};
}
function lowerBound(values, count, wanted) {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = low + high >>> 1;
		if (values[middle] < wanted) low = middle + 1;
		else high = middle;
	}
	return low;
}
// src/detect/decode/transcriber.ts
const CONTEXT_BYTES = 64;
var TranscriberPass = class {
	#syntax;
	#gap;
	#coveredTo = 0;
	#runEnd = 0;
	constructor(syntax, gap) {
		this.#syntax = syntax;
		this.#gap = gap;
	}
	*decodeAround(layer, hit) {
		if (layer.base + hit < this.#coveredTo) return;
		const { bytes } = layer;
		const from = layer.base + hit < this.#runEnd ? hit : Math.max(0, hit - this.#gap);
		if (!this.#hasEscape(bytes, from, hit + this.#gap)) return;
		const transcript = new Transcript(this.#syntax.step, layer, this.#startOf(bytes, hit), Math.min(bytes.length, hit + AHEAD_BYTES));
		transcript.fill(this.#syntax, hit, this.#gap);
		const isWindowFull = transcript.run.end >= hit + AHEAD_BYTES;
		this.#runEnd = layer.base + transcript.run.end;
		this.#coveredTo = isWindowFull ? this.#runEnd - OVERLAP_BYTES : layer.base + transcript.lastEscapeEnd;
		if (transcript.hasDecisive) yield transcript;
	}
	#hasEscape(bytes, from, end) {
		const { lead } = this.#syntax;
		const near = bytes.subarray(from, end);
		for (let at = near.indexOf(lead); at !== -1;) {
			const read = this.#syntax.read(bytes, from + at);
			if (read?.isDecisive) return true;
			at = near.indexOf(lead, at + (read?.length ?? 1));
		}
		return false;
	}
	#startOf(bytes, hit) {
		const { lead } = this.#syntax;
		const low = Math.max(0, hit - LEAD_BYTES);
		let first = hit;
		for (;;) {
			const before = bytes.subarray(low, first).lastIndexOf(lead);
			if (before === -1 || first - (low + before) > this.#gap) break;
			first = low + before;
		}
		let start = Math.max(low, first - CONTEXT_BYTES);
		const floor = Math.max(0, low - LEAD_BYTES);
		while (start > floor && bytes[start - 1] === lead) start--;
		return start;
	}
};
var Transcript = class {
	step;
	run;
	isCut = false;
	endsWithLayer = false;
	hasDecisive = false;
	lastEscapeEnd;
	#source;
	#high;
	#bytes;
	#length = 0;
	#segments = new Segments();
	constructor(step, source, start, high) {
		this.step = step;
		this.#source = source;
		this.#high = high;
		this.run = {
			start,
			end: start
		};
		this.lastEscapeEnd = start;
		this.#bytes = Buffer.allocUnsafe(high - start);
	}
	get bytes() {
		return this.#bytes.subarray(0, this.#length);
	}
	spanOf(start, end) {
		return {
			start: this.#segments.sourceOf(start).start,
			end: this.#segments.sourceOf(end - 1).end
		};
	}
	fill(syntax, hit, gap) {
		const { bytes } = this.#source;
		let at = this.run.start;
		let nearest = hit;
		for (;;) {
			const limit = Math.min(this.#high, nearest + gap);
			const found = at < limit ? bytes.subarray(at, limit).indexOf(syntax.lead) : -1;
			this.#copy(at, found === -1 ? limit : at + found);
			if (found === -1) {
				this.run.end = Math.max(at, limit);
				break;
			}
			at += found;
			const read = syntax.read(bytes, at);
			if (read === void 0 || at + read.length > this.#high) {
				this.#copy(at, ++at);
				continue;
			}
			this.#write(read, at);
			this.hasDecisive ||= read.isDecisive;
			at += read.length;
			this.lastEscapeEnd = at;
			nearest = Math.max(nearest, at);
		}
		this.endsWithLayer = this.run.end === bytes.length;
		this.isCut = !this.endsWithLayer || this.#source.isCut;
	}
	#copy(from, to) {
		if (to <= from) return;
		this.#segments.add(this.#length, from, 0);
		this.#length += this.#source.bytes.copy(this.#bytes, this.#length, from, to);
	}
	#write({ value, length }, at) {
		this.#segments.add(this.#length, at, length);
		if (typeof value === "number") this.#bytes[this.#length++] = value;
		else for (const byte of value) this.#bytes[this.#length++] = byte;
	}
};
const SEGMENT_FIELDS = 3;
var Segments = class {
	#fields = new Int32Array(192);
	#count = 0;
	add(at, source, escapeLength) {
		const index = this.#count++ * SEGMENT_FIELDS;
		if (index === this.#fields.length) {
			const larger = new Int32Array(2 * index);
			larger.set(this.#fields);
			this.#fields = larger;
		}
		this.#fields[index] = at;
		this.#fields[index + 1] = source;
		this.#fields[index + 2] = escapeLength;
	}
	sourceOf(at) {
		let low = 0;
		let high = this.#count;
		while (high - low > 1) {
			const middle = low + high >>> 1;
			if (this.#fields[middle * SEGMENT_FIELDS] <= at) low = middle;
			else high = middle;
		}
		const index = low * SEGMENT_FIELDS;
		const source = this.#fields[index + 1];
		const escapeLength = this.#fields[index + 2];
		const start = escapeLength === 0 ? source + at - this.#fields[index] : source;
		return {
			start,
			end: start + Math.max(1, escapeLength)
		};
	}
};
function digitsAt(bytes, at, count, base) {
	let value = 0;
	for (let index = at; index < at + count; index++) {
		const digit = digitOf(bytes[index]);
		if (digit >= base) return -1;
		value = value * base + digit;
	}
	return value;
}
function digitOf(byte) {
	if (byte === void 0 || byte < 48) return NO_DIGIT;
	if (byte <= 57) return byte - 48;
	const letter = byte | 32;
	return letter >= 97 && letter <= 102 ? letter - 87 : NO_DIGIT;
}
const NO_DIGIT = 255;
function countDigits(bytes, at, most, base) {
	let count = 0;
	while (count < most && digitOf(bytes[at + count]) < base) count++;
	return count;
}
function utf8Of(point) {
	if (point < 128) return point;
	return point <= 1114111 ? [...Buffer.from(String.fromCodePoint(point))] : [
		239,
		191,
		189
	];
}
// src/detect/join/list-context.ts
const LOOK_BYTES$4 = 256;
const EMPTY = `(?:""|''|\`\`)`;
const BEHIND = new RegExp([`^[^()\\[\\]{}]{0,128}[\\])]\\s*(?:\\??\\.\\s*(?:join\\(\\s*${EMPTY}\\s*\\)|join(?![\\w(])|joinToString\\(\\s*${EMPTY}|mkString(?!\\()|concat\\(\\s*\\)))`, `^[^()\\[\\]{}]{0,128}\\}\\s*,\\s*${EMPTY}\\s*\\)`].join("|"));
const BEFORE = new RegExp([
	`${EMPTY}\\.join\\(\\s*[[(][^()[\\]]{0,128}$`,
	`concat!?\\s*\\((?:\\s*\\[)?[^()[\\]]{0,128}$`,
	`(?:join|implode)\\(\\s*${EMPTY}\\s*,(?:\\s*(?:\\[|array\\s*\\(|new\\s+string\\[\\]\\s*\\{|\\w+\\.of\\())?[^()[\\]]{0,128}$`
].join("|"), "i");
function isJoinedList(bytes, start, end) {
	return BEHIND.test(bytes.toString("latin1", end, end + LOOK_BYTES$4)) || BEFORE.test(bytes.toString("latin1", Math.max(0, start - LOOK_BYTES$4), start));
}
const HASH$2 = 35;
const BACKTICK = 96;
const PREFIXES = new Set(Buffer.from("rRbBfFuULc@$8"));
const MAX_PREFIX = 3;
const MAX_HASHES = 8;
const MAX_LITERAL_BYTES = 16384;
function isQuote(byte) {
	return byte === 34 || byte === 39 || byte === BACKTICK;
}
function isBlank$1(byte) {
	return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}
function literalAt(bytes, at) {
	let quoteAt = at;
	while (quoteAt - at < MAX_PREFIX && PREFIXES.has(bytes[quoteAt])) quoteAt++;
	let hashes = 0;
	while (hashes < MAX_HASHES && bytes[quoteAt] === HASH$2) {
		hashes++;
		quoteAt++;
	}
	const quote = bytes[quoteAt];
	if (quote === void 0 || !isQuote(quote)) return void 0;
	return (bytes[quoteAt + 1] === quote && bytes[quoteAt + 2] === quote ? closed(bytes, at, quoteAt + 3, {
		quote,
		count: 3,
		hashes
	}) : void 0) ?? closed(bytes, at, quoteAt + 1, {
		quote,
		count: 1,
		hashes
	});
}
const TURNS$2 = new Map([
	[34, /["\\\r\n]/],
	[39, /['\\\r\n]/],
	[BACKTICK, /[`\\]/]
]);
function closed(bytes, start, from, closing) {
	const high = Math.min(bytes.length, from + MAX_LITERAL_BYTES);
	const turns = TURNS$2.get(closing.quote);
	const pieces = [];
	let pieceStart = from;
	for (let at = endOfRun(bytes, from, high, turns); at < high; at = endOfRun(bytes, at, high, turns)) {
		const byte = bytes[at];
		if (byte === 92) {
			const next = continuedAt(bytes, at);
			if (next === void 0) at += 2;
			else {
				pieces.push({
					start: pieceStart,
					end: at
				});
				pieceStart = next;
				at = next;
			}
		} else if (byte === closing.quote && closesAt(bytes, at, closing)) {
			pieces.push({
				start: pieceStart,
				end: at
			});
			return {
				start,
				end: at + closing.count + closing.hashes,
				pieces,
				isClipped: false
			};
		} else if ((byte === 10 || byte === 13) && closing.count === 1 && closing.quote !== BACKTICK) return;
		else at++;
	}
	pieces.push({
		start: pieceStart,
		end: high
	});
	return {
		start,
		end: high,
		pieces,
		isClipped: true
	};
}
function closesAt(bytes, at, { quote, count, hashes }) {
	for (let index = 1; index < count; index++) if (bytes[at + index] !== quote) return false;
	for (let index = 0; index < hashes; index++) if (bytes[at + count + index] !== HASH$2) return false;
	return true;
}
function continuedAt(bytes, at) {
	let next = at + 1;
	if (bytes[next] === 13) next++;
	if (bytes[next] === 10) next++;
	if (next === at + 1) return void 0;
	while (bytes[next] === 32 || bytes[next] === 9) next++;
	return next;
}
function literalBefore(bytes, end, low) {
	let close = end - 1;
	while (close > low && bytes[close] === HASH$2) close--;
	const quote = bytes[close];
	if (quote === void 0 || close < low || !isQuote(quote)) return void 0;
	const open = openingBefore(bytes, close, low);
	if (open === void 0) return void 0;
	const isTriple = open === close - 1 && bytes[open - 1] === quote && open - 2 >= low ? tripleBefore(bytes, close, low) : void 0;
	if (isTriple !== void 0) return {
		...isTriple,
		end
	};
	const pieces = [{
		start: open + 1,
		end: close
	}];
	return {
		start: prefixStart(bytes, open, low),
		end,
		pieces,
		isClipped: false
	};
}
function tripleBefore(bytes, close, low) {
	const quotes = bytes.subarray(close - 2, close + 1);
	const open = bytes.subarray(low, close - 2).lastIndexOf(quotes);
	if (open === -1) return void 0;
	const pieces = [{
		start: low + open + 3,
		end: close - 2
	}];
	return {
		start: prefixStart(bytes, low + open, low),
		end: close + 1,
		pieces,
		isClipped: false
	};
}
function openingBefore(bytes, close, low) {
	const quote = bytes[close];
	let at = close;
	do {
		at = at > low ? low + bytes.subarray(low, at).lastIndexOf(quote) : low - 1;
		if (at < low) return void 0;
	} while (isEscaped(bytes, at, low));
	return quote === BACKTICK || !LINE_END$1.test(bytes.toString("latin1", at, close)) ? at : void 0;
}
const LINE_END$1 = /(?<!\\)[\r\n]/;
function isEscaped(bytes, at, low) {
	let slash = at - 1;
	while (slash >= low && bytes[slash] === 92) slash--;
	return (at - 1 - slash) % 2 === 1;
}
function prefixStart(bytes, open, low) {
	let start = open;
	while (start > low && open - start < MAX_HASHES && bytes[start - 1] === HASH$2) start--;
	let letters = start;
	while (letters > low && start - letters < MAX_PREFIX && PREFIXES.has(bytes[letters - 1])) letters--;
	return isWordByte(bytes[letters - 1]) ? start : letters;
}
function isWordByte(byte) {
	if (byte === void 0) return false;
	const letter = byte | 32;
	return byte >= 48 && byte <= 57 || letter >= 97 && letter <= 122 || byte === 95;
}
// src/detect/join/seams.ts
const SEAMS = [
	"adjacent",
	"loose",
	"listed"
];
const PLUS = 43;
const DOT$1 = 46;
const COMMA$1 = 44;
const OPEN = 40;
const CLOSE = 41;
const LESS = 60;
const SLASH$2 = 47;
const STAR = 42;
const HASH$1 = 35;
const CONCAT = Buffer.from(".concat(");
const COMMENT_END = Buffer.from("*/");
const COMMENT_BEGIN = Buffer.from("/*");
function seamFrom(bytes, at) {
	let end = at;
	let seam = "adjacent";
	const high = Math.min(bytes.length, at + 512);
	while (end < high) {
		const step = stepAt(bytes, end) ?? commentAt(bytes, end, high);
		if (step === void 0) break;
		end += step.length;
		seam = doubtful(seam, step.seam);
	}
	return {
		end,
		seam
	};
}
function seamBefore(bytes, at, bound) {
	let start = at;
	let seam = "adjacent";
	const low = Math.max(bound, at - 512);
	while (start > low) {
		const step = stepBefore(bytes, start, low) ?? commentBefore(bytes, start, low);
		if (step === void 0) break;
		start -= step.length;
		seam = doubtful(seam, step.seam);
	}
	return {
		start,
		seam
	};
}
function doubtful(a, b) {
	return SEAMS.indexOf(a) > SEAMS.indexOf(b) ? a : b;
}
function stepAt(bytes, at) {
	const byte = bytes[at];
	if (isBlank$1(byte) || byte === PLUS || byte === OPEN || byte === CLOSE) return {
		length: 1,
		seam: "adjacent"
	};
	if (byte === DOT$1) return bytes.subarray(at, at + CONCAT.length).equals(CONCAT) ? {
		length: CONCAT.length,
		seam: "loose"
	} : {
		length: 1,
		seam: "adjacent"
	};
	if (byte === COMMA$1) return {
		length: 1,
		seam: "listed"
	};
	if (byte === LESS && bytes[at + 1] === LESS) return {
		length: 2,
		seam: "adjacent"
	};
	if (byte === 92 && isBreak(bytes[at + 1])) return {
		length: 1,
		seam: "adjacent"
	};
}
function stepBefore(bytes, at, low) {
	const byte = bytes[at - 1];
	if (byte === 10 && at - 2 >= low) {
		const comment = lineCommentBefore(bytes, at - 1, low);
		if (comment !== void 0) return comment;
	}
	if (byte === OPEN && at - CONCAT.length >= low && bytes.subarray(at - CONCAT.length, at).equals(CONCAT)) return {
		length: CONCAT.length,
		seam: "loose"
	};
	if (byte === LESS) return bytes[at - 2] === LESS ? {
		length: 2,
		seam: "adjacent"
	} : void 0;
	if (byte === 92) return isBreak(bytes[at]) ? {
		length: 1,
		seam: "adjacent"
	} : void 0;
	return byte === 92 ? void 0 : stepAt(bytes, at - 1);
}
function isBreak(byte) {
	return byte === 10 || byte === 13;
}
function commentAt(bytes, at, high) {
	if (bytes[at] === HASH$1 || bytes[at] === SLASH$2 && bytes[at + 1] === SLASH$2) {
		let end = at;
		while (end < high && !isBreak(bytes[end])) end++;
		return end === high ? void 0 : {
			length: end - at,
			seam: "loose"
		};
	}
	if (bytes[at] !== SLASH$2 || bytes[at + 1] !== STAR) return void 0;
	const end = bytes.subarray(at + 2, high).indexOf(COMMENT_END);
	return end === -1 ? void 0 : {
		length: end + 4,
		seam: "loose"
	};
}
function commentBefore(bytes, at, low) {
	if (bytes[at - 1] !== SLASH$2 || bytes[at - 2] !== STAR) return void 0;
	const start = bytes.subarray(low, at - 2).lastIndexOf(COMMENT_BEGIN);
	return start === -1 ? void 0 : {
		length: at - low - start,
		seam: "loose"
	};
}
const LINE_END = /["'`+.,(\\<[{]\s*$|^\s*$/;
const LINE_COMMENT = /\/\/|#/g;
function lineCommentBefore(bytes, lineEnd, low) {
	const lineStart = Math.max(low, bytes.subarray(low, lineEnd).lastIndexOf(10) + 1 + low);
	const line = bytes.toString("latin1", lineStart, lineEnd);
	if (/["'`+.,(\\<]\s*$/.test(line)) return void 0;
	for (const { index } of line.matchAll(LINE_COMMENT)) if (LINE_END.test(line.slice(0, index))) return {
		length: line.length - index + 1,
		seam: "loose"
	};
}
// src/detect/join/joined-run.ts
const MAX_LITERALS = 1024;
const MAX_LITERALS_BEFORE = 16;
const MAX_BEFORE_BYTES = 1024;
const MAX_WORD_BYTES = 4096;
const MAX_BEHIND_BYTES = 16384;
function runAround(bytes, own, isApart = false) {
	const before = [];
	const low = Math.max(0, own.start - MAX_BEFORE_BYTES);
	let next = {
		literal: own,
		seam: "adjacent"
	};
	while (before.length < MAX_LITERALS_BEFORE) {
		const found = partBefore(bytes, next.literal, low);
		if (found === void 0 || isApart && found.seam === "listed") break;
		before.push({
			...next,
			seam: found.seam
		});
		next = {
			literal: found.literal,
			seam: "adjacent"
		};
	}
	const parts = [next, ...before.reverse()];
	const ownAt = parts.length - 1;
	const high = own.end + MAX_BEHIND_BYTES;
	for (let last = own; parts.length - ownAt <= MAX_LITERALS && last.end < high && !last.isClipped;) {
		const found = partBehind(bytes, last);
		if (found === void 0 || isApart && found.seam === "listed") break;
		parts.push(found);
		last = found.literal;
	}
	return {
		parts: ofOneText(bytes, parts, ownAt),
		end: parts.at(-1).literal.end
	};
}
function partBehind(bytes, { end }) {
	const seam = seamFrom(bytes, end);
	const literal = literalAt(bytes, seam.end);
	if (isWordByte(bytes[end]) && (literal === void 0 || digitOf(bytes[end]) < 16)) return {
		literal: wordFrom(bytes, end),
		seam: "adjacent"
	};
	return literal && {
		literal,
		seam: seam.seam
	};
}
function partBefore(bytes, { start }, low) {
	if (start > low && isWordByte(bytes[start - 1])) return {
		literal: wordBefore(bytes, start, low),
		seam: "adjacent"
	};
	const seam = seamBefore(bytes, start, low);
	const literal = literalBefore(bytes, seam.start, low);
	return literal && {
		literal,
		seam: seam.seam
	};
}
function wordFrom(bytes, start) {
	let end = start;
	const high = start + MAX_WORD_BYTES;
	while (end < high && isBareByte(bytes[end])) end++;
	return {
		start,
		end,
		pieces: [{
			start,
			end
		}],
		isClipped: end === high
	};
}
function wordBefore(bytes, end, low) {
	let start = end;
	while (start > low && isBareByte(bytes[start - 1])) start--;
	return {
		start,
		end,
		pieces: [{
			start,
			end
		}],
		isClipped: false
	};
}
function isBareByte(byte) {
	return isWordByte(byte) || byte === 46 || byte === 45 || byte === 43 || byte === 47 || byte === 37;
}
function ofOneText(bytes, parts, ownAt) {
	if (parts.every(({ seam }) => seam !== "listed")) return parts;
	const first = parts.find(({ literal }) => literal.pieces.some(({ start, end }) => end > start)) ?? parts[0];
	if (isConcatenated(bytes, parts) || isJoinedList(bytes, first.literal.start, parts.at(-1).literal.end)) return parts;
	let from = ownAt;
	while (from > 0 && parts[from].seam !== "listed") from--;
	let to = ownAt + 1;
	while (to < parts.length && parts[to].seam !== "listed") to++;
	return parts.slice(from, to);
}
function isConcatenated(bytes, parts) {
	const listed = parts.findIndex(({ seam }) => seam === "listed");
	return bytes.subarray(parts[0].literal.end, parts[listed].literal.start).includes(CONCAT);
}
// src/detect/join/joined-text.ts
const MAX_PIECE_BYTES = 4096;
var JoinedText = class JoinedText {
	step = "joined";
	bytes;
	run;
	isCut;
	endsWithLayer = false;
	#segments;
	constructor(bytes, segments, run, isCut) {
		this.bytes = bytes;
		this.#segments = segments;
		this.run = run;
		this.isCut = isCut;
	}
	static of(layer, parts) {
		const pieces = [];
		const segments = [];
		let at = 0;
		for (const { literal, seam } of parts) for (const [index, piece] of literal.pieces.entries()) {
			const isFirst = segments.length === 0;
			const start = isFirst ? Math.max(piece.start, piece.end - MAX_PIECE_BYTES) : piece.start;
			if (start === piece.end && !isFirst) {
				if (index === 0 && seam !== "adjacent") segments.push({
					at,
					source: start,
					isLoose: true
				});
				continue;
			}
			segments.push({
				at,
				source: start,
				isLoose: index === 0 && !isFirst && seam !== "adjacent"
			});
			pieces.push(layer.bytes.subarray(start, piece.end));
			at += piece.end - start;
		}
		if (segments.length < 2) return void 0;
		const last = parts.at(-1).literal;
		const run = {
			start: parts[0].literal.start,
			end: last.end
		};
		const isCut = last.isClipped || layer.isCut && run.end === layer.bytes.length;
		return new JoinedText(Buffer.concat(pieces), segments, run, isCut);
	}
	spanOf(start, end) {
		return {
			start: this.#sourceOf(start),
			end: this.#sourceOf(end - 1) + 1
		};
	}
	isDoubtful({ start, end }) {
		return this.#segments.some(({ at, isLoose }) => isLoose && at > start && at < end);
	}
	#sourceOf(at) {
		let low = 0;
		let high = this.#segments.length;
		while (high - low > 1) {
			const middle = low + high >>> 1;
			if (this.#segments[middle].at <= at) low = middle;
			else high = middle;
		}
		const segment = this.#segments[low];
		return segment.source + at - segment.at;
	}
};
// src/detect/join/wrapped-lines.ts
const MAX_INDENT_BYTES = 256;
const DOT = 46;
function wrappedLines(bytes, hit, most) {
	const parts = [];
	let start = hit;
	let seam = "adjacent";
	for (let left = most; left > 0;) {
		const end = wordEnd(bytes, start, left, parts.length === 0);
		if (end === start) break;
		left -= end - start;
		parts.push({
			literal: {
				start,
				end,
				pieces: [{
					start,
					end
				}],
				isClipped: false
			},
			seam
		});
		const next = lineBehind(bytes, end);
		if (next === void 0) break;
		seam = bytes[end] === 92 ? "adjacent" : "loose";
		start = next;
	}
	return parts;
}
function wordEnd(bytes, start, most, isFirst) {
	let end = start;
	while (end - start < most && (isWordByte(bytes[end]) || isFirst && bytes[end] === DOT)) end++;
	return end;
}
function lineBehind(bytes, at) {
	let next = at;
	if (bytes[next] === 92) next++;
	if (bytes[next] === 13) next++;
	if (bytes[next] !== 10) return void 0;
	next++;
	const indented = next;
	while (next - indented < MAX_INDENT_BYTES && (bytes[next] === 32 || bytes[next] === 9)) next++;
	return next > indented || bytes[at] === 92 ? next : void 0;
}
// src/detect/join/join-pass.ts
const LOOK_BYTES$3 = 4096;
const LONGEST_KEY_BYTES = 8192;
const LONGEST_END_BYTES = 1024;
const INNER = new Set(Buffer.from(".=%&;#{}"));
var JoinPass = class {
	#keyReach;
	#coveredTo = 0;
	#apartTo = 0;
	constructor(keyReach) {
		this.#keyReach = keyReach;
	}
	*decodeAround(layer, hit) {
		const { bytes, base } = layer;
		if (base + hit < this.#coveredTo) return;
		this.#coveredTo = base + hit + 1;
		const close = endOfLiteral(bytes, hit);
		if (close === "far") this.#coveredTo = base + hit + LOOK_BYTES$3 - LONGEST_END_BYTES;
		else if (close !== void 0) yield* this.#joined(layer, hit, close);
		else {
			const text = JoinedText.of(layer, wrappedLines(bytes, hit, this.#keyReach));
			if (text !== void 0) yield text;
		}
	}
	*#joined(layer, hit, close) {
		const { bytes, base } = layer;
		let end;
		for (const literal of hit === close ? literalFrom(bytes, hit) : literalsAround(bytes, hit, close)) {
			const { parts, end: runEnd } = runAround(bytes, literal, base + hit < this.#apartTo);
			const partsEnd = parts.at(-1).literal.end;
			if (partsEnd < runEnd) this.#apartTo = base + runEnd;
			end ??= Math.min(partsEnd, hit + MAX_BEHIND_BYTES - LONGEST_KEY_BYTES);
			const text = JoinedText.of(layer, parts);
			if (text !== void 0) yield text;
		}
		this.#coveredTo = base + Math.max(hit + 1, end ?? close);
	}
};
function literalFrom(bytes, open) {
	const literal = literalAt(bytes, prefixStart(bytes, open, 0)) ?? literalAt(bytes, open);
	return literal === void 0 ? [] : [literal];
}
function endOfLiteral(bytes, hit) {
	const high = Math.min(bytes.length, hit + LOOK_BYTES$3);
	for (let at = rowEnd(bytes, hit, high); at < high; at = rowEnd(bytes, at + 1, high)) {
		const byte = bytes[at];
		if (isQuote(byte)) return at;
		if (byte === 92) {
			if (isQuote(bytes[at + 1]) || isBlank$1(bytes[at + 1])) return void 0;
			at++;
		} else if (!INNER.has(byte)) return void 0;
	}
	return high === hit + LOOK_BYTES$3 ? "far" : void 0;
}
function literalsAround(bytes, hit, close) {
	const low = Math.max(0, hit - LOOK_BYTES$3);
	const literals = [];
	const nearest = openingBefore(bytes, close, low);
	if (nearest !== void 0) {
		const quote = bytes[close];
		const isTriple = bytes[nearest - 1] === quote && bytes[nearest - 2] === quote;
		literals.push(...literalFrom(bytes, isTriple ? nearest - 2 : nearest));
	}
	const word = wordBefore(bytes, close, low);
	if (!isQuote(bytes[word.start - 1])) literals.push(word);
	return literals;
}
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const LF$4 = 10;
const CR$4 = 13;
const CONTROLS = new Map([..."abfnrtve"].map((letter, index) => [letter.charCodeAt(0), [
	7,
	8,
	12,
	10,
	13,
	9,
	11,
	27
][index]]));
const backslashEscapes = {
	step: "escape",
	lead: 92,
	read: read$1
};
function read$1(bytes, at) {
	const letter = bytes[at + 1];
	switch (letter) {
		case void 0: return;
		case 120: return ofDigits(4, digitsAt(bytes, at + 2, 2, 16), (value) => value);
		case 117: return bytes[at + 2] === OPEN_BRACE ? inBraces(bytes, at) : ofDigits(6, digitsAt(bytes, at + 2, 4, 16), utf8Of);
		case 85: return ofDigits(10, digitsAt(bytes, at + 2, 8, 16), utf8Of);
		case LF$4: return {
			length: 2,
			value: [],
			isDecisive: false
		};
		case CR$4: return {
			length: bytes[at + 2] === LF$4 ? 3 : 2,
			value: [],
			isDecisive: false
		};
		default: return octal(bytes, at) ?? {
			length: 2,
			value: CONTROLS.get(letter) ?? letter,
			isDecisive: false
		};
	}
}
function ofDigits(length, digits, toValue) {
	return digits < 0 ? void 0 : {
		length,
		value: toValue(digits),
		isDecisive: true
	};
}
function inBraces(bytes, at) {
	const count = countDigits(bytes, at + 3, 6, 16);
	if (count === 0 || bytes[at + 3 + count] !== CLOSE_BRACE) return void 0;
	return ofDigits(count + 4, digitsAt(bytes, at + 3, count, 16), utf8Of);
}
function octal(bytes, at) {
	let count = countDigits(bytes, at + 1, 3, 8);
	if (count === 3 && bytes[at + 1] > 51) count = 2;
	return count === 0 ? void 0 : ofDigits(count + 1, digitsAt(bytes, at + 1, count, 8), (value) => value);
}
// src/detect/decode/compressed.ts
const MAX_INFLATED_BYTES = 33554432;
const GZIP_MAGIC = Buffer.from([
	31,
	139,
	8
]);
const MAX_STREAMS = 64;
const GZIP_HEADER_BYTES = 10;
const GZIP_HEADER_CHECK = 2;
const GZIP_EXTRA = 4;
const GZIP_NAME = 8;
const GZIP_COMMENT = 16;
const ZLIB_DEFLATE = 120;
const ZLIB_HEADER_BYTES = 2;
const ZLIB_DICTIONARY = 32;
const MIN_INFLATED_BYTES = 8;
function* inflatedIn(layer, isAllAtHand) {
	const { bytes } = layer;
	if (isZlibHeader(bytes) && !isAsBefore(layer, 0, ZLIB_HEADER_BYTES)) {
		const inflated = inflate(layer, 0, "zlib", isAllAtHand);
		if (inflated) yield inflated;
	}
	let count = 0;
	for (let at = bytes.indexOf(GZIP_MAGIC); at !== -1; at = bytes.indexOf(GZIP_MAGIC, at + 1)) {
		if (isAsBefore(layer, at, GZIP_MAGIC.length)) continue;
		if (count++ === MAX_STREAMS) {
			yield { kind: "too-many" };
			return;
		}
		const inflated = inflate(layer, at, "gzip", isAllAtHand);
		if (inflated) yield inflated;
	}
}
function isAsBefore({ bytes, origin }, at, length) {
	if (origin === void 0) return false;
	const { start, end } = origin.decoded.spanOf(at, at + length);
	return end - start === length && origin.layer.bytes.subarray(start, end).equals(bytes.subarray(at, at + length));
}
const GZIP_IN_BASE64 = Buffer.from("H4sI");
function isGzipInBase64(bytes, at) {
	return bytes.subarray(at, at + GZIP_IN_BASE64.length).equals(GZIP_IN_BASE64);
}
const COMPRESSED_IN_BASE64 = [
	"H4sI",
	...[
		"eJw",
		"eJx",
		"eJy",
		"eJz",
		"eF4",
		"eF5",
		"eF6",
		"eF7",
		"eNp",
		"eNq",
		"eNr",
		"eAF",
		"eAH"
	],
	...[
		"eNoF",
		"eNoN",
		"eNoV",
		"eNo1",
		"eNo9",
		"eAEF",
		"eAEN",
		"eAEV",
		"eAGl"
	]
];
const COMPRESSED_IN_ESCAPES = [...[
	"\\x1f\\x8b",
	"\\x1F\\x8B",
	"%48%34",
	"1f8b08",
	"1F8B08"
]];
function isZlibBegin(bytes) {
	if (!isZlibHeader(bytes)) return false;
	return Buffer.isBuffer(inflateBegin(bytes.subarray(ZLIB_HEADER_BYTES)));
}
function holdsCompressed(bytes) {
	return isZlibHeader(bytes) || bytes.includes(GZIP_MAGIC);
}
function isZlibHeader(bytes) {
	if (bytes[0] !== ZLIB_DEFLATE || bytes.length <= ZLIB_HEADER_BYTES) return false;
	return bytes.readUInt16BE(0) % 31 === 0 && (bytes[1] & ZLIB_DICTIONARY) === 0;
}
function gzipContentAt(bytes, at) {
	const flags = bytes[at + 3] ?? 0;
	let content = at + GZIP_HEADER_BYTES;
	if (flags & GZIP_EXTRA) content += 2 + ((bytes[content] ?? 0) | (bytes[content + 1] ?? 0) << 8);
	for (const flag of [GZIP_NAME, GZIP_COMMENT]) if (flags & flag) content = bytes.indexOf(0, content) + 1 || bytes.length;
	return flags & GZIP_HEADER_CHECK ? content + 2 : content;
}
function inflate(layer, at, step, isAllAtHand) {
	const from = step === "gzip" ? gzipContentAt(layer.bytes, at) : at + ZLIB_HEADER_BYTES;
	const stream = layer.bytes.subarray(from);
	const whole = tried(() => (0, node_zlib.inflateRawSync)(stream, { maxOutputLength: MAX_INFLATED_BYTES }));
	if (whole === "broken") return void 0;
	const bytes = whole === "cut" ? inflateBegin(stream) : whole;
	if (bytes === "too-large") return { kind: "too-large" };
	if (!Buffer.isBuffer(bytes) || bytes.length < MIN_INFLATED_BYTES) return void 0;
	if (whole === "cut" && layer.isCut && !isAllAtHand) return { kind: "cut" };
	const span = {
		start: at,
		end: layer.bytes.length
	};
	return {
		kind: "text",
		decoded: {
			step,
			bytes,
			run: span,
			isCut: whole === "cut",
			endsWithLayer: false,
			spanOf: () => span
		}
	};
}
function inflateBegin(stream) {
	return tried(() => (0, node_zlib.inflateRawSync)(stream, {
		maxOutputLength: MAX_INFLATED_BYTES,
		finishFlush: node_zlib.constants.Z_SYNC_FLUSH
	}));
}
const REASONS = {
	ERR_BUFFER_TOO_LARGE: "too-large",
	Z_BUF_ERROR: "cut"
};
function tried(inflateAll) {
	try {
		return inflateAll();
	} catch (error) {
		return REASONS[error.code ?? ""] ?? "broken";
	}
}
// src/detect/decode/base64.ts
const MAX_WHOLE_BYTES = 8388608;
const MIN_DIGITS$1 = 24;
const SLASH$1 = 47;
const LF$3 = 10;
const CR$3 = 13;
const SPACE$1 = 32;
const TAB$1 = 9;
const SMALL_N = 110;
const SMALL_R = 114;
const SMALL_T = 116;
const MAX_BLANKS$2 = 128;
const TRIED_BYTES = 96;
const ZLIB_FIRST_DIGIT = 101;
var Base64Pass = class {
	#window;
	*decodeAround(layer, hit) {
		const { bytes } = layer;
		if (!isDigit(bytes[hit]) || !isLongRun(bytes, hit)) return;
		if (!isDigit(bytes[hit - 1]) && beginsDeflated(layer, hit)) yield new Base64Text(layer, digitsFrom(layer, hit, hit, hit + AHEAD_BYTES), 0, hit);
		const phases = textPhases(bytes, hit, "base64") | (isGzipInBase64(bytes, hit) ? 1 : 0);
		if (phases === 0) return;
		const window = this.#windowAt(layer, hit);
		for (let phase = 0; phase < 4; phase++) {
			const skipped = window.indexOf(layer.base + hit) + phase & 3;
			if ((phases & 1 << phase) === 0 || (window.tried & 1 << skipped) !== 0) continue;
			window.tried |= 1 << skipped;
			yield new Base64Text(layer, window.digits, skipped, hit);
		}
	}
	#windowAt(layer, hit) {
		const known = this.#window;
		if (known !== void 0 && layer.base + hit < known.coveredTo) return known;
		const start = startOf(layer.bytes, hit);
		this.#window = new Window(layer, digitsFrom(layer, start, hit, hit + AHEAD_BYTES), hit);
		return this.#window;
	}
};
var Window = class {
	digits;
	coveredTo;
	#base;
	tried = 0;
	constructor(layer, digits, hit) {
		this.digits = digits;
		this.#base = layer.base;
		const isFull = digits.end >= hit + AHEAD_BYTES;
		this.coveredTo = layer.base + digits.end - (isFull ? OVERLAP_BYTES : 0);
	}
	indexOf(offset) {
		return indexAt(this.digits, offset - this.#base);
	}
};
var Base64Text = class Base64Text {
	step = "base64";
	bytes;
	run;
	isCut;
	endsWithLayer;
	#layer;
	#digits;
	#skipped;
	#hit;
	constructor(layer, digits, skipped, hit) {
		this.#layer = layer;
		this.#digits = digits;
		this.#skipped = skipped;
		this.#hit = hit;
		this.bytes = decode$1(layer, digits, skipped);
		this.run = {
			start: positionOf(digits, skipped),
			end: positionOf(digits, digits.count - 1) + 1
		};
		this.endsWithLayer = digits.end === layer.bytes.length;
		this.isCut = digits.isClipped || layer.isCut && this.endsWithLayer;
	}
	spanOf(start, end) {
		const first = this.#skipped + Math.floor(start * 8 / 6);
		const last = this.#skipped + Math.floor((end * 8 - 1) / 6);
		return {
			start: positionOf(this.#digits, first),
			end: positionOf(this.#digits, last) + 1
		};
	}
	whole() {
		const digits = this.#digits;
		const start = digits.rows[0].at;
		if (!digits.isClipped || digits.end - start >= 8388608) return void 0;
		const all = digitsFrom(this.#layer, start, this.#hit, start + MAX_WHOLE_BYTES);
		return new Base64Text(this.#layer, all, this.#skipped, this.#hit);
	}
};
function beginsDeflated(layer, hit) {
	if (layer.bytes[hit] !== ZLIB_FIRST_DIGIT) return false;
	return isZlibBegin(decode$1(layer, digitsFrom(layer, hit, hit, hit + TRIED_BYTES), 0));
}
function isLongRun(bytes, hit) {
	let count = 0;
	for (let at = hit - 1; count < MIN_DIGITS$1 && isDigit(bytes[at]); at--) count++;
	for (let at = hit; count < MIN_DIGITS$1; at++, count++) if (!isDigit(bytes[at])) {
		const after = breakEnd(bytes, at, bytes.length);
		if (after === at || !isDigit(bytes[after])) return false;
		at = after;
	}
	return true;
}
function startOf(bytes, hit) {
	const low = Math.max(0, hit - LEAD_BYTES);
	let at = hit;
	for (;;) {
		at = rowStart(bytes, at, low);
		const before = breakStart(bytes, at, low);
		if (before === at) return at;
		at = before;
	}
}
function isWholeRun(bytes, start, end) {
	return breakEnd(bytes, end, bytes.length) === end && breakStart(bytes, start, 0) === start;
}
function breakStart(bytes, at, low) {
	if (at > low && bytes[at - 1] === 92) return at - 1;
	let start = at;
	while (start > low && isBlank(bytes[start - 1])) start--;
	if (start - 2 >= low && bytes[start - 2] === 92) return start;
	while (start < at && bytes[start] !== LF$3 && bytes[start] !== CR$3) start++;
	return start;
}
function breakEnd(bytes, at, high) {
	let end = at;
	if (bytes[end] === 92) {
		while (end < high && bytes[end] === 92) end++;
		const letter = bytes[end];
		if (letter === SMALL_N || letter === SMALL_R || letter === SMALL_T) return blanksEnd$1(bytes, end + 1, high);
		if (letter === SLASH$1) return end;
		if (letter !== LF$3 && letter !== CR$3) return at;
	}
	return bytes[end] === LF$3 || bytes[end] === CR$3 ? blanksEnd$1(bytes, end, high) : at;
}
function blanksEnd$1(bytes, at, high) {
	const most = Math.min(high, at + MAX_BLANKS$2);
	let end = at;
	while (end < most && isBlank(bytes[end])) end++;
	return end;
}
function isBlank(byte) {
	return byte === LF$3 || byte === CR$3 || byte === SPACE$1 || byte === TAB$1;
}
function digitsFrom({ bytes }, start, hit, bound) {
	const high = Math.min(bytes.length, bound);
	let rows = [];
	let count = 0;
	let at = start;
	while (at < high) {
		const end = rowEnd(bytes, at, high);
		if (end > at) {
			rows.push({
				first: count,
				at,
				length: end - at
			});
			count += end - at;
			at = end;
			continue;
		}
		const after = breakEnd(bytes, at, high);
		if (after > at) at = after;
		else if (at > hit) break;
		else {
			rows = [];
			count = 0;
			at++;
		}
	}
	return {
		rows,
		count,
		end: at,
		isClipped: at >= high && high < bytes.length
	};
}
function decode$1({ bytes }, { rows }, skipped) {
	const text = rows.map(({ at, length }) => bytes.toString("latin1", at, at + length)).join("");
	return Buffer.from(text.slice(skipped), "base64");
}
function positionOf({ rows }, index) {
	const row = rows[lastRow(rows, ({ first }) => first <= index)];
	return row.at + index - row.first;
}
function indexAt({ rows, count }, position) {
	const before = rows[lastRow(rows, ({ at }) => at <= position)];
	return before === void 0 ? 0 : Math.min(count, before.first + Math.min(before.length, position - before.at));
}
function lastRow(rows, isSo) {
	let low = -1;
	let high = rows.length;
	while (high - low > 1) {
		const middle = low + high >> 1;
		if (isSo(rows[middle])) low = middle;
		else high = middle;
	}
	return low;
}
// src/detect/decode/char-codes.ts
const MIN_CODES = 16;
const MAX_CODES = 4096;
const MAX_BLANKS$1 = 64;
const MAX_CODE = 255;
const COMMA = 44;
const BLANKS = new Set(Buffer.from(" 	\r\n"));
var CharCodesPass = class {
	#coveredTo = 0;
	*decodeAround(layer, hit) {
		const { bytes, base } = layer;
		if (base + hit < this.#coveredTo || countDigits(bytes, hit, 1, 10) === 0) return;
		const places = codesFrom(bytes, hit);
		if (places.length < MIN_CODES) return;
		const end = places.at(-1).end;
		const isFull = places.length === MAX_CODES;
		this.#coveredTo = base + (isFull ? places[3072].start : end);
		yield {
			step: "char-codes",
			bytes: Buffer.from(places.map((place) => codeAt(bytes, place))),
			run: {
				start: hit,
				end
			},
			isCut: isFull || layer.isCut && end === bytes.length,
			endsWithLayer: false,
			spanOf: (from, to) => ({
				start: places[from].start,
				end: places[to - 1].end
			})
		};
	}
};
function codesFrom(bytes, from) {
	const places = [];
	for (let at = from; places.length < MAX_CODES;) {
		const length = countDigits(bytes, at, 4, 10);
		const place = {
			start: at,
			end: at + length
		};
		if (length === 0 || length === 4 || codeAt(bytes, place) > MAX_CODE) break;
		places.push(place);
		const comma = blanksEnd(bytes, place.end);
		if (bytes[comma] !== COMMA) break;
		at = blanksEnd(bytes, comma + 1);
	}
	return places;
}
function codeAt(bytes, { start, end }) {
	return digitsAt(bytes, start, end - start, 10);
}
function blanksEnd(bytes, at) {
	let end = at;
	while (end - at < MAX_BLANKS$1 && BLANKS.has(bytes[end])) end++;
	return end;
}
// src/detect/decode/hex.ts
const MIN_PAIRS = 16;
const FIRST_PAIRS = 256;
const MAX_SEPARATORS = 8;
const SEPARATORS = new Set(Buffer.from(" 	\r\n:,-"));
const ZERO$1 = 48;
const SMALL_X = 120;
const MARGIN = /^(?: {1,4}\|[^\n]{0,16}\|| {1,4}[^\n]{1,16})?\r?\n[0-9a-fA-F]{7,8}:? {1,2}(?=[0-9a-fA-F]{2})/;
const MAX_MARGIN = 48;
var HexPass = class {
	#known = [];
	*decodeAround(layer, hit) {
		for (const at of pairsAt(layer.bytes, hit)) {
			if (this.#isKnown(layer.base + at)) continue;
			const pairs = pairsAround(layer, at);
			if (pairs.count < MIN_PAIRS) continue;
			this.#known = [...this.#known.slice(-1), {
				pairs,
				base: layer.base
			}];
			yield new HexText(pairs, layer);
		}
	}
	#isKnown(offset) {
		return this.#known.some(({ pairs: { positions, count, end, isClipped }, base }) => {
			const at = offset - base;
			if (at >= end - (isClipped ? 16384 : 0)) return false;
			return positions[lowerBound(positions, count, at)] === at;
		});
	}
};
var HexText = class {
	step = "hex";
	bytes;
	run;
	isCut;
	endsWithLayer;
	#positions;
	#source;
	constructor({ positions, count, end, isClipped }, layer) {
		this.bytes = Buffer.allocUnsafe(count);
		this.#positions = positions;
		this.#source = layer.bytes;
		for (let index = 0; index < count; index++) this.bytes[index] = pairAt(layer.bytes, positions[index]);
		this.run = {
			start: positions[0],
			end: positions[count - 1] + 2
		};
		this.endsWithLayer = end + 2 > layer.bytes.length;
		this.isCut = isClipped || layer.isCut && this.endsWithLayer;
	}
	spanOf(start, end) {
		const first = this.#positions[start];
		return {
			start: this.#source[first - 1] === SMALL_X && this.#source[first - 2] === ZERO$1 ? first - 2 : first,
			end: this.#positions[end - 1] + 2
		};
	}
};
function pairsAt(bytes, hit) {
	const phases = textPhases(bytes, hit, "hex");
	const at = bytes[hit] === SMALL_X ? hit + 1 : hit;
	if (phases === 0) return isPair(bytes, at) ? [at] : [];
	return [0, 1].filter((phase) => phases & 5 << phase).map((phase) => hit + phase);
}
function isPair(bytes, at) {
	return digitOf(bytes[at]) < 16 && digitOf(bytes[at + 1]) < 16;
}
function pairAt(bytes, at) {
	return digitOf(bytes[at]) << 4 | digitOf(bytes[at + 1]);
}
function pairsAround({ bytes }, hit) {
	const low = Math.max(0, hit - LEAD_BYTES);
	let start = hit;
	for (let before = pairBefore(bytes, start, low); before !== -1; before = pairBefore(bytes, start, low)) start = before;
	const high = Math.min(bytes.length, hit + AHEAD_BYTES);
	let positions = new Int32Array(FIRST_PAIRS);
	let count = 0;
	let at = start;
	while (at !== -1 && at + 2 <= high) {
		if (count === positions.length) {
			const larger = new Int32Array(2 * count);
			larger.set(positions);
			positions = larger;
		}
		positions[count++] = at;
		at = pairBehind(bytes, at + 2);
	}
	const end = count === 0 ? start : positions[count - 1] + 2;
	return {
		positions,
		count,
		end,
		isClipped: at !== -1 && high < bytes.length
	};
}
function pairBehind(bytes, from) {
	if (isPair(bytes, from)) return from;
	let at = from;
	while (at - from < MAX_SEPARATORS && SEPARATORS.has(bytes[at])) at++;
	if (at === from) return -1;
	const margin = at - from > 1 ? MARGIN.exec(bytes.toString("latin1", from, from + MAX_MARGIN)) : null;
	if (margin !== null) return from + margin[0].length;
	if (isPair(bytes, at) && !isOffset(bytes, at)) return at;
	if (bytes[at] === ZERO$1 && bytes[at + 1] === SMALL_X && isPair(bytes, at + 2)) return at + 2;
	return -1;
}
function isOffset(bytes, at) {
	return bytes[at - 1] === 10 && bytes[at + 8] === 58;
}
function pairBefore(bytes, from, low) {
	if (from - 2 >= low && isPair(bytes, from - 2)) return from - 2;
	let at = from;
	if (at - 2 >= low && bytes[at - 1] === SMALL_X && bytes[at - 2] === ZERO$1) at -= 2;
	const blanks = at;
	while (blanks - at < MAX_SEPARATORS && at > low && SEPARATORS.has(bytes[at - 1])) at--;
	return at < blanks && at - 2 >= low && isPair(bytes, at - 2) ? at - 2 : -1;
}
// src/detect/decode/html-entities.ts
const AMPERSAND = 38;
const HASH = 35;
const SEMICOLON = 59;
const MAX_DIGITS = 8;
const MAX_NAME = 8;
const NAMES = new Map(Object.entries({
	Tab: "	",
	NewLine: "\n",
	excl: "!",
	quot: "\"",
	QUOT: "\"",
	num: "#",
	dollar: "$",
	percnt: "%",
	amp: "&",
	AMP: "&",
	apos: "'",
	lpar: "(",
	rpar: ")",
	ast: "*",
	midast: "*",
	plus: "+",
	comma: ",",
	period: ".",
	sol: "/",
	colon: ":",
	semi: ";",
	lt: "<",
	LT: "<",
	equals: "=",
	gt: ">",
	GT: ">",
	quest: "?",
	commat: "@",
	lsqb: "[",
	lbrack: "[",
	bsol: "\\",
	rsqb: "]",
	rbrack: "]",
	Hat: "^",
	lowbar: "_",
	UnderBar: "_",
	grave: "`",
	lcub: "{",
	lbrace: "{",
	verbar: "|",
	vert: "|",
	rcub: "}",
	rbrace: "}"
}));
const htmlEntities = {
	step: "html",
	lead: AMPERSAND,
	read
};
function read(bytes, at) {
	if (bytes[at + 1] !== HASH) return named(bytes, at);
	const isHex = ((bytes[at + 2] ?? 0) | 32) === 120;
	const base = isHex ? 16 : 10;
	const from = at + (isHex ? 3 : 2);
	const count = countDigits(bytes, from, MAX_DIGITS, base);
	if (count === 0) return void 0;
	const end = from + count;
	return {
		length: end - at + (bytes[end] === SEMICOLON ? 1 : 0),
		value: utf8Of(digitsAt(bytes, from, count, base)),
		isDecisive: true
	};
}
function named(bytes, at) {
	const end = bytes.subarray(at, at + MAX_NAME + 2).indexOf(SEMICOLON);
	if (end < 2) return void 0;
	const value = NAMES.get(bytes.toString("latin1", at + 1, at + end));
	return value === void 0 ? void 0 : {
		length: end + 1,
		value: value.charCodeAt(0),
		isDecisive: true
	};
}
// src/detect/decode/json-string.ts
const QUOTE = 34;
const SLASH = 47;
const jsonString = {
	step: "json",
	lead: 92,
	read(bytes, at) {
		const value = bytes[at + 1];
		if (value === 92 || value === QUOTE) return {
			length: 2,
			value,
			isDecisive: true
		};
		if (value === SLASH) return {
			length: 2,
			value,
			isDecisive: false
		};
		return value === void 0 ? void 0 : {
			length: 2,
			value: [92, value],
			isDecisive: false
		};
	}
};
// src/detect/decode/percent.ts
const PERCENT = 37;
const SMALL_U = 117;
const percent = {
	step: "percent",
	lead: PERCENT,
	read(bytes, at) {
		if (bytes[at + 1] === SMALL_U) {
			const unit = digitsAt(bytes, at + 2, 4, 16);
			return unit < 0 ? void 0 : {
				length: 6,
				value: utf8Of(unit),
				isDecisive: true
			};
		}
		const value = digitsAt(bytes, at + 1, 2, 16);
		return value < 0 ? void 0 : {
			length: 3,
			value,
			isDecisive: true
		};
	}
};
// src/detect/decode/quoted-printable.ts
const EQUALS$1 = 61;
const SPACE = 32;
const TAB = 9;
const LF$2 = 10;
const CR$2 = 13;
const MAX_BLANKS = 8;
const ESCAPED_BREAK = /^(?:\\{1,8}r)?\\{1,8}n/;
const MAX_ESCAPED_BREAK = 18;
const quotedPrintable = {
	step: "quoted-printable",
	lead: EQUALS$1,
	read(bytes, at) {
		const value = digitsAt(bytes, at + 1, 2, 16);
		if (value >= 0) return {
			length: 3,
			value,
			isDecisive: true
		};
		let end = at + 1;
		const escaped = ESCAPED_BREAK.exec(bytes.toString("latin1", end, end + MAX_ESCAPED_BREAK));
		if (escaped !== null) return {
			length: escaped[0].length + 1,
			value: [],
			isDecisive: true
		};
		while (end - at <= MAX_BLANKS && (bytes[end] === SPACE || bytes[end] === TAB)) end++;
		if (bytes[end] === CR$2) end++;
		else if (bytes[end] !== LF$2) return void 0;
		if (bytes[end] === LF$2) end++;
		return {
			length: end - at,
			value: [],
			isDecisive: true
		};
	}
};
// src/detect/decode/reversed.ts
const MIN_BYTES = 16;
var ReversedPass = class {
	#anchors;
	#keyReach;
	#lastEnd = 0;
	constructor(anchors, keyReach) {
		this.#anchors = anchors.map((anchor) => Buffer.from(anchor, "latin1").reverse());
		this.#keyReach = keyReach;
	}
	*decodeAround({ bytes, base }, hit) {
		for (const anchor of this.#anchors) {
			const end = hit + anchor.length;
			if (!bytes.subarray(hit, end).equals(anchor)) continue;
			const start = Math.max(0, end - this.#keyReach, this.#lastEnd - base);
			this.#lastEnd = base + end;
			if (hit - start < MIN_BYTES) continue;
			yield {
				step: "reversed",
				bytes: Buffer.from(bytes.subarray(start, end)).reverse(),
				run: {
					start,
					end
				},
				isCut: false,
				endsWithLayer: false,
				spanOf: (from, to) => ({
					start: end - to,
					end: end - from
				}),
				isDoubtful: () => true
			};
		}
	}
};
// src/detect/decode/wide-text.ts
const MIN_CHARACTERS = 16;
var WideTextPass = class {
	#own;
	#coveredTo = 0;
	constructor(own) {
		this.#own = own;
	}
	*decodeAround(layer, hit) {
		const { bytes, base } = layer;
		if (base + hit < this.#coveredTo || !isUnit(bytes, hit) || !isUnit(bytes, hit + 2)) return;
		const text = new WideText(layer, hit, this.#own);
		if (text.bytes.length < MIN_CHARACTERS) return;
		this.#coveredTo = base + text.run.end - (text.run.end >= hit + 32768 ? OVERLAP_BYTES : 0);
		yield text;
	}
};
function isUnit(bytes, at) {
	return at >= 0 && at + 1 < bytes.length && bytes[at] !== 0 && bytes[at + 1] === 0;
}
var WideText = class {
	step;
	bytes;
	run;
	isCut;
	endsWithLayer;
	#lead;
	#first;
	constructor(layer, hit, own) {
		const { bytes } = layer;
		let first = hit;
		const low = Math.max(0, hit - LEAD_BYTES);
		while (first - 2 >= low && isUnit(bytes, first - 2)) first -= 2;
		const high = Math.min(bytes.length, hit + AHEAD_BYTES);
		let end = hit;
		while (end + 1 < high && isUnit(bytes, end)) end += 2;
		if (end < high && bytes[end] !== 0 && bytes[end - 1] === 0) end += 2;
		const isBigEndian = own === "utf16be" || own !== "utf16le" && first % 2 === 1 && bytes[first - 1] === 0;
		this.#lead = isBigEndian ? 1 : 0;
		this.#first = first;
		const encoding = isBigEndian ? "utf16be" : "utf16le";
		this.step = encoding === own ? "" : encoding;
		this.bytes = Buffer.allocUnsafe(end - first >> 1);
		for (let index = 0; index < this.bytes.length; index++) this.bytes[index] = bytes[first + 2 * index];
		this.run = {
			start: first - this.#lead,
			end: Math.min(bytes.length, end - this.#lead)
		};
		this.endsWithLayer = end + 2 >= bytes.length;
		this.isCut = this.endsWithLayer ? layer.isCut : end + 2 >= high;
	}
	spanOf(start, end) {
		const from = this.#first - this.#lead;
		return {
			start: from + 2 * start,
			end: Math.min(from + 2 * end, this.run.end)
		};
	}
};
// src/detect/decode/decoders.ts
const ESCAPES$1 = [
	percent,
	backslashEscapes,
	jsonString,
	htmlEntities,
	quotedPrintable
];
function newDecoders({ anchors, keyReach }, own) {
	return [
		new Base64Pass(),
		new HexPass(),
		...ESCAPES$1.map((syntax) => new TranscriberPass(syntax, keyReach)),
		new WideTextPass(own),
		new CharCodesPass(),
		new ReversedPass(anchors, keyReach),
		new JoinPass(keyReach)
	];
}
// src/core/base64-alignments.ts
const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function base64Alignments(text) {
	return [
		0,
		1,
		2
	].map((before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text, "latin1")]);
		const encoded = bytes.toString("base64");
		const phase = [
			0,
			2,
			3
		][before];
		const known = Math.floor(bytes.length * 8 / 6);
		const restBits = bytes.length * 8 % 6;
		const rest = restBits === 0 ? 0 : BASE64_DIGITS.indexOf(encoded[known]) >> 6 - restBits;
		return {
			digits: encoded.slice(phase, known),
			phase,
			restBits,
			rest
		};
	});
}
// src/core/encoded-keys.ts
const PREFIX$1 = "tt1.";
const SHOWN_CHARACTERS$1 = 4;
function escapesOf$1(character) {
	const code = character.charCodeAt(0);
	const hex = code.toString(16);
	return [
		`(?:${character.replace(".", "\\.")}`,
		`%(?:25){0,4}${hex}`,
		`\\\\{1,32}(?:x${hex}|u00${hex}|u\\{0{0,4}${hex}\\}|U000000${hex}|0?${code.toString(8)})`,
		`&(?:amp;){0,4}(?:#0{0,4}${code};?|#x0{0,4}${hex};?${character === "." ? "|period;" : ""})`,
		`=${hex})`
	].join("|");
}
const ANY_ESCAPE = "(?:%(?:25){0,4}[0-9a-f]{2}|\\\\{1,32}(?:x[0-9a-f]{2}|u[0-9a-f]{4}|u\\{[0-9a-f]{1,6}\\}|U[0-9a-f]{8}|[0-7]{2,3})|&(?:amp;){0,4}#x?[0-9a-f]{2,7};?|=[0-9a-f]{2}|=\\r?\\n)";
let encodedKeys;
function patterns() {
	const once = base64Alignments(PREFIX$1).map(({ digits }) => digits);
	const twice = once.flatMap((digits) => base64Alignments(digits).map((aligned) => aligned.digits));
	const wide = base64Alignments([...PREFIX$1].join("\0")).map(({ digits }) => digits);
	return [
		new RegExp(`${[...PREFIX$1].map(escapesOf$1).join("")}(?:[0-9a-z]|${ANY_ESCAPE}){16,}`, "gi"),
		new RegExp(`(?:${[
			...once,
			...twice,
			...wide
		].join("|")})(?:[0-9A-Za-z+/_-]|\\\\{1,8}[nr]){16,}=*`, "g"),
		/74[ :,-]{0,2}(?:0x)?74[ :,-]{0,2}(?:0x)?31[ :,-]{0,2}(?:0x)?2e(?:[ :,-]{0,2}(?:0x)?[0-9a-f]{2}){8,}/gi
	];
}
function maskEncodedKeysIn(text) {
	let masked = text;
	encodedKeys ??= patterns();
	for (const pattern of encodedKeys) masked = masked.replace(pattern, (run) => `${[...run].slice(0, SHOWN_CHARACTERS$1).join("")}…`);
	return masked;
}
// src/core/key-mask.ts
const SHOWN_CHARACTERS = 4;
function maskKey(value) {
	const dot = value.search(/\.|(?<=%2)e/i);
	const prefix = value.slice(0, dot + 1);
	const body = value.slice(dot + 1);
	if (body.length < 16) return `${prefix}…`;
	return `${prefix}${body.slice(0, SHOWN_CHARACTERS)}…${body.slice(-4)}`;
}
const KEY_SHAPED = /tt1(?:\.|%2e)(?:(?!tt1\.)[0-9A-Za-z]){16,}/gi;
function maskKeysIn(text) {
	return text === "" ? "" : maskEncodedKeysIn(text.replace(KEY_SHAPED, maskKey));
}
// src/core/secret.ts
const SECRET_ID_HEX_DIGITS = 32;
var Secret = class {
	#value;
	masked;
	id;
	constructor(value) {
		if (typeof value !== "string") {
			this.#value = void 0;
			this.masked = value.masked;
			this.id = value.id;
			return;
		}
		this.#value = value;
		this.masked = maskKey(value);
		this.id = (0, node_crypto.createHash)("sha256").update(`ttleaks\0${value}`).digest("hex").slice(0, SECRET_ID_HEX_DIGITS);
	}
	reveal() {
		if (this.#value === void 0) throw new TypeError(`${this.masked} is known by its mask alone`);
		return this.#value;
	}
	holds(part) {
		return this.#value?.includes(part) ?? false;
	}
	toString() {
		return this.masked;
	}
	toJSON() {
		return this.masked;
	}
	[Symbol.toPrimitive]() {
		return this.masked;
	}
	[node_util.inspect.custom]() {
		return `Secret(${this.masked})`;
	}
};
// src/detect/candidates.ts
var Candidates = class {
	#pending = [];
	#byValue = new Map();
	get firstStart() {
		return this.#pending.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY);
	}
	add(candidate) {
		const key = `${candidate.rule.id}\0${candidate.text}`;
		const same = this.#byValue.get(key) ?? [];
		for (const known of same.slice(-8)) {
			if (!isOneLeak(known, candidate)) continue;
			const at = isPreferred(candidate, known) ? this.#pending.indexOf(known) : -1;
			if (at !== -1) {
				this.#pending[at] = candidate;
				same[same.indexOf(known)] = candidate;
			}
			return;
		}
		for (const known of this.#pending.slice(-8)) {
			if (!overlap(known, candidate)) continue;
			if (outdoes(known, candidate)) return;
			if (outdoes(candidate, known)) this.#pending.splice(this.#pending.indexOf(known), 1);
		}
		this.#byValue.set(key, [...same, candidate]);
		this.#pending.push(candidate);
	}
	*settled(limit) {
		const isSettled = ({ end }) => end <= limit;
		const settled = this.#pending.filter(isSettled).sort((a, b) => a.start - b.start || b.end - a.end);
		this.#pending = this.#pending.filter((candidate) => !isSettled(candidate));
		yield* settled;
	}
	hasAt(start, end) {
		return this.#pending.some((candidate) => candidate.start < end && start < candidate.end);
	}
	get pending() {
		return this.#pending;
	}
};
function overlap(a, b) {
	return a.start < b.end && b.start < a.end;
}
function isOneLeak(a, b) {
	return overlap(a, b) || 2 * sharedBytes(a.from ?? [a], b.from ?? [b]) >= a.text.length;
}
function sharedBytes(some, others) {
	let shared = 0;
	for (let at = 0, other = 0; at < some.length && other < others.length;) {
		const [a, b] = [some[at], others[other]];
		shared += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
		if (a.end < b.end) at++;
		else other++;
	}
	return shared;
}
function outdoes(a, b) {
	if (b.confidence === "certain") return false;
	return a.confidence === "certain" || a.text.startsWith(b.text);
}
function isPreferred(a, b) {
	if (a.via.length !== b.via.length) return a.via.length < b.via.length;
	return overlap(a, b) ? a.end - a.start < b.end - b.start : a.start < b.start;
}
// src/core/needle-search.ts
const PIECE_BYTES$2 = 65536;
const MEMORY_FROM = 4194304;
var NeedleSearch = class {
	needles;
	hasEncodedText;
	margin;
	#searched = 0;
	#memory;
	constructor(needles, hasEncodedText = false) {
		this.needles = needles;
		this.hasEncodedText = hasEncodedText;
		const lengths = needles.map(({ bytes }) => bytes.length);
		this.margin = Math.max(1, hasEncodedText ? 31 : 0, ...lengths) - 1;
	}
	hasHit(bytes) {
		const memory = this.#memoryFor(bytes);
		if (memory === void 0) return this.#hasHitOneByOne(bytes);
		for (let at = 0; at < bytes.length; at += PIECE_BYTES$2) if (memory.firstHit(0, this.#load(memory, bytes, at), "all") !== -1) return true;
		return false;
	}
	hits(bytes) {
		return this.#hits(bytes, 1);
	}
	placesToLook(bytes) {
		return this.#hits(bytes, 28);
	}
	#hits(bytes, step) {
		const memory = this.#memoryFor(bytes);
		return memory === void 0 ? this.#hitsOneByOne(bytes, step) : this.#hitsIn(memory, bytes, step);
	}
	#memoryFor({ length }) {
		this.#searched += length * this.needles.length;
		if (this.#memory === void 0 && (isTeddyAtHand() || this.#searched > MEMORY_FROM)) this.#memory = teddyWithMemory(orderedNeedles(this), PIECE_BYTES$2 + this.margin) ?? null;
		return this.#memory ?? void 0;
	}
	#hitsIn(memory, bytes, step) {
		const offsets = [];
		for (let at = 0; at < bytes.length; at += PIECE_BYTES$2) {
			const end = this.#load(memory, bytes, at);
			let hit = memory.firstHit(0, end, "all");
			while (hit !== -1 && hit < PIECE_BYTES$2) {
				offsets.push(at + hit);
				hit = memory.firstHit(hit + (memory.hitLength === 31 ? step : 1), end, "all");
			}
		}
		return offsets;
	}
	#load(memory, bytes, at) {
		return bytes.copy(memory.bytes, 0, at, Math.min(bytes.length, at + PIECE_BYTES$2 + this.margin));
	}
	#hasHitOneByOne(bytes) {
		return this.needles.some(({ bytes: needle }) => bytes.indexOf(needle) !== -1) || this.hasEncodedText && firstEncodedText(bytes, 0, bytes.length) !== -1;
	}
	#hitsOneByOne(bytes, step) {
		const offsets = new Set();
		if (this.hasEncodedText) for (let at = firstEncodedText(bytes, 0, bytes.length); at !== -1;) {
			offsets.add(at);
			at = firstEncodedText(bytes, at + step, bytes.length);
		}
		for (const { bytes: needle } of this.needles) for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) offsets.add(at);
		return [...offsets].sort((a, b) => a - b);
	}
};
// src/detect/content-signs.ts
const SERVER_MODULES = /^(?:node:\w[\w/]*|fs|fs\/promises|child_process|cluster|dgram|dns|http|http2|https|module|net|os|path|perf_hooks|readline|repl|tls|tty|v8|vm|worker_threads|zlib|express|fastify|koa|pg|mysql2?|mongoose|mongodb|ioredis|nodemailer|aws-lambda|firebase-admin|firebase-functions|@nestjs\/[\w-]+|@google-cloud\/[\w-]+|next\/dist\/(?:compiled\/next-server|server)\/.*)$/;
const MARKS = [
	{
		literal: "webpackChunk",
		sign: "webpack-web",
		pattern: /webpackChunk(?!Name\b)[\w$-]*["']?\]?\s*(?:=|\|\|)/y
	},
	{
		literal: "webpackJsonp",
		sign: "webpack-web",
		pattern: /webpackJsonp[\w$-]*["']?\]?\s*(?:=|\|\||\()/y
	},
	{
		literal: "function __webpack_require__(",
		sign: "webpack"
	},
	{
		literal: "__webpack_modules__",
		sign: "webpack"
	},
	{
		literal: "exports:{}};return ",
		sign: "webpack",
		pattern: /exports:\{\}\};return [\w$]+\[[\w$]+\](?:\.call)?\(/y
	},
	{
		literal: "__vite__mapDeps",
		sign: "vite"
	},
	{
		literal: "__vitePreload",
		sign: "vite"
	},
	{
		literal: "vite:preloadError",
		sign: "vite"
	},
	{
		literal: "supports(",
		sign: "vite",
		pattern: /supports\(["'`]modulepreload["'`]\)/y
	},
	{
		literal: "SSR",
		sign: "vite",
		pattern: /\bSSR["']?: ?(?:false|!1)\b/y
	},
	{
		literal: "SSR",
		sign: "server-chunk",
		pattern: /\bSSR["']?: ?(?:true|!0)\b/y
	},
	{
		literal: "TURBOPACK",
		sign: "turbopack",
		pattern: /TURBOPACK\b["']?\]?\)?\s*(?:=|\|\|)/y
	},
	{
		literal: "__d(",
		sign: "metro",
		pattern: /__d\((?:\(?function|\()/y
	},
	{
		literal: "__BUNDLE_START_TIME__",
		sign: "metro"
	},
	{
		literal: "parcelRequire",
		sign: "parcel"
	},
	{
		literal: "function(require,module,exports){",
		sign: "browserify"
	},
	{
		literal: "System.register(",
		sign: "systemjs"
	},
	{
		literal: "define.amd",
		sign: "umd"
	},
	{
		literal: "self.skipWaiting",
		sign: "service-worker"
	},
	{
		literal: "clients.claim(",
		sign: "service-worker"
	},
	{
		literal: "require(",
		sign: "server-module",
		pattern: /(?<![\w$.])require\(["'`]([\w@/.:-]{1,80})["'`]\)/y,
		group: SERVER_MODULES
	},
	{
		literal: "require(",
		sign: "electron",
		pattern: /(?<![\w$.])require\(["'`](electron)["'`]\)/y
	},
	{
		literal: "from",
		sign: "server-module",
		pattern: /\bfrom ?["']([\w@/.:-]{1,80})["']/y,
		group: SERVER_MODULES
	},
	{
		literal: "from",
		sign: "electron",
		pattern: /\bfrom ?["']electron(?:\/main)?["']/y
	},
	{
		literal: "import(",
		sign: "server-module",
		pattern: /(?<![\w$.])import\(["'`]([\w@/.:-]{1,80})["'`]\)/y,
		group: SERVER_MODULES
	},
	{
		literal: "Deno.serve(",
		sign: "server-module"
	},
	{
		literal: "Bun.serve(",
		sign: "server-module"
	},
	{
		literal: ".ids",
		sign: "server-chunk",
		pattern: /\.ids ?= ?\[[^\]]{0,100}\][,;]\s{0,4}[\w$]{1,16}\.modules ?= ?\{/y
	},
	{
		literal: "as default",
		sign: "server-chunk",
		pattern: /(?<=\bworker_default )as default/y
	},
	{
		literal: "exports",
		sign: "commonjs",
		pattern: /(?<=(?<![\w$.])module\.)exports ?=/y
	},
	{
		literal: "exports",
		sign: "commonjs",
		pattern: /(?<![\w$.])exports\.[\w$]+ ?=/y
	},
	{
		literal: "__NEXT_DATA__",
		sign: "next-data"
	},
	{
		literal: "__next_f",
		sign: "next-data"
	},
	{
		literal: "__NUXT",
		sign: "nuxt-data",
		pattern: /__NUXT(?:_DATA)?__/y
	},
	{
		literal: "__sveltekit_",
		sign: "sveltekit-data"
	},
	{
		literal: "__remixContext",
		sign: "react-router-data"
	},
	{
		literal: "__reactRouterContext",
		sign: "react-router-data"
	},
	{
		literal: "___gatsby",
		sign: "gatsby-data"
	},
	{
		literal: "ng-state",
		sign: "angular-data"
	},
	{
		literal: "astro-island",
		sign: "astro-island"
	}
];
const HERMES_MAGIC = Buffer.from("c61fbc03c103191f", "hex").toString("latin1");
const BEGINNINGS = [
	[/^#!/, "program"],
	[/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,1000}-->\s*)?<(?:!doctype\s+html|html[\s>])/i, "page"],
	[/^(?:\xef\xbb\xbf)?(?:\s|\/\/[^\n]{0,500}\n|\/\*(?:[^*]|\*(?!\/)){0,2000}\*\/){0,50}["']use client["']/, "use-client"],
	[/^module\.exports ?= ?\[/, "server-chunk"],
	[/^(?:"use strict";\s*)?\(\(\) ?=> ?\{\s*(?:var __|(?:var|let) [\w$]+ ?= ?Object\.(?:create|defineProperty)|\/\/ )/, "esbuild"]
];
const BEGINNING_BYTES = 8192;
const LOOK_BYTES$2 = 32;
const REACH_BYTES$1 = 160;
const LITERALS = [...new Set(MARKS.map(({ literal }) => literal))];
let search;
var ContentSigns = class {
	found = new Set();
	#begin = "";
	#isBegun = false;
	#rest = Buffer.alloc(0);
	push(window) {
		if (!this.#isBegun) this.#lookAtBeginning(window);
		search ??= new NeedleSearch(LITERALS.map((text) => ({
			bytes: Buffer.from(text),
			skipsTrees: true
		})));
		const bytes = Buffer.concat([this.#rest, window]);
		for (const hit of search.hits(bytes)) this.#lookAt(bytes, hit);
		this.#rest = Buffer.from(bytes.subarray(-160));
	}
	#lookAtBeginning(window) {
		this.#begin += Buffer.from(window.subarray(0, BEGINNING_BYTES)).toString("latin1");
		if (this.#begin.startsWith(HERMES_MAGIC)) this.found.add("hermes");
		for (const [pattern, sign] of BEGINNINGS) if (pattern.test(this.#begin)) this.found.add(sign);
		this.#isBegun = this.#begin.length >= BEGINNING_BYTES;
	}
	#lookAt(bytes, hit) {
		const from = Math.max(0, hit - LOOK_BYTES$2);
		const text = bytes.toString("latin1", from, hit + REACH_BYTES$1);
		const at = hit - from;
		for (const { literal, sign, pattern, group } of MARKS) {
			if (this.found.has(sign) || !text.startsWith(literal, at)) continue;
			if (pattern === void 0) this.found.add(sign);
			else {
				pattern.lastIndex = at;
				const match = pattern.exec(text);
				if (match !== null && (group === void 0 || group.test(match[1] ?? ""))) this.found.add(sign);
			}
		}
	}
};
const LOOK_BYTES$1 = 32;
const VARIABLE_BYTES = 200;
const BUDGET_BYTES = 67108864;
const BUDGET_PER_BYTE = 16;
const PIECE_BYTES$1 = 1024;
const REFUSED = {
	"too-large": "something compressed and encoded in it is too large when it is inflated",
	"too-many": "too many compressed and encoded things in it"
};
var NestedSearch = class {
	#found = [];
	unread = new Set();
	#keys;
	#budget = BUDGET_BYTES;
	constructor(keys) {
		this.#keys = keys;
	}
	takeFound() {
		const found = this.#found;
		if (found.length > 0) this.#found = [];
		return found;
	}
	grow(bytes) {
		this.#budget += bytes * BUDGET_PER_BYTE;
	}
	searchAround(layer, hit, decoders) {
		let isWhole = true;
		for (const decoder of decoders) for (const decoded of decoder.decodeAround(layer, hit)) isWhole = this.#descend(layer, decoded) && isWhole;
		return isWhole;
	}
	searchText(text) {
		this.#descend({
			bytes: Buffer.alloc(0),
			base: 0,
			isCut: false,
			via: []
		}, text);
	}
	#descend(parent, decoded) {
		if (parent.via.length + (decoded.step === "" ? 0 : 1) > 5 || !this.#pay(decoded.bytes.length)) return true;
		const layer = {
			bytes: decoded.bytes,
			base: 0,
			isCut: decoded.isCut,
			via: decoded.step === "" ? parent.via : [...parent.via, decoded.step],
			origin: {
				layer: parent,
				decoded
			}
		};
		if (this.#search(layer, false)) return true;
		const whole = decoded.whole?.();
		if (whole !== void 0) return this.#descend(parent, whole);
		if (parent.isCut && decoded.endsWithLayer) return false;
		this.unread.add("something compressed and encoded in it is longer than what is decoded at once");
		this.#search(layer, true);
		return true;
	}
	#search(layer, isAllAtHand) {
		const isWhole = this.#searchCompressed(layer, isAllAtHand);
		let decoders;
		let from = 0;
		let isAllWhole = isWhole;
		for (const hit of this.#keys.prefilter.placesToLook(layer.bytes)) {
			for (const key of this.#keys.keysAround(layer.bytes, hit, from)) {
				if (key.start < from || layer.isCut && key.end + LOOK_BYTES$1 > layer.bytes.length) continue;
				from = key.end;
				this.#take(layer, key);
			}
			if (layer.via.length >= 5) continue;
			decoders ??= this.#keys.newDecoders();
			isAllWhole = this.searchAround(layer, hit, decoders) && isAllWhole;
		}
		return isAllWhole || isAllAtHand;
	}
	#searchCompressed(layer, isAllAtHand) {
		if (layer.via.length >= 5) return true;
		let isWhole = true;
		for (const inflated of inflatedIn(layer, isAllAtHand)) if (inflated.kind === "text") this.#descend(layer, inflated.decoded);
		else if (inflated.kind === "cut") isWhole = false;
		else this.unread.add(REFUSED[inflated.kind]);
		return isWhole;
	}
	#pay(bytes) {
		this.#budget -= bytes + PIECE_BYTES$1;
		if (this.#budget >= 0) return true;
		this.unread.add("too much in it is encoded, and encoded again: not all of it was decoded");
		return false;
	}
	#take(layer, { rule, text, confidence: plain, start, end, encoding }) {
		const confidence = confidenceIn(layer, plain, {
			start,
			end
		});
		if (confidence === void 0) return;
		this.#found.push({
			rule,
			text,
			confidence,
			span: spanInBlob(layer, {
				start,
				end
			}),
			via: encoding === "utf8" ? layer.via : [...layer.via, encoding],
			...carriers(layer, start)
		});
	}
};
function confidenceIn(innermost, plain, found) {
	let isDoubtful = false;
	let span = found;
	for (let { origin } = innermost; origin !== void 0; origin = origin.layer.origin) {
		const { decoded } = origin;
		if (decoded.isDoubtful !== void 0 && plain !== "certain") return void 0;
		isDoubtful ||= decoded.isDoubtful?.(span) === true;
		span = decoded.spanOf(span.start, span.end);
	}
	return isDoubtful ? "likely" : plain;
}
function carriers(innermost, at) {
	let variable = publicVariable(lineBefore(innermost.bytes, at));
	let layer = innermost;
	let start = at;
	let runStart = 0;
	while (layer.origin !== void 0) {
		const { decoded, layer: parent } = layer.origin;
		start = decoded.spanOf(start, start + 1).start;
		runStart = decoded.run.start;
		layer = parent;
		if (layer.origin === void 0) break;
		variable ??= publicVariable(lineBefore(layer.bytes, start)) ?? publicVariable(lineBefore(layer.bytes, runStart));
	}
	return {
		variable,
		runStart: layer.base + runStart
	};
}
function lineBefore(bytes, at) {
	const text = bytes.toString("latin1", Math.max(0, at - VARIABLE_BYTES), at);
	return text.slice(Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}
// src/detect/encoding.ts
const UNIT_BYTES = {
	utf8: 1,
	utf16le: 2,
	utf16be: 2,
	utf32le: 4,
	utf32be: 4
};
const ENCODINGS = Object.keys(UNIT_BYTES);
const BYTE_ORDER_MARKS = [
	["utf32le", [
		255,
		254,
		0,
		0
	]],
	["utf32be", [
		0,
		0,
		254,
		255
	]],
	["utf8", [
		239,
		187,
		191
	]],
	["utf16le", [255, 254]],
	["utf16be", [254, 255]]
];
const GUESSED_BYTES = 65536;
function sniffEncoding(first) {
	for (const [encoding, mark] of BYTE_ORDER_MARKS) if (mark.every((byte, index) => first[index] === byte)) return {
		encoding,
		markBytes: mark.length
	};
	const sample = first.subarray(0, Math.min(first.length, GUESSED_BYTES) & -2);
	if (sample.includes(0)) {
		if (isLikelyUtf16(sample, "utf16le")) return {
			encoding: "utf16le",
			markBytes: 0
		};
		if (isLikelyUtf16(sample, "utf16be")) return {
			encoding: "utf16be",
			markBytes: 0
		};
	}
	return {
		encoding: "utf8",
		markBytes: 0
	};
}
function isLikelyUtf16(sample, encoding) {
	const text = decode(sample, encoding).replace(/[\ud800-\udbff]$/, "");
	if (text.includes("\0") || !text.isWellFormed()) return false;
	let ascii = 0;
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 128) ascii++;
	return ascii * 20 >= text.length;
}
function decode(bytes, encoding) {
	switch (encoding) {
		case "utf8": return bytes.toString("latin1");
		case "utf16le": return bytes.toString("utf16le");
		case "utf16be": return Buffer.from(bytes.subarray(0, bytes.length & -2)).swap16().toString("utf16le");
		case "utf32le":
		case "utf32be": return decodeUtf32(bytes, encoding === "utf32le");
		default: return encoding;
	}
}
function decodeUtf32(bytes, isLittleEndian) {
	let text = "";
	for (let at = 0; at + 4 <= bytes.length; at += 4) {
		const point = isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
		text += point <= 1114111 ? String.fromCodePoint(point) : "�";
	}
	return text;
}
function encodeAscii(text, encoding) {
	const width = UNIT_BYTES[encoding];
	const isBigEndian = encoding.endsWith("be");
	const bytes = Buffer.alloc(text.length * width);
	for (let index = 0; index < text.length; index++) bytes[index * width + (isBigEndian ? width - 1 : 0)] = text.charCodeAt(index);
	return bytes;
}
// src/detect/join/needles.ts
const MIN_NEEDLE$1 = 3;
const QUOTES = [
	"\"",
	"'",
	"`"
];
function splitSpellings(anchor) {
	const [first = "", second = ""] = anchor;
	return [
		...anchorPieces(anchor),
		...encodedPieces(anchor),
		...QUOTES.flatMap((quote) => oneByOne(first, second, quote)),
		...anchorCodes(anchor)
	];
}
function anchorPieces(anchor) {
	return [
		...QUOTES.flatMap((quote) => [...splitOnce(anchor, quote), quote + anchor.slice(1, MIN_NEEDLE$1) + quote]),
		`"${anchor.slice(0, 2)}\\"`,
		`${anchor.slice(0, MIN_NEEDLE$1)}\\"`,
		...[2, 3].map((length) => `${anchor.slice(0, length)}\${`),
		[...anchor].reverse().join("")
	];
}
function anchorCodes(anchor) {
	const codes = [...anchor].slice(0, 2).map((character) => character.charCodeAt(0));
	return [codes.join(","), codes.join(", ")];
}
function encodedPieces(anchor) {
	const base64 = Buffer.from(anchor.slice(0, MIN_NEEDLE$1), "latin1").toString("base64");
	return [base64, ...QUOTES.map((quote) => `atob(${quote}${base64.slice(0, 1)}`)];
}
function splitOnce(anchor, quote) {
	const needles = [];
	for (let at = 1; at < anchor.length; at++) if (at >= MIN_NEEDLE$1) needles.push(anchor.slice(at - MIN_NEEDLE$1, at) + quote);
	else if (anchor.length - at >= MIN_NEEDLE$1) needles.push(quote + anchor.slice(at, at + MIN_NEEDLE$1));
	else needles.push(quote + anchor.slice(0, at) + quote);
	return needles;
}
function oneByOne(first, second, quote) {
	const literal = quote + first + quote;
	return [...[
		"+",
		" +",
		"\n",
		"\r\n",
		".",
		" .",
		" <<",
		",\n",
		",\r\n"
	].map((behind) => literal + behind), ...[
		"",
		" ",
		",",
		", "
	].map((between) => literal + between + quote + second)];
}
const LOOK_BYTES = 160;
const REST = /^([\w.:|-]*)(?:\\?["'`]|\$\{)/;
const LONG_REST = 8;
const MIN_DIGITS = 56;
const MAX_RUN = 72;
const DIGITS$1 = /["'`}][t1.]{0,4}([0-9a-f]{8,64})(?![0-9A-Za-z])/g;
var FoldHints = class {
	#anchors;
	#pieces = new Map();
	#encoded;
	constructor(anchors) {
		this.#anchors = anchors.map(bytesOf);
		for (const piece of anchors.flatMap((anchor) => [...anchorPieces(anchor), ...anchorCodes(anchor)])) {
			const bytes = bytesOf(piece);
			this.#pieces.set(bytes[0], [...this.#pieces.get(bytes[0]) ?? [], bytes]);
		}
		this.#encoded = anchors.flatMap(encodedPieces).map(bytesOf);
	}
	at(bytes, hit) {
		for (const anchor of this.#anchors) {
			if (!standsAt$1(bytes, hit, anchor)) continue;
			const from = hit + anchor.length;
			const rest = REST.exec(bytes.toString("latin1", from, from + LOOK_BYTES))?.[1];
			if (rest !== void 0) return rest.length >= LONG_REST ? "strong" : "weak";
		}
		if (this.#encoded.some((piece) => standsAt$1(bytes, hit, piece))) return "strong";
		return this.#isPieceAt(bytes, hit) || this.#isPieceAt(bytes, hit - 1) ? "weak" : void 0;
	}
	#isPieceAt(bytes, at) {
		return this.#pieces.get(bytes[at] ?? -1)?.some((piece) => standsAt$1(bytes, at, piece)) === true;
	}
};
var KeyDigits = class {
	to;
	#places = [];
	#sums = [0];
	constructor(bytes, from = 0, to = bytes.length) {
		this.to = Math.min(bytes.length, to);
		const source = bytes.toString("latin1", from, this.to + MAX_RUN);
		for (const { index, 1: run = "" } of source.matchAll(DIGITS$1)) {
			this.#places.push(from + index);
			this.#sums.push(this.#sums.at(-1) + run.length);
		}
	}
	areBetween(from, to) {
		return this.#sums[this.#countBefore(to)] - this.#sums[this.#countBefore(from)] >= MIN_DIGITS;
	}
	#countBefore(offset) {
		let low = 0;
		let high = this.#places.length;
		while (low < high) {
			const middle = low + high >>> 1;
			if (this.#places[middle] < offset) low = middle + 1;
			else high = middle;
		}
		return low;
	}
};
function bytesOf(text) {
	return Buffer.from(text, "latin1");
}
function standsAt$1(bytes, at, wanted) {
	for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
	return true;
}
// src/detect/fold/unfolded.ts
var Unfolded = class {
	#hints;
	#windows = [];
	#bytes = 0;
	#hint;
	constructor(hints) {
		this.#hints = hints;
	}
	push(window) {
		this.#bytes += window.length;
		if (this.#bytes > 8388608) this.#windows = void 0;
		this.#windows?.push(Buffer.from(window));
	}
	note(bytes, hit) {
		if (this.#windows === void 0 || this.#hint === "strong") return;
		this.#hint = this.#hints.at(bytes, hit) ?? this.#hint;
	}
	whole() {
		if (this.#windows === void 0 || this.#hint === void 0) return void 0;
		const whole = Buffer.concat(this.#windows);
		return this.#hint === "strong" || new KeyDigits(whole).areBetween(0, whole.length) ? whole : void 0;
	}
};
// src/detect/inline-allow.ts
const MAX_MARKED_LINE = 1e3;
const COMMENT_OPENER = String.raw`(?:\/\/|\/\*|\*|#|--|;|%|<!--|\{\{|@\*|\(\*|\bREM\b|\bdnl\b)`;
const SAME_LINE = new RegExp(`${COMMENT_OPENER}.*?ttleaks:allow(?!-next-line)(?![\\w-])(.*)$`, "i");
const LINE_BEFORE = new RegExp(`^\\s*${COMMENT_OPENER}.*?ttleaks:allow-next-line(?![\\w-])(.*)$`, "i");
const COMMENT_CLOSER = /(?:\*\/|--!?>|\}\}|\*@|\*\))\s*\}?\s*$/;
const FOREIGN = /gitleaks:allow|trufflehog:ignore|kingfisher:ignore|pragma: ?(?:allow|white)list secret|ggignore/i;
function inlineAllow({ line, lineBefore, foreignAllow }) {
	if (line === void 0) return void 0;
	const reasons = [SAME_LINE.exec(line)?.[1], lineBefore === void 0 ? void 0 : LINE_BEFORE.exec(lineBefore)?.[1]].filter((text) => text !== void 0).map(reasonIn);
	const reason = reasons.find((text) => text !== "");
	if (reason !== void 0) return {
		kind: "inline",
		justification: reason
	};
	const foreign = foreignAllow ? FOREIGN.exec(line)?.[0] : void 0;
	if (foreign !== void 0) return {
		kind: "inline",
		justification: foreign
	};
	return reasons.length > 0 ? "no-reason" : void 0;
}
function reasonIn(text) {
	const trimmed = maskKeysIn(text.replace(COMMENT_CLOSER, "")).replace(/tt1\.\S*/g, "").replace(/^[\s:,;–—-]+/, "").trim();
	return /[\p{L}\p{N}]{2}/u.test(trimmed) ? trimmed : "";
}
// src/detect/join-published.ts
const VALUE_BYTES = 64;
function joinPublished(matches, published) {
	const joined = [...matches];
	const alone = new Map();
	let next = 0;
	for (const setting of published) {
		const { region, publication, end } = setting;
		while (next < joined.length && joined[next].start < end) next++;
		const key = joined[next];
		if (key?.region.startLine === region.startLine && key.start - end <= VALUE_BYTES) {
			joined[next] = {
				...key,
				publication
			};
			continue;
		}
		const place = `${region.startLine}\0${publication.variable}`;
		if (!alone.has(place)) alone.set(place, setting);
	}
	return {
		matches: joined,
		published: [...alone.values()]
	};
}
// src/detect/lfs-pointer.ts
const LFS_POINTER_START = "version https://git-lfs.github.com/spec/v1";
const MAX_POINTER_BYTES = 1024;
function isLfsPointer(first, size) {
	return size < MAX_POINTER_BYTES && first.subarray(0, 42).equals(Buffer.from("version https://git-lfs.github.com/spec/v1"));
}
// src/detect/line-tracker.ts
const PIECE_BYTES = 4096;
const LF$1 = 10;
const CR$1 = 13;
var LineTracker = class LineTracker {
	#encoding;
	#width;
	#isBigEndian;
	#at;
	#line = 1;
	#units = 0;
	#afterCr = false;
	#needed = 0;
	#isLong = false;
	#lower = 128;
	#upper = 191;
	constructor({ encoding, markBytes }) {
		this.#encoding = encoding;
		this.#width = UNIT_BYTES[encoding];
		this.#isBigEndian = isBigEndian(encoding);
		this.#at = markBytes;
	}
	copy() {
		const copy = new LineTracker({
			encoding: this.#encoding,
			markBytes: this.#at
		});
		copy.#line = this.#line;
		copy.#units = this.#units;
		copy.#afterCr = this.#afterCr;
		copy.#needed = this.#needed;
		copy.#isLong = this.#isLong;
		copy.#lower = this.#lower;
		copy.#upper = this.#upper;
		return copy;
	}
	advance(bytes, base, to) {
		const end = to - base;
		let at = this.#at - base;
		if (this.#width === 1) {
			at = this.#skipLines(bytes, at, end);
			while (at < end) at = this.#countPiece(bytes, at, Math.min(end, at + PIECE_BYTES));
		} else for (; at + this.#width <= end; at += this.#width) this.#countUnit(this.#unitAt(bytes, at));
		this.#at = Math.max(this.#at, at + base);
	}
	get position() {
		return {
			line: this.#line,
			column: this.#units + (this.#needed > 0 ? 1 : 0) + 1
		};
	}
	#skipLines(bytes, from, end) {
		if (from >= end) return from;
		const piece = bytes.subarray(from, end);
		const last = piece.lastIndexOf(LF$1);
		if (last === -1 || piece.includes(CR$1)) return from;
		if (this.#afterCr && piece[0] === LF$1) this.#line--;
		for (let at = piece.indexOf(LF$1); at !== -1; at = piece.indexOf(LF$1, at + 1)) this.#line++;
		this.#afterCr = false;
		this.#needed = 0;
		this.#units = 0;
		return from + last + 1;
	}
	#countPiece(bytes, from, end) {
		const piece = bytes.subarray(from, end);
		if (this.#needed === 0 && (0, node_buffer.isAscii)(piece) && !piece.includes(LF$1) && !piece.includes(CR$1)) {
			this.#units += piece.length;
			this.#afterCr = false;
		} else for (let at = from; at < end; at++) this.#countByte(bytes[at]);
		return end;
	}
	#unitAt(bytes, at) {
		if (this.#width === 2) return this.#isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
		return this.#isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
	}
	#countUnit(unit) {
		if (unit === LF$1 || unit === CR$1) this.#endLine(unit);
		else {
			this.#units += unit > 65535 && unit <= 1114111 ? 2 : 1;
			this.#afterCr = false;
		}
	}
	#countByte(byte) {
		if (this.#needed > 0) {
			if (byte >= this.#lower && byte <= this.#upper) {
				this.#lower = 128;
				this.#upper = 191;
				if (--this.#needed === 0) this.#units += this.#isLong ? 2 : 1;
				return;
			}
			this.#needed = 0;
			this.#units++;
		}
		if (byte === LF$1 || byte === CR$1) this.#endLine(byte);
		else {
			this.#afterCr = false;
			if (byte >= 194 && byte <= 244) this.#openSequence(byte);
			else this.#units++;
		}
	}
	#openSequence(lead) {
		this.#isLong = lead >= 240;
		this.#needed = lead >= 240 ? 3 : lead >= 224 ? 2 : 1;
		this.#lower = lead === 224 ? 160 : lead === 240 ? 144 : 128;
		this.#upper = lead === 237 ? 159 : lead === 244 ? 143 : 191;
	}
	#endLine(unit) {
		if (unit === CR$1 || !this.#afterCr) this.#line++;
		this.#afterCr = unit === CR$1;
		this.#units = 0;
	}
};
function isBigEndian(encoding) {
	return encoding.endsWith("be");
}
// src/detect/surroundings.ts
const SNIPPET_UNITS = 80;
const LONG_RUN = /[0-9A-Za-z]{40,}/g;
const ENCODED_RUNS = [
	/(?:%[0-9A-Fa-f]{2}|=[0-9A-F]{2}|\\{1,16}(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|[0-7]{2,3})|&(?:amp;){0,4}#[xX]?[0-9A-Fa-f]{2,7};?){8,}/g,
	/(?:(?:0x)?[0-9A-Fa-f]{2}[ :,-]{1,2}){12,}/g,
	/(?:[0-9A-Za-z+/_-]{16,}(?:\\{1,16}[nr]){1,4}){1,}[0-9A-Za-z+/_=-]*/g
];
const SHOWN_UNITS = 4;
const LF = 10;
const CR = 13;
const LINE_BREAK = /\r\n|\n|\r/;
const UP_TO_LINE_BREAK = /^[^\r\n]*/;
const REACH_UNITS = 4128;
const REACH_BYTES = 2 * REACH_UNITS * 4;
const TAIL_BYTES = 4 * REACH_UNITS;
function surroundingsOf(bytes, { start, end }, encoding, encoded) {
	const reach = REACH_UNITS * UNIT_BYTES[encoding];
	const from = Math.max(start % UNIT_BYTES[encoding], start - 2 * reach);
	const to = Math.min(bytes.length, end + reach);
	const hidden = encoded.filter((span) => span.end > from && span.end <= start || span.start >= end && span.start < to);
	const head = maskedText(bytes, {
		start: from,
		end: start
	}, encoding, hidden);
	const tail = maskedText(bytes, {
		start: end,
		end: to
	}, encoding, hidden);
	const lines = head.split(LINE_BREAK);
	const before = lines.at(-1) ?? "";
	const after = UP_TO_LINE_BREAK.exec(tail)?.[0] ?? "";
	const hiddenUnits = hiddenBytes(bytes, {
		start,
		end
	}, hidden) / UNIT_BYTES[encoding];
	return {
		before,
		after,
		lineBefore: (lines.at(-2)?.length ?? 0) <= 1e3 ? lines.at(-2) : void 0,
		lineUnits: before.length + after.length + hiddenUnits
	};
}
function hiddenBytes(bytes, { start, end }, hidden) {
	let sum = 0;
	for (const span of hidden) {
		const between = span.end <= start ? bytes.subarray(span.end, start) : bytes.subarray(end, Math.max(end, span.start));
		if (!between.includes(LF) && !between.includes(CR)) sum += span.end - span.start;
	}
	return sum;
}
function maskedText(bytes, { start, end }, encoding, hidden) {
	let text = "";
	let at = start;
	for (const span of hidden) {
		if (span.end <= at || span.start >= end) continue;
		text += textOf(bytes.subarray(at, Math.max(at, span.start)), encoding);
		text += maskOfEncoded(bytes, span, encoding);
		at = Math.min(end, span.end);
	}
	return text + textOf(bytes.subarray(at, end), encoding);
}
function maskOfEncoded(bytes, { start, end }, encoding) {
	return `${decode(bytes.subarray(start, Math.min(end, start + SHOWN_UNITS * UNIT_BYTES[encoding])), encoding).replace(/[^\x21-\x7e]/g, "")}…`;
}
function firstLineOf(bytes, { start, end }, encoding) {
	const most = start + MAX_MARKED_LINE * UNIT_BYTES[encoding];
	const lines = textOf(bytes.subarray(start, Math.min(end, most)), encoding).split(LINE_BREAK);
	return lines.length > 1 ? lines[0] : void 0;
}
function textOf(bytes, encoding) {
	if (encoding !== "utf8") return decode(bytes, encoding);
	let from = 0;
	while (from < 3 && from < bytes.length && (bytes[from] & 192) === 128) from++;
	let to = bytes.length;
	for (let back = 1; back <= 3 && to - back >= from; back++) {
		const byte = bytes[to - back];
		if (byte < 128) break;
		if (byte >= 192) {
			to -= back;
			break;
		}
	}
	return (0, node_buffer.isUtf8)(bytes.subarray(from, to)) ? bytes.toString("utf8", from, to) : bytes.toString("latin1");
}
function snippetOf({ before, after }, key, masked) {
	const head = shortenRuns(maskKeysIn(bare(before)));
	const end = key.slice(-6);
	const tail = shortenRuns(maskKeysIn(end + bare(after)).slice(end.length));
	const lead = head.length > SNIPPET_UNITS ? `…${wholeTail(head)}` : head;
	return {
		text: `${lead}${masked}${tail.length > SNIPPET_UNITS ? `${wholeHead(tail)}…` : tail}`,
		caretStart: lead.length,
		caretEnd: lead.length + masked.length
	};
}
function bare(text) {
	return text.replace(/[\0\ufeff]/g, "");
}
function shortenRuns(text) {
	let shortened = text;
	for (const pattern of ENCODED_RUNS) shortened = shortened.replace(pattern, (run) => `${run.slice(0, SHOWN_UNITS)}…`);
	return shortened.replace(LONG_RUN, (run) => `${run.slice(0, SHOWN_UNITS)}…${run.slice(-4)}`);
}
function wholeTail(text) {
	return text.slice(-80).replace(/^[\udc00-\udfff]/, "");
}
function wholeHead(text) {
	return text.slice(0, SNIPPET_UNITS).replace(/[\ud800-\udbff]$/, "");
}
// src/detect/published-search.ts
var PublishedSearch = class {
	matches = [];
	unreasonedLines = [];
	#names;
	#options;
	#signs;
	#namesLeft = MAX_NAMES;
	#pending = [];
	constructor(names, options, signs) {
		this.#names = names;
		this.#options = options;
		this.#signs = signs;
	}
	look(bytes, at) {
		if (this.#namesLeft === 0 || !this.#names.areAt(bytes, at)) return;
		this.#namesLeft--;
		const published = this.#names.publishedAt(bytes, at);
		if (published !== void 0) this.#pending.push({
			at,
			published
		});
	}
	settle(held) {
		if (this.#pending.length === 0) return;
		const lines = held.lines.copy();
		for (const { at, published } of this.#pending) this.matches.push(this.#matchOf(at, published, lines, held));
		this.#pending = [];
	}
	#matchOf(at, published, lines, held) {
		const { ruleId, publication, end } = published;
		const text = held.bytes.toString("latin1", at, end);
		lines.advance(held.bytes, held.base, held.base + at);
		const { line, column } = lines.position;
		const around = surroundingsOf(held.bytes, {
			start: at,
			end
		}, "utf8", held.hidden);
		const allow = inlineAllow({
			line: around.lineUnits + text.length <= MAX_MARKED_LINE ? `${around.before}${text}${around.after}` : void 0,
			lineBefore: around.lineBefore,
			foreignAllow: this.#options.foreignAllow
		});
		if (allow === "no-reason") this.unreasonedLines.push(line);
		return {
			ruleId,
			publication,
			confidence: "likely",
			start: held.base + at,
			end: held.base + end,
			region: {
				startLine: line,
				startColumn: column,
				endLine: line,
				endColumn: column + text.length
			},
			snippet: snippetOf(around, text, text),
			signs: this.#signs.found,
			via: [],
			...allow === void 0 || allow === "no-reason" ? {} : { allowed: allow }
		};
	}
};
// src/detect/detection-pass.ts
const KEPT_START_BYTES = 1024;
const VARIABLE_CHARACTERS = 200;
const HINT_BYTES = 3;
var DetectionPass = class {
	#detector;
	#options;
	#matches = [];
	#unreasonedLines = [];
	#candidates = new Candidates();
	#nested;
	#decoders = [];
	#held = Buffer.alloc(0);
	#base = 0;
	#waiting = [];
	#waitingBytes = 0;
	#enough = 0;
	#searchedTo = 0;
	#lastPlain;
	#start = Buffer.alloc(0);
	#text;
	#isBinary = false;
	#lines;
	#encoded = [];
	#hidden = [];
	#unfolded;
	#signs = new ContentSigns();
	#published;
	constructor(detector, options, folded) {
		this.#detector = detector;
		this.#options = options;
		this.#nested = new NestedSearch(detector);
		this.#published = new PublishedSearch(detector.publishedNames, options, this.#signs);
		if (folded === void 0) this.#unfolded = new Unfolded(detector.foldHints);
		else this.#takeFolded(folded);
	}
	push(window) {
		if (this.#start.length < KEPT_START_BYTES) this.#start = Buffer.concat([this.#start, window.subarray(0, KEPT_START_BYTES - this.#start.length)]);
		this.#nested.grow(window.length);
		this.#signs.push(window);
		this.#unfolded?.push(window);
		this.#waitingBytes += window.length;
		if (this.#held.length + this.#waitingBytes < 4 * REACH_BYTES || this.#waitingBytes < this.#enough) {
			this.#waiting.push(Buffer.from(window));
			return;
		}
		this.#waiting.push(window);
		this.#takeWaiting();
		this.#search(this.#base + this.#held.length - REACH_BYTES, false);
		this.#forget();
	}
	end() {
		this.#takeWaiting();
		const bytes = this.#base + this.#held.length;
		this.#search(bytes, true);
		const unfolded = this.#unfolded?.whole();
		return {
			...joinPublished(this.#matches.sort((a, b) => a.start - b.start || a.end - b.end), this.#published.matches),
			isLfsPointer: isLfsPointer(this.#start, bytes),
			bytes,
			unreasonedLines: [...new Set([...this.#unreasonedLines, ...this.#published.unreasonedLines])].sort((a, b) => a - b),
			unread: [...this.#nested.unread],
			...unfolded === void 0 ? {} : { unfolded }
		};
	}
	#takeFolded(folded) {
		for (const layer of folded) {
			this.#nested.searchText(layer);
			const found = this.#nested.takeFound();
			for (const key of found) this.#candidates.add({
				...candidateOf(key),
				from: layer.from
			});
			if (found.length > 0) this.#hidden.push(...layer.from);
		}
	}
	#takeWaiting() {
		this.#held = Buffer.concat([this.#held, ...this.#waiting]);
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#enough = 0;
	}
	#search(limit, isEnd) {
		if (this.#text === void 0) {
			this.#text = sniffEncoding(this.#held);
			this.#isBinary = this.#text.encoding === "utf8" && this.#start.includes(0);
		}
		this.#lines ??= new LineTracker(this.#text);
		if (this.#decoders.length === 0) this.#decoders = this.#detector.newDecoders(this.#text.encoding);
		const layer = {
			bytes: this.#held,
			base: this.#base,
			isCut: !isEnd,
			via: []
		};
		const from = this.#searchedTo - this.#base;
		this.#searchedTo = limit;
		for (const offset of this.#detector.prefilter.placesToLook(this.#held.subarray(from))) {
			const hit = from + offset;
			if (this.#base + hit >= limit) break;
			this.#findPlain(hit);
			this.#published.look(this.#held, hit);
			const isWhole = this.#nested.searchAround(layer, hit, this.#decoders);
			for (const found of this.#nested.takeFound()) this.#candidates.add(candidateOf(found));
			if (!this.#candidates.hasAt(this.#base + hit, this.#base + hit + HINT_BYTES)) this.#unfolded?.note(this.#held, hit);
			if (isWhole) continue;
			this.#waitFor(hit);
			break;
		}
		this.#settle(isEnd ? Number.POSITIVE_INFINITY : this.#searchedTo - TAIL_BYTES);
	}
	#waitFor(hit) {
		this.#searchedTo = this.#base + hit;
		this.#enough = Math.min(MAX_WHOLE_BYTES, this.#held.length - hit);
		this.#decoders = [];
	}
	#findPlain(hit) {
		const last = this.#lastPlain;
		const from = last === void 0 ? 0 : Math.max(0, last.end - this.#base);
		for (const key of this.#detector.keysAround(this.#held, hit, from, this.#isBinary)) {
			const { rule, text, confidence, encoding } = key;
			const start = this.#base + key.start;
			if (start < (this.#lastPlain?.end ?? 0)) continue;
			const end = this.#base + key.end;
			this.#lastPlain = {
				rule,
				text,
				confidence,
				encoding,
				start,
				end,
				via: []
			};
			this.#candidates.add(this.#lastPlain);
		}
	}
	#settle(limit) {
		if (this.#lines === void 0) return;
		this.#encoded = [...this.#encoded.filter(({ end }) => end > this.#base), ...this.#candidates.pending.filter(({ via }) => via.length > 0)];
		const hidden = [...this.#encoded, ...this.#hidden].map(({ start, end }) => ({
			start: start - this.#base,
			end: end - this.#base
		}));
		hidden.sort((a, b) => a.start - b.start);
		this.#published.settle({
			bytes: this.#held,
			base: this.#base,
			lines: this.#lines,
			hidden
		});
		if (this.#candidates.pending.length === 0) return;
		const lines = this.#lines.copy();
		for (const candidate of this.#candidates.settled(limit)) this.#matches.push(this.#matchOf(candidate, lines, hidden));
	}
	#matchOf(candidate, lines, hidden) {
		const { rule, text, confidence, start, end, via } = candidate;
		const isPlain = via.length === 0;
		const own = this.#text?.encoding ?? "utf8";
		const encoding = candidate.encoding ?? own;
		const span = {
			start: start - this.#base,
			end: end - this.#base
		};
		lines.advance(this.#held, this.#base, start);
		const region = this.#regionOf(candidate, lines);
		const secret = new Secret(text);
		const around = surroundingsOf(this.#held, span, encoding, hidden);
		const shown = isPlain ? secret.masked : maskOfEncoded(this.#held, span, encoding);
		const allow = this.#allowOf(around, span, shown, encoding);
		if (allow === "no-reason") this.#unreasonedLines.push(region.startLine);
		const variable = candidate.variable ?? this.#variableOf(candidate, around, encoding);
		return {
			ruleId: rule.id,
			secret,
			confidence,
			start,
			end,
			region,
			snippet: snippetOf(around, isPlain ? text : "", shown),
			signs: this.#signs.found,
			via: !isPlain || encoding === "utf8" || encoding === own ? via : [encoding],
			...variable === void 0 ? {} : { variable },
			...allow === void 0 || allow === "no-reason" ? {} : { allowed: allow }
		};
	}
	#allowOf(around, span, shown, encoding) {
		const { foreignAllow } = this.#options;
		const { before, after, lineBefore, lineUnits } = around;
		const allow = inlineAllow({
			line: lineUnits + Math.ceil((span.end - span.start) / UNIT_BYTES[encoding]) <= 1e3 ? `${before}${shown}${after}` : void 0,
			lineBefore,
			foreignAllow
		});
		const first = allow === void 0 ? firstLineOf(this.#held, span, encoding) : void 0;
		return first === void 0 || before.length + first.length > 1e3 ? allow : inlineAllow({
			line: before + first,
			lineBefore: void 0,
			foreignAllow
		});
	}
	#regionOf({ text, via, end }, lines) {
		const { line, column } = lines.position;
		if (via.length === 0) return {
			startLine: line,
			startColumn: column,
			endLine: line,
			endColumn: column + text.length
		};
		const behind = lines.copy();
		behind.advance(this.#held, this.#base, end);
		const { line: endLine, column: endColumn } = behind.position;
		return {
			startLine: line,
			startColumn: column,
			endLine,
			endColumn
		};
	}
	#variableOf({ runStart, start }, around, encoding) {
		const variable = publicVariable(around.before.slice(-200), around.lineBefore);
		if (variable !== void 0 || runStart === void 0 || runStart === start) return variable;
		const at = runStart - this.#base;
		const bytes = this.#held.subarray(Math.max(0, at - VARIABLE_CHARACTERS * UNIT_BYTES[encoding]), Math.max(0, at));
		return publicVariable(/[^\r\n]*$/.exec(decode(bytes, encoding))?.[0] ?? "");
	}
	#forget() {
		const needed = Math.min(this.#searchedTo, this.#candidates.firstStart);
		const keepFrom = Math.max(0, needed - REACH_BYTES - this.#base) & -4;
		this.#lines?.advance(this.#held, this.#base, this.#base + keepFrom);
		this.#held = Buffer.from(this.#held.subarray(keepFrom));
		this.#base += keepFrom;
	}
};
function candidateOf({ rule, text, confidence, span, via, variable, runStart }) {
	return {
		rule,
		text,
		confidence,
		start: span.start,
		end: span.end,
		via,
		variable,
		runStart
	};
}
// src/detect/continuation.ts
const NOTHING = "(?!)";
const ESCAPES = [
	"\\\\",
	"%(?=[0-9A-Fa-fuU])",
	"=(?=[0-9A-Fa-f\\s\\\\])",
	"&(?=#|[A-Za-z]{2,8};)"
];
const TURNS$1 = anyOf([
	...ESCAPES,
	"[\"'`\\0]",
	"\\r?\\n[ \\t]"
]);
function goesOnWith(rest, most = 3) {
	const [first] = rest;
	if (first === void 0 || most === 0) return "";
	return `(?:${TURNS$1}|${literally(first)}${goesOnWith(rest.slice(1), most - 1)})`;
}
function restsBehind(anchors, piece) {
	const rests = new Set();
	for (const anchor of anchors) for (let at = anchor.indexOf(piece); at !== -1; at = anchor.indexOf(piece, at + 1)) {
		const end = at + piece.length;
		rests.add(anchor.slice(end, end + 3));
	}
	return [...rests];
}
function literally(text) {
	return text.replace(/[^A-Za-z0-9]/g, "\\$&");
}
function anyOf(patterns) {
	return patterns.length === 0 ? NOTHING : `(?:${patterns.join("|")})`;
}
// src/detect/decode/lone-escapes.ts
const ROW = 8;
const TEXT_HEX = "(?:[2-7][0-9a-f]|0[09ad])";
const TEXT_IN_BRACES = "0*(?:[2-7][0-9a-f]|[09ad])";
const TEXT_OCTAL = "(?:1[0-7]{2}|0?[4-7][0-7]|0?1[125]|0{1,3})";
const TEXT_DECIMAL = "0*(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6]|9|10|13|0)";
const UNIT = `u(?:00${TEXT_HEX}|\\{${TEXT_IN_BRACES}\\})`;
const BACKSLASH_ROW = `[0-9a-f\\\\](?:\\\\+(?:x${TEXT_HEX}|${UNIT}|${TEXT_OCTAL})){${ROW}}`;
const UNICODE_ROW = `${UNIT}(?:[^0-9a-z]+(?:[0-9]*5C)?${UNIT}){7}`;
const ENTITY_ROW = `[0-9a-f;](?:&(?:amp;)*#(?:x${TEXT_IN_BRACES}|${TEXT_DECIMAL});?){${ROW}}`;
const ANY_BACKSLASH = "[0-9a-f\\\\]\\\\(?:x36|x37|x6|06|67|14|15)";
const ANY_UNICODE = "u(?:00(?:36|37|6)|\\{(?:0*(?:36|37|6)|0+[1-9a-f][0-9a-f]{2}))";
const ANY_ENTITY = "[0-9a-f;]&#(?:4|5|10|11|x3|x6)";
const PIECE = 2;
const END = "(?:[;}]|%(?:25)*(?:7D|3B)|(?![;}]|%(?:25)*(?:7D|3B)))";
const ESCAPE_BYTES$1 = 32;
const TURNS = Buffer.from("\\%&=\"'`\0\r\n");
function loneEscapes(anchors) {
	const own = anyOf(anchors.flatMap((anchor) => [...anchor.slice(0, PIECE)].map(hexOf$1)));
	return new RegExp(`^${anyOf([
		...beforeEscapes(anchors),
		...behindEscapes(anchors),
		...inFront$1(anchors),
		...inTwoLines(anchors),
		`(?=${ANY_BACKSLASH})(?!${BACKSLASH_ROW})`,
		`(?=${ANY_UNICODE})(?!u(?:00|\\{0*)${own}|${UNICODE_ROW})`,
		`(?=${ANY_ENTITY})(?!${ENTITY_ROW})`
	])}`, "i");
}
function hexOf$1(character) {
	return character.charCodeAt(0).toString(16);
}
function beforeEscapes(anchors) {
	return [...grouped(anchors, PIECE, (anchor, index) => literally(anchor.slice(index - PIECE, index)))].flatMap(([pair, rests]) => {
		const spelled = anyOf([...rests].map((rest) => spellingsOf$1(rest.charAt(0))));
		return ["\\\\", "&"].map((lead) => `${pair}${lead}(?![^]{0,${ESCAPE_BYTES$1}}${spelled})`);
	});
}
function spellingsOf$1(character) {
	const code = character.charCodeAt(0);
	const numbers = [
		code.toString(16),
		code.toString(8),
		`${code}`
	];
	const name = /[a-z0-9]/i.test(character) ? [] : ["[a-z]{3,};"];
	return anyOf([
		literally(character),
		...numbers,
		...name
	]);
}
function behindEscapes(anchors) {
	return [...grouped(anchors, 1, (anchor, index) => index <= PIECE ? anchor.charAt(index - 1) : void 0)].map(([character, rests]) => {
		const next = new Set([...TURNS, ...[...rests].map((rest) => rest.charCodeAt(0))]);
		return `${escapesOf(character.charCodeAt(0))}${END}(?!$|(?!${escapesOfOthers([...next])})${anyGoesOn(rests)})`;
	});
}
function inFront$1(anchors) {
	return [...grouped(anchors, PIECE, (anchor, index) => {
		const [before = "", character = ""] = anchor.slice(index - PIECE, index);
		return `${literally(before)}[%=]${hexOf$1(character)}`;
	})].map(([pair, rests]) => `${pair}${END}(?!$|${anyGoesOn(rests)})`);
}
function inTwoLines(anchors) {
	return [...grouped(anchors, PIECE, (anchor, index) => {
		return `${literally(anchor.slice(Math.max(0, index - 1 - PIECE), index - 1))}=\\r?\\n${literally(anchor.charAt(index - 1))}`;
	})].map(([line, rests]) => `${line}(?!${anyGoesOn(rests)})`);
}
function grouped(anchors, from, patternOf) {
	const rests = new Map();
	for (const anchor of anchors) for (let index = from; index < anchor.length; index++) {
		const pattern = patternOf(anchor, index);
		if (pattern === void 0) continue;
		rests.set(pattern, (rests.get(pattern) ?? new Set()).add(anchor.slice(index, index + 3)));
	}
	return rests;
}
function anyGoesOn(rests) {
	return anyOf([...rests].map((rest) => goesOnWith(rest)));
}
function escapesOf(code) {
	const hex = code.toString(16);
	const octal = code.toString(8);
	return anyOf([
		`\\\\(?:x${hex}|0?${octal})`,
		`u(?:00|\\{0*)${hex}`,
		`#(?:${code};|x0*${hex})`,
		`%(?:25)*${hex}`,
		`=${hex}`,
		`(?:%|25)5C0?${octal}`,
		`5Cx${hex}`,
		`525${hex}`,
		`7B0*${hex}`,
		`23(?:${code}|x0*${hex})`
	]);
}
function escapesOfOthers(codes) {
	const hex = anyOf(codes.map((code) => code.toString(16).padStart(2, "0")));
	const octal = anyOf(codes.map((code) => code.toString(8).padStart(3, "0")));
	const short = anyOf(codes.map((code) => code.toString(16)));
	return anyOf([
		`\\\\+(?:(?:x|u00)(?!${hex})[0-9a-f]{2}|u\\{(?!0*${short}\\})[0-9a-f]+\\}|(?!${octal})[0-3][0-7]{2})`,
		`[%=](?!${hex})[0-9a-f]{2}`,
		`&#(?:x(?!0*${short}(?![0-9a-f]))[0-9a-f]+|(?!0*${anyOf(codes.map(String))}(?![0-9]))[0-9]+)`
	]);
}
// src/detect/join/lone-pieces.ts
const SEAM = "[\\s+().,]*";
const DOUBTS = [
	...ESCAPES,
	"[</#]",
	"concat\\(",
	"$"
];
const MAX_PIECE = 3;
const PREFIX = "[rRbBfFuULc@$8]";
function lonePieces(anchors) {
	const patterns = [...new Set(anchors.flatMap(piecesOf))].map((piece) => {
		const rests = restsBehind(anchors, piece);
		const inLiteral = `${PREFIX}{0,3}["'\`]${anyOf(rests.map((rest) => goesOnWith(rest)))}`;
		const escaped = `${PREFIX}{1,3}[\\\\%&=#]`;
		const inWord = rests.map((rest) => literally(rest.slice(0, 1)) + goesOnWith(rest.slice(1)));
		return `${literally(piece)}\\1(?!${anyOf([...inWord, SEAM + anyOf([
			...DOUBTS,
			inLiteral,
			escaped
		])])})`;
	});
	return new RegExp(`^(["'\`])${anyOf(patterns)}`);
}
function piecesOf(anchor) {
	const pieces = new Set();
	for (const start of [0, 1]) for (let end = start + 1; end <= MAX_PIECE && end < anchor.length; end++) pieces.add(anchor.slice(start, end));
	return [...pieces];
}
const MAX_CHARACTERS = 64;
var LoneHits = class {
	#patterns;
	constructor(anchors) {
		const isMuch = anchors.join("").length > MAX_CHARACTERS;
		this.#patterns = isMuch ? [] : [loneEscapes(anchors), lonePieces(anchors)];
	}
	isAt(bytes, hit) {
		const text = bytes.toString("latin1", hit, hit + 160);
		return this.#patterns.some((pattern) => pattern.test(text));
	}
};
// src/detect/key-trial.ts
const MAX_DECODED_BYTES = 67108864;
const ALIGNMENTS = [
	0,
	1,
	2,
	3
];
const CUT_BYTES = 6;
const HEX_TEXT = /(?:[2-7][0-9a-fA-F]){14}|(?:[2-7][0-9a-fA-F]00){7}/g;
const HEX_PHASES = 3;
const ESCAPE_BYTES = 16;
const EDGE_BYTES = 3;
const JOINED_BYTES = CONTEXT_BEFORE;
const DIGITS_AHEAD = 262144;
const EQUALS = 61;
const ZLIB_DIGIT = 101;
const BREAKS = new Set(Buffer.from("\r\n"));
const CLOSING = new Set(Buffer.from("\0	\r\n ()[]{}<>,:;.|@!"));
const LEADS = new Set(Buffer.from("%\\=&"));
var KeyTrial = class KeyTrial {
	#detector;
	#depth;
	#budget;
	#nested;
	#decoders;
	#seenTo = 0;
	clearedTo = 0;
	judgedFrom = 0;
	judgedTo = 0;
	#isPiece = false;
	#openRowEnd = 0;
	#facts = {
		base: 0,
		length: -1
	};
	constructor(detector, depth = 0, budget = { bytes: MAX_DECODED_BYTES }) {
		this.#detector = detector;
		this.#depth = depth;
		this.#budget = budget;
		this.#nested = new NestedSearch(detector);
	}
	mayBeKey(window, hit) {
		const { bytes, base } = window;
		if (base + hit < this.clearedTo) return false;
		if (base !== this.#facts.base || bytes.length !== this.#facts.length) this.#facts = {
			base,
			length: bytes.length
		};
		this.#nested.grow(Math.max(0, base + bytes.length - this.#seenTo));
		this.#seenTo = Math.max(this.#seenTo, base + bytes.length);
		this.judgedFrom = base + hit - CONTEXT_BEFORE;
		this.judgedTo = base + hit + CONTEXT_BEHIND;
		return base + hit === 0 && isPointer(bytes) || this.#detector.publishedNames.publishedAt(bytes, hit) !== void 0 || this.#isPlainKey(bytes, hit) || this.#isForParser(bytes, hit) || this.#isEncodedKey(window, hit);
	}
	#isForParser(bytes, hit) {
		const hint = this.#detector.foldHints.at(bytes, hit);
		this.#isPiece = hint !== void 0;
		if (hint !== "weak") return hint === "strong";
		const from = Math.max(0, hit - CONTEXT_BEFORE);
		const to = Math.min(bytes.length, hit + CONTEXT_BEHIND);
		const known = this.#facts.digits;
		const digits = known !== void 0 && to <= known.to ? known : new KeyDigits(bytes, from, known === void 0 ? to : to + DIGITS_AHEAD);
		this.#facts.digits = digits;
		return digits.areBetween(from, to);
	}
	#isEncodedKey(window, hit) {
		const { bytes, base } = window;
		const isBase64 = textPhases(bytes, hit, "base64") !== 0;
		const isHex = textPhases(bytes, hit, "hex") !== 0;
		const isText = isBase64 || isHex;
		if (!isText && isWithinRow(bytes, hit)) {
			this.#judgeBy(base + hit - ESCAPE_BYTES, base + hit + 31);
			return false;
		}
		if (!isText && this.#detector.loneHits.isAt(bytes, hit)) {
			this.#judgeBy(base + hit, base + hit + 160);
			return false;
		}
		this.#decoders ??= this.#detector.newDecoders();
		const row = !isText || base + hit < this.#openRowEnd ? void 0 : this.#rowAround(window, hit);
		if (row === void 0) return this.#isDecodedKey(window, hit, this.#decoders);
		if (isBase64) {
			if (!row.isTried && this.#isInRow(bytes, row, hit)) return true;
			row.isTried = true;
			this.#clear(window, row, hit);
		}
		const edge = edgeOf(bytes, row);
		if (edge === "closed") this.#judgeBy(base + row.start - EDGE_BYTES, base + row.end + EDGE_BYTES);
		const others = this.#decoders.filter((decoder) => BESIDES[edge](decoder) || isHex && decoder instanceof HexPass);
		return others.length > 0 && this.#isDecodedKey(window, hit, others);
	}
	#judgeBy(from, to) {
		if (this.#isPiece) return;
		this.judgedFrom = from;
		this.judgedTo = to;
	}
	#clear({ bytes, base, isCut }, row, hit) {
		row.text ??= bytes.toString("latin1", row.start, row.end);
		HEX_TEXT.lastIndex = hit + 1 - row.start;
		const next = HEX_TEXT.exec(row.text)?.index;
		const isOpen = isCut && row.end === bytes.length;
		const end = base + Math.min(row.ownEnd, row.end - (isOpen ? CONTEXT_BEHIND : 0));
		this.clearedTo = next === void 0 ? end : Math.min(end, base + row.start + next - HEX_PHASES);
	}
	#rowAround({ bytes, base }, hit) {
		const known = this.#facts.row;
		if (known !== void 0 && hit >= known.start && hit + 31 <= known.ownEnd) return known;
		const end = rowEnd(bytes, hit, bytes.length);
		if (end - hit < 31) return void 0;
		const start = rowStart(bytes, hit, 0);
		const [from, to] = !isWholeRun(bytes, start, end) ? [start + JOINED_BYTES, end - JOINED_BYTES] : [start, end];
		if (hit < from || hit + 31 > to) {
			this.#openRowEnd = base + (hit < from && from < to ? from : end);
			return;
		}
		this.#facts.row = {
			start,
			end,
			ownEnd: to,
			isTried: false
		};
		return this.#facts.row;
	}
	#isInRow(bytes, { start, end }, hit) {
		for (const alignment of alignmentsFrom(bytes, start, hit)) {
			const decoded = Buffer.from(bytes.toString("latin1", start + alignment, end), "base64");
			this.#budget.bytes -= decoded.length;
			if (this.#budget.bytes < 0 || holdsCompressed(decoded) || this.#isInText(decoded)) return true;
			if ((0, node_buffer.isUtf8)(decoded.subarray(0, decoded.length - CUT_BYTES))) return false;
		}
		return false;
	}
	#isInText(bytes) {
		if (this.#depth + 1 >= 5) return false;
		const { prefilter } = this.#detector;
		const trial = new KeyTrial(this.#detector, this.#depth + 1, this.#budget);
		const window = {
			bytes,
			base: 0,
			isCut: false
		};
		return prefilter.placesToLook(bytes).some((place) => trial.mayBeKey(window, place));
	}
	#isPlainKey(bytes, hit) {
		return this.#detector.keysAround(bytes, hit, 0, true).next().done === false;
	}
	#isDecodedKey(window, hit, decoders) {
		return !this.#nested.searchAround({
			...window,
			via: []
		}, hit, decoders) || this.#nested.takeFound().length > 0 || this.#nested.unread.size > 0;
	}
};
function alignmentsFrom(bytes, start, hit) {
	const phases = textPhases(bytes, hit, "base64");
	const isText = (alignment) => phases >> (start + alignment - hit & 3) & 1;
	return [...ALIGNMENTS].sort((one, other) => isText(other) - isText(one));
}
function isWithinRow(bytes, hit) {
	if (bytes[hit] !== ZLIB_DIGIT || !isDigit(bytes[hit - 1])) return false;
	for (let at = Math.max(0, hit - ESCAPE_BYTES); at < hit; at++) if (LEADS.has(bytes[at])) return false;
	return true;
}
const BESIDES = {
	closed: () => false,
	quoted: (decoder) => decoder instanceof JoinPass,
	open: (decoder) => !(decoder instanceof Base64Pass)
};
function edgeOf(bytes, { start, end }) {
	let behind = end;
	while (bytes[behind] === EQUALS && behind < end + 2) behind++;
	if (behind > end && (isDigit(bytes[behind]) || BREAKS.has(bytes[behind]))) return "open";
	const edges = [edgeAt(bytes[start - 1]), edgeAt(bytes[behind])];
	return edges.find((edge) => edge === "open") ?? edges.find((edge) => edge === "quoted") ?? "closed";
}
function edgeAt(byte) {
	if (byte === void 0 || CLOSING.has(byte)) return "closed";
	return isQuote(byte) ? "quoted" : "open";
}
function isPointer(bytes) {
	return bytes.toString("latin1", 0, 42) === LFS_POINTER_START;
}
// src/detect/decode/spellings.ts
const MIN_NEEDLE = 3;
function hexOf(code) {
	return code.toString(16).padStart(2, "0");
}
function caseless(code) {
	return hexOf(code).replace(/[a-f]$/, "");
}
function leadAndHex(lead, code) {
	const short = lead + caseless(code);
	return short.length >= MIN_NEEDLE ? [short] : [lead + hexOf(code), lead + hexOf(code).toUpperCase()];
}
function numbersOf(code) {
	const octal = code.toString(8);
	return [
		...[
			`\\x${caseless(code)}`,
			`u00${caseless(code)}`,
			`u{${caseless(code)}`,
			`\\${octal.padStart(3, "0")}`,
			`\\${octal}`
		],
		...[`#${code};`, `#x${caseless(code)}`],
		...[
			`5Cx${caseless(code)}`,
			`%5C${octal}`,
			`255C${octal}`,
			`7B${caseless(code)}`,
			`23${code}`,
			`23x${caseless(code)}`
		]
	];
}
const DIGITS = [..."0123456789"];
const HEX_DIGITS = [..."0123456789abcdefABCDEF"];
function inRow(ends, marks) {
	return ends.flatMap((end) => marks.map((mark) => end + mark));
}
const ANY_TEXT = [
	...[
		"u0036",
		"u0037",
		"u006",
		"u{36",
		"u{37",
		"u{6",
		"u{0",
		"U000000"
	],
	...inRow([...HEX_DIGITS, "\\"], [
		"\\x36",
		"\\x37",
		"\\x6"
	]),
	...inRow([...DIGITS.slice(0, 8), "\\"], [
		"\\06",
		"\\67",
		"\\14",
		"\\15"
	]),
	...inRow([...DIGITS, ";"], [
		"&#4",
		"&#5",
		"&#10",
		"&#11"
	]),
	...inRow([...HEX_DIGITS, ";"], ["&#x3", "&#x6"]),
	...[
		"%37",
		"%55%",
		"%56%",
		"%57%"
	]
];
function escapeSpellings(anchor) {
	const [first = 0, second = 0, ...rest] = Buffer.from(anchor, "latin1");
	const spellings = [
		...ANY_TEXT,
		...numbersOf(first),
		...leadAndHex("%", first),
		...leadAndHex("=", first)
	];
	spellings.push(`%25${caseless(first)}`, `525${caseless(first)}`);
	const before = anchor.slice(0, 1);
	spellings.push(...numbersOf(second), ...inFront(before, second), `${before}%25`, ...continued(before, anchor[1]));
	for (const [index, code] of rest.entries()) {
		const pair = anchor.slice(index, index + 2);
		spellings.push(`${pair}&`, `${pair}\\`, `${pair}%25`, ...inFront(pair, code));
		spellings.push(...continued(pair, anchor[index + 2]));
	}
	for (const { digits } of base64Alignments(anchor)) spellings.push(...inHex(digits, 2, (pairs) => `%${pairs.join("%")}`));
	return spellings;
}
function inFront(before, code) {
	const near = caseless(code).length === 2 ? before.slice(-1) : before;
	return [`${near}%${caseless(code)}`, `${near}=${caseless(code)}`];
}
function continued(before, next) {
	return ["=\n", "=\r\n"].flatMap((end) => [`${before}${end}${next}`, `${before}${end}=`]);
}
const RARE_PAIRS = 3;
function separatedHexSpellings(anchor) {
	const [first = "", second = "", third = ""] = [...Buffer.from(anchor, "latin1")].slice(0, RARE_PAIRS).map(hexOf);
	const spellings = [];
	for (const separator of [
		" ",
		":",
		"-"
	]) spellings.push(...cased(first + separator + second + separator + third));
	for (const separator of [",0x", ", 0x"]) spellings.push(...cased(`x${first}${separator}${second}`));
	return [
		...spellings,
		...cased(`${first}${second} ${third}`),
		...cased(`${first} ${second}${third}`)
	];
}
function cased(spelling) {
	const upper = spelling.replace(/[a-f]/g, (digit) => digit.toUpperCase());
	return upper === spelling ? [spelling] : [spelling, upper];
}
function inHex(text, count, join) {
	const pairs = [...Buffer.from(text, "latin1")].map(hexOf);
	for (let from = 0; from + count <= pairs.length; from++) {
		const piece = pairs.slice(from, from + count);
		if (!/[a-f]/.test(piece.join(""))) return [join(piece)];
	}
	const piece = pairs.slice(0, count);
	return [join(piece), join(piece.map((pair) => pair.toUpperCase()))];
}
// src/detect/needles.ts
function spellingsOf(rules) {
	return anchorsOf(rules).flatMap((anchor) => ENCODINGS.map((encoding) => {
		const bytes = encodeAscii(anchor, encoding);
		const coreAt = bytes.findIndex((byte) => byte !== 0);
		return {
			anchor,
			encoding,
			bytes,
			core: bytes.subarray(coreAt, bytes.findLastIndex((byte) => byte !== 0) + 1),
			coreAt
		};
	}));
}
function prefilterOf(rules) {
	return new NeedleSearch(needlesOf(rules), true);
}
function allNeedlesOf(rules) {
	const anchors = anchorsOf(rules);
	return shortest([
		...spellingsOf(rules).map(({ core }) => core.toString("latin1")),
		LFS_POINTER_START,
		...new PublishedNames(rules).needles.map((needle) => needle.toString("latin1")),
		...COMPRESSED_IN_BASE64,
		...COMPRESSED_IN_ESCAPES,
		...anchors.flatMap((anchor) => [
			...escapeSpellings(anchor),
			...separatedHexSpellings(anchor),
			...wideSpellings(anchor),
			...splitSpellings(anchor)
		])
	]).map((text) => needleOf(text, anchors));
}
function needlesOf(rules) {
	return arrangedNeedlesOf(rules) ?? allNeedlesOf(rules).map(arranged);
}
function wideSpellings(anchor) {
	const first = anchor.charCodeAt(0).toString(16);
	return [
		...base64Alignments(anchor).map((aligned) => aligned.digits.slice(0, 4)),
		`%${first}`,
		`u00${first}`,
		`${first}${first}`
	].map(wideCore);
}
function wideCore(text) {
	return encodeAscii(text, "utf16le").subarray(0, -1).toString("latin1");
}
function shortest(texts) {
	const kept = [];
	for (const text of [...new Set(texts)].sort((a, b) => a.length - b.length)) if (!kept.some((shorter) => text.includes(shorter))) kept.push(text);
	return kept;
}
// src/detect/structure.ts
const LONGEST_RUN = 10;
const LONGEST_COUNT = 12;
const MAX_PERIOD = 32;
const MIN_DISTINCT = 6;
function isDummy(body, dummyWords) {
	const lower = body.toLowerCase();
	return dummyWords.some((word) => lower.includes(word)) || new Set(lower).size < MIN_DISTINCT || isPeriodic(lower) || longestStep(lower, 0) >= LONGEST_RUN || longestStep(lower, 1) >= LONGEST_COUNT || longestStep(lower, -1) >= LONGEST_COUNT || isCountOfBytes(lower);
}
function isPeriodic(body) {
	const most = Math.min(MAX_PERIOD, Math.floor(body.length / 2));
	for (let period = 1; period <= most; period++) if (body.slice(period) === body.slice(0, -period)) return true;
	return false;
}
function longestStep(body, step) {
	let longest = 1;
	let run = 1;
	for (let at = 1; at < body.length; at++) {
		run = isStep(body.charCodeAt(at - 1), body.charCodeAt(at), step) ? run + 1 : 1;
		if (run > longest) longest = run;
	}
	return longest;
}
const ZERO = 48;
const NINE = 57;
const A = 97;
const F = 102;
function isStep(from, to, step) {
	if (step === 0) return from === to;
	if (step === -1) return isStep(to, from, 1);
	return to === from + 1 || from === NINE && (to === ZERO || to === A) || from === F && to === ZERO;
}
function isCountOfBytes(body) {
	const pairs = body.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
	let run = 1;
	for (let at = 1; at < pairs.length; at++) {
		run = pairs[at] === ((pairs[at - 1] ?? 0) + 1) % 256 ? run + 1 : 1;
		if (run >= 8) return true;
	}
	return false;
}
const CUT_KEY_MIN = 48;
const CUT_KEY_MAX = 80;
function isCutKey(body) {
	const hexDigits = /^[0-9a-f]*/.exec(body)?.[0].length ?? 0;
	return hexDigits >= CUT_KEY_MIN && hexDigits <= CUT_KEY_MAX;
}
const MEMBER_FOLLOWS = /^\s*(?:[.(=[?]|&&|\|\|)/;
const LIKELY = {
	digits: 3,
	changes: .25
};
const POSSIBLE = {
	digits: 2,
	changes: .15
};
function judgeRandomness(body, after) {
	if (isCutKey(body)) return void 0;
	const digits = body.match(/[0-9]/g)?.length ?? 0;
	const changes = classChanges(body) / (body.length - 1);
	if (/^[A-Za-z]/.test(body) && MEMBER_FOLLOWS.test(after) && digits * 8 < body.length) return void 0;
	if (digits >= LIKELY.digits && changes >= LIKELY.changes) return "likely";
	if (digits >= POSSIBLE.digits && changes >= POSSIBLE.changes) return "possible";
}
function classChanges(body) {
	let changes = 0;
	for (let at = 1; at < body.length; at++) if (classOf(body.charCodeAt(at)) !== classOf(body.charCodeAt(at - 1))) changes++;
	return changes;
}
function classOf(code) {
	return code <= NINE ? 0 : code < A ? 1 : 2;
}
// src/detect/detector.ts
const LOOK_CHARACTERS = 32;
var Detector = class {
	rules;
	anchors;
	publishedNames;
	foldHints;
	loneHits;
	#spellings;
	#prefilter;
	#keyReach;
	#options;
	constructor(rules, options) {
		this.rules = rules;
		this.anchors = anchorsOf(rules);
		this.foldHints = new FoldHints(this.anchors);
		this.loneHits = new LoneHits(this.anchors);
		this.#keyReach = Math.max(0, ...rules.map(({ maxLength }) => maxLength)) + LOOK_CHARACTERS;
		this.publishedNames = new PublishedNames(rules);
		this.#spellings = spellingsOf(rules);
		this.#options = options;
	}
	get prefilter() {
		this.#prefilter ??= prefilterOf(this.rules);
		return this.#prefilter;
	}
	newTrial() {
		return new KeyTrial(this);
	}
	mayHoldKey(bytes) {
		const trial = this.newTrial();
		const window = {
			bytes,
			base: 0,
			isCut: false
		};
		return this.prefilter.placesToLook(bytes).some((hit) => hit >= trial.clearedTo && trial.mayBeKey(window, hit));
	}
	begin() {
		return new DetectionPass(this, this.#options);
	}
	detectFolded(bytes, folded) {
		const pass = new DetectionPass(this, this.#options, folded);
		pass.push(bytes);
		return pass.end();
	}
	detect(bytes) {
		const pass = this.begin();
		pass.push(bytes);
		return pass.end();
	}
	*keysAround(bytes, hit, from, isBinary = false) {
		for (const { start, spelling } of this.#anchorsAround(bytes, hit)) {
			const least = start === from ? from : 0;
			const value = this.#valueAt(bytes, start, spelling, least) ?? (isBinary ? this.#valueInRow(bytes, start, spelling) : void 0);
			if (value === void 0) continue;
			const { encoding } = spelling;
			yield {
				...value,
				encoding,
				start,
				end: start + value.text.length * UNIT_BYTES[encoding]
			};
		}
	}
	#valueInRow(bytes, at, { anchor, encoding }) {
		for (const rule of this.rules) {
			if (rule.anchor !== anchor || rule.confidence !== "certain") continue;
			const value = valueIn(decode(bytes.subarray(at, at + rule.maxLength * UNIT_BYTES[encoding]), encoding), 0, rule);
			if (value !== void 0 && confidenceOf(rule, value, "") !== void 0) return {
				rule,
				text: value,
				confidence: "likely"
			};
		}
	}
	newDecoders(own) {
		return newDecoders({
			anchors: this.anchors,
			keyReach: this.#keyReach
		}, own);
	}
	#anchorsAround(bytes, at) {
		const found = [];
		for (const spelling of this.#spellings) {
			const start = at - spelling.coreAt;
			if (start >= 0 && standsAt(bytes, start, spelling.bytes)) found.push({
				start,
				spelling
			});
		}
		return found.length > 1 ? found.sort((a, b) => rankOf(a) - rankOf(b)) : found;
	}
	#valueAt(bytes, at, { anchor, encoding }, from) {
		const width = UNIT_BYTES[encoding];
		const look = Math.min(LOOK_CHARACTERS, Math.floor((at - from) / width));
		const before = decode(bytes.subarray(at - look * width, at), encoding);
		for (const rule of this.rules) {
			if (rule.anchor !== anchor) continue;
			const span = (rule.maxLength + LOOK_CHARACTERS) * width;
			const text = before + decode(bytes.subarray(at, at + span), encoding);
			const value = valueIn(text, before.length, rule);
			if (value === void 0) continue;
			const confidence = confidenceOf(rule, value, text.slice(before.length + value.length));
			if (confidence !== void 0) return {
				rule,
				text: value,
				confidence
			};
		}
	}
};
function rankOf({ start, spelling }) {
	return (start % UNIT_BYTES[spelling.encoding] === 0 ? 0 : 2) + (spelling.encoding.endsWith("be") ? 1 : 0);
}
function standsAt(bytes, start, wanted) {
	for (let index = 0; index < wanted.length; index++) if (bytes[start + index] !== wanted[index]) return false;
	return true;
}
function valueIn(text, at, { pattern, anchor }) {
	pattern.lastIndex = at;
	const value = pattern.exec(text)?.[0];
	if (value === void 0) return void 0;
	const next = text.indexOf(anchor, at + anchor.length);
	const end = at + value.length;
	if (next === -1 || next >= end || next + anchor.length <= end) return value;
	pattern.lastIndex = at;
	return pattern.exec(text.slice(0, next))?.[0] ?? value;
}
function confidenceOf(rule, value, after) {
	const body = value.slice(rule.anchor.length);
	if (isDummy(body, rule.dummyWords)) return void 0;
	return rule.confidence === "by-structure" ? judgeRandomness(body, after) : rule.confidence;
}
// src/version.ts
const VERSION = "0.1.0";
// src/scan/content-check.ts
const JUDGEMENT = 5;
var ContentCheck = class {
	data;
	#detector;
	constructor(detector) {
		this.#detector = detector;
		this.data = detector.rules;
	}
	get version() {
		return JSON.stringify([
			JUDGEMENT,
			VERSION,
			this.data
		], (_, value) => value instanceof RegExp ? `${value}` : value);
	}
	begin() {
		return new ContentTrial(this.#detector.newTrial());
	}
};
function contentCheckFrom(data) {
	if (data === void 0) return void 0;
	return new ContentCheck(new Detector(data, { foreignAllow: false }));
}
var ContentTrial = class {
	#keys;
	#isContainer;
	constructor(keys) {
		this.#keys = keys;
	}
	get clearedTo() {
		return this.#keys.clearedTo;
	}
	get judgedFrom() {
		return this.#keys.judgedFrom;
	}
	get judgedTo() {
		return this.#keys.judgedTo;
	}
	mayBeKey(window, hit) {
		this.#isContainer ??= isContainer(window.bytes);
		return this.#isContainer || this.#keys.mayBeKey(window, hit);
	}
};
function isContainer(bytes) {
	const start = bytes.subarray(0, 512);
	return formatOf(start) !== void 0 || mayPrecedeZip(start) && endsAsZip(bytes);
}
// src/scan/pack-worker.ts
const data = node_worker_threads.workerData;
if (node_worker_threads.parentPort) searchPacksFor(node_worker_threads.parentPort, data, contentCheckFrom(data.checkData));
