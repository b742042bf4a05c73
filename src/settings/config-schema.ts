/** The shape of the configuration. Its JSON Schema, for editors, is made from this. */
import * as z from 'zod/mini';
import { parseSize } from './size.ts';
import { strictMap } from './validate.ts';

function texts(requirement: string, description: string) {
  return z.optional(
    z
      .array(z.string(requirement).check(z.minLength(1, requirement)), requirement)
      .check(z.maxLength(1000, 'must be 1000 entries at most'), z.describe(description)),
  );
}

function flag(description: string) {
  return z.optional(z.boolean('must be true or false').check(z.describe(description)));
}

const MAX_JOBS = 256;
const SIZE_REQUIREMENT = 'must be a size such as 500K, 10M or 1G';
const JOBS_REQUIREMENT = `must be a whole number from 1 to ${MAX_JOBS}`;
const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;

export const configSchema = strictMap({
  $schema: z.optional(z.string('must be a text').check(z.describe('For editors.'))),
  rules: texts('must be a list of paths', 'Rule files, or directories of them, relative to this file.'),
  exclude: texts(
    'must be a list of patterns',
    'Paths to leave out, in gitignore syntax, relative to this file.',
  ),
  failOn: z.optional(
    z
      .enum(FAIL_ON, `must be one of ${FAIL_ON.join(', ')}`)
      .check(z.describe('The lowest level that makes the exit code 1.')),
  ),
  baseline: z.optional(
    z
      .string('must be a path')
      .check(z.minLength(1, 'must be a path'), z.describe('File of known findings, relative to this file.')),
  ),
  maxSize: z.optional(
    z
      .union(
        [
          z.int().check(z.minimum(1)),
          z.string().check(z.refine((size: string) => parseSize(size) !== undefined, SIZE_REQUIREMENT)),
        ],
        SIZE_REQUIREMENT,
      )
      .check(z.describe('Skip larger files: a number of bytes, or a size such as 10M.')),
  ),
  foreignAllow: flag('Whether the allow comments of other scanners count.'),
  nodeModules: flag('Whether to scan node_modules.'),
  jobs: z.optional(
    z
      .int(JOBS_REQUIREMENT)
      .check(
        z.minimum(1, JOBS_REQUIREMENT),
        z.maximum(MAX_JOBS, JOBS_REQUIREMENT),
        z.describe('Worker threads.'),
      ),
  ),
});
