import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { ruleFileSchema } from '../../src/rules/rule-schema.ts';
import { configSchema } from '../../src/settings/config-schema.ts';

const SCHEMAS = [
  ['rule-file', 'Rules of ttleaks', ruleFileSchema],
  ['config', 'Configuration of ttleaks', configSchema],
] as const;

/** As the formatter writes it: short lists on one line. */
function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replace(
    /\[\n\s+([^[\]{}]*?)\n\s+\]/g,
    (list, items: string) => {
      const line = `[${items.replace(/\n\s+/g, ' ')}]`;
      return line.length > 80 ? list : line;
    },
  );
  return `${text}\n`;
}

function schemaFor(title: string, schema: z.ZodMiniType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, title, ...rest };
}

describe('the JSON Schemas for editors', () => {
  // `npx vitest run test/rules/json-schemas.test.ts -u` writes them anew.
  it.each(SCHEMAS)('rules/%s.schema.json is made from what is enforced', async (name, title, schema) => {
    await expect(jsonOf(schemaFor(title, schema))).toMatchFileSnapshot(`../../rules/${name}.schema.json`);
  });

  it('accept the rules that ship', () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync('rules/rule-file.schema.json', 'utf8')),
    );
    validate(parse(readFileSync('rules/timetime.yml', 'utf8')));
    expect(validate.errors).toBeNull();
  });
});
