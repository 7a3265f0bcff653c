// SPDX-License-Identifier: Apache-2.0
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { prescribing } from '@curante/contracts';
import { placeOf, placeStyles } from './delivery-address';
import { CuranteElement } from './element';
import { firstClick } from './first-click';
import { kit } from './kit-texts';
import type { Modal } from './modal';

type Choice = prescribing.DeliveryChoice;

/** A dialog that asks which way something goes to its patient; it holds a `curante-modal`. */
export abstract class WaysDialog extends CuranteElement {
  @state() protected choices: Choice[] | undefined;
  @state() protected mode = '';
  /** Which ways are open could not be asked. */
  @state() private unread_ = false;
  @state() private loading_ = false;
  /** A person chose the way that is chosen. */
  private picked_ = false;
  /** Asked again after an answer that did not come, it is still one delivery; another way is another. */
  protected request = crypto.randomUUID();

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

  /** Asks the server. */
  protected abstract readWays(): Promise<Choice[]>;
  /** What is offered; nothing was read where the server does not answer. */
  protected abstract waysOf(read: Choice[] | undefined): Choice[] | undefined;
  /** The one to begin with. */
  protected abstract firstOf(choices: Choice[]): Choice | undefined;
  protected abstract nameOf(mode: string): string;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected get chosen(): Choice | undefined {
    return this.choices?.find((one) => one.mode === this.mode);
  }

  protected renderWays(): TemplateResult {
    return html`${this.choices?.map((one) => this.renderWay(one))}
    ${this.unread_
      ? html`<p>
          ${kit('ways-unread')}
          <button
            type="button"
            class="small"
            data-again
            ?disabled=${this.busy || this.loading_}
            @click=${firstClick(() => void this.load())}
          >
            ${kit('again')}
          </button>
        </p>`
      : nothing}`;
  }

  private renderWay(one: Choice): TemplateResult {
    return html`<label class="way" data-way=${one.mode}>
      <input
        type="radio"
        name="way"
        .checked=${one.mode === this.mode}
        ?disabled=${!one.offered || this.busy}
        @change=${() => this.choose(one.mode)}
      />
      <span>${this.nameOf(one.mode)}</span>
      ${one.offered && one.address ? html`<span class="more">${placeOf(one)}</span>` : nothing}
      ${one.reason ? html`<span class="more soft">${one.reason}</span>` : nothing}
    </label>`;
  }

  private async load(): Promise<void> {
    // What is being sent, or asked already, must not be shown otherwise meanwhile.
    if (this.busy || this.loading_) return;
    this.loading_ = true;
    const read = await this.attempt(() => this.readWays());
    this.loading_ = false;
    this.unread_ = read === undefined;
    this.choices = this.waysOf(read);
    const kept = this.picked_ && this.chosen?.offered;
    if (!kept) this.turnTo(this.firstOf(this.choices ?? [])?.mode ?? '');
    await this.updateComplete;
    const chosen = this.find<HTMLInputElement>('input:checked');
    if (chosen) chosen.focus();
    else this.find<Modal>('curante-modal')?.focusHeading();
  }

  private choose(mode: string): void {
    this.picked_ = true;
    this.turnTo(mode);
  }

  /** Whoever turned to it: what was asked for by the way before does nothing by this one. */
  private turnTo(mode: string): void {
    if (mode !== this.mode) this.request = crypto.randomUUID();
    this.mode = mode;
  }
}
