// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  state,
  type Modal,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, studio } from '@curante/contracts';
import { patientName } from './recipe-actions';
import { t } from './studio-texts';

/** As prescribing/1 DeliverTogether. */
const most_together = 40;

const modes = ['mail-memo', 'mail-number'] as const;
type Mode = (typeof modes)[number];
type Choice = prescribing.DeliveryChoice & { mode: Mode };

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

/** Where the password goes that opens what is sent, when that is another place; else empty. */
function passwordElsewhere(choice: Choice): string {
  return choice.password_address === choice.address ? '' : choice.password_address;
}

/** What is open to all: a list of ways for each kind of recipe, and the first one's order. */
function openToAll(lists: prescribing.DeliveryChoice[][]): Choice[] {
  const [first = [], ...others] = lists;
  const mine = first.filter((one): one is Choice => (modes as readonly string[]).includes(one.mode));
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
export class JointMail extends CuranteElement {
  @property({ attribute: false }) rows: studio.Row[] = [];
  @state() private choices_: Choice[] | undefined;
  /** Which ways are open could not be asked. */
  @state() private unread_ = false;
  @state() private mode_: Mode | '' = '';
  /** Asked again after an answer that did not come, it is still one e-mail; another way is another. */
  private request_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      ul {
        margin: 0.3rem 0 0;
        padding-left: 1.2rem;
        max-height: 40vh;
        overflow-y: auto;
      }
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
          ${this.choices_?.map((one) => this.renderWay(one))}
          ${this.choices_?.length === 0 ? html`<p>${t('mail-closed')}</p>` : nothing}
          ${this.unread_
            ? html`<p>
                ${t('mail-unread')}
                <button type="button" class="small" data-again @click=${() => void this.load()}>
                  ${t('mail-again')}
                </button>
              </p>`
            : nothing}
        </fieldset>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" data-cancel @click=${this.leave}>
            ${t('mail-cancel')}
          </button>
          <button class="primary" data-confirm ?disabled=${this.busy || !this.mode_}>
            ${t(name, { count: this.rows.length })}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderWay(one: Choice): TemplateResult {
    return html`<label class="way" data-way=${one.mode}>
      <input
        type="radio"
        name="way"
        .checked=${one.mode === this.mode_}
        ?disabled=${!one.offered || this.busy}
        @change=${() => this.choose(one.mode)}
      />
      <span>${t(one.mode)}</span>
      ${one.offered ? this.renderPlace(one) : html`<span class="more soft">${one.reason}</span>`}
    </label>`;
  }

  private renderPlace(one: Choice): TemplateResult {
    const elsewhere = passwordElsewhere(one);
    const beside = one.password_address !== '' && !elsewhere;
    return html`<span class="more"
        ><span class="mono">${one.address}</span> ${this.mark(one.confirmed)}</span
      >
      ${elsewhere
        ? html`<span class="more" data-password
            >${t('mail-password')} <span class="mono">${elsewhere}</span> ${this.mark(
              one.password_confirmed,
            )}</span
          >`
        : nothing}
      ${beside
        ? html`<span class="more soft" data-password>${t('mail-password-beside')}</span>`
        : nothing}`;
  }

  private mark(confirmed: boolean): TemplateResult | typeof nothing {
    return confirmed ? nothing : html`<curante-chip tone="amber">${t('mail-new')}</curante-chip>`;
  }

  private get patient(): studio.Row['patient'] {
    return this.rows[0]!.patient;
  }

  /** White recipes may go other ways than those of the SSN; within a kind e-mail is open to all or none. */
  private async load(): Promise<void> {
    const { rows } = this;
    const patient = this.patient.id;
    const kinds = [rows.find((row) => row.nre), rows.find((row) => !row.nre)];
    const lists = await this.attempt(() =>
      Promise.all(
        kinds
          .filter((row) => row !== undefined)
          .map(({ recipe }) => call('prescribing/1', 'GetDeliveryChoices', { recipe }, { patient })),
      ),
    );
    this.unread_ = !lists;
    this.choices_ = lists && openToAll(lists.map((one) => one.choices));
    this.mode_ = this.choices_?.find((one) => one.offered)?.mode ?? '';
    await this.updateComplete;
    const chosen = this.find<HTMLInputElement>('input:checked');
    if (chosen) chosen.focus();
    else this.find<Modal>('curante-modal')?.focusHeading();
  }

  private choose(mode: Mode): void {
    this.mode_ = mode;
    this.request_ = crypto.randomUUID();
  }

  private send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { rows } = this;
    const patient = this.patient.id;
    const choice = this.choices_?.find((one) => one.mode === this.mode_);
    if (!choice) return;
    const done = await this.act(async () => {
      if (!(await this.checked(choice))) return undefined;
      const request = {
        recipes: rows.map((row) => row.recipe),
        mode: choice.mode,
        request: this.request_,
      };
      return call('prescribing/1', 'DeliverTogether', request, { patient });
    });
    if (!done || !this.isConnected) return;
    const name = patientName({ patient: this.patient });
    announce(
      rows.length === 1 ? t('mail-sent-one', { name }) : t('mail-sent', { count: rows.length, name }),
    );
    this.close(true);
  };

  /** The first time something goes to an address of this patient, somebody looks at it and says so. */
  private async checked(choice: Choice): Promise<boolean> {
    const password = passwordElsewhere(choice);
    const addresses = choice.confirmed ? [] : [choice.address];
    if (password && !choice.password_confirmed) addresses.push(password);
    if (addresses.length === 0) return true;
    const patient = this.patient;
    const sure = await askToConfirm({
      heading: t('mail-check-heading'),
      text: t('mail-check', {
        name: patientName({ patient }),
        birth: format.day(patient.birth_date),
        addresses: addresses
          .map((one) => (one === password ? t('mail-check-password', { address: one }) : one))
          .join('\n'),
      }),
      confirm: t('mail-check-confirm'),
      decline: t('mail-check-decline'),
    });
    if (!sure) return false;
    for (const address of addresses) {
      const channel = address.includes('@') ? ('email' as const) : ('sms' as const);
      const request = { patient: patient.id, channel, address };
      await call('messages/1', 'ConfirmAddress', request, { patient: patient.id });
    }
    return true;
  }

  private leave = (event: Event): void => {
    event.stopPropagation();
    this.close(false);
  };

  private close(sent: boolean): void {
    this.dispatchEvent(new CustomEvent('curante-close', { detail: sent }));
  }
}
