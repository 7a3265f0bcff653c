// SPDX-License-Identifier: Apache-2.0
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { CuranteElement } from './element';
import { focusIsLost, rememberFocus } from './focus';
import { kit } from './kit-texts';

let open_count = 0;

function count(step: number): void {
  open_count += step;
  // Shortcuts of the page behind rest while a dialog is open.
  document.documentElement.toggleAttribute('data-modal', open_count > 0);
}

/**
 * A dialog over the page. Escape and its button send `curante-close`; the owner removes it, and the
 * focus goes back to where it was before, unless somebody has put it elsewhere.
 */
@customElement('curante-modal')
export class Modal extends CuranteElement {
  @property() heading = '';
  @property({ type: Boolean, reflect: true }) wide = false;
  /** No way out but the dialog's own buttons. */
  @property({ type: Boolean }) firm = false;
  private counted_ = false;
  private restoreFocus_ = (): void => undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      dialog {
        border: 1px solid var(--line-strong);
        border-radius: 10px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-high);
        padding: 0;
        width: min(34rem, calc(100vw - 1.5rem));
        max-width: none;
        max-height: calc(100vh - 1.5rem);
      }
      :host([wide]) dialog {
        width: min(66rem, calc(100vw - 1.5rem));
      }
      dialog::backdrop {
        background: rgb(8 14 20 / 55%);
      }
      header {
        display: flex;
        align-items: center;
        gap: 1rem;
        padding: 0.6rem 0.6rem 0.6rem 1rem;
        border-bottom: 1px solid var(--line);
        position: sticky;
        top: 0;
        background: var(--surface);
        z-index: 1;
      }
      .body {
        padding: 1rem;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @cancel=${this.cancelled}>
      <header>
        <h2 id="heading">${this.heading}</h2>
        ${this.firm
          ? nothing
          : html`<button class="small push" @click=${this.leave}>${kit('close')} <kbd>Esc</kbd></button>`}
      </header>
      <div class="body"><slot></slot></div>
    </dialog>`;
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    // Closed before it was ever seen: nothing would count it down again.
    if (!this.isConnected) return;
    this.restoreFocus_ = rememberFocus();
    this.find<HTMLDialogElement>('dialog')?.showModal();
    this.counted_ = true;
    count(1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (!this.counted_) return;
    count(-1);
    this.counted_ = false;
    if (focusIsLost()) this.restoreFocus_();
  }

  /** Puts the focus where Escape closes the dialog, and no other key does anything. */
  focusHeading(): void {
    const heading = this.find('#heading');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  }

  private cancelled = (event: Event): void => {
    event.preventDefault();
    if (!this.firm) this.leave();
  };

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-close', { bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-modal': Modal;
  }
}
