// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  html,
  nothing,
  property,
  rememberFocus,
  repeat,
  state,
  table,
  type TemplateResult,
} from '@curante/shell';
import { t } from './red-texts';
import { toneOfOutcome, type Form } from './red-words';

/**
 * A table of which one row may be opened beside it; the focus comes back when that is left, and
 * `curante-changed` tells that the rows may have changed.
 */
export abstract class RedTable<Row> extends CuranteElement {
  @property() caption = '';
  @state() private open_: Row | undefined;
  private restore_focus_ = (): void => undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      td.mono {
        white-space: nowrap;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
      }
    `,
  ];

  protected abstract readonly head: readonly Parameters<typeof t>[0][];
  protected abstract rows(): readonly Row[];
  protected abstract keyOf(row: Row): string;
  protected abstract renderRow(row: Row): TemplateResult;
  protected abstract renderOpen(row: Row): TemplateResult;

  override render(): TemplateResult {
    return html`${table(
      this.caption,
      this.head.map((name) => t(name)),
      repeat(
        this.rows(),
        (row) => this.keyOf(row),
        (row) => this.renderRow(row),
      ),
    )}
      ${this.open_ ? this.renderOpen(this.open_) : nothing}`;
  }

  /** What the ministry answered of a file, with what else belongs there. */
  protected renderOutcome(
    of: Pick<Form, 'outcome' | 'outcome_text'>,
    more: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    return of.outcome_text
      ? html`<curante-chip tone=${toneOfOutcome(of.outcome)}>${of.outcome_text}</curante-chip>${more}`
      : html`<span class="soft">${t('no-answer')}</span>`;
  }

  protected open(row: Row): void {
    this.restore_focus_ = rememberFocus();
    this.open_ = row;
  }

  protected left = (): void => {
    this.open_ = undefined;
    this.restore_focus_();
    this.dispatchEvent(new CustomEvent('curante-changed'));
  };
}
