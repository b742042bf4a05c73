import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { ruleModules } from '../../src/rules/rule-module-plugin.ts';

/** Packages that are loaded with the entry, before anything is imported on demand. */
async function packagesOf(input: string): Promise<string[]> {
  const bundle = await rolldown({ input, platform: 'node', plugins: [ruleModules()], logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  const chunks = output.filter((chunk) => chunk.type === 'chunk');
  const loaded = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const fileName of loaded) {
    for (const imported of chunks.find((chunk) => chunk.fileName === fileName)?.imports ?? [])
      loaded.add(imported);
  }
  const modules = chunks.filter(({ fileName }) => loaded.has(fileName)).flatMap(({ moduleIds }) => moduleIds);
  return [...new Set(modules.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []))];
}

it.each([
  ['src/rules/load-rules.ts', []],
  ['src/settings/config.ts', []],
  ['src/settings/baseline.ts', []],
  ['src/rules/rule-file.ts', ['@eslint-community/regexpp', 'yaml', 'zod']],
])('%s loads %j at start', async (file, packages) => {
  expect((await packagesOf(file)).sort()).toEqual(packages);
});
