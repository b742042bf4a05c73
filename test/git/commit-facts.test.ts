import { describe, expect, it } from 'vitest';
import { commitFacts, messagePartAt } from '../../src/git/commit-facts.ts';
import { keyOf, ScratchRepository } from './scratch-repository.ts';

const TREE = `tree ${'0'.repeat(40)}\n`;
const COMMITTER = 'committer C <c@x> 1700000000 +0000\n';

function factsOf(author: string, rest: string | Buffer, header = ''): ReturnType<typeof commitFacts> {
  const start = `${TREE}author ${author}\n${COMMITTER}${header}\n`;
  return commitFacts('abc', Buffer.concat([Buffer.from(start), Buffer.from(rest)]));
}

describe('commitFacts', () => {
  it('tells author, date with the own offset, and the first paragraph as subject', () => {
    expect(factsOf('Ann Á. Author <ann@example.invalid> 1700000000 -0330', 'First\nline\n\nBody\n')).toEqual({
      commit: 'abc',
      author: 'Ann Á. Author',
      date: '2023-11-14T18:43:20-03:30',
      subject: 'First line',
    });
  });

  it('says the same as git does', () => {
    const scratch = new ScratchRepository();
    const id = scratch.commit('\n\nsubject of it\ngoes on\n\nbody');
    const facts = commitFacts(id, scratch.gitBytes(['cat-file', 'commit', id]));
    const [author, date, subject] = scratch.git('show', '-s', '--format=%an%n%aI%n%s', id).split('\n');
    expect(facts).toEqual({ commit: id, author, date, subject });
  });

  it('decodes by the encoding that the commit names', () => {
    const facts = factsOf(
      'A <a@x> 1700000000 +0000',
      Buffer.from('caf\xe9', 'latin1'),
      'encoding ISO-8859-1\n',
    );
    expect(facts.subject).toBe('café');
    expect(factsOf('A <a@x> 1 +0000', 'x', 'encoding no-such-thing\n').subject).toBe('x');
  });

  it('is not misled by a signature that looks like headers', () => {
    const signature = 'gpgsig -----BEGIN\n author Evil <e@x> 1 +0000\n \n -----END\n';
    expect(factsOf('Good <g@x> 1700000000 +0000', 'subject', signature)).toMatchObject({
      author: 'Good',
      subject: 'subject',
    });
  });

  it('masks keys in the author and the subject', () => {
    const facts = factsOf(`${keyOf(1)} <a@x> 1700000000 +0000`, `use ${keyOf(2)}\n`);
    expect(`${facts.author} ${facts.subject}`).not.toMatch(/tt1\.[0-9a-f]{5}/);
  });

  it('survives a commit without author, date or message', () => {
    expect(commitFacts('abc', Buffer.from(TREE))).toMatchObject({ author: '', subject: '' });
    expect(factsOf('A <a@x> 99999999999999999999 +0000', '')).toMatchObject({ author: 'A' });
  });
});

describe('messagePartAt', () => {
  const text = `${TREE}author ${keyOf(1)} <a@x> 1700000000 +0000\n${COMMITTER}note ${keyOf(2)}\n\nsubject\n${keyOf(3)}\n`;
  const bytes = Buffer.from(text);

  it('tells the author, other headers and the message apart, each from where it begins', () => {
    const at = (seed: number) => messagePartAt(bytes, 'commit', text.indexOf(keyOf(seed)));
    expect(at(1)).toEqual({ part: '(commit author)', start: text.indexOf('author') });
    expect(at(2)).toEqual({ part: '(commit header)', start: text.indexOf('note') });
    expect(at(3)).toEqual({ part: '(commit message)', start: text.indexOf('subject') });
  });

  it('knows the tagger of a tag', () => {
    const tag = `object ${'0'.repeat(40)}\ntype commit\ntag v1\ntagger ${keyOf(1)} <a@x> 1 +0000\n\nmessage\n`;
    expect(messagePartAt(Buffer.from(tag), 'tag', tag.indexOf(keyOf(1))).part).toBe('(tag author)');
    expect(messagePartAt(Buffer.from(tag), 'tag', tag.indexOf('message')).part).toBe('(tag message)');
  });
});
