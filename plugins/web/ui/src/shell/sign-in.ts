// SPDX-License-Identifier: Apache-2.0
import { call } from '../kit/api';
import { css, customElement, html, property, state, type TemplateResult } from '../kit/index';
import { CuranteElement } from '../kit/element';
import { session } from '../kit/session';
import { station } from '../kit/station';
import { t } from './shell-texts';

/** User name and password. Used at the start, and over the page when a session has ended. */
@customElement('curante-sign-in')
export class SignIn extends CuranteElement {
  /** Asked again for this user, whose screen is kept. */
  @property({ attribute: false }) userName = '';
  @state() private name_ = '';
  @state() private password_ = '';

  static override styles = [
    CuranteElement.styles,
    css`
      form {
        display: grid;
        gap: 0.9rem;
      }
      button {
        min-height: 2.5rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.name_ = this.userName;
    void this.updateComplete.then(() =>
      this.find<HTMLInputElement>(this.userName ? '#password' : '#user')?.focus(),
    );
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.submit}>
      <div class="field">
        <label for="user">${t('user-name')}</label>
        <input
          id="user"
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          .value=${this.name_}
          @input=${(event: Event) => (this.name_ = (event.target as HTMLInputElement).value)}
        />
      </div>
      <div class="field">
        <label for="password">${t('password')}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          .value=${this.password_}
          @input=${(event: Event) => (this.password_ = (event.target as HTMLInputElement).value)}
        />
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      <button class="primary" type="submit" ?disabled=${this.busy}>
        ${this.busy ? t('signing-in') : t('sign-in')}
      </button>
    </form>`;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const before = session.account;
    const begun = await this.act(() =>
      call('accounts/1', 'SignIn', {
        user_name: this.name_.trim(),
        password: this.password_,
        station: station(),
      }),
    );
    this.password_ = '';
    if (!begun) {
      this.find<HTMLInputElement>('#password')?.focus();
      return;
    }
    // Another person: nothing of the first one's screen may stay.
    if (before && before !== begun.account) window.location.reload();
    else session.begin(begun);
  };
}
