// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  CuranteElement,
  customElement,
  format,
  fullName,
  html,
  nothing,
  property,
  session,
  showLateDocument,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { t } from './prescribing-texts';
import { nameOf } from './recipe-kind';
import { canGoOnAsPaper } from './red-state';

/**
 * «Stampa su carta»: a white recipe that waits or was refused leaves the electronic way, and its paper is
 * shown as soon as it is made and nobody types elsewhere.
 */
@customElement('curante-go-on-as-paper')
export class GoOnAsPaper extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property() patient = '';
  /** Recipe whose paper somebody waits for. */
  @state() private wanted_ = '';

  override render(): TemplateResult {
    const may = canGoOnAsPaper(this.recipe) && session.may('prescription.issue');
    const coming = this.wanted_ === this.recipe.id && this.recipe.state === 'printed';
    return html`${may
        ? html`<button class="small" data-go-on-as-paper ?disabled=${this.busy} @click=${this.goOn}>
            ${t('go-on-as-paper')}
          </button>`
        : nothing}
      ${coming ? html`<span class="soft" data-paper-coming>${t('paper-printed')}</span>` : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>`;
  }

  protected override willUpdate(): void {
    const { id, document, state } = this.recipe;
    if (this.wanted_ !== id || document === '' || state !== 'printed') return;
    this.wanted_ = '';
    this.until(showLateDocument(document, this.patient, t('white-paper-of')));
  }

  private goOn = async (): Promise<void> => {
    const { id, lines } = this.recipe;
    const { patient } = this;
    const who = await this.act(() => call('chart/1', 'GetPatient', { patient }, { patient }));
    if (!who || !this.isAbout(id)) return;
    const sure = await askToConfirm({
      heading: t('paper-heading'),
      text: t('paper-text', {
        name: fullName(who),
        birth: format.day(who.birth_date),
        drugs: lines.map(nameOf).join('; '),
      }),
      confirm: t('paper-confirm'),
    });
    if (!sure || !this.isAbout(id)) return;
    const printed = await this.act(() =>
      call('prescribing/1', 'GoOnAsPaper', { recipe: id }, { patient }),
    );
    if (!printed || !this.isAbout(id)) return;
    announce(t('paper-printed'));
    this.wanted_ = id;
    this.recipe = printed;
  };

  /** After an answer that took its time another chart may be open, or another recipe stand here. */
  private isAbout(recipe: string): boolean {
    return this.isConnected && this.recipe.id === recipe;
  }
}
