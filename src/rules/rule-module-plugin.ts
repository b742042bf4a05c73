/** For rolldown and vitest: `import { rules } from './some-rules.yml'`. The program itself never imports this. */
import { readFile } from 'node:fs/promises';
import { compileRuleFile } from './rule-file.ts';

interface RuleModulePlugin {
  readonly name: string;
  load(id: string): Promise<{ code: string; moduleType: 'js' } | undefined>;
}

export function ruleModules(): RuleModulePlugin {
  return {
    name: 'ttleaks:rule-modules',
    async load(id) {
      if (!id.endsWith('.yml')) return undefined;
      const rules = compileRuleFile(await readFile(id, 'utf8'), id).map(({ data }) => data);
      return { code: `export const rules = ${JSON.stringify(rules)};`, moduleType: 'js' };
    },
  };
}
