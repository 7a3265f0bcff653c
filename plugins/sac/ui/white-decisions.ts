// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  focusIsLost,
  format,
  html,
  nothing,
  repeat,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { sistema_ts } from '@curante/contracts';
import { decisionList, gotShorter } from './decision-list';
import { t } from './sac-texts';

/**
 * White recipes of which the service cannot tell whether they arrived: their doctor looks them up
 * at Sistema TS and says so. Shows nothing while there are none.
 */
@customElement('curante-white-decisions')
export class WhiteDecisions extends CuranteElement {
  @state() private recipes_: sistema_ts.UndecidedWhite[] = [];

  static override styles = [
    CuranteElement.styles,
    decisionList,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem;
        align-items: end;
      }
      .number {
        width: 10rem;
      }
      .pin {
        width: 6rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The form that was sent is gone with its recipe.
    const before = changed.get('recipes_') as sistema_ts.UndecidedWhite[] | undefined;
    if (gotShorter(before, this.recipes_) && focusIsLost()) this.find('li input')?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.recipes_.length === 0) return nothing;
    return html`<section class="card stack" aria-labelledby="white">
      <h2 id="white">${t('white-heading')}</h2>
      <p>${t('white-text')}</p>
      <curante-problem .problem=${this.problem}></curante-problem>
      <ul>
        ${repeat(
          this.recipes_,
          // What was typed for one recipe must never stand in the fields of another.
          (one) => one.recipe,
          (one) => this.renderOne(one),
        )}
      </ul>
    </section>`;
  }

  private renderOne(one: sistema_ts.UndecidedWhite): TemplateResult {
    return html`<li>
      <div>
        <strong>${one.patient}</strong>
        <div>${one.content}</div>
        <div class="soft">${t('white-sent', { when: format.instant(one.sent) })}</div>
      </div>
      <form @submit=${(event: Event) => this.arrived(event, one)}>
        ${this.renderField(one, 'number', t('white-number'), 12)}
        ${this.renderField(one, 'pin', t('white-pin'), 5)}
        <button
          class="primary"
          type="submit"
          aria-label=${t('white-arrived-of', { name: one.patient })}
          ?disabled=${this.busy}
        >
          ${t('white-arrived')}
        </button>
        <button
          type="button"
          aria-label=${t('white-absent-of', { name: one.patient })}
          ?disabled=${this.busy}
          @click=${() => void this.absent(one)}
        >
          ${t('white-absent')}
        </button>
      </form>
    </li>`;
  }

  private renderField(
    { recipe }: sistema_ts.UndecidedWhite,
    name: 'number' | 'pin',
    label: string,
    length: number,
  ): TemplateResult {
    const id = `${name}-${recipe}`;
    return html`<div class="field">
      <label for=${id} class="required">${label}</label>
      <input
        id=${id}
        class=${name}
        name=${name}
        required
        minlength=${name === 'number' ? length : nothing}
        maxlength=${length}
        autocomplete="off"
        spellcheck="false"
      />
    </div>`;
  }

  private async load(): Promise<void> {
    const list = await this.attempt(() => call('sistema-ts/1', 'ListUndecidedWhite', {}));
    this.recipes_ = list?.recipes ?? [];
  }

  private arrived = (event: Event, one: sistema_ts.UndecidedWhite): void => {
    event.preventDefault();
    const typed = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(typed.get(name) ?? '').trim();
    void this.decide(one, text('number').toUpperCase(), text('pin'));
  };

  /** Sent again though it had arrived, the patient would have it twice. */
  private async absent(one: sistema_ts.UndecidedWhite): Promise<void> {
    const sure = await askToConfirm({
      heading: t('white-again-heading'),
      text: t('white-again-text', { name: one.patient, content: one.content }),
      confirm: t('white-absent'),
      danger: true,
    });
    if (sure) await this.decide(one, '', '');
  }

  private async decide(one: sistema_ts.UndecidedWhite, number: string, pin: string): Promise<void> {
    const ask = (unverified: boolean): Promise<sistema_ts.UndecidedWhiteList | undefined> =>
      this.act(() =>
        call('sistema-ts/1', 'DecideWhite', {
          recipe: one.recipe,
          white_number: number,
          white_pin: pin,
          unverified,
        }),
      );
    let left = await ask(false);
    if (!left && this.problem?.code === 'white-not-verified' && (await this.confirmed(one, number, pin))) {
      left = await ask(true);
    }
    if (!left) return;
    this.recipes_ = left.recipes;
    announce(t(number ? 'white-taken' : 'white-again'));
  }

  /** What the service does not show is adopted on the doctor's word alone: another's number would do harm. */
  private confirmed(one: sistema_ts.UndecidedWhite, number: string, pin: string): Promise<boolean> {
    const { patient, content } = one;
    return askToConfirm({
      heading: t('white-unseen-heading'),
      text: t('white-unseen-text', { name: patient, content, number, pin }),
      confirm: t('white-unseen-confirm'),
      danger: true,
    });
  }
}
