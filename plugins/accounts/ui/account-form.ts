// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { accounts } from '@curante/contracts';
import { t } from './accounts-texts';

type Role = accounts.Account['role'];

const roles: Role[] = ['titolare', 'sostituto', 'collaboratore', 'amministratore'];
const professional = [
  'last_name',
  'first_name',
  'fiscal_code',
  'region_code',
  'asl_code',
  'facility_code',
  'specialisation',
  'phone',
  'address',
  'postal_code',
  'municipality',
  'province',
  'register_number',
] as const;
const needed = new Set<string>(['last_name', 'first_name', 'fiscal_code', 'region_code', 'asl_code']);

function isDoctor(role: Role): boolean {
  return role === 'titolare' || role === 'sostituto';
}

/** Makes an account, or changes one; for doctors with what the state's services need to know. */
@customElement('curante-account-form')
export class AccountForm extends CuranteElement {
  @property({ attribute: false }) record: accounts.Account | undefined;
  @state() private role_: Role = 'collaboratore';
  private readonly id_ = crypto.randomUUID();

  static override styles = [
    CuranteElement.styles,
    css`
      form {
        display: grid;
        gap: 0.9rem;
      }
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
        gap: 0.6rem 0.9rem;
      }
      legend {
        padding: 0;
        font-weight: 650;
        margin-bottom: 0.35rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.role_ = this.record?.role ?? 'collaboratore';
  }

  override render(): TemplateResult {
    const one = this.record;
    return html`<curante-modal
      wide
      heading=${one ? t('edit-of', { name: one.display_name }) : t('new')}
      @curante-close=${this.leave}
    >
      <form @submit=${this.submit}>
        <div class="grid">
          ${this.field('user_name', t('user-name'), one?.user_name ?? '')}
          ${this.field('display_name', t('display-name'), one?.display_name ?? '')}
          ${this.renderRole()}
          ${one
            ? html`<label class="check">
                <input type="checkbox" name="active" ?checked=${one.active} />${t('is-active')}
              </label>`
            : this.field('password', t('first-password'), '', true, 'password')}
        </div>
        ${isDoctor(this.role_) ? this.renderDoctor() : nothing}
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button type="button" class="push" @click=${this.leave}>${t('cancel')}</button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${t('save')}</button>
        </div>
      </form>
    </curante-modal>`;
  }

  private renderRole(): TemplateResult {
    return html`<div class="field">
      <label for="role">${t('role')}</label>
      <select
        id="role"
        name="role"
        @change=${(event: Event) => (this.role_ = (event.target as HTMLSelectElement).value as Role)}
      >
        ${roles.map(
          (role) =>
            html`<option value=${role} ?selected=${role === this.role_}>${t(`role-${role}`)}</option>`,
        )}
      </select>
    </div>`;
  }

  private renderDoctor(): TemplateResult {
    const doctor = this.record?.doctor;
    return html`<fieldset>
      <legend>${t('professional')}</legend>
      <div class="grid">
        ${professional.map((name) => {
          const value = doctor?.[name] ?? (name === 'specialisation' ? 'F' : '');
          return this.field(name, t(`doctor-${name}`), value, needed.has(name));
        })}
      </div>
    </fieldset>`;
  }

  private field(
    name: string,
    label: string,
    value: string,
    required = true,
    type: 'text' | 'password' = 'text',
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name} class=${required ? 'required' : ''}>${label}</label>
      <input
        id=${name}
        name=${name}
        type=${type}
        autocomplete=${type === 'password' ? 'new-password' : 'off'}
        ?required=${required}
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
    const id = this.record?.id ?? this.id_;
    const told = Object.fromEntries(professional.map((name) => [name, text(name)]));
    const account = {
      id,
      user_name: text('user_name'),
      display_name: text('display_name'),
      role: text('role') as Role,
      active: this.record ? typed.has('active') : true,
      locked: this.record?.locked ?? false,
      doctor: isDoctor(this.role_) ? { ...told, account: id } : null,
    };
    const password = this.record ? '' : String(typed.get('password') ?? '');
    const saved = await this.act(() => call('accounts/1', 'SaveAccount', { account, password }));
    if (!saved) return;
    announce(t('saved', { name: saved.display_name }));
    this.dispatchEvent(new CustomEvent('curante-saved'));
  };
}
