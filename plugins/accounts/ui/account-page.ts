// SPDX-License-Identifier: Apache-2.0
import {
  ApiError,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import './account-list';
import { t } from './accounts-texts';

/** One's own password and, for those who manage them, the practice's accounts. */
@customElement('curante-account')
export class AccountPage extends CuranteElement {
  @state() private told_ = '';

  static override styles = [
    CuranteElement.styles,
    css`
      :host {
        max-width: 66rem;
        margin-inline: auto;
      }
      form {
        display: grid;
        gap: 0.7rem;
        max-width: 24rem;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${t('heading')}</h1>
      <section class="card stack" aria-labelledby="password">
        <h2 id="password">${t('password')}</h2>
        ${session.value.session?.must_change_password
          ? html`<p><curante-chip tone="amber">${t('must-change')}</curante-chip></p>`
          : nothing}
        <form @submit=${this.change}>
          ${this.secret('current', 'current-password')}
          ${this.secret('replacement', 'new-password')} ${this.secret('again', 'new-password')}
          <curante-problem .problem=${this.problem}></curante-problem>
          <div class="row">
            <button class="primary" type="submit" ?disabled=${this.busy}>${t('change')}</button>
            <span role="status">${this.told_}</span>
          </div>
        </form>
      </section>
      ${session.may('accounts.manage') ? html`<curante-account-list></curante-account-list>` : nothing}
    </div>`;
  }

  private secret(name: 'current' | 'replacement' | 'again', autocomplete: string): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${t(name)}</label>
      <input id=${name} name=${name} type="password" autocomplete=${autocomplete as 'off'} required />
    </div>`;
  }

  private change = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.told_ = '';
    const form = event.target as HTMLFormElement;
    const typed = new FormData(form);
    const text = (name: string): string => String(typed.get(name) ?? '');
    const changed = await this.act(async () => {
      if (text('replacement') !== text('again')) {
        throw new ApiError('passwords-differ', t('differ'), t('differ-remedy'));
      }
      const request = { current: text('current'), replacement: text('replacement') };
      return call('accounts/1', 'ChangePassword', request);
    });
    if (!changed) return;
    form.reset();
    this.told_ = t('changed');
    const who = session.value.session;
    if (who) session.begin({ ...who, must_change_password: false });
  };
}
