/** What sources in JavaScript and TypeScript put together, found without running any of it. */
import { describe, expect, it } from 'vitest';
import { foldedTexts } from '../../../src/detect/fold/folded-texts.ts';
import { keyOf } from '../../core/key-maker.ts';

const key = keyOf('folded');
const [a, b, c] = [key.slice(0, 4), key.slice(4, 40), key.slice(40)];
const rest = key.slice(4);
const base64 = Buffer.from(key).toString('base64');

/** Those that hold the key, with their expressions. */
function foldedIn(source: string): string[] {
  const texts = foldedTexts(source, ['tt1.']).filter(({ text }) => text.includes(key));
  return texts.map(({ span }) => source.slice(span.start, span.end));
}

const EXPRESSIONS: Readonly<Record<string, readonly [string, string]>> = {
  'a constant': [`const p = "${a}"; f(p + "${rest}");`, `p + "${rest}"`],
  'constants of constants': [
    `const p = "${a}", q = p + "${b}"; f(\`Bearer \${q}${c}\`);`,
    `\`Bearer \${q}${c}\``,
  ],
  'a constant of an outer function': [
    `function f(){ const p = "${a}"; return () => { const q = "x"; return p + "${rest}" } }`,
    `p + "${rest}"`,
  ],
  'what is written once': [`let p; p = "${a}"; f(p + "${rest}")`, `p + "${rest}"`],
  'what is hoisted': [`f(() => p + "${rest}"); var p = "${a}";`, `p + "${rest}"`],
  'members of an object': [
    `const o = { p: "${a}", 'q': { r: "${b}" } }; f(o.p + o["q"].r + "${c}")`,
    `o.p + o["q"].r + "${c}"`,
  ],
  'members of a frozen object': [
    `const o = Object.freeze({ p: "${a}" } as const); f(\`\${o.p}${rest}\`)`,
    `\`\${o.p}${rest}\``,
  ],
  'members of a list': [`const o = ["${a}", "${b}"]; f(o[0] + o[1] + "${c}")`, `o[0] + o[1] + "${c}"`],
  'members of an enumeration': [`enum E { P = "${a}", Q = "${rest}" } f(E.P + E.Q)`, 'E.P + E.Q'],
  'a row within a sum': [`const p = "${a}"; f(x + p + "${rest}" + y)`, `p + "${rest}"`],
  'a row within a template': [`const p = "${a}"; f(\`\${x} \${p}${rest} \${y}\`)`, ` \${p}${rest} `],
  'a list that is joined': [
    `const o = ["${a}", "${b}"]; f([...o, "${c}"].join(""))`,
    `[...o, "${c}"].join("")`,
  ],
  'a list that is given a name': [`const o = ["${a}", "${b}", "${c}"]; f(o.join(""))`, 'o.join("")'],
  concat: [`const p = "${a}"; f(p.concat("${b}", "${c}"))`, `p.concat("${b}", "${c}")`],
  'codes of characters': [
    `const p = "${rest}"; f(String.fromCharCode(116, 0x74, 49, 46) + p)`,
    'String.fromCharCode(116, 0x74, 49, 46) + p',
  ],
  'codes in a list': [
    `const p = [116, 116, 49, 46]; f(String.fromCharCode(...p) + "${rest}")`,
    `String.fromCharCode(...p) + "${rest}"`,
  ],
  atob: [
    `f(atob("${base64.slice(0, 6)}" + "${base64.slice(6)}"))`,
    `atob("${base64.slice(0, 6)}" + "${base64.slice(6)}")`,
  ],
  'atob of a window': [`const p = "${base64}"; f(window.atob(p))`, 'window.atob(p)'],
  'Buffer.from': [
    `const p = "${base64}"; f(Buffer.from(p, "base64").toString("utf8"))`,
    'Buffer.from(p, "base64").toString("utf8")',
  ],
  'Buffer.from of hex': [
    `const p = "${Buffer.from(key).toString('hex')}"; f(Buffer.from(p, 'hex').toString())`,
    "Buffer.from(p, 'hex').toString()",
  ],
  decodeURIComponent: [
    `const p = "tt1%2E"; f(decodeURIComponent(p + "${rest}"))`,
    `decodeURIComponent(p + "${rest}")`,
  ],
  reversed: [
    `f("${[...key].reverse().join('')}".split("").reverse().join(""))`,
    `"${[...key].reverse().join('')}".split("").reverse().join("")`,
  ],
  'reversed by spreading': [
    `f([..."${[...key].reverse().join('')}"].reverse().join(''))`,
    `[..."${[...key].reverse().join('')}"].reverse().join('')`,
  ],
  sliced: [`f("ff${key}ff".slice(2, -2))`, `"ff${key}ff".slice(2, -2)`],
  substring: [`f("${key}0000".substring(0, 68))`, `"${key}0000".substring(0, 68)`],
  replaced: [
    `f("${key.slice(0, 20)}-${key.slice(20)}".replace("-", ""))`,
    `"${key.slice(0, 20)}-${key.slice(20)}".replace("-", "")`,
  ],
  'replaced by a pattern': [`f("${a}-${b}-${c}".replace(/-/g, ""))`, `"${a}-${b}-${c}".replace(/-/g, "")`],
  'split and joined': [`f("${a} ${b} ${c}".split(" ").join(""))`, `"${a} ${b} ${c}".split(" ").join("")`],
  'what a function returns': [
    `const p = () => "${a}"; function q() { return "${b}" } f(p() + q() + "${c}")`,
    `p() + q() + "${c}"`,
  ],
  'what is added step by step': [`let k = "${a}"; k += "${b}"; k += "${c}"; f(k)`, `"${c}"`],
  'a default': [`const p = process.env.P || "${a}"; f(p + "${rest}")`, `p + "${rest}"`],
  types: [`const p: string = <string>"${a}"; f((p as string)! + "${rest}")`, `(p as string)! + "${rest}"`],
  JSX: [`const p = "${a}"; f(<A key={p + "${rest}"}>it's</A>)`, `p + "${rest}"`],
  'a script without strictness': [`var p = "${a}"; with (x) { f(p + "${rest}") }`, `p + "${rest}"`],
  Vue: [
    `<template>it's</template>\n<script setup lang="ts">const p: string = "${a}"; f(p + "${rest}")</script>`,
    `p + "${rest}"`,
  ],
  'the second script of a page': [
    `<!doctype html><script>a(</script><script type=module>const p = "${a}"; f(p + "${rest}")</script>`,
    `p + "${rest}"`,
  ],
};

