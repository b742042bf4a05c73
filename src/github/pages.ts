/** The answers in the pages of a list. A page that is no list must not pass for the end of one. */
import { UnusableAnswer } from './failure.ts';

/** Throws UnusableAnswer, also where a list has no end. Its members are objects; what is in them is not checked. */
export async function* answersIn<Answer extends object>(
  pages: AsyncIterable<{ readonly data: unknown }>,
  maxPages: number,
): AsyncGenerator<Answer> {
  let count = 0;
  for await (const { data } of pages) {
    if (!Array.isArray(data)) throw new UnusableAnswer('something else than a list');
    if (++count > maxPages) throw new UnusableAnswer(`more than ${maxPages} pages`);
    for (const answer of data as unknown[]) yield Object(answer) as Answer;
  }
}
