// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  nothing,
  property,
  session,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, red_recipes } from '@curante/contracts';
import { t } from './prescribing-texts';

type Answer = 'there' | 'absent' | 'gone';

/**
 * What a doctor found on the ministry's own site about the red form of a recipe: asked only where nobody
 * else can find out. What becomes of the recipe is told by its events.
 */
@customElement('curante-red-look')
export class RedLook extends CuranteElement {
  @property({ attribute: false }) recipe!: prescribing.RecipeView;
  @property() patient = '';
  @state() private form_: red_recipes.Form | undefined;

  static override styles = [
    CuranteElement.styles,
    css`
      .row {
        margin-top: 0.3rem;
        gap: 0.3rem;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('recipe');
    if (!changed.has('recipe') || !session.may('prescription.issue')) return;
    const { id, paper_code, red_trouble } = this.recipe;
    if (before?.id === id && before.paper_code === paper_code && before.red_trouble === red_trouble) return;
    this.form_ = undefined;
    void this.read();
  }

  override render(): TemplateResult | typeof nothing {
    const form = this.form_;
    if (!form?.to_find) return nothing;
    const answers: Answer[] = form.state === 'not_cancelled' ? ['gone'] : ['there', 'absent'];
    return html`<div class="row">
        ${answers.map(
          (answer) =>
            html`<button
              class="small"
              data-red-answer=${answer}
              ?disabled=${this.busy}
              @click=${() => void this.settle(form, answer)}
            >
              ${t(`red-${answer}`)}
            </button>`,
        )}
      </div>
      <curante-problem .problem=${this.problem}></curante-problem>`;
  }

  private async read(): Promise<void> {
    const recipe = this.recipe.id;
    const form = await this.attempt(() =>
      call('red-recipes/1', 'GetForm', { recipe }, { patient: this.patient }),
    );
    if (this.recipe.id === recipe) this.form_ = form ?? undefined;
  }

  private async settle(form: red_recipes.Form, answer: Answer): Promise<void> {
    const { recipe, code, patient_name: name } = form;
    const sure = await askToConfirm({
      heading: t(`red-${answer}-heading`),
      text: t(`red-${answer}-text`, { name, code }),
      confirm: t(`red-${answer}`),
      danger: answer !== 'there',
    });
    if (!sure) return;
    const request = { recipe, code, there: answer === 'there' };
    const done = await this.act(() =>
      call('red-recipes/1', 'SettleForm', request, { patient: this.patient }),
    );
    if (!done) return;
    this.form_ = done;
    announce(t(`red-${answer}-done`));
  }
}
