/** For rolldown and vitest: `import { wasm } from './some.wat'` gives the compiled module, in base64. */
import { readFile } from 'node:fs/promises';
import loadWabt from 'wabt';

interface WatModulePlugin {
  readonly name: string;
  load(id: string): Promise<{ code: string; moduleType: 'js' } | undefined>;
}

export function watModules(): WatModulePlugin {
  return {
    name: 'ttleaks:wat-modules',
    async load(id) {
      if (!id.endsWith('.wat')) return undefined;
      const wabt = await loadWabt();
      const { buffer } = wabt
        .parseWat(id, await readFile(id, 'utf8'), { simd: true, threads: true })
        .toBinary({});
      return { code: `export const wasm = '${Buffer.from(buffer).toString('base64')}';`, moduleType: 'js' };
    },
  };
}
