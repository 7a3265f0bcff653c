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
  repeat,
  session,
  state,
  table,
  type TemplateResult,
  type Tone,
} from '@curante/shell';
import type { accounts, sistema_ts } from '@curante/contracts';
import { t } from './sac-texts';

type Substitution = sistema_ts.Substitution;

const tones: Record<Substitution['state'], Tone> = {
  not_sent: 'amber',
  sending: 'blue',
  accepted: 'green',
  refused: 'red',
  uncertain: 'amber',
};
const another = 'altro';

/** A holder declares who prescribes in the own place, and sees what became of each declaration. */
@customElement('curante-substitutions')
export class Substitutions extends CuranteElement {
  @state() private list_: Substitution[] = [];
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private chosen_ = '';
  /** Of the form as it is filled in: sent twice, it is declared once. */
  private id_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      form {
        display: grid;
        gap: 0.7rem;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
        gap: 0.6rem 0.9rem;
      }
      .scroll {
        overflow-x: auto;
      }
      td .row {
        margin-top: 0.35rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="substitutions">
      <h2 id="substitutions">${t('substitutions')}</h2>
      <p class="soft">${t('substitutions-text')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.list_.length > 0 ? this.renderList() : html`<p>${t('substitutions-none')}</p>`}
      ${this.renderForm()}
    </section>`;
  }

  private renderList(): TemplateResult {
    return table(
      t('substitutions-list'),
      [t('substitute'), t('from'), t('until'), t('declaration')],
      repeat(
        this.list_,
        (one) => one.id,
        (one) => this.renderRow(one),
      ),
    );
  }

  private renderRow(one: Substitution): TemplateResult {
    const who = one.substitute_name || one.substitute;
    return html`<tr data-substitution=${one.id} data-state=${one.state}>
      <td>${who}${one.substitute_name ? html`<div class="soft">${one.substitute}</div>` : nothing}</td>
      <td>${format.day(one.from)}</td>
      <td>${format.day(one.until)}</td>
      <td>
        <curante-chip tone=${tones[one.state]}>${t(`declaration-${one.state}`)}</curante-chip>
        ${one.text ? html`<div>${one.text}</div>` : nothing} ${this.renderActions(one, who)}
      </td>
    </tr>`;
  }

  private renderActions(one: Substitution, who: string): TemplateResult | typeof nothing {
    if (one.state === 'not_sent') {
      return html`<div class="row">
        <button
          class="small"
          aria-label=${t('send-again-of', { name: who })}
          ?disabled=${this.busy}
          @click=${() => void this.declare(one)}
        >
          ${t('send-again')}
        </button>
        <button
          class="small"
          aria-label=${t('discard-of', { name: who })}
          ?disabled=${this.busy}
          @click=${() => void this.discard(one, who)}
        >
          ${t('discard')}
        </button>
      </div>`;
    }
    if (one.state !== 'uncertain') return nothing;
    const button = (arrived: boolean, text: 'has-arrived' | 'has-not-arrived'): TemplateResult =>
      html`<button
        class="small"
        aria-label=${t(`${text}-of`, { name: who })}
        ?disabled=${this.busy}
        @click=${() => void this.settle(one, arrived)}
      >
        ${t(text)}
      </button>`;
    return html`<div class="row">
      ${button(true, 'has-arrived')} ${button(false, 'has-not-arrived')}
    </div>`;
  }

  private renderForm(): TemplateResult {
    return html`<form @submit=${this.submit} aria-label=${t('declare')}>
      <div class="grid">
        <div class="field">
          <label for="substitute" class="required">${t('substitute')}</label>
          <select id="substitute" name="substitute" required @change=${this.choose}>
            <option value="">${t('choose')}</option>
            ${this.doctors_.map(
              (one) =>
                html`<option value=${one.fiscal_code} ?selected=${one.fiscal_code === this.chosen_}>
                  ${one.last_name} ${one.first_name}
                </option>`,
            )}
            <option value=${another} ?selected=${this.chosen_ === another}>${t('another-doctor')}</option>
          </select>
        </div>
        ${this.chosen_ === another ? this.renderAnother() : nothing} ${this.date('from')}
        ${this.date('until')}
      </div>
      <label class="check"><input type="checkbox" name="asl_told" />${t('asl-told')}</label>
      <div class="row">
        <button class="primary push" type="submit" ?disabled=${this.busy}>${t('declare')}</button>
      </div>
    </form>`;
  }

  private renderAnother(): TemplateResult {
    return html`<div class="field">
        <label for="code" class="required">${t('fiscal-code')}</label>
        <input id="code" name="code" required maxlength="16" autocomplete="off" spellcheck="false" />
      </div>
      <div class="field">
        <label for="name">${t('substitute-name')}</label>
        <input id="name" name="name" autocomplete="off" />
      </div>`;
  }

  private date(name: 'from' | 'until'): TemplateResult {
    return html`<div class="field">
      <label for=${name} class="required">${t(name)}</label>
      <input id=${name} name=${name} type="date" required min=${name === 'until' ? format.today() : ''} />
    </div>`;
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      this.list_ = (await call('sistema-ts/1', 'ListDeclarations', {})).substitutions;
      const { doctors } = await call('accounts/1', 'ListDoctors', {});
      this.doctors_ = doctors.filter((one) => one.account !== session.account);
    });
  }

  private choose = (event: Event): void => {
    this.chosen_ = (event.target as HTMLSelectElement).value;
  };

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const typed = new FormData(form);
    const text = (name: string): string => String(typed.get(name) ?? '').trim();
    const doctor = this.doctors_.find((one) => one.fiscal_code === this.chosen_);
    const done = await this.declare({
      id: this.id_,
      substitute: doctor ? doctor.fiscal_code : text('code').toUpperCase(),
      substitute_name: doctor ? `${doctor.last_name} ${doctor.first_name}` : text('name'),
      from: text('from'),
      until: text('until'),
      asl_told: typed.get('asl_told') !== null,
    });
    if (!done) return;
    this.id_ = crypto.randomUUID();
    form.reset();
    this.chosen_ = '';
  };

  private async declare(
    one: Pick<Substitution, 'id' | 'substitute' | 'substitute_name' | 'from' | 'until' | 'asl_told'>,
  ): Promise<boolean> {
    const { id, substitute, substitute_name, from, until, asl_told } = one;
    const input = { id, substitute, substitute_name, from, until, asl_told };
    return this.take(await this.act(() => call('sistema-ts/1', 'Declare', input)));
  }

  private async settle(one: Substitution, arrived: boolean): Promise<void> {
    const input = { declaration: one.id, arrived };
    this.take(await this.act(() => call('sistema-ts/1', 'SettleDeclaration', input)));
  }

  /** Asks first: the next row moves up to where the button was. */
  private async discard(one: Substitution, name: string): Promise<void> {
    const sure = await askToConfirm({
      heading: t('discard-heading'),
      text: t('discard-text', { name, from: format.day(one.from), until: format.day(one.until) }),
      confirm: t('discard'),
      danger: true,
    });
    if (!sure) return;
    const left = await this.act(() =>
      call('sistema-ts/1', 'DiscardDeclaration', { declaration: one.id }),
    );
    if (!left) return;
    this.list_ = left.substitutions;
    announce(t('discarded'));
    // Its button is gone with it: the next thing to do is to declare it rightly.
    this.find('#substitute')?.focus();
  }

  private take(one: Substitution | undefined): boolean {
    if (!one) return false;
    const others = this.list_.filter((it) => it.id !== one.id);
    this.list_ = [one, ...others].sort((a, b) => b.from.localeCompare(a.from));
    announce(`${t(`declaration-${one.state}`)}. ${one.text}`);
    return true;
  }
}
