// SPDX-License-Identifier: Apache-2.0
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { announce } from './announcer';
import { isSilent } from './api-error';
import { CuranteElement } from './element';
import { kit } from './kit-texts';
import { LatestOnly } from './latest';

/** One thing that can be chosen. */
export interface Choice<T = unknown> {
  value: T;
  /** What a screen reader says and the field shows once it is chosen. */
  label: string;
  /** What the list shows, if more than the label. */
  detail?: TemplateResult;
}

export interface Choices<T = unknown> {
  choices: Choice<T>[];
  more: boolean;
}

export type Finder<T = unknown> = (text: string, signal: AbortSignal) => Promise<Choices<T>>;

/**
 * Type-ahead: the ARIA combobox with a list. Arrows move, Enter takes, Escape closes. A stale
 * question is cancelled, and an older answer never replaces a newer one.
 *
 * Sends `curante-choose` with the chosen value, `curante-typed` with each text typed, and
 * `curante-clear` when the field is emptied.
 */
@customElement('curante-combobox')
export class Combobox extends CuranteElement {
  @property() label = '';
  @property() placeholder = '';
  /** The text in the field. */
  @property() text = '';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean }) required = false;
  /** Empties the field after a choice, to take the next one. */
  @property({ type: Boolean, attribute: 'clear-after' }) clearAfter = false;
  @property({ type: Boolean, attribute: 'hide-label' }) hideLabel = false;
  /** What is typed counts too, where nothing is chosen. */
  @property({ type: Boolean }) free = false;
  /** The down arrow in the empty field asks for what there is, with an empty text. */
  @property({ type: Boolean }) browsable = false;
  /** Characters before the first question. */
  @property({ type: Number }) least = 2;
  /** The Alt letter that brings one here, to be shown. */
  @property() hint = '';
  @property({ attribute: false }) finder: Finder | undefined;

  @state() private choices_: Choice[] = [];
  @state() private more_ = false;
  @state() private open_ = false;
  @state() private active_ = -1;
  @state() private waiting_ = false;
  private readonly latest_ = new LatestOnly();

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        position: relative;
        min-width: 0;
      }
      .list {
        position: absolute;
        z-index: 30;
        inset-inline: 0;
        top: calc(100% + 2px);
        max-height: min(24rem, 55vh);
        display: flex;
        flex-direction: column;
        margin: 0;
        padding: 0.2rem;
        list-style: none;
        background: var(--surface-raised);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        box-shadow: var(--shadow-high);
      }
      .list [role='listbox'] {
        overflow: auto;
      }
      .list [role='option'] {
        padding: 0.3rem 0.5rem;
        border-radius: 4px;
        cursor: pointer;
        min-height: 1.8rem;
      }
      .list [aria-selected='true'] {
        background: var(--accent-soft);
        box-shadow: inset 3px 0 0 var(--accent);
      }
      .note {
        padding: 0.3rem 0.5rem;
        color: var(--ink-soft);
        font-size: 0.9rem;
      }
      .label {
        display: flex;
        justify-content: space-between;
        gap: 0.5rem;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.latest_.cancel();
  }

  override focus(): void {
    this.find<HTMLInputElement>('input')?.focus();
  }

  override render(): TemplateResult {
    const active = this.active_ >= 0 ? `choice-${this.active_}` : nothing;
    return html`
      <div class="field">
        <div class="label ${this.hideLabel ? 'visually-hidden' : ''}">
          <label for="field" class=${this.required ? 'required' : ''}>${this.label}</label>
          ${this.hint ? html`<kbd>Alt+${this.hint}</kbd>` : nothing}
        </div>
        <input
          id="field"
          role="combobox"
          type="text"
          autocomplete="off"
          spellcheck="false"
          aria-autocomplete="list"
          aria-controls="list"
          aria-expanded=${this.open_}
          aria-activedescendant=${active}
          aria-busy=${this.waiting_}
          aria-required=${this.required}
          placeholder=${this.placeholder}
          .value=${this.text}
          ?disabled=${this.disabled}
          @input=${this.typed}
          @keydown=${this.keyed}
          @focus=${this.focused}
          @blur=${() => (this.open_ = false)}
        />
      </div>
      ${this.renderList()}
      <curante-problem .problem=${this.problem}></curante-problem>
    `;
  }

  private renderList(): TemplateResult {
    const none = this.open_ && this.choices_.length === 0;
    return html`
      <div class="list" ?hidden=${!this.open_}>
        ${none
          ? html`<div class="note">
              ${this.waiting_ ? kit('searching') : this.nothingFound(this.text)}
            </div>`
          : nothing}
        <div id="list" role="listbox" aria-label=${this.label}>
          ${this.choices_.map((choice, at) => this.renderChoice(choice, at))}
        </div>
        ${this.more_
          ? html`<div class="note">${kit('results-more', { count: this.choices_.length })}</div>`
          : nothing}
      </div>
    `;
  }

  private renderChoice(choice: Choice, at: number): TemplateResult {
    return html`<div
      id="choice-${at}"
      role="option"
      aria-selected=${at === this.active_}
      aria-label=${choice.label}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(at)}
    >
      ${choice.detail ?? choice.label}
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.active_ >= 0) {
      this.find(`#choice-${this.active_}`)?.scrollIntoView?.({ block: 'nearest' });
    }
  }

  private focused = (): void => {
    if (this.text && this.choices_.length > 0) this.open_ = true;
  };

  private typed = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
    this.active_ = -1;
    this.dispatchEvent(new CustomEvent('curante-typed', { detail: this.text }));
    if (this.text.trim() === '') this.dispatchEvent(new CustomEvent('curante-clear'));
    if (this.text.trim().length < this.least) {
      this.latest_.cancel();
      this.choices_ = [];
      this.waiting_ = false;
      this.open_ = false;
      return;
    }
    void this.ask(this.text.trim());
  };

  private async ask(text: string): Promise<void> {
    const finder = this.finder;
    if (!finder) return;
    this.waiting_ = true;
    this.problem = undefined;
    try {
      const found = await this.latest_.run((signal) => finder(text, signal), 90);
      this.choices_ = found.choices;
      this.more_ = found.more;
      this.active_ = found.choices.length > 0 ? 0 : -1;
      // Who has gone on to the next field wants no list over it.
      this.open_ = this.find('input')?.matches(':focus') ?? false;
      this.waiting_ = false;
      if (this.open_) this.tell(text);
    } catch (error) {
      if (isSilent(error)) return;
      this.waiting_ = false;
      this.open_ = false;
      await this.attempt(() => Promise.reject(error));
    }
  }

  private nothingFound(text: string): string {
    return this.free ? kit('no-results-free') : kit('no-results', { text });
  }

  private tell(text: string): void {
    const count = this.choices_.length;
    if (count === 0) announce(this.nothingFound(text));
    else announce(count === 1 ? kit('results-one') : kit('results-many', { count }));
  }

  private keyed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.choices_.length - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (last < 0) {
        if (this.browsable && this.text === '') void this.ask('');
        return;
      }
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const next = this.active_ + step;
      this.active_ = this.open_ ? (next > last ? 0 : next < 0 ? last : next) : 0;
      this.open_ = true;
    } else if (event.key === 'Enter' && this.open_ && this.active_ >= 0 && !this.waiting_) {
      event.preventDefault();
      this.choose(this.active_);
    } else if (event.key === 'Escape' && this.open_) {
      event.preventDefault();
      event.stopPropagation();
      this.open_ = false;
    }
  };

  private choose(at: number): void {
    const choice = this.choices_[at];
    if (!choice) return;
    this.latest_.cancel();
    this.text = this.clearAfter ? '' : choice.label;
    this.choices_ = [];
    this.active_ = -1;
    this.open_ = false;
    this.dispatchEvent(new CustomEvent('curante-choose', { detail: choice.value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'curante-combobox': Combobox;
  }
}
