// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  call,
  css,
  CuranteElement,
  customElement,
  html,
  LatestOnly,
  nothing,
  property,
  resync,
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
  private readonly reading_ = new LatestOnly();

  static override styles = [
    CuranteElement.styles,
    css`
      .row {
        margin-top: 0.3rem;
        gap: 0.3rem;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent(resync, () => void this.read());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('recipe')) return;
    const before = changed.get('recipe');
    if (before && isSame(before, this.recipe)) return;
    this.form_ = undefined;
    void this.read();
  }

  override render(): TemplateResult {
    return html`${this.form_?.to_find ? this.renderAnswers(this.form_) : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>`;
  }

  private renderAnswers(form: red_recipes.Form): TemplateResult {
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
    </div>`;
  }

  private async read(): Promise<void> {
    if (!session.may('prescription.issue')) return;
    const { id: recipe } = this.recipe;
    const options = { patient: this.patient };
    const form = await this.attempt(() =>
      this.reading_.run((signal) =>
        call('red-recipes/1', 'GetForm', { recipe }, { ...options, signal }),
      ),
    );
    if (form) this.form_ = form;
  }

  private async settle(form: red_recipes.Form, answer: Answer): Promise<void> {
    const { recipe, code, patient_name: name } = form;
    const sure = await askToConfirm({
      heading: t(`red-${answer}-heading`),
      text: t(`red-${answer}-text`, { name, code }),
      confirm: t(`red-${answer}`),
      decline: t('look-decline'),
      danger: answer !== 'there',
    });
    if (!sure) return;
    const request = { recipe, code, there: answer === 'there' };
    const done = await this.act(() =>
      call('red-recipes/1', 'SettleForm', request, { patient: this.patient }),
    );
    if (!done) {
      // It may be settled by now, or be another form: shown as it stands, with what went wrong.
      const told = this.problem;
      await this.read();
      this.problem = told ?? this.problem;
      return;
    }
    if (this.recipe.id === recipe) {
      // What was asked before this was said is out of date, whenever it is answered.
      this.reading_.cancel();
      this.form_ = done;
    }
    announce(t(`red-${answer}-done`));
  }
}

/** The same form, standing as it did. */
function isSame(one: prescribing.RecipeView, other: prescribing.RecipeView): boolean {
  return (
    one.id === other.id &&
    one.paper_code === other.paper_code &&
    one.red_trouble === other.red_trouble &&
    one.problem === other.problem
  );
}
