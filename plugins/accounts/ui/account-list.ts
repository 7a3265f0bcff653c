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
  table,
  type TemplateResult,
} from '@curante/shell';
import type { accounts } from '@curante/contracts';
import './account-form';
import { t } from './accounts-texts';

/** The accounts of the practice: who may come in, who is locked out. */
@customElement('curante-account-list')
export class AccountList extends CuranteElement {
  @state() private accounts_: accounts.Account[] = [];
  @state() private editing_: { account: accounts.Account | undefined } | undefined;

  static override styles = [CuranteElement.styles, css`
    td {
      vertical-align: middle;
    }
  `];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    const head = ['user-name', 'name', 'role', 'state', 'last', 'actions'] as const;
    return html`<section class="card stack" aria-labelledby="accounts">
      <div class="row">
        <h2 id="accounts">${t('accounts')}</h2>
        <button class="push small" @click=${() => (this.editing_ = { account: undefined })}>
          ${t('new')}
        </button>
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${table(
        t('accounts'),
        head.map((name) => t(name)),
        this.accounts_.map((one) => this.renderAccount(one)),
      )}
      ${this.editing_
        ? html`<curante-account-form
            .record=${this.editing_.account}
            @curante-saved=${this.left}
            @curante-left=${this.left}
          ></curante-account-form>`
        : nothing}
    </section>`;
  }

  private renderAccount(one: accounts.Account): TemplateResult {
    const tone = one.locked ? 'red' : one.active ? 'green' : 'grey';
    const text = one.locked ? t('locked') : one.active ? t('active') : t('inactive');
    return html`<tr data-account=${one.user_name}>
      <td class="mono">${one.user_name}</td>
      <td>${one.display_name}</td>
      <td>${t(`role-${one.role}`)}</td>
      <td><curante-chip tone=${tone}>${text}</curante-chip></td>
      <td class="number">${one.last_sign_in ? format.instant(one.last_sign_in) : t('never')}</td>
      <td>
        <div class="row">
          ${one.locked
            ? html`<button
                class="small"
                aria-label=${t('unlock-of', { name: one.display_name })}
                ?disabled=${this.busy}
                @click=${() => void this.unlock(one)}
              >
                ${t('unlock')}
              </button>`
            : nothing}
          <button
            class="small"
            aria-label=${t('edit-of', { name: one.display_name })}
            @click=${() => (this.editing_ = { account: one })}
          >
            ${t('edit')}
          </button>
        </div>
      </td>
    </tr>`;
  }

  private left = (): void => {
    this.editing_ = undefined;
    void this.load();
  };

  private async load(): Promise<void> {
    const list = await this.attempt(() => call('accounts/1', 'ListAccounts', {}));
    if (list) this.accounts_ = list.accounts;
  }

  private async unlock(one: accounts.Account): Promise<void> {
    const done = await this.act(() => call('accounts/1', 'Unlock', { account: one.id }));
    if (!done) return;
    announce(t('unlocked', { name: one.display_name }));
    await this.load();
  }
}
