// SPDX-License-Identifier: Apache-2.0
import type { prescribing } from '@curante/contracts';

/** Who signs for that doctor today. */
export function signerOf(
  list: prescribing.SignerList | undefined,
  doctor: string,
): prescribing.Signer | undefined {
  return list?.signers.find((one) => one.doctor === doctor && isInForce(one, list.today));
}

export function isInForce(one: prescribing.Signer, today: string): boolean {
  return one.from <= today && today <= one.until;
}
