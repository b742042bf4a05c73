/** The answers in the pages of a list. A page that is no list must not pass for the end of one. */
import { UnusableAnswer } from './failure.ts';

interface Page {
  readonly data: unknown;
  /** `link` says where the next page is. */
  readonly headers: { readonly link?: string | undefined };
}

/** Throws UnusableAnswer, also where a list has no end. Its members are objects; what is in them is not checked. */
export async function* answersIn<Answer extends object>(
  pages: AsyncIterable<Page>,
  maxPages: number,
): AsyncGenerator<Answer> {
  const links = new Set<string>();
  let count = 0;
  for await (const { data, headers } of pages) {
    const { link = '' } = headers;
    if (link !== '' && links.has(link)) throw new UnusableAnswer('pages that lead in a circle');
    links.add(link);
    if (!Array.isArray(data)) throw new UnusableAnswer('something else than a list');
    if (++count > maxPages) throw new UnusableAnswer(`more than ${maxPages} pages`);
    for (const answer of data as unknown[]) yield Object(answer) as Answer;
  }
}
