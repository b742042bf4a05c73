/** On the receipt of an earlier run: what it had asked for, and is done by now. */
import { isPending, type ReceiptState } from './read-receipt.ts';
import { Receipt } from './receipt.ts';
import type { Verifications } from './verify.ts';

export function noteDead(file: string, { keys }: ReceiptState, verifications: Verifications): void {
  const receipt = new Receipt(file);
  try {
    for (const { secretId, masked, keyId, strategy } of keys.filter(isPending)) {
      const verification = verifications.get(secretId);
      if (verification?.status !== 'inactive') continue;
      const proof = `GET /v1/me: ${verification.httpStatus}`;
      receipt.write('confirmed', { id: secretId, masked }, { keyId, strategy, proof });
    }
  } finally {
    receipt.close();
  }
}
