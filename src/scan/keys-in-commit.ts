/** Which findings a commit has already: the same key by the same rule at the same path. */
import { containerPath } from '../containers/names.ts';
import { type Finding, fingerprintOf } from '../core/finding.ts';
import { Detector } from '../detect/detector.ts';
import { ObjectReader } from '../git/object-reader.ts';
import type { Repository } from '../git/repository.ts';
import { allOf, ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import { Neighbours } from './evidence/neighbours.ts';
import type { ScanOptions } from './options.ts';

/** What is larger in the commit counts as new: better told twice than not at all. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Fingerprints. Messages are not of a tree, so none of theirs is among them. */
export async function fingerprintsInCommit(
  commitId: string,
  findings: readonly Finding[],
  repository: Repository,
  { rules, foreignAllow, signal }: Pick<ScanOptions, 'rules' | 'foreignAllow' | 'signal'>,
): Promise<ReadonlySet<string>> {
  const places = findings.filter(({ site }) => site === 'content' || site === 'name');
  const contents = new ContentSearch(new Detector(rules, { foreignAllow }), signal);
  const reader = new ObjectReader(repository, signal);
  const judge = new Judge(rules);
  const neighbours = new Neighbours((path, maxBytes) => reader.readPath(commitId, path, maxBytes));
  const known = new Set<string>();
  try {
    for (const path of new Set(places.map((finding) => finding.path))) {
      const bytes = await reader.readPath(commitId, path, MAX_FILE_BYTES);
      if (bytes === undefined) continue;
      for (const match of allOf(await contents.detect(piecesOf(bytes), path))) {
        // By which rule it counts, and whether at all, depends on where it stands.
        const judged = await judge.judge(match, path, { neighbours });
        if (judged === undefined) continue;
        const { ruleId, secret, variable = '', within } = judged;
        const place = within === undefined ? path : containerPath(path, within.members);
        known.add(fingerprintOf(ruleId, secret ?? variable, place));
      }
      for (const finding of places) {
        if (finding.site === 'name' && finding.path === path) known.add(finding.fingerprint);
      }
    }
  } finally {
    reader.close();
  }
  return known;
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}
