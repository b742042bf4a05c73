import { describe, expect, it } from 'vitest';
import { commentText } from '../../src/action/outputs.ts';
import { aFinding, aReport } from '../report/sample-report.ts';

/** https://docs.github.com/rest/issues/comments */
const MOST_CHARACTERS = 65_536;

describe('the text of a comment', () => {
  it('stays below what GitHub takes, says where the rest is, and keeps the notes about the run', () => {
    const findings = Array.from({ length: 3000 }, (_, seed) =>
      aFinding({ seed, path: `src/${'deep/'.repeat(20)}${seed}.ts` }),
    );
    const text = commentText(aReport(findings), ['The SARIF was not uploaded.']);
    expect(text.length).toBeLessThan(MOST_CHARACTERS);
    expect(text).toContain('The summary of the job has the rest.');
    expect(text).toMatch(/The SARIF was not uploaded\.\n$/);
    expect(commentText(aReport([aFinding()]), [])).not.toContain('has the rest');
  });
});
