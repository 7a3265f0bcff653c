// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  awaitPaper,
  call,
  CuranteElement,
  customElement,
  focusIsLost,
  format,
  fullName,
  html,
  nothing,
  property,
  rememberPlace,
  session,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { focusNextTo } from './next-control';
import { t } from './prescribing-texts';
import { nameOf } from './recipe-kind';
import { canGoOnAsPaper } from './red-state';

/**
 * «Stampa su carta»: a white recipe that waits or was refused leaves the electronic way, and its paper stands
 * among those to come (`papers-banner.ts`) until it was shown.
 */
@customElement('curante-go-on-as-paper')
export class GoOnAsPaper extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property() patient = '';

  override render(): TemplateResult {
    const may = canGoOnAsPaper(this.recipe) && session.may('prescription.issue');
    return html`${may
        ? html`<button class="small" data-go-on-as-paper ?disabled=${this.busy} @click=${this.start}>
            ${t('go-on-as-paper')}
          </button>`
        : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>`;
  }

  private start = async (): Promise<void> => {
    await this.goOn();
    // The button rested meanwhile, or is gone with what it was for.
    await this.updateComplete;
    if (!this.isConnected || this.busy || !focusIsLost()) return;
    this.find('[data-go-on-as-paper]:not([disabled])')?.focus();
    if (focusIsLost()) focusNextTo(this);
  };

  private async goOn(): Promise<void> {
    const { id, lines } = this.recipe;
    const { patient } = this;
    const here = rememberPlace();
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
      decline: t('paper-decline'),
    });
    if (!sure || !this.isAbout(id)) return;
    const printed = await this.act(() =>
      call('prescribing/1', 'GoOnAsPaper', { recipe: id }, { patient }),
    );
    if (!printed) return;
    // Whatever is open by now: the recipe goes no other way any more.
    awaitPaper({ recipe: id, patient, name: fullName(who), expected: here() });
    announce(t('paper-printed'));
    if (this.isAbout(id)) this.recipe = printed;
  }

  /** After an answer that took its time another chart may be open, or another recipe stand here. */
  private isAbout(recipe: string): boolean {
    return this.isConnected && this.recipe.id === recipe;
  }
}
