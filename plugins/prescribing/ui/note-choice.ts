// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { formulary } from '@curante/contracts';
import type { EditLine } from './draft';
import { t } from './prescribing-texts';

/** No code of a note: outside of all of them. */
const outside = '-';

/** In the words of this product's table, which say less than the AIFA's own. */
function summary(note: formulary.AifaNote): TemplateResult {
  return html`<em>${t('note-summary')}</em>: ${note.condition}`;
}

/**
 * Under which AIFA note a drug is prescribed, with the condition of each beside it. Nothing is chosen
 * before the doctor does; what was chosen before is told in one line. Sends `curante-change` with
 * what changed.
 */
@customElement('curante-note-choice')
export class NoteChoice extends CuranteElement {
  @property({ attribute: false }) line!: EditLine;
  @property({ type: Boolean }) disabled = false;
  /** All choices are shown; they stay, so that nothing moves under the hand that chooses. */
  @state() private open_ = false;

  static override styles = [
    CuranteElement.styles,
    css`
      fieldset {
        border: 1px solid var(--line);
        border-radius: 4px;
        padding: 0.15rem 0.6rem 0.3rem;
        margin: 0.35rem 0 0;
        min-width: 0;
      }
      fieldset.missing {
        border-left: 4px solid var(--red);
      }
      legend {
        padding: 0 0.3rem;
        font-weight: 600;
        font-size: 0.95rem;
      }
      .choice {
        display: grid;
        grid-template-columns: 12rem minmax(0, 1fr);
        gap: 0 0.5rem;
        align-items: start;
      }
      @media (max-width: 48rem) {
        .choice {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .told {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.1rem 0.6rem;
        padding-top: 0.2rem;
      }
      .told > span {
        flex: 0 1 auto;
        min-width: 0;
      }
      .condition {
        overflow-wrap: anywhere;
      }
      .choice .condition {
        padding-top: 0.32rem;
      }
      .choice .check {
        font-size: 1rem;
        font-weight: 600;
      }
      a {
        display: inline-block;
        min-height: 1.75rem;
        line-height: 1.75rem;
        white-space: nowrap;
      }
    `,
  ];

  /** To what is chosen, else to the first of the choices. */
  override focus(): void {
    const radio = this.find<HTMLInputElement>('input:checked') ?? this.find<HTMLInputElement>('input');
    (radio ?? this.find<HTMLElement>('button'))?.focus();
  }

  protected override willUpdate(): void {
    if (this.notes.length > 0 && this.chosen === '') this.open_ = true;
  }

  private get notes(): formulary.AifaNote[] {
    return this.line.drug?.notes ?? [];
  }

  /** Empty while nobody has chosen. */
  private get chosen(): string {
    return this.line.white ? outside : this.line.aifa_note;
  }

  override render(): TemplateResult | typeof nothing {
    const { line, notes } = this;
    if (notes.length === 0) return line.aifa_note ? this.renderSuperfluous() : nothing;
    return this.open_ ? this.renderChoices() : this.renderTold();
  }

  private renderChoices(): TemplateResult {
    const missing = this.chosen === '';
    return html`<fieldset class=${missing ? 'missing' : ''} ?disabled=${this.disabled}>
      <legend>${t(missing ? 'aifa-note-missing' : 'aifa-note')}</legend>
      ${this.notes.map((note) =>
        this.renderChoice(
          note.code,
          t('note', { note: note.code }),
          note.condition ? summary(note) : html`${t('note-unwritten')}`,
          this.renderLink(note),
        ),
      )}
      ${this.renderChoice(outside, t('note-outside'), html`${t('note-outside-what')}`, nothing)}
    </fieldset>`;
  }

  /** The condition describes its choice, for who hears the screen; its link is no part of that. */
  private renderChoice(
    value: string,
    name: string,
    what: TemplateResult,
    link: TemplateResult | typeof nothing,
  ): TemplateResult {
    const id = `what-${value}`;
    return html`<div class="choice">
      <label class="check">
        <input
          type="radio"
          name="note"
          value=${value}
          aria-label="${name}: ${this.line.text}"
          aria-describedby=${id}
          .checked=${this.chosen === value}
          @change=${() => this.choose(value)}
        />${name}
      </label>
      <span class="condition"><span id=${id}>${what}</span> ${link}</span>
    </div>`;
  }

  private renderTold(): TemplateResult {
    const { chosen } = this;
    const note = this.notes.find((one) => one.code === chosen);
    const name = chosen === outside ? t('note-outside') : t('note', { note: chosen });
    const what =
      chosen === outside
        ? t('note-outside-what')
        : !note
          ? t('note-not-of-drug')
          : note.condition
            ? summary(note)
            : t('note-unwritten');
    return html`<div class="told">
      <span class="condition"><strong>${name}</strong>: <span class="soft">${what}</span></span>
      ${note ? this.renderLink(note) : nothing}
      <button
        class="small plain"
        data-change
        aria-label=${t('note-change-of', { drug: this.line.text })}
        ?disabled=${this.disabled}
        @click=${() => void this.reopen()}
      >
        ${t('note-change')}
      </button>
    </div>`;
  }

  /** A note that the drug no longer has, as on a prescription of long ago. */
  private renderSuperfluous(): TemplateResult {
    const { line } = this;
    return html`<div class="told">
      <span><strong>${t('note', { note: line.aifa_note })}</strong>: ${t('note-not-of-drug')}</span>
      <button
        class="small"
        data-take-off
        aria-label=${t('note-take-off-of', { note: line.aifa_note, drug: line.text })}
        ?disabled=${this.disabled}
        @click=${() => this.tell({ aifa_note: '' })}
      >
        ${t('note-take-off')}
      </button>
    </div>`;
  }

  private renderLink(note: formulary.AifaNote): TemplateResult | typeof nothing {
    if (!note.link) return nothing;
    return html`<a
      href=${note.link}
      target="_blank"
      rel="noopener noreferrer"
      title=${note.source}
      aria-label=${t('note-link-of', { note: note.code })}
      >${t('note-link')}</a
    >`;
  }

  private async reopen(): Promise<void> {
    this.open_ = true;
    await this.updateComplete;
    this.focus();
  }

  private choose(value: string): void {
    this.tell(
      value === outside ? { aifa_note: '', white: true } : { aifa_note: value, white: false },
    );
  }

  private tell(patch: Partial<EditLine>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }
}
