// SPDX-License-Identifier: Apache-2.0
import { askToConfirm, call, CuranteElement, customElement, go } from '@curante/shell';
import { t } from './red-texts';

/** Asked by the shell before somebody leaves: offers the summary when red recipes were printed today. */
@customElement('curante-red-review')
export class RedReview extends CuranteElement {
  async mayLeave(): Promise<boolean> {
    const review = await call('red-recipes/1', 'NeedsReview', {}).catch(() => undefined);
    if (!review?.offer) return true;
    const { printed, unsettled } = review;
    const look = await askToConfirm({
      heading: t('review-heading'),
      text: t('review-text', { printed, unsettled }),
      confirm: t('review-confirm'),
      decline: t('review-leave'),
    });
    if (look) go('ricette-rosse');
    return !look;
  }
}
