/** The shape of the user's own configuration. */
import * as z from 'zod/mini';
import { strictMap } from './validate.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

function text(requirement: string) {
  return z.string(requirement).check(z.minLength(1, requirement), z.maxLength(100_000, requirement));
}

export const userConfigSchema = strictMap({
  apiUrl: z.optional(text('must be a URL')),
  ca: z.optional(text('must be the path of a PEM file')),
  revocation: z.optional(
    strictMap({
      method: z.optional(z.enum(METHODS, `must be one of ${METHODS.join(', ')}`)),
      url: text('must be a URL'),
      headers: z.optional(
        z.record(z.string(), text('must be a text'), 'must be a map of header names and texts'),
      ),
      body: z.optional(text('must be a text')),
    }),
  ),
});
