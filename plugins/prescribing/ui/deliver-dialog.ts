// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  css,
  CuranteElement,
  call,
  customElement,
  html,
  nothing,
  property,
  showDocument,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { checkAddress } from './check-address';
import { chosenOf, isMode, needsCheck } from './delivery';
import { t } from './prescribing-texts';
import { nameOf, numberOf } from './recipe-kind';

/** Delivers an accepted recipe, again or another way. Sends `curante-close` at the end. */
@customElement('curante-deliver-dialog')
export class DeliverDialog extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property({ attribute: false }) patient = '';
  @property() name = '';
  @state() private choices_: prescribing.DeliveryChoice[] = [];
  @state() private mode_ = '';
  /** Asked again after an answer that did not come, it is still one delivery. */
  private request_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      label.way {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.1rem 0.5rem;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--line);
      }
      .way .more {
        grid-column: 2;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

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
          ${this.choices_.map((one) => this.renderWay(one))}
        </fieldset>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.close}>${t('contacts-cancel')}</button>
          <button class="primary" data-confirm ?disabled=${this.busy || !this.mode_}>
            ${t('deliver-confirm')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderWay(one: prescribing.DeliveryChoice): TemplateResult {
    return html`<label class="way" data-way=${one.mode}>
      <input
        type="radio"
        name="way"
        .checked=${one.mode === this.mode_}
        ?disabled=${!one.offered || this.busy}
        @change=${() => (this.mode_ = one.mode)}
      />
      <span>${isMode(one.mode) ? t(`delivery-mode-${one.mode}`) : one.mode}</span>
      ${one.address && one.offered
        ? html`<span class="more"
            ><span class="mono">${one.address}</span>
            ${needsCheck(one)
              ? html`<curante-chip tone="amber">${t('address-new')}</curante-chip>`
              : nothing}</span
          >`
        : nothing}
      ${one.reason ? html`<span class="more soft">${one.reason}</span>` : nothing}
    </label>`;
  }

  private async load(): Promise<void> {
    const { patient } = this;
    const found = await this.attempt(() =>
      call('prescribing/1', 'GetDeliveryChoices', { recipe: this.recipe.id }, { patient }),
    );
    const paper: prescribing.DeliveryChoice = {
      mode: 'print',
      offered: true,
      reason: '',
      address: '',
      confirmed: false,
    };
    const ways = (found?.choices ?? []).filter((one) => one.mode !== 'none' && one.mode !== 'print');
    // Paper is always a way; what was tried last comes first to the hand.
    this.choices_ = [paper, ...ways];
    this.mode_ = chosenOf(this.recipe.delivery.mode, this.choices_)?.mode ?? 'print';
    await this.updateComplete;
    this.find<HTMLInputElement>('input:checked')?.focus();
  }

  private deliver = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { patient, recipe } = this;
    const choice = this.choices_.find((one) => one.mode === this.mode_);
    const done = await this.act(async () => {
      if (!(await checkAddress(patient, this.name, choice))) return undefined;
      const request = { recipe: recipe.id, mode: this.mode_, request: this.request_ };
      return call('prescribing/1', 'Deliver', request, { patient });
    });
    if (!done) return;
    announce(t(this.mode_ === 'print' ? 'delivered-print' : 'delivered-send'));
    this.close();
    if (this.mode_ === 'print' && recipe.document) {
      await showDocument(recipe.document, patient, t('promemoria-of', { nre: numberOf(recipe) }));
    }
  };

  private close = (): void => {
    this.dispatchEvent(new CustomEvent('curante-close'));
  };
}
