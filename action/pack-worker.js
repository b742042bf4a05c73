import { read, readSync } from "node:fs";
import { promisify } from "node:util";
import { constants, createInflate, deflateSync, inflateSync } from "node:zlib";
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
const DIGIT_TABLES = Buffer.concat([
	VALUES,
	HEX_VALUES,
	KINDS
]);
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
		const found = rowEnd - start < 31 ? -1 : inRow(bytes, start, rowEnd);
		if (found !== -1) return found;
		at = rowEnd < limit || limit === end ? rowEnd + 1 : rowEnd - 31;
	}
	return -1;
}
function isDigit(byte) {
	return byte !== void 0 && VALUES[byte] !== NO_VALUE;
}
function inRow(bytes, start, end) {
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
function isBase64Text(bytes, at) {
	if (!areDigits(bytes, at)) return false;
	const upper = valueAt(bytes, at) << 6 | valueAt(bytes, at + 1);
	const lower = valueAt(bytes, at + 2) << 6 | valueAt(bytes, at + 3);
	const second = KINDS[(upper & 15) << 4 | lower >> 8];
	return isText(KINDS[upper >> 4], second) && isText(second, KINDS[lower & 255]);
}
function areDigits(bytes, at) {
	return isDigit(bytes[at]) && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
}
function valueAt(bytes, at) {
	return VALUES[bytes[at]];
}
function isHexText(bytes, at) {
	return isText(hexPairKind(bytes, at), hexPairKind(bytes, at + 2));
}
function hexPairKind(bytes, at) {
	const upper = HEX_VALUES[bytes[at]];
	const lower = HEX_VALUES[bytes[at + 1]];
	return upper === NO_VALUE || lower === NO_VALUE ? 0 : KINDS[upper << 4 | lower];
}
function isText(kind, next) {
	return kind !== 0 && next !== 0 && kind + next < 4;
}
// src/git/pack/delta.wat
const wasm$3 = "AGFzbQEAAAABUQhgAn9/AX9gD39/f39/f39/f39/f39/fwF/YAV/f39/fwF/YAR/f39/AX9gA39/fwBgB39/f39/f38Bf2ADf39/AX9gCn9/f39/f39/f38BfwI3BAZtZW1vcnkFYnl0ZXMCAAEDcm93AmF0A38ABWFoZWFkAmF0A38AA3Jvdwlob2xkc1RleHQAAAMNDAECAwQFAwIDAwYABwYLAn8BQQALfwFBAAsHIgMKdG91Y2hlZEVuZAMCCXBhc3NlZEVuZAMDBWFwcGx5AAEKuQ8MmAYBD39BASETQX8hFSAHIAhHIRcgBSEaIAsgDEchHCANJAMCQAJAA0AgACABTw0BIAAtAAAhDyAAQQFqIQAgD0GAAXEhECAQBEBBACERQQAhEiAPQQFxBEAgAC0AACERIABBAWohAAsgD0ECcQRAIBEgAC0AAEEIdHIhESAAQQFqIQALIA9BBHEEQCARIAAtAABBEHRyIREgAEEBaiEACyAPQQhxBEAgESAALQAAQRh0ciERIABBAWohAAsgD0EQcQRAIAAtAAAhEiAAQQFqIQALIA9BIHEEQCASIAAtAABBCHRyIRIgAEEBaiEACyAPQcAAcQRAIBIgAC0AAEEQdHIhEiAAQQFqIQALIBJFBEBBgIAEIRILIAAgAUsNAyARIANLDQMgEiADIBFrSw0DIAIgEWohEQUgD0UNAyAPIRIgACERIAAgEmohACAAIAFLDQMLIBIgBUsNAiAFIBJrIQUgFwRAIBBFBEAgByAIIAQgBCASahADIQcFIBEgFUcEQCAVQX9HBEAgByAIIAQgBBADIQcLCwsLIARBf0cEQCAEIBEgEhAEIAQgEmohBAsgEEUgESAVR3IEQCATQQFGIBVBf0dxBEAgBiAVQQFrLQAAQQh0IBEtAAByQQF0ai8BACEWQQAhGSAWQYCAAnEEQCAGIBQgFSARIBIQB0UEQEEBIRkgBiAYIBQgFRAIIRggBiAYIBEgAiADaiARIBJqIBAbEAkEQEECIRMLCwsgGUUEQEEAIRgLIBZB//8BcSEWIBYEQCAGIBYgFCAVIBEgESASaiAAIAEgAiADEAwEQEECIRMLCwsgHCAVQX9HcQRAIB0gCyAMIA4gFCACayAVIAJrIBsgAxAFciEdCyAaIAUgEmprIRsgESEUCyARIBJqIRUgEEEARyAJIApJcQRAIAkgCiAUIAJrIBUgAmsQBgRAQQMhEwsLDAALCyAFDQAgHCAVQX9HcQRAIB0gCyAMIA4gFCACayAVIAJrIBtBfxAFciEdIB1BAEcgE0EBRnEEQEECQQQgHUECcRshEwsLIAckAiATDwtBAAv8AQEGfwJAA0AgCiAERg0BIAAgAU8NASAALQAAIQUgAEEBaiEAIAVBgAFxBEBBACEIQQAhCUEAIQYDQCAFIAZ2QQFxBEAgAC0AACEHIABBAWohACAGQQRJBEAgCCAHIAZBA3R0ciEIBSAJIAcgBkEEa0EDdHRyIQkLCyAGQQFqIQYgBkEHSQ0ACyAJRQRAQYCABCEJCyAAIAFLDQIgCCADSw0CIAkgAyAIa0sNAiACIAhqIQgFIAUhCSAAIQggACAJaiEAIAlFDQIgACABSw0CCyAJIAQgCmtLBEAgBCAKayEJCyMBIApqIAggCfwKAAAgCiAJaiEKDAALCyAKCyoAIAAgAUYEQCAAQQRrIAM2AgAgAA8LIAAgAjYCACAAIAM2AgQgAEEIagtDAQF/IAJBgAJLBEAgACABIAL8CgAADwsgACACaiEDA0AgACAB/QAAAP0LAAAgAEEQaiEAIAFBEGohASAAIANJDQALC6UBAQN/IAUgA2shCANAAkAgACgCACAETw0AIAAoAgQgA00NACMDIQcgByACRiAAKAIAIANJIAAoAgQgBEtycgRAQQIPCyAHIAD9AAIAIAj9Ef2uAf0LAgAgACgCCCADSSAAKAIMIARLciAAKAIMIAZGIAAoAghFIAVBAEdxcnIEQCAHQgA3AghBASEJCyAHQRBqJAMLIABBEGohACAAIAFJDQALIAkLLgADQCACIAAoAgBNBEAgACgCBCADTQRAQQEPCwsgAEEIaiEAIAAgAUkNAAtBAAsvACAEQRBJBEBBAA8LIAIgAWtBEEkEQEEADwsgACACQRBrEAsgACADQQ9qEAtyRQt8AQF/AkADQCAAIAMgBGtBAWsQC0UNASAEQQFqIQQgAyAEayACRgRAIAFBHiAEa0sEQCMAIwAgAWpBHiAEa2tBHiAEa/wKAABBHiAEayEBCyMAIAFqIAIgBPwKAAAgASAEag8LIARBHkkNAAsLIwAgAyAEayAE/AoAACAECzUBAX8gACACIAMQCiEEIAEgBGpBH0kEQEEADwsjACABaiACIAT8CgAAIwAjACABIARqahAACzABAX8CQANAIAEgA2ogAk8NASAAIAEgA2oQC0UNASADQQFqIQMgA0EeSQ0ACwsgAwshAQF/IAEtAAAhAiAAIAJBCHQgAnJBAXRqLwEAQYCAAnELowIBB38gACABQQJ0aigCgIAIIQogCkEEaiAKKAIAQQxsaiELIApBBGohCgNAIAooAgAhDCAKKAIEIQ0gCigCCCEOAkAgDiADIAJrSw0AQQEhDwNAIAMgD2stAAAgDCAOaiAPay0AAEcNASAPQQFqIQ8gDyAOTQ0ACyANIA5rIRAgECAFIARrSwRAIAUgBGshEAtBACEPA0AgBCAPai0AACAMIA5qIA9qLQAARw0BIA9BAWohDyAPIBBJDQALIAwgDiAQamohDCANIA5rIBBrIRAgBiAHIAggCSAQEAIgEEkNAEEAIQ8CQANAIA8gEEYNASMBIA9qLQAAIAwgD2otAABHDQIgD0EBaiEPDAALC0EBDwsgCkEMaiEKIAogC0kNAAtBAAs=";
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
const DIGITS = 32768;
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
	if (cuts.size >= DIGITS) throw new RangeError("too many needles for the table of seams");
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
	for (const before of digits) for (const behind of digits) memory.writeUInt16LE(DIGITS, at + 2 * (before << 8 | behind));
}
// src/git/pack/pack-damage.ts
var PackDamage = class extends Error {
	name = "PackDamage";
};
// src/git/pack/pack-file.ts
const BLOCK_BYTES = 16384;
const SLOT_BYTES = 20480;
const SLOTS = 512;
const LEAST_SCRATCH_BYTES = 262144;
const NO_SLOT = -1;
promisify(read);
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
		const count = whole === void 0 ? Math.ceil(size / BLOCK_BYTES) : 0;
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
		const block = Math.floor(offset / BLOCK_BYTES);
		const from = block * BLOCK_BYTES;
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
		const from = block * BLOCK_BYTES;
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
		const read = readSync(fd, bytes, at + done, wanted - done, from + done);
		if (read === 0) return false;
		done += read;
	}
	return true;
}
// src/core/hit-trial.ts
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
// src/core/teddy.wat
const wasm$2 = "AGFzbQEAAAABHwVgBH9/f38Bf2ACf38Bf2ABfwBgA39/fwF/YAF/AX8CIQIFdGVkZHkGbWVtb3J5AgABBXRlZGR5BnRhYmxlcwN/AAMODQABAgMCAgEBBAQEAQEGLgl/AUEAC38BQQALfwFBAAt/AUEAC38BQQALfwFBfwt/AUF/C38BQX8LfwFBAAsHHQMFcmVhY2gDAQZsZW5ndGgDAghmaXJzdEhpdAAACs8RDX8BAn8gACQDIAEkBCACJAVBfyQGIABBfyADGyQHIAAkCCAAIQQgASEFAkADQCAEIAUQASEEIARBf0YNASMJBEAgBBAEIAAgBEECayAEIABrQQJJGyEEBSAEEAIgBEEBaiEECyMGQX9HBEAgASMGIwFqQQNqEAwhBQsMAAsLIwYL3wYCBX8Pe0EAJAkjByEEIwD9AAQAIRAjAP0ABBAhEyMA/QAEICERIwD9AAQwIRQjAP0ABEAhEiMA/QAEUCEVAkADQCAAIAFPDQEgAP0ABAAhCCAI/QwPDw8PDw8PDw8PDw8PDw8P/U4hCSAIQQT9bSEKIAj9DCoqKioqKioqKioqKioqKir9J/1jBEAgACAETwRA/QwaHh4eHh4eHh4eHAUEBQQNIAn9Dv0MAAABAgQIBBAAAAAAAAAAACAK/Q79Tv1jBED9DAAAAAAAAAAAAAAAAAAAAAD9DAIHBwcHBwcDAwMDAQEBAQEgCf0O/QwAAAAAAQIEAAAAAAAAAAAAIAr9Dv1O/ST9ZCEGIAYgBkEEdnEgBkEIdnEhBiAGRQRA/QwFBwcHBwcHBQEBAAAAAAAAIAn9Dv0MAAAABQIAAgAAAAAAAAAAACAK/Q79Tv0MAwMDAwMDAwMDAwMDAwMDA/0o/WQhBiAGIAZBAnZxIQYgBiAGQQR2cSAGQQh2cSEGC0EAIQUgBgRAIABBEE8EQCAAQRBr/QAEACEHQX/9DAAAAAAAAAAAAAAAAAAAAAD9DBoeHh4eHh4eHh4cBQQFBA0gB/0MDw8PDw8PDw8PDw8PDw8PD/1O/Q79DAAAAQIECAQQAAAAAAAAAAAgB0EE/W39Dv1O/ST9ZEEQdHNnIQUgAP0ABBAhByAFQX/9DAAAAAAAAAAAAAAAAAAAAAD9DBoeHh4eHh4eHh4cBQQFBA0gB/0MDw8PDw8PDw8PDw8PDw8PD/1O/Q79DAAAAQIECAQQAAAAAAAAAAAgB0EE/W39Dv1O/ST9ZHNoaiEFBUEQIQULCyAFQQ9PBEBBASQJIAAPCwsLCyAQIAn9DiATIAr9Dv1OIQsgESAJ/Q4gFCAK/Q79TiEMIBIgCf0OIBUgCv0O/U4hDSANIA8gDP0NDxAREhMUFRYXGBkaGxwdHiAOIAv9DQ4PEBESExQVFhcYGRobHB39Tv1OIQ0gDf1TBEAgDf0MAAAAAAAAAAAAAAAAAAAAAP0k/WQhAgNAIAAgAmhqQQJrIQMjACADKAIAQf///wdxQbHz3fF5bEEUdkEBdGovAWAEQCADDwsgAiACQQFrcSECIAINAAsLIAshDiAMIQ8gAEEQaiEADAALC0F/C54BAQR/IwAgACgCAEH///8HcUGx893xeWxBFHZBAXRqLwFgIQECQANAIAFFDQEjACABQQN0aiECIAItAORGIQQgACACLQDlRmshAwJAIAEjBUsNACADIwNIDQAgAyAEaiMESw0AIAMjBksNACADIwZGIAQjAk9xDQAgAyMAIAIoAuBGaiAEEAMNACADJAYgBCQCCyACLwHmRiEBDAALCwsuAQF/A0AgACADai0AACABIANqLQAARwRAQQEPCyADQQFqIQMgAyACSQ0AC0EAC6cFAwV/BHsFfiAAIQECQANAIAEjCE0NASABQQFrEAhBP0sNASABQQFrIQEMAAsLA0BCACEKQgAhC0IAIQxCACENQQAhAgNAIAEgAmr9AAQAIQYgBv0MDw8PDw8PDw8PDw8PDw8PD/1OIQcgBkEE/W0hCCAK/QwAAAAAAAAAAAAAAAAAAAAA/QwaHh4eHh4eHh4eHAUEBQQNIAf9Dv0MAAABAgQIBBAAAAAAAAAAACAI/Q79Tv0k/WStIAKthoQhCiAL/QwAAAAAAAAAAAAAAAAAAAAA/QwCBwcHBwcHAwMDAwEBAQEBIAf9Dv0MAAAAAAECBAAAAAAAAAAAACAI/Q79Tv0k/WStIAKthoQhC/0MBQcHBwcHBwUBAQAAAAAAACAH/Q79DAAAAAUCAAIAAAAAAAAAAAAgCP0O/U4hCSAM/QwAAAAAAAAAAAAAAAAAAAAAIAn9JP1krSACrYaEIQwgDSAJ/QwDAwMDAwMDAwMDAwMDAwMD/Sj9ZK0gAq2GhCENIAJBEGohAiACQcAASQ0ACyAKQn+FeqcjBCABaxAMIQMgA0EfTwRAIAsgC0IEiIMhCyALIAtCCIiDIQsgCyALQgyIgyELIA0gDUICiIMhDSANIA1CBIiDIQ0gDSANQgiIgyENIA0gDUIMiIMhDSAMIAxCAYiDIQwgDCAMQgKIgyEMIAwgDEIEiIMhDCAMIAxCCIiDIQwgDCAMQgyIgyEMIAwgDYMhDCALIAyEQgEgA0Eba62GQgF9gyEOAkADQCAOUA0BIAEgDnqnaiEEIARBABAGIARBARAGcgRAIAEgBEEDaxALEAUPCyAOIA5CAX2DIQ4MAAsLIANBwABGBEAgAUEiaiEBIAVBAWohBSAFQRBJDQIgASQHIAEkCA8LCyABIANqJAcLCyIAQX8kByAAIwZJIAAjBkZBHyMCSXFyBEAgACQGQR8kAgsLKwEBfyAAQRxqIQIDQCAAIAEQB0UEQEEADwsgAEEEaiEAIAAgAkkNAAtBAQvQAQECfyABBEAgABAJQQdLBEBBAA8LIAAQCUEMdCAAQQFqEAlBCHRyIABBAmoQCUEEdCAAQQNqEAlyciECIAJB//8DSwRAQQAPCyACQQh2EApBAnQgAkH/AXEQCnIhA0HgBCADdkEBcQ8LIAAQCEEfSwRAQQAPCyAAEAhBEnQgAEEBahAIQQx0ciAAQQJqEAhBBnQgAEEDahAIcnIhAiACQRB2EApBBHQgAkEIdkH/AXEQCkECdCACQf8BcRAKcnIhA0KAgICTgAwgA62IQgGDpwsOACMAIAAtAABqLQDgQAseAQF/IwAgAC0AAGotAOBCIQFBgIAEIAEgAUEPSxsLCwAjACAAai0A4EQLDAAgACABIAAgAUobCwwAIAAgASAAIAFJGws=";
const HALVES = 16;
const LOW_HALF = 15;
const TABLES = 6;
const HEADS_AT = 96;
const HASH_FACTOR = 2654435761;
const HASH_SHIFT = 20;
const DIGITS_AT = 8288;
const RECORDS_AT = DIGITS_AT + DIGIT_TABLES.length;
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
	bytes.set(DIGIT_TABLES, DIGITS_AT);
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
const ROW_REACH = 48;
let compiled;
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
	compiled ??= new WebAssembly.Module(Buffer.from(wasm$2, "base64"));
	const { exports } = new WebAssembly.Instance(compiled, { teddy: {
		memory,
		tables: at
	} });
	const teddy = exports;
	Buffer.from(memory.buffer).set(bytes, at);
	teddy.reach.value = Math.max(reach, ROW_REACH);
	return teddy;
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
	#engine = createInflate();
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
		this.#handle.writeSync(constants.Z_FINISH, input, from, end - from, output, at, room);
		const left = this.#state[0];
		this.#handle.reset();
		return this.#failed || left < 320 ? -1 : room - left;
	}
};
var PublicInflater = class {
	inflate(input, from, end, output, at, room) {
		if (room < 320) return -1;
		try {
			const content = inflateSync(input.subarray(from, end), { maxOutputLength: room });
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
	const stream = deflateSync(text);
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
const NOTHING = 0;
var LinkRows = class {
	bytes;
	words;
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
		this.start = rows.at;
		this.end = rows.at;
		this.#limit = rows.end - 12;
		this.#touched = touched.at;
		this.#idBytes = idBytes;
	}
	addTree(self, at, end, touchedEnd) {
		const touched = touchedEnd === 0 ? NOTHING : this.#touched;
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
		if (end === NOTHING) return false;
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
const ROW = roomBehind(PASSED.end, 4 * Math.ceil(ROW_BYTES / 4));
const AHEAD = roomBehind(ROW.end, 256);
const SEAMS = roomBehind(AHEAD.end, 524288);
const SEARCH_TABLES = roomBehind(SEAMS.end, 524288);
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
	row: ROW,
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
		this.all = SEAMS.at;
		this.plain = writeSeamTable(wide, SEAMS, sought);
		writeSeamTable(wide, {
			at: this.plain,
			end: SEAMS.end
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
function rankOf(table, bytes, at) {
	const { ids, idBytes, starts, bits } = table;
	const bucket = leadingBits(bytes, at, bits);
	let low = starts[bucket];
	let high = starts[bucket + 1];
	while (low < high) {
		const middle = low + high >>> 1;
		const from = middle * idBytes;
		let same = 0;
		while (same < idBytes && ids[from + same] === bytes[at + same]) same++;
		if (same === idBytes) return middle;
		if (ids[from + same] < bytes[at + same]) low = middle + 1;
		else high = middle;
	}
	return -1;
}
function leadingBits(bytes, at, bits) {
	return (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]) >>> 32 - bits;
}
// src/git/pack/uint32-list.ts
var Uint32List = class {
	#numbers = new Uint32Array(1024);
	length = 0;
	push(number) {
		if (this.length === this.#numbers.length) {
			const larger = new Uint32Array(2 * this.length);
			larger.set(this.#numbers);
			this.#numbers = larger;
		}
		this.#numbers[this.length++] = number;
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
		for (let at = from; at < end; at += this.#ids.idBytes) {
			pairs.push(self);
			pairs.push(this.#numberOf(at, self));
		}
	}
	#takeCommit(self, from, end) {
		const commits = this.#commits;
		commits.push(self);
		commits.push((end - from) / this.#ids.idBytes);
		for (let at = from; at < end; at += this.#ids.idBytes) commits.push(this.#numberOf(at, self));
	}
	#numberOf(at, namer) {
		const { bytes } = this.#rows;
		const rank = rankOf(this.#ids, bytes, at);
		if (rank !== -1) return rank;
		const number = this.#ids.count + this.#outsidePlace(bytes, at);
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
	#hits = new Map();
	#unread = [];
	#objects = 0;
	#bytes = 0;
	#storedBytes = 0;
	#inflatedBytes = 0;
	#searchedBytes = 0;
	#rebuiltBytes = 0;
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
		const hits = [...this.#hits].map(([entry, size]) => ({
			entry,
			size
		}));
		const { links } = this.#links;
		const counts = {
			storedBytes: this.#storedBytes,
			inflatedBytes: this.#inflatedBytes,
			searchedBytes: this.#searchedBytes,
			rebuiltBytes: this.#rebuiltBytes,
			cachedBytes: 0
		};
		return {
			hits,
			unread: this.#unread,
			objects: this.#objects,
			bytes: this.#bytes,
			links,
			counts
		};
	}
	get progress() {
		return {
			objects: this.#objects,
			bytes: this.#bytes,
			storedBytes: this.#storedBytes
		};
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
		else if (this.#look.look(at, size, isTree).isHit) this.#hits.set(entry, size);
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
		this.#count(entry, size, logged === -1 && this.#hitsIn(at, size, isTree).isHit);
		return true;
	}
	#addToLog(entry, size, isTree) {
		this.#searchedBytes += size;
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
				this.#count(entry, targetSize, outcome === 3);
				return true;
			}
		}
		const at = targetSize > 33554432 ? -1 : this.#held.room(targetSize, Math.min(from - 16, ARENA_BYTES));
		const outcome = at === -1 ? 0 : this.#apply(base, at, isTree);
		if (outcome === 0) return false;
		this.#rebuiltBytes += targetSize;
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
		this.#searchedBytes += ARENA_BYTES - at;
		return this.#needles.search.firstHit(at, ARENA_BYTES, isTree ? "plain" : "all") !== -1;
	}
	#keep(object) {
		this.#count(object.entry, object.size, object.hits.isHit);
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
		this.#storedBytes += length + header;
		this.#inflatedBytes += size;
		return inflater.inflate(blocks.bytes, blocks.at, blocks.end, wide, at, room) === size;
	}
	#hitsIn(at, size, isTree) {
		this.#searchedBytes += size;
		return this.#look.look(at, size, isTree);
	}
	#passedFrom(base, at) {
		if (base.hits.chances.length === 0) return NO_HITS;
		return this.#look.lookAgain(at, this.#delta.targetSize, this.#needles.deltas.passed);
	}
	#count(entry, size, isHit) {
		if (isHit) this.#hits.set(entry, size);
		if (this.#isAgain || this.#task.isElsewhere[entry] === 1) return;
		this.#objects++;
		this.#bytes += size;
	}
	#lose(entry, children) {
		if (!this.#isAgain) this.#unread.push(entry);
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
		port.postMessage(work.found);
	});
}
export { searchPacksFor };
