// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  doctorName,
  format,
  fullName,
  html,
  nothing,
  repeat,
  session,
  state,
  table,
  textOf,
  type TemplateResult,
} from '@curante/shell';
import type { accounts, chart } from '@curante/contracts';
import { codeStanding, codeText, isCode, sameCode } from './asl-codes';
import { t } from './chart-texts';

/** Puts the ASL of many patients right at once: which codes there are, who has one, and another. */
@customElement('curante-asl')
export class AslPage extends CuranteElement {
  @state() private codes_: chart.AslCount[] | undefined;
  @state() private doctors_: accounts.Doctor[] = [];
  @state() private done_: chart.AslReplacement[] = [];
  @state() private chosen_: chart.AslCode | undefined;
  @state() private patients_: chart.PatientList | undefined;
  @state() private picked_: ReadonlySet<string> = new Set();
  @state() private to_: chart.AslCode = { province: '', region_code: '', asl_code: '' };
  /** Of the replacement as it is filled in: sent twice, it is done once. */
  private id_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 76rem;
        margin-inline: auto;
      }
      .people {
        max-height: 45vh;
        overflow: auto;
      }
      tr[aria-current] {
        background: var(--accent-soft);
      }
      .to {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 0.9rem;
        align-items: end;
      }
      .to input {
        width: 6rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${t('asl-heading')}</h1>
      <p>${t('asl-text')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      <section class="card stack" aria-labelledby="codes">
        <h2 id="codes">${t('asl-codes')}</h2>
        ${this.codes_ ? this.renderCodes(this.codes_) : html`<p role="status">${t('chart-loading')}</p>`}
      </section>
      ${this.chosen_ && this.patients_ ? this.renderChosen(this.chosen_, this.patients_) : nothing}
      ${this.done_.length > 0 ? this.renderDone() : nothing}
    </div>`;
  }

  private renderCodes(codes: chart.AslCount[]): TemplateResult {
    if (codes.length === 0) return html`<p class="empty">${t('asl-nobody')}</p>`;
    return table(
      t('asl-codes'),
      [t('asl-code-name'), t('asl-standing'), t('asl-patients'), t('asl-action')],
      codes.map(({ asl, patients }) => {
        const code = codeText(asl);
        const current = this.chosen_ !== undefined && sameCode(asl, this.chosen_);
        const { tone, text } = codeStanding(asl, this.doctors_);
        return html`<tr data-asl=${code} aria-current=${current ? 'true' : nothing}>
          <td><strong>${code || t('asl-none')}</strong></td>
          <td><curante-chip tone=${tone}>${text}</curante-chip></td>
          <td class="number">${patients}</td>
          <td>
            <button
              class="small"
              aria-label=${t('asl-look-of', { code: code || t('asl-none') })}
              ?disabled=${this.busy}
              @click=${() => void this.choose(asl)}
            >
              ${t('asl-look')}
            </button>
          </td>
        </tr>`;
      }),
    );
  }

  private renderChosen(from: chart.AslCode, list: chart.PatientList): TemplateResult {
    const all = list.patients.length;
    const picked = this.picked_.size;
    const code = codeText(from) || t('asl-none');
    return html`<section class="card stack" aria-labelledby="people">
      <h2 id="people">${t('asl-people', { code })}</h2>
      ${list.more ? html`<p class="soft">${t('asl-people-more', { count: all })}</p>` : nothing}
      <div class="row">
        <button class="small" @click=${() => this.pickAll(picked < all)}>
          ${picked < all ? t('asl-pick-all', { count: all }) : t('asl-pick-none')}
        </button>
        <span role="status">${t('asl-picked', { count: picked, of: all })}</span>
      </div>
      <div class="people">${this.renderPeople(list, code)}</div>
      <form class="to" aria-label=${t('asl-new')} @submit=${this.submit}>
        ${this.field('province', 'asl-province', 2)} ${this.field('region_code', 'region-code', 3)}
        ${this.field('asl_code', 'asl-code-new', 3)}
        <button
          class="primary push"
          type="submit"
          ?disabled=${this.busy || picked === 0 || !isCode(this.to_) || sameCode(from, this.to_)}
        >
          ${picked === 1 ? t('asl-replace-one') : t('asl-replace', { count: picked })}
        </button>
      </form>
    </section>`;
  }

  private renderPeople(list: chart.PatientList, code: string): TemplateResult {
    // Who opens no chart is not given any codice fiscale.
    const opens = session.may('chart.read');
    return table(
      t('asl-people', { code }),
      [
        t('asl-pick'),
        t('patient-name'),
        t('birth-date'),
        ...(opens ? [t('fiscal-code')] : []),
        t('municipality'),
        t('doctor'),
      ],
      repeat(
        list.patients,
        (one) => one.id,
        (one) => html`<tr>
          <td>
            <input
              type="checkbox"
              aria-label=${t('asl-pick-of', { name: fullName(one) })}
              .checked=${this.picked_.has(one.id)}
              @change=${() => this.turn(one.id)}
            />
          </td>
          <td>${fullName(one)}</td>
          <td class="number">${format.day(one.birth_date)}</td>
          ${opens ? html`<td class="mono">${one.fiscal_code}</td>` : nothing}
          <td>${one.municipality}</td>
          <td>${this.holderOf(one)}</td>
        </tr>`,
      ),
    );
  }

  private holderOf({ doctor }: chart.PatientSummary): string {
    if (!doctor) return t('asl-no-doctor');
    return doctorName(this.doctors_, doctor) || t('asl-doctor-gone');
  }

  private field(
    name: keyof chart.AslCode,
    label: 'asl-province' | 'region-code' | 'asl-code-new',
    length: number,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${t(label)}</label>
      <input
        id=${name}
        autocomplete="off"
        spellcheck="false"
        maxlength=${length}
        .value=${this.to_[name]}
        @input=${(event: Event) => {
          this.to_ = { ...this.to_, [name]: textOf(event).trim().toUpperCase() };
          this.begin();
        }}
      />
    </div>`;
  }

  private renderDone(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="done">
      <h2 id="done">${t('asl-done')}</h2>
      ${table(
        t('asl-done'),
        [t('asl-when'), t('asl-what'), t('asl-patients'), t('asl-author'), t('asl-action')],
        repeat(
          this.done_,
          (one) => one.id,
          (one) => html`<tr data-replacement=${one.id}>
            <td class="number">${format.instant(one.at)}</td>
            <td>${codeText(one.from) || t('asl-none')} → <strong>${codeText(one.to)}</strong></td>
            <td class="number">${one.replaced}</td>
            <td>${one.author}</td>
            <td>${this.renderUndo(one)}</td>
          </tr>`,
        ),
      )}
    </section>`;
  }

  private renderUndo(one: chart.AslReplacement): TemplateResult {
    if (one.undone) {
      return html`<span class="soft"
        >${t('asl-undone', { when: format.instant(one.undone), count: one.restored })}</span
      >`;
    }
    return html`<button
      class="small"
      aria-label=${t('asl-undo-of', { from: codeText(one.from) || t('asl-none'), to: codeText(one.to) })}
      ?disabled=${this.busy}
      @click=${() => void this.undo(one)}
    >
      ${t('asl-undo')}
    </button>`;
  }

  private async load(): Promise<void> {
    await this.attempt(async () => {
      this.doctors_ = (await call('accounts/1', 'ListDoctors', {})).doctors;
      this.codes_ = (await call('chart/1', 'ListAslCodes', {})).codes;
      this.done_ = (await call('chart/1', 'ListAslReplacements', {})).replacements;
    });
  }

  private async choose(asl: chart.AslCode): Promise<void> {
    const list = await this.act(() => call('chart/1', 'ListPatientsOfAsl', { asl }));
    if (!list) return;
    this.chosen_ = asl;
    this.patients_ = list;
    // The doctors' own colleagues at another ASL have patients who rightly have another code.
    this.pickAll(codeStanding(asl, this.doctors_).tone === 'red');
    const own = this.doctors_[0];
    this.to_ = {
      province: asl.province || own?.province || '',
      region_code: own?.region_code ?? '',
      asl_code: own?.asl_code ?? '',
    };
    await this.updateComplete;
    this.find('#asl_code')?.focus();
  }

  private pickAll(all: boolean): void {
    this.picked_ = new Set(all ? (this.patients_?.patients ?? []).map((one) => one.id) : []);
    this.begin();
  }

  private turn(id: string): void {
    const picked = new Set(this.picked_);
    if (!picked.delete(id)) picked.add(id);
    this.picked_ = picked;
    this.begin();
  }

  /** What would be replaced now is another thing than what may have been replaced already. */
  private begin(): void {
    this.id_ = crypto.randomUUID();
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const from = this.chosen_;
    if (!from) return;
    const count = this.picked_.size;
    const codes = { from: codeText(from) || t('asl-none'), to: codeText(this.to_) };
    const what = count === 1 ? t('asl-sure-one', codes) : t('asl-sure-text', { ...codes, count });
    const moves = from.province !== '' && from.province !== this.to_.province;
    const sure = await askToConfirm({
      heading: t('asl-sure'),
      text: `${what}\n\n${moves ? `${t('asl-sure-province')} ` : ''}${t('asl-sure-undo')}`,
      confirm: t('asl-sure-confirm'),
      danger: true,
    });
    if (!sure) return;
    const request = { id: this.id_, from, to: this.to_, patients: [...this.picked_] };
    const done = await this.act(() => call('chart/1', 'ReplaceAsl', request));
    if (!done) return;
    this.close();
    announce(
      done.left > 0
        ? t('asl-told-left', { count: done.replaced, left: done.left })
        : t('asl-told', { count: done.replaced }),
    );
    await this.load();
  };

  private async undo(one: chart.AslReplacement): Promise<void> {
    const sure = await askToConfirm({
      heading: t('asl-undo-sure'),
      text: t('asl-undo-text', { from: codeText(one.from) || t('asl-none'), count: one.replaced }),
      confirm: t('asl-undo'),
    });
    if (!sure) return;
    const undone = await this.act(() => call('chart/1', 'UndoAslReplacement', { id: one.id }));
    if (!undone) return;
    this.close();
    announce(t('asl-undo-told', { count: undone.restored }));
    await this.load();
  }

  /** Who had which code is not known any more. */
  private close(): void {
    this.begin();
    this.chosen_ = undefined;
    this.patients_ = undefined;
    this.picked_ = new Set();
  }
}
