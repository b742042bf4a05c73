/** For rolldown and vitest: `import { wasm } from './some.wat'` gives the compiled module, in base64. */
import { readFile } from 'node:fs/promises';
import { compile } from 'watr';

interface WatModulePlugin {
  readonly name: string;
  load(id: string): Promise<{ code: string; moduleType: 'js' } | undefined>;
}

export function watModules(): WatModulePlugin {
  return {
    name: 'ttleaks:wat-modules',
    async load(id) {
      if (!id.endsWith('.wat')) return undefined;
      const bytes = compile(await readFile(id, 'utf8'));
      // Types and bounds are not the compiler's business: what does not hold ends the build here, not a scan.
      new WebAssembly.Module(bytes);
      return { code: `export const wasm = '${Buffer.from(bytes).toString('base64')}';`, moduleType: 'js' };
    },
  };
}