const MAPPED = `const p = "${a}";\n/* é \u2028\tit's */\nf(p + "${rest}");\n`;

describe('a source map', () => {
  it('shows what its sources put together, at the place in the map', () => {
    const map = JSON.stringify({
      version: 3,
      sources: ['a.js', 'b.js', 'c.ts'],
      sourcesContent: ['x = 1', null, MAPPED],
    });
    expect(foldedIn(map)).toEqual([JSON.stringify(`p + "${rest}"`).slice(1, -1)]);
    const escaped = map.replaceAll('é', '\\u00e9').replaceAll("'", '\\u0027');
    expect(foldedIn(escaped)).toEqual([JSON.stringify(`p + "${rest}"`).slice(1, -1)]);
  });

  it('shows what its components put together', () => {
    const component = `<script>\nconst p = "${a}";\nf(p + "${rest}");\n</script>\n<p>it's</p>\n`;
    const map = JSON.stringify({ version: 3, sources: ['a.vue'], sourcesContent: [component] });
    expect(foldedIn(map)).toEqual([JSON.stringify(`p + "${rest}"`).slice(1, -1)]);
  });
});

describe('a source', () => {
  it.each(Object.entries(EXPRESSIONS))('is worked out: %s', (_, [source, expression]) => {
    expect(foldedIn(source)).toEqual([expression]);
  });

  it.each([
    ['a name that is written twice', `let p = "${a}"; p = "x"; f(p + "${rest}")`],
    ['a name that is declared within again', `const p = "${a}"; function g(p) { f(p + "${rest}") }`],
    ['a name that is counted', `let p = "${a}"; p++; f(p + "${rest}")`],
    ['a name that leads back to itself', `const p = q + "${a}", q = p + "${rest}"; f(p + q)`],
    ['a pattern', `f("${a}-${rest}".replace(/(-)+$/, ""))`],
    ['a function of its own', `function atob(x) { return x } f(atob("${base64}"))`],
    ['a difference', `f("${a}" - "${rest}")`],
    ['no JavaScript', `k = "${a}" . "${rest}" end`],
  ])('is not guessed at: %s', (_, source) => {
    expect(foldedIn(source)).toEqual([]);
  });

  it('that grows without end when it is worked out ends', () => {
    const doubled = Array.from({ length: 200 }, (_, index) => `const a${index + 1} = a${index} + a${index};`);
    expect(foldedTexts(`const a0 = "tt1."; ${doubled.join('')}`, ['tt1.']).length).toBeLessThan(20);
    const empty = Array.from({ length: 5000 }, (_, index) => `const a${index + 1} = a${index} + a${index};`);
    expect(foldedTexts(`const a0 = ""; ${empty.join('')}`, ['tt1.'])).toEqual([]);
  });

  it('of which one sum is very long is worked out in a time that grows with it', () => {
    const sum = [...key].map((one) => `"${one}"`).join('+');
    const source = `const p = "${a}"; f(${Array.from({ length: 2000 }, () => 'x').join('+')} + ${sum} + p)`;
    expect(foldedIn(source)).toHaveLength(1);
  });
});
