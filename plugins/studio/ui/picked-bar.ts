// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  css,
  CuranteElement,
  customElement,
  focusIsLost,
  html,
  nothing,
  property,
  rememberFocus,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import './joint-mail';
import { whyNotTogether } from './joint-mail';
import { canPick, isUndelivered, showPapers } from './papers';
import { isRedForm, unprinted } from './red-forms';
import { t } from './studio-texts';

/**
 * What can be done with recipes that are picked from a list: printed as one file, or sent to their patient
 * with one e-mail. Sends `curante-picked` with what is picked from now on, `curante-done` after something
 * was done.
 */
@customElement('curante-picked-bar')
export class PickedBar extends CuranteElement {
  /** Those that are shown, in their order. */
  @property({ attribute: false }) rows: studio.Row[] = [];
  @property({ attribute: false }) picked: ReadonlySet<string> = new Set();
  /** What is about to be sent: the list behind may change meanwhile. */
  @state() private mailing_: studio.Row[] = [];

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        display: block;
        position: sticky;
        bottom: 0;
        z-index: 5;
      }
      /* Where little is in sight, it must not cover what is being worked on. */
      @media (max-height: 30rem) {
        :host {
          position: static;
        }
      }
      .bar {
        background: var(--surface);
        border-top: 1px solid var(--line);
        padding: 0.5rem 0 0;
        margin-top: 0.5rem;
      }
      .why {
        text-align: right;
        margin: 0.3rem 0 0;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.shortcut('a', t('pick-undelivered-short'), () => this.pickUndelivered());
    this.shortcut('r', t('pick-red-short'), () => void this.pickRed());
    this.shortcut('b', t('print-picked-short'), () => this.printOnce());
    if (session.may('prescription.deliver')) {
      this.shortcut('m', t('mail-picked-short'), () => this.mail());
    }
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.rows.some(canPick)) return nothing;
    const waiting = this.undelivered;
    const count = this.chosen.length;
    const all = waiting.length > 0 && waiting.every((id) => this.picked.has(id));
    return html`<div class="bar">
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button
            data-pick-undelivered
            ?disabled=${waiting.length === 0}
            @click=${() => this.pickUndelivered()}
          >
            ${all ? t('pick-undelivered-none') : t('pick-undelivered', { count: waiting.length })}
            <kbd aria-hidden="true">Alt+A</kbd>
          </button>
          ${this.rows.some(isRedForm)
            ? html`<button data-pick-red ?disabled=${this.busy} @click=${() => void this.pickRed()}>
                ${t('pick-red')} <kbd aria-hidden="true">Alt+R</kbd>
              </button>`
            : nothing}
          <span class="push"></span>
          ${session.may('prescription.deliver') ? this.renderMail(count) : nothing}
          <button
            class="primary"
            data-print-picked
            ?disabled=${count === 0}
            @click=${() => this.printOnce()}
          >
            ${t('print-picked', { count })} <kbd aria-hidden="true">Alt+B</kbd>
          </button>
        </div>
        <p class="why soft" role="status" data-why>
          ${session.may('prescription.deliver') && count > 0 ? whyNotTogether(this.chosen) : nothing}
        </p>
      </div>
      ${this.mailing_.length > 0
        ? html`<curante-joint-mail
            .rows=${this.mailing_}
            @curante-close=${({ detail }: CustomEvent<boolean>) => void this.mailed(detail)}
          ></curante-joint-mail>`
        : nothing}`;
  }

  private renderMail(count: number): TemplateResult {
    return html`<button
      data-mail-picked
      ?disabled=${whyNotTogether(this.chosen) !== ''}
      @click=${() => this.mail()}
    >
      ${t('mail-picked', { count })} <kbd aria-hidden="true">Alt+M</kbd>
    </button>`;
  }

  /** Pressed again before the papers are shown, they are shown once. */
  private printOnce(): void {
    void this.act(() => this.print());
  }

  /** What is shown and picked, in the order of the list. */
  private get chosen(): studio.Row[] {
    return this.rows.filter((row) => canPick(row) && this.picked.has(row.recipe));
  }

  /** Neither printed nor sent, of those that are shown. */
  private get undelivered(): string[] {
    return this.rows.filter(isUndelivered).map((row) => row.recipe);
  }

  private pick(picked: ReadonlySet<string>): void {
    this.dispatchEvent(new CustomEvent('curante-picked', { detail: picked }));
  }

  private pickUndelivered(): void {
    const waiting = this.undelivered;
    if (waiting.length === 0) return announce(t('pick-undelivered-nothing'));
    const all = waiting.every((id) => this.picked.has(id));
    const picked = new Set(all ? [] : [...this.picked, ...waiting]);
    this.pick(picked);
    announce(t('picked', { count: picked.size }));
  }

  /** Alone: they go on their own pad. Those that were printed already are left out. */
  private async pickRed(): Promise<void> {
    const found = await this.act(() => unprinted(this.rows));
    if (!found) return;
    if (found.length === 0) return announce(t('pick-red-none'));
    this.pick(new Set(found));
    announce(t('picked', { count: found.length }));
  }

  private async print(): Promise<void> {
    const { chosen } = this;
    if (chosen.length === 0) return;
    const restoreFocus = rememberFocus();
    const printed: studio.Row[] = [];
    await showPapers(chosen, (work) => this.attempt(work), (these) => printed.push(...these));
    if (focusIsLost()) restoreFocus();
    if (printed.length > 0) await this.done(printed);
  }

  /** By its key too: then what stands in the way is said. */
  private mail(): void {
    const { chosen } = this;
    const why = whyNotTogether(chosen);
    if (why) announce(why);
    else this.mailing_ = chosen;
  }

  private async mailed(sent: boolean): Promise<void> {
    const rows = this.mailing_;
    this.mailing_ = [];
    if (sent) await this.done(rows);
  }

  /** Their work is done; what else is picked stays so. */
  private async done(rows: studio.Row[]): Promise<void> {
    const left = new Set(this.picked);
    for (const { recipe } of rows) left.delete(recipe);
    this.pick(left);
    this.dispatchEvent(new CustomEvent('curante-done'));
    await this.updateComplete;
    // The button that was pressed rests now.
    if (focusIsLost()) this.find('button:not([disabled])')?.focus();
  }
}
