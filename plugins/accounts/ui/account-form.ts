// SPDX-License-Identifier: Apache-2.0
import { announce, call, css, CuranteElement, customElement, html, property, type TemplateResult } from '@curante/shell';
import type { accounts } from '@curante/contracts';
import { t } from './accounts-texts';

const roles = ['titolare', 'sostituto', 'collaboratore', 'amministratore'] as const;

/** Makes an account, or changes one; a doctor's professional data stay as they are. */
@customElement('curante-account-form')
export class AccountForm extends CuranteElement {
  @property({ attribute: false }) record: accounts.Account | undefined;
  private readonly id_ = crypto.randomUUID();

  static override styles = [CuranteElement.styles, css`
    form {
      display: grid;
      gap: 0.7rem;
    }
  `];

  override render(): TemplateResult {
    const one = this.record;
    return html`<curante-modal
      heading=${one ? t('edit-of', { name: one.display_name }) : t('new')}
      @curante-close=${this.leave}
    >
      <form @submit=${this.submit}>
        ${this.field('user_name', t('user-name'), one?.user_name ?? '')}
        ${this.field('display_name', t('display-name'), one?.display_name ?? '')}
        <div class="field">
          <label for="role">${t('role')}</label>
          <select id="role" name="role">
            ${roles.map(
              (role) =>
                html`<option value=${role} ?selected=${role === (one?.role ?? 'collaboratore')}>
                  ${t(`role-${role}`)}
                </option>`,
            )}
          </select>
        </div>
        ${one
          ? html`<label class="check">
              <input type="checkbox" name="active" ?checked=${one.active} />${t('is-active')}
            </label>`
          : this.field('password', t('first-password'), '', 'password')}
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.leave}>${t('cancel')}</button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${t('save')}</button>
        </div>
      </form>
    </curante-modal>`;
  }

  private field(name: string, label: string, value: string, type = 'text'): TemplateResult {
    return html`<div class="field">
      <label for=${name} class="required">${label}</label>
      <input
        id=${name}
        name=${name}
        type=${type as 'text'}
        autocomplete=${type === 'password' ? 'new-password' : 'off'}
        required
        .value=${value}
      />
    </div>`;
  }

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-left'));
  };

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const typed = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(typed.get(name) ?? '').trim();
    const account = {
      ...(this.record ?? { id: this.id_, active: true }),
      user_name: text('user_name'),
      display_name: text('display_name'),
      role: text('role') as accounts.Account['role'],
      ...(this.record ? { active: typed.has('active') } : {}),
    };
    const password = this.record ? '' : String(typed.get('password') ?? '');
    const saved = await this.act(() => call('accounts/1', 'SaveAccount', { account, password }));
    if (!saved) return;
    announce(t('saved', { name: saved.display_name }));
    this.dispatchEvent(new CustomEvent('curante-saved'));
  };
}
