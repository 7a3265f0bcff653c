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
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { checkAddress } from './check-address';
import { chosenOf, isMode } from './delivery';
import { placeOf, placeStyles } from './delivery-place';
import { t } from './prescribing-texts';
import { sayPrinted, showPromemoria } from './promemoria';
import { nameOf, numberOf } from './recipe-kind';

/** Delivers an accepted recipe, again or another way. Sends `curante-close` at the end. */
@customElement('curante-deliver-dialog')
export class DeliverDialog extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property({ attribute: false }) patient = '';
  @property() name = '';
  @state() private choices_: prescribing.DeliveryChoice[] = [];
  @state() private mode_ = '';
  /** Asked again after an answer that did not come, it is still one delivery; another way is another. */
  private request_ = crypto.randomUUID();
  private printed_ = false;

  static override styles = [
    CuranteElement.styles,
    placeStyles,
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
        @change=${() => this.choose(one.mode)}
      />
      <span>${isMode(one.mode) ? t(`delivery-mode-${one.mode}`) : one.mode}</span>
      ${one.offered && one.address ? html`<span class="more">${placeOf(one)}</span>` : nothing}
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
      offered: this.recipe.document !== '',
      reason: this.recipe.document ? '' : t('deliver-no-paper'),
      address: '',
      confirmed: false,
      password_address: '',
      password_confirmed: false,
    };
    const ways = (found?.choices ?? []).filter((one) => one.mode !== 'none' && one.mode !== 'print');
    // Paper is always a way; what was tried last comes first to the hand.
    this.choices_ = [paper, ...ways];
    this.mode_ = chosenOf(this.recipe.delivery.mode, this.choices_)?.mode ?? '';
    await this.updateComplete;
    this.find<HTMLInputElement>('input:checked')?.focus();
  }

  private choose(mode: string): void {
    this.mode_ = mode;
    this.request_ = crypto.randomUUID();
  }

  private deliver = async (event: Event): Promise<void> => {
    event.preventDefault();
    await (this.mode_ === 'print' ? this.print() : this.send());
  };

  /** It is delivered once somebody prints it from the viewer; who only looks at it chooses again. */
  private async print(): Promise<void> {
    const { patient, recipe, request_: request } = this;
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
    const { patient, recipe } = this;
    const choice = this.choices_.find((one) => one.mode === this.mode_);
    const done = await this.act(async () => {
      if (!(await checkAddress(patient, this.name, choice))) return undefined;
      const request = { recipe: recipe.id, mode: this.mode_, request: this.request_ };
      return call('prescribing/1', 'Deliver', request, { patient });
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
