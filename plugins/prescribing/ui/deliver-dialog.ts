// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  checkAddress,
  customElement,
  html,
  property,
  WaysDialog,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { chosenOf, isMode } from './delivery';
import { t } from './prescribing-texts';
import { sayPrinted, showPromemoria } from './promemoria';
import { nameOf, numberOf } from './recipe-kind';

/** Delivers an accepted recipe, again or another way. Sends `curante-close` at the end. */
@customElement('curante-deliver-dialog')
export class DeliverDialog extends WaysDialog {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property({ attribute: false }) patient = '';
  @property() name = '';
  private printed_ = false;

  override render(): TemplateResult {
    return html`<curante-modal heading=${t('deliver-heading')} @curante-close=${this.close}>
      <form class="stack" @submit=${this.deliver}>
        <p>
          <strong>${this.name}</strong><br />
          ${this.recipe.lines.map((line) => nameOf(line)).join(', ')}<br />
          <span class="mono">${numberOf(this.recipe)}</span>
        </p>
        <fieldset>
          <legend class="visually-hidden">${t('deliver-heading')}</legend>
          ${this.renderWays()}
        </fieldset>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.close}>${t('contacts-cancel')}</button>
          <button class="primary" data-confirm ?disabled=${this.busy || !this.mode}>
            ${t('deliver-confirm')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  protected override nameOf(mode: string): string {
    return isMode(mode) ? t(`delivery-mode-${mode}`) : mode;
  }

  protected override async readWays(): Promise<prescribing.DeliveryChoice[]> {
    const { patient } = this;
    const request = { recipe: this.recipe.id };
    return (await call('prescribing/1', 'GetDeliveryChoices', request, { patient })).choices;
  }

  /** Paper is always a way. */
  protected override waysOf(
    read: prescribing.DeliveryChoice[] | undefined,
  ): prescribing.DeliveryChoice[] {
    const paper: prescribing.DeliveryChoice = {
      mode: 'print',
      offered: this.recipe.document !== '',
      reason: this.recipe.document ? '' : t('deliver-no-paper'),
      address: '',
      confirmed: false,
      password_address: '',
      password_confirmed: false,
    };
    return [paper, ...(read ?? []).filter((one) => one.mode !== 'none' && one.mode !== 'print')];
  }

  /** What was tried last comes first to the hand. */
  protected override firstOf(
    choices: prescribing.DeliveryChoice[],
  ): prescribing.DeliveryChoice | undefined {
    return chosenOf(this.recipe.delivery.mode, choices);
  }

  private deliver = async (event: Event): Promise<void> => {
    event.preventDefault();
    await (this.mode === 'print' ? this.print() : this.send());
  };

  /** It is delivered once somebody prints it from the viewer; who only looks at it chooses again. */
  private async print(): Promise<void> {
    const { patient, recipe, request } = this;
    let said: Promise<unknown> = Promise.resolve();
    await showPromemoria(recipe, patient, () => {
      said = this.act(() => sayPrinted(recipe, patient, request)).then((done) => {
        if (done) this.printed_ = true;
      });
    });
    await said;
    if (!this.printed_ || !this.isConnected) return;
    announce(t('delivered-print'));
    this.close();
  }

  private async send(): Promise<void> {
    const { patient, recipe, request } = this;
    // The way whose address is checked is the one it goes, whatever is chosen meanwhile.
    const choice = this.chosen;
    if (!choice) return;
    const done = await this.act(async () => {
      if (!(await checkAddress(patient, this.name, choice))) return undefined;
      const what = { recipe: recipe.id, mode: choice.mode, request };
      return call('prescribing/1', 'Deliver', what, { patient });
    });
    // After a slow answer another patient may be open.
    if (!done || !this.isConnected) return;
    announce(t('delivered-send'));
    this.close();
  }

  private close = (): void => {
    this.dispatchEvent(new CustomEvent('curante-close'));
  };
}
