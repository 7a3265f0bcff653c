// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { tellAccess } from './access-banner';
import { t } from './sac-texts';

/** A doctor's own access to Sistema TS: credentials, and the second factor that is mailed. */
@customElement('curante-sistema-ts')
export class SistemaTsPage extends CuranteElement {
  @state() private access_: sistema_ts.Access | undefined;
  @state() private told_ = '';
  @state() private verified_: sistema_ts.Verification | undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 66rem;
        margin-inline: auto;
      }
      .columns {
        display: grid;
        gap: var(--gap);
        grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
        align-items: start;
      }
      form {
        display: grid;
        gap: 0.7rem;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.35rem 1rem;
        align-items: center;
      }
      .told {
        border-left: 4px solid var(--green-line);
        background: var(--green-soft);
        padding: 0.4rem 0.6rem;
      }
      .told.amber {
        border-color: var(--amber-line);
        background: var(--amber-soft);
      }
      .told .remedy {
        margin-top: 0.25rem;
        font-weight: 600;
      }
      dt {
        color: var(--ink-soft);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${t('heading')}</h1>
      <p class="soft">${t('intro')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      <p role="status" ?hidden=${!this.told_}><curante-chip tone="green">${this.told_}</curante-chip></p>
      <curante-late-arrivals
        .arrivals=${this.access_?.late_arrivals ?? []}
        @curante-access=${(event: CustomEvent<sistema_ts.Access>) => this.take(event.detail)}
      ></curante-late-arrivals>
      <curante-white-decisions></curante-white-decisions>
      <div class="columns">
        ${this.access_ ? this.renderState(this.access_) : nothing} ${this.renderCredentials()}
        ${this.renderToken()}
      </div>
      <curante-substitutions></curante-substitutions>
    </div>`;
  }

  private renderState(access: sistema_ts.Access): TemplateResult {
    const has = (there: boolean, yes: 'present' | 'present-m'): TemplateResult =>
      html`<curante-chip tone=${there ? 'green' : 'amber'}>${t(there ? yes : 'missing')}</curante-chip>`;
    return html`<section class="card stack" aria-labelledby="state">
      <h2 id="state">${t('state')}</h2>
      ${this.renderStanding(access)}
      <dl>
        <dt>${t('user')}</dt>
        <dd>${access.user || t('none')}</dd>
        <dt>${t('saved-password')}</dt>
        <dd>${has(access.password_saved, 'present')}</dd>
        <dt>${t('saved-pincode')}</dt>
        <dd>${has(access.pincode_saved, 'present-m')}</dd>
        <dt>${t('password-until')}</dt>
        <dd>
          ${access.password_until
            ? t('renew-by', { until: format.day(access.password_until) })
            : t('none')}
        </dd>
        <dt>${t('second-factor')}</dt>
        <dd>${this.renderFactor(access)}</dd>
        <dt>${t('nre-left')}</dt>
        <dd class="number">
          ${access.nre_left || t(access.lots_problem ? 'nre-refused' : 'nre-none')}
        </dd>
        <dt>${t('certificate')}</dt>
        <dd>
          ${access.certificate_until
            ? t('valid-until', { until: format.day(access.certificate_until) })
            : t('none')}
        </dd>
      </dl>
      <p class="soft">${t('verify-text')}</p>
      <div class="row">
        <button class="push" ?disabled=${this.busy} @click=${this.verify}>${t('verify')}</button>
      </div>
    </section>`;
  }

  /** What the service just said, or else what is known of the access. */
  private renderStanding(access: sistema_ts.Access): TemplateResult {
    const found = this.verified_;
    const told = (tone: string, text: string, remedy = ''): TemplateResult =>
      html`<div class="told ${tone}">
        ${text}${remedy ? html`<div class="remedy">${remedy}</div>` : nothing}
      </div>`;
    const lots = access.lots_problem
      ? told('amber', t('lots-problem', { problem: access.lots_problem }))
      : nothing;
    const well = access.lots_problem ? nothing : told('green', t('all-well'));
    const known = access.problem ? told('amber', access.problem) : well;
    return html`<div role="status" data-verdict=${found?.verdict ?? nothing}>
        ${found ? told(found.verdict === 'good' ? 'green' : 'amber', found.text, found.remedy) : nothing}
      </div>
      ${found && (!access.problem || access.problem === found.text) ? nothing : known}
      ${lots} ${access.warning ? told('amber', access.warning) : nothing}`;
  }

  private renderFactor(access: sistema_ts.Access): TemplateResult {
    if (!access.second_factor_saved) {
      return html`<curante-chip tone="amber">${t('missing')}</curante-chip>`;
    }
    const until = access.second_factor_until;
    if (!until) return html`<curante-chip tone="green">${t('present-m')}</curante-chip>`;
    const over = new Date(until) < new Date();
    return html`<curante-chip tone=${over ? 'amber' : 'green'}
      >${t(over ? 'expired' : 'valid-until', { until: format.instant(until) })}</curante-chip
    >`;
  }

  private renderCredentials(): TemplateResult {
    const access = this.access_;
    const secret = (name: 'password' | 'pincode', saved: boolean): TemplateResult =>
      html`<div class="field">
        <label for=${name} class=${saved ? '' : 'required'}>${t(name)}</label>
        <input id=${name} name=${name} type="password" autocomplete="off" ?required=${!saved} />
        ${saved ? html`<span class="soft">${t('keep')}</span>` : nothing}
      </div>`;
    return html`<section class="card stack" aria-labelledby="credentials">
      <h2 id="credentials">${t('credentials')}</h2>
      <form @submit=${this.saveCredentials}>
        <div class="field">
          <label for="user" class="required">${t('user')}</label>
          <input
            id="user"
            name="user"
            autocomplete="off"
            spellcheck="false"
            required
            .value=${access?.user ?? ''}
          />
        </div>
        ${secret('password', access?.password_saved ?? false)}
        ${secret('pincode', access?.pincode_saved ?? false)}
        <div class="field">
          <label for="changed">${t('password-changed')}</label>
          <input
            id="changed"
            name="changed"
            type="date"
            max=${format.today()}
            aria-describedby="changed-text"
          />
          <span id="changed-text" class="soft">${t('password-changed-text')}</span>
        </div>
        <div class="row">
          <button class="primary push" type="submit" ?disabled=${this.busy}>${t('save')}</button>
        </div>
      </form>
    </section>`;
  }

  private renderToken(): TemplateResult {
    return html`<section class="card stack" aria-labelledby="token">
      <h2 id="token">${t('token')}</h2>
      <p class="soft">${t('token-text')}</p>
      <div>
        <button ?disabled=${this.busy} @click=${this.request}>${t('request')}</button>
      </div>
      <form @submit=${this.saveToken}>
        <div class="field">
          <label for="mailed">${t('token-field')}</label>
          <textarea id="mailed" name="token" rows="3" required spellcheck="false"></textarea>
        </div>
        <div class="row">
          <button class="primary push" type="submit" ?disabled=${this.busy}>${t('token-save')}</button>
        </div>
      </form>
    </section>`;
  }

  private async load(): Promise<void> {
    this.access_ = await this.attempt(() => call('sistema-ts/1', 'GetAccess', {}));
  }

  private saveCredentials = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const typed = new FormData(form);
    const text = (name: string): string => String(typed.get(name) ?? '').trim();
    this.told_ = '';
    const access = await this.act(() =>
      call('sistema-ts/1', 'SaveCredentials', {
        user: text('user'),
        password: String(typed.get('password') ?? ''),
        pincode: text('pincode'),
        password_changed_on: text('changed') || null,
      }),
    );
    if (!access) return;
    form
      .querySelectorAll<HTMLInputElement>('[type=password], [type=date]')
      .forEach((one) => (one.value = ''));
    this.done(access, t('saved'));
  };

  private verify = async (): Promise<void> => {
    this.told_ = '';
    const found = await this.act(() => call('sistema-ts/1', 'Verify', {}));
    if (!found) return;
    this.verified_ = found;
    this.take(found.access);
  };

  private request = async (): Promise<void> => {
    const access = await this.act(() => call('sistema-ts/1', 'RequestToken', {}));
    if (!access) return;
    this.done(access, t('requested'));
    this.find<HTMLTextAreaElement>('#mailed')?.focus();
  };

  private saveToken = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    // Mail programs break long codes over lines.
    const token = String(new FormData(form).get('token') ?? '').replace(/\s+/g, '');
    const access = await this.act(() => call('sistema-ts/1', 'SaveToken', { token }));
    if (!access) return;
    form.reset();
    this.done(access, t('token-saved'));
  };

  private take(access: sistema_ts.Access): void {
    this.access_ = access;
    tellAccess(access);
  }

  private done(access: sistema_ts.Access, text: string): void {
    this.take(access);
    this.verified_ = undefined;
    this.told_ = text;
    announce(text);
  }
}
