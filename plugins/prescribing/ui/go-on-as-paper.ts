// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  session,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { showPromemoria } from './promemoria';
import { nameOf } from './recipe-kind';
import { canGoOnAsPaper } from './red-state';

/**
 * «Stampa su carta»: a white recipe that waits or was refused leaves the electronic way, and its paper is
 * shown as soon as it is made.
 */
@customElement('curante-go-on-as-paper')
export class GoOnAsPaper extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property() patient = '';
  /** Recipe whose paper somebody waits for. */
  private wanted_ = '';

  override render(): TemplateResult {
    const may = canGoOnAsPaper(this.recipe) && session.may('prescription.issue');
    return html`${may
        ? html`<button class="small" data-go-on-as-paper ?disabled=${this.busy} @click=${this.goOn}>
            ${t('go-on-as-paper')}
          </button>`
        : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>`;
  }

  override updated(): void {
    const { id, document, state } = this.recipe;
    if (this.wanted_ !== id || document === '' || state !== 'printed') return;
    this.wanted_ = '';
    void showPromemoria(this.recipe, this.patient, () => undefined);
  }

  private goOn = async (): Promise<void> => {
    const { id, lines } = this.recipe;
    const sure = await askToConfirm({
      heading: t('paper-heading'),
      text: t('paper-text', { drugs: lines.map(nameOf).join('; ') }),
      confirm: t('paper-confirm'),
    });
    if (!sure) return;
    const request = { recipe: id };
    const printed = await this.act(() =>
      call('prescribing/1', 'GoOnAsPaper', request, { patient: this.patient }),
    );
    if (!printed || !this.isConnected || this.recipe.id !== id) return;
    announce(t('paper-printed'));
    this.wanted_ = id;
    this.recipe = printed;
  };
}
