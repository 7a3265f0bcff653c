// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  checkAddress,
  css,
  customElement,
  format,
  html,
  nothing,
  property,
  WaysDialog,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { patientName } from './recipe-actions';
import { t } from './studio-texts';

/** As prescribing/1 DeliverTogether. */
const most_together = 40;

const modes: readonly string[] = ['mail-memo', 'mail-number'];
type Choice = prescribing.DeliveryChoice;

/** Why these cannot go in one e-mail; empty: they can. */
export function whyNotTogether(rows: studio.Row[]): string {
  if (rows.length === 0) return t('mail-none-picked');
  if (new Set(rows.map((row) => row.patient.id)).size > 1) return t('mail-differ');
  const others = rows.filter((row) => !row.can_deliver);
  if (others.length > 0) {
    const numbers = others.map((row) => row.number || row.drugs).join(', ');
    return t('mail-on-paper', { numbers });
  }
  return rows.length > most_together ? t('mail-too-many', { most: most_together }) : '';
}

/** What is open to all: a list of ways for each kind of recipe, and the first one's order. */
function openToAll(lists: prescribing.DeliveryChoice[][]): Choice[] {
  const [first = [], ...others] = lists;
  const mine = first.filter((one) => modes.includes(one.mode));
  return mine.map((one) => {
    const same = others.map((list) => list.find((other) => other.mode === one.mode));
    const closed = same.find((other) => !other?.offered);
    if (!one.offered || !same.some((other) => !other?.offered)) return one;
    return { ...one, offered: false, reason: closed?.reason || t('mail-closed') };
  });
}

/**
 * Sends recipes of one patient with one e-mail. Sends `curante-close` at the end, with true when it is on
 * its way.
 */
@customElement('curante-joint-mail')
export class JointMail extends WaysDialog {
  @property({ attribute: false }) rows: studio.Row[] = [];

  static override styles = [
    WaysDialog.styles,
    css`
      ul {
        margin: 0.3rem 0 0;
        padding-left: 1.2rem;
        max-height: 40vh;
        overflow-y: auto;
      }
    `,
  ];

  override render(): TemplateResult {
    const { patient } = this;
    const name = `mail-send${this.rows.length === 1 ? '-one' : ''}` as const;
    return html`<curante-modal heading=${t('mail-heading')} @curante-close=${this.leave}>
      <form class="stack" @submit=${this.send}>
        <div>
          <strong>${patientName({ patient })}</strong>
          <span class="soft">${format.day(patient.birth_date)}</span>
          <ul aria-label=${t('mail-recipes')} tabindex="0">
            ${this.rows.map(
              (row) => html`<li><span class="mono">${row.number}</span> ${row.drugs}</li>`,
            )}
          </ul>
        </div>
        <fieldset>
          <legend>${t('mail-way')}</legend>
          ${this.renderWays()}
          ${this.choices?.length === 0 ? html`<p>${t('mail-closed')}</p>` : nothing}
        </fieldset>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" data-cancel @click=${this.leave}>
            ${t('mail-cancel')}
          </button>
          <button class="primary" data-confirm ?disabled=${this.busy || !this.mode}>
            ${t(name, { count: this.rows.length })}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  protected override nameOf(mode: string): string {
    return t(mode === 'mail-memo' ? 'mail-memo' : 'mail-number');
  }

  private get patient(): studio.Row['patient'] {
    return this.rows[0]!.patient;
  }

  /** White recipes may go other ways than those of the SSN; within a kind e-mail is open to all or none. */
  protected override async readWays(): Promise<Choice[]> {
    const { rows } = this;
    const patient = this.patient.id;
    const kinds = [rows.find((row) => row.nre), rows.find((row) => !row.nre)];
    const lists = await Promise.all(
      kinds
        .filter((row) => row !== undefined)
        .map(({ recipe }) => call('prescribing/1', 'GetDeliveryChoices', { recipe }, { patient })),
    );
    return openToAll(lists.map((one) => one.choices));
  }

  protected override waysOf(read: Choice[] | undefined): Choice[] | undefined {
    return read;
  }

  protected override firstOf(choices: Choice[]): Choice | undefined {
    return choices.find((one) => one.offered);
  }

  private send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { rows, request } = this;
    const patient = this.patient.id;
    const choice = this.chosen;
    if (!choice) return;
    const name = patientName({ patient: this.patient });
    const who = `${name}, ${format.day(this.patient.birth_date)}`;
    const done = await this.act(async () => {
      if (!(await checkAddress(patient, who, choice))) return undefined;
      const what = { recipes: rows.map((row) => row.recipe), mode: choice.mode, request };
      return call('prescribing/1', 'DeliverTogether', what, { patient });
    });
    if (!done || !this.isConnected) return;
    announce(
      rows.length === 1 ? t('mail-sent-one', { name }) : t('mail-sent', { count: rows.length, name }),
    );
    this.close(true);
  };

  private leave = (event: Event): void => {
    event.stopPropagation();
    this.close(false);
  };

  private close(sent: boolean): void {
    this.dispatchEvent(new CustomEvent('curante-close', { detail: sent }));
  }
}
