let node_worker_threads = require("node:worker_threads");
let node_fs = require("node:fs");
const GROUP_DIGITS = 4;
const GROUPS = 7;
const GROUPS_BYTES = 28;
const PHASES = 4;
const ROW_BYTES = 512;
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
		const limit = Math.min(end, start + ROW_BYTES);
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
function searchMemory(sought, size) {
	const ordered = orderedNeedles(sought);
	return teddyWithMemory(ordered, size) ?? new IndexOfSearch(ordered, Buffer.from(new ArrayBuffer(size)));
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
// src/core/needle-search.ts
const PIECE_BYTES = 65536;
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
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) if (memory.firstHit(0, this.#load(memory, bytes, at), "all") !== -1) return true;
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
		if (this.#memory === void 0 && (isTeddyAtHand() || this.#searched > MEMORY_FROM)) this.#memory = teddyWithMemory(orderedNeedles(this), PIECE_BYTES + this.margin) ?? null;
		return this.#memory ?? void 0;
	}
	#hitsIn(memory, bytes, step) {
		const offsets = [];
		for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
			const end = this.#load(memory, bytes, at);
			let hit = memory.firstHit(0, end, "all");
			while (hit !== -1 && hit < PIECE_BYTES) {
				offsets.push(at + hit);
				hit = memory.firstHit(hit + (memory.hitLength === 31 ? step : 1), end, "all");
			}
		}
		return offsets;
	}
	#load(memory, bytes, at) {
		return bytes.copy(memory.bytes, 0, at, Math.min(bytes.length, at + PIECE_BYTES + this.margin));
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
const OPEN = 0;
const TAKEN = 1;
var BatchClaims = class {
	shared;
	constructor(shared = new Int32Array(new SharedArrayBuffer(32))) {
		this.shared = shared;
	}
	open(batch) {
		Atomics.store(this.shared, batch % 8, OPEN);
	}
	take(batch) {
		return Atomics.compareExchange(this.shared, batch % 8, OPEN, TAKEN) === OPEN;
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
const OPEN_FLAGS = node_fs.constants.O_RDONLY | (node_fs.constants.O_NOFOLLOW ?? 0) | (node_fs.constants.O_NONBLOCK ?? 0);
var FileSearch = class {
	#margin;
	#maxBytes;
	#memory;
	constructor(search, maxBytes) {
		this.#margin = Math.max(search.margin, 22);
		this.#maxBytes = maxBytes ?? Number.POSITIVE_INFINITY;
		this.#memory = searchMemory(search, WINDOW_BYTES + this.#margin);
	}
	search(path) {
		let descriptor;
		try {
			descriptor = (0, node_fs.openSync)(fsPath(path), OPEN_FLAGS);
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
			(0, node_fs.closeSync)(descriptor);
		}
	}
	#tooLarge(descriptor) {
		if (this.#maxBytes === Number.POSITIVE_INFINITY) return void 0;
		const { size } = (0, node_fs.fstatSync)(descriptor);
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
			const count = (0, node_fs.readSync)(descriptor, window, kept, WINDOW_BYTES, null);
			const filled = kept + count;
			if (bytes === 0 && isContainer(window, filled, path)) return { kind: "container" };
			bytes += count;
			const hit = memory.firstHit(0, filled, "all");
			if (hit !== -1) return {
				kind: "hit",
				at: bytes - filled + hit
			};
			if (count < 262144) return endsAsZip(window, filled) ? { kind: "container" } : {
				kind: "clean",
				bytes
			};
			if (limit === Number.POSITIVE_INFINITY && bytes >= 262144) {
				const stats = (0, node_fs.fstatSync)(descriptor);
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
const data = node_worker_threads.workerData;
const { needles, hasEncodedText } = data.sought;
const search = new FileSearch(new NeedleSearch(needles, hasEncodedText), data.maxBytes);
const claims = new BatchClaims(data.claims);
let count = 0;
node_worker_threads.parentPort?.on("message", (batch) => {
	node_worker_threads.parentPort?.postMessage(claims.take(count++) ? searchBatch(search, batch) : void 0);
});
