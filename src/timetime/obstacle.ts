/** Whether a key can be told from the others in its owner's list; if not, a person has to look. */
import type { ManualReason } from '../core/revocation.ts';
import type { KeyIdentity } from '../core/verification.ts';

export function obstacleOf({ kind }: KeyIdentity): ManualReason | undefined {
  switch (kind) {
    case 'one':
      return undefined;
    case 'none':
      return 'no-match';
    case 'several':
      return 'several-matches';
    case 'unavailable':
      return 'no-list';
    default:
      return kind satisfies never;
  }
}
