/** Keys that are written apart, as people write them in each language. */
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../core/key-maker.ts';
import { detectIn } from '../shipped-detector.ts';

const key = keyOf('split');
const [head, tail] = [key.slice(0, 30), key.slice(30)];
const [a, b, c] = [key.slice(0, 4), key.slice(4, 40), key.slice(40)];

/** What is found: confidence, and the text that it covers. */
function foundIn(text: string): [string, string][] {
  return detectIn(text).matches.map(({ secret, confidence, start, end, via }) => {
    expect(secret.reveal()).toBe(key);
    expect(via).toEqual(['joined']);
    return [confidence, text.slice(start, end)];
  });
}

/** Each line is a text of its own; its first character of the key and its last one are where the key is found. */
const ADJACENT: Readonly<Record<string, string>> = {
  'JavaScript with +': `const k = "${head}" + "${tail}";`,
  'JavaScript, minified': `x("${head}"+'${tail}')`,
  'JavaScript over lines': `const k =\n  'Bearer ${a}' +\n  '${b}' +\n  '${c}';`,
  'JavaScript, operator first': `const k = '${a}'\n  + '${b}'\n  + '${c}';`,
  'JavaScript in brackets': `f(("${a}" + ("${b}")) + "${c}")`,
  'JavaScript, a line that goes on': `const k = "${head}\\\n${tail}";`,
  'TypeScript with templates': `const k: string = \`${head}\` + \`${tail}\` as const;`,
  'Python by juxtaposition': `KEY = ("${a}"\n       "${b}"\n       '${c}')`,
  'Python with prefixes': `KEY = r"${a}" f'${b}' u"${c}"`,
  'Python in bytes': `KEY = b"${a}" + rb'${b}' + b"${c}"`,
  'Python in three quotes': `KEY = """${head}""" + '''${tail}'''`,
  PHP: `$k = '${a}' . "${b}".'${c}';`,
  'PHP, appended': `define("K", '${head}' . '${tail}');`,
  'Ruby with +': `KEY = '${a}' + "${b}" + '${c}'`,
  'Ruby with <<': `KEY = '${a}' << "${b}" << '${c}'`,
  'Ruby by juxtaposition': `KEY = '${a}' "${b}" \\\n  '${c}'`,
  Go: `const key = "${head}" +\n\t"${tail}"\n`,
  'Go with raw strings': `const key = \`${head}\` + "${tail}"`,
  Java: `String k = "${head}"\n    + "${tail}";`,
  Kotlin: `val k = """${head}""" + "${tail}"`,
  'C#': `var k = @"${head}" + $"${tail}";`,
  C: `const char *k = "${a}" "${b}"\n  "${c}";`,
  'C with prefixes': `auto k = u8"${head}" u8"${tail}";`,
  'Rust with raw strings': `let k = r#"${head}"#.to_owned() + r"x";`.replace(
    '.to_owned() + r"x"',
    ` + r##"${tail}"##`,
  ),
  'the shell, quoted twice': `KEY='${head}'"${tail}"`,
  'the shell, quoted in part': `KEY=${a}'${b}'"${c}" cmd`,
  'the shell, bare at the end': `export KEY="${head}"${tail}`,
  'the shell over lines': `curl -H "key: ${head}\\\n${tail}"`,
  'the shell over lines, bare': `KEY=${head}\\\n${tail} cmd`,
  'YAML in quotes': `key: "${head}\\\n  ${tail}"\n`,
  Swift: `let k = #"${head}"# + "${tail}"`,
  'a split in the anchor: t': `k = "t" + "${key.slice(1)}"`,
  'a split in the anchor: tt': `k = 'tt' . '${key.slice(2)}'`,
  'a split in the anchor: tt1': `k = "Bearer tt1" "${key.slice(3)}"`,
  'an anchor in two pieces more': `k="t"+"t1"+"${key.slice(3)}"`,
};

const LOOSE: Readonly<Record<string, string>> = {
  'JavaScript with a comment': `const k = "${head}" + // the first half, it's short\n  "${tail}";`,
  'JavaScript with a comment before': `const k = "t" /* one */ +\n // two\n "${key.slice(1)}";`,
  'JavaScript with join': `const k = ['${a}', '${b}', '${c}'].join('');`,
  'JavaScript with join, minified': `k=["${a}","${b}","${c}"].join("")`,
  'JavaScript with join, a line each': `const k = [\n  '${a}',\n  '${b}',\n  '${c}',\n].join('');`,
  'JavaScript with concat': `const k = '${a}'.concat('${b}', "${c}");`,
  'JavaScript with concat, twice': `const k = '${a}'.concat('${b}').concat("${c}");`,
  'JavaScript, character by character': `k = [${[...key].map((one) => `'${one}'`).join(', ')}].join("")`,
  'JavaScript, character by character, a line each': `k = [\n${[...key].map((one) => `  '${one}',\n`).join('')}].join("")`,
  'Python with join': `KEY = "".join(["${a}", "${b}", "${c}"])`,
  'Python with a comment': `KEY = ("${a}"  # the fixed part\n       "${b}"\n  # and\n       "${c}")`,
  'PHP with implode': `$k = implode('', ['${a}', '${b}', '${c}']);`,
  'Ruby with join': `KEY = ['${a}', '${b}', '${c}'].join`,
  'Go with Join': `k := strings.Join([]string{"${a}", "${b}", "${c}"}, "")`,
  'Java with join': `String k = String.join("", "${a}", "${b}", "${c}");`,
  'Kotlin with joinToString': `val k = listOf("${a}", "${b}", "${c}").joinToString("")`,
  'C# with Concat': `var k = string.Concat("${a}", "${b}", "${c}");`,
  'Rust with concat!': `const K: &str = concat!("${a}", "${b}", "${c}");`,
  'Rust with concat': `let k = ["${a}", "${b}", "${c}"].concat();`,
  'YAML, folded': `key: >-\n  ${head}\n  ${tail}\nother: 1\n`,
  'YAML, plain': `key: ${head}\n  ${tail}\nother: 1\n`,
};

describe('a key in neighbouring literals', () => {
  it.each(Object.entries(ADJACENT))('is found as sure as one that is whole: %s', (_, text) => {
    expect(foundIn(text)).toEqual([['certain', coverIn(text)]]);
  });

  it.each(Object.entries(LOOSE))('is found, though less surely: %s', (_, text) => {
    expect(foundIn(text)).toEqual([['likely', coverIn(text)]]);
  });

  function coverIn(text: string): string {
    const start = text.search(/tt1\.|tt1["']|['"]tt?['"]/);
    const from = /["']/.test(text[start]!) ? start + 1 : start;
    const last = Math.max(text.lastIndexOf(key.slice(-24)) + 24, text.lastIndexOf(`'${key.at(-1)}'`) + 2);
    return text.slice(from, last);
  }
});
