/**
 * Asks the runner to mask the keys that were found, in the log of this and of all later steps. The one place where a
 * whole key is written: the runner swallows the line. It goes out before anything else is printed.
 */
import type { Report } from '../core/report.ts';

/** One line a form: the key, its digits alone, and what base64 makes of it. */
export function* maskCommands({ findings }: Report): Generator<string> {
  const forms = new Set<string>();
  for (const { secret } of findings) {
    if (secret === undefined) continue;
    const key = secret.reveal();
    const encoded = Buffer.from(key).toString('base64');
    for (const form of [key, key.slice(key.indexOf('.') + 1), encoded, encoded.replace(/=+$/, '')])
      forms.add(form);
  }
  for (const form of forms) yield `::add-mask::${form.replaceAll('%', '%25')}\n`;
}
