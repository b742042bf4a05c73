/**
 * For rolldown and vitest: `import { wasm } from './some.wat'` gives the compiled module, in base64. Where the text has
 * relaxed vector instructions, `relaxed` is the module with them, and `wasm` the one with those that every engine has.
 */
import { readFile } from 'node:fs/promises';
import { compile } from 'watr';

interface WatModulePlugin {
  readonly name: string;
  load(id: string): Promise<{ code: string; moduleType: 'js' } | undefined>;
}

const RELAXED = 'relaxed_swizzle';

export function watModules(): WatModulePlugin {
  return {
    name: 'ttleaks:wat-modules',
    async load(id) {
      if (!id.endsWith('.wat')) return undefined;
      const text = await readFile(id, 'utf8');
      const bytes = compile(text.replaceAll(RELAXED, 'swizzle'));
      // Types and bounds are not the compiler's business: what does not hold ends the build here, not a scan. The relaxed
      // module differs in nothing but what its tests are for, and not every engine that builds it knows it.
      new WebAssembly.Module(bytes);
      const code = [exported('wasm', bytes)];
      if (text.includes(RELAXED)) code.push(exported('relaxed', compile(text)));
      return { code: code.join('\n'), moduleType: 'js' };
    },
  };
}

function exported(name: string, bytes: Uint8Array): string {
  return `export const ${name} = '${Buffer.from(bytes).toString('base64')}';`;
}
