// SPDX-License-Identifier: Apache-2.0
import { askWhich, call, CuranteElement, customElement, go } from '@curante/shell';
import { t } from './red-texts';

/** Asked by the shell before somebody leaves: offers the summary when red recipes were printed today. */
@customElement('curante-red-review')
export class RedReview extends CuranteElement {
  async mayLeave(): Promise<boolean> {
    const review = await call('red-recipes/1', 'NeedsReview', {}).catch(() => undefined);
    if (!review?.offer) return true;
    const { printed, unsettled } = review;
    const answer = await askWhich({
      heading: t('review-heading'),
      text: t('review-text', { printed, unsettled }),
      confirm: t('review-confirm'),
      decline: t('review-leave'),
    });
    if (answer === 'confirmed') go('ricette-rosse');
    // Who only left the question, or whose window turned to another patient, did not ask to be signed out.
    return answer === 'declined';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-red-review': RedReview;
  }
}
