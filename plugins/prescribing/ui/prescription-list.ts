// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  askToConfirm,
  customElement,
  focusIsLost,
  html,
  LatestOnly,
  nothing,
  PatientElement,
  property,
  repeat,
  resync,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing, recipe_transmitter } from '@curante/contracts';
import './prescription-card';
import type { PrescriptionCard } from './prescription-card';
import { t } from './prescribing-texts';
import { nameOf, numberOf } from './recipe-kind';
import { isMoving, newsOf, redNewsOf, withdrawText } from './recipe-state';

const poll_ms = 4000;

/** Of "red-form-changed/1". */
interface RedFormChanged {
  recipe: string;
  patient: string;
  state: string;
}

function drugsOf(recipe: prescribing.RecipeView): string {
  return recipe.lines.map((line) => `${nameOf(line)} × ${line.quantity}`).join('\n');
}

/** The patient's prescriptions, newest first, kept up to date while their recipes travel. */
@customElement('curante-prescriptions')
export class PrescriptionList extends PatientElement {
  /** Who it is, for questions that must not be mistaken. */
  @property() name = '';
  @state() private shown_: prescribing.Prescription[] = [];
  @state() private next_ = '';
  @state() private loaded_ = false;
  private readonly reading_ = new LatestOnly();
  /** Reloads from the top that run. */
  private reloads_ = 0;
  /** Counts questions: an answer shows nothing that a later one has told already. */
  private asked_ = 0;
  /** Of each prescription, the question that told what is shown of it. */
  private readonly told_ = new Map<string, number>();
  /** What was said last of each red form. */
  private readonly toldRed_ = new Map<string, string>();
  @state() private dispensing_: ReadonlyMap<string, recipe_transmitter.DispensingView> = new Map();

  static override styles = PatientElement.styles;

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('recipe-changed/1', (data) => {
      const event = data as { patient: string; prescription: string };
      if (event.patient === this.patient) void this.refresh(event.prescription);
    });
    this.onEvent('red-form-changed/1', (data) => {
      const { patient, recipe, state } = data as RedFormChanged;
      if (patient === this.patient && state === 'sent') void this.tellRed(recipe);
    });
    this.onEvent(resync, () => void this.reload());
    this.shortcut('b', t('print-newest'), () =>
      this.find<PrescriptionCard>('curante-prescription')?.printAll(),
    );
    // Events are the quick way; this is the sure one, while something is on its way.
    const timer = setInterval(() => void this.refreshMoving(), poll_ms);
    this.until(() => clearInterval(timer));
    void this.reload();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="history">
      <h2 id="history">${t('history')}</h2>
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.loaded_ && this.shown_.length === 0
        ? html`<p class="empty">${t('history-none')}</p>`
        : nothing}
      ${repeat(
        this.shown_,
        (one) => one.id,
        (one, at) =>
          html`<curante-prescription
            .prescription=${one}
            ?newest=${at === 0}
            @curante-withdraw=${(event: CustomEvent<prescribing.RecipeView>) =>
              void this.withdraw(one, event.detail)}
            .dispensing=${this.dispensing_}
            @curante-dispensing=${(event: CustomEvent<prescribing.RecipeView>) =>
              void this.askDispensing(event.detail)}
            @curante-retry=${(event: CustomEvent<prescribing.RecipeView>) =>
              void this.retry(one, event.detail)}
            @curante-there=${(event: CustomEvent<prescribing.RecipeView>) =>
              void this.decide(one, event.detail, true)}
            @curante-absent=${(event: CustomEvent<prescribing.RecipeView>) =>
              void this.decide(one, event.detail, false)}
          ></curante-prescription>`,
      )}
      ${this.next_
        ? html`<button class="small" @click=${() => void this.loadMore()}>
            ${t('history-more')}
          </button>`
        : nothing}
    </section>`;
  }

  /** Puts a prescription just issued on top. */
  take(prescription: prescribing.Prescription): void {
    this.put(prescription, ++this.asked_);
  }

  /** Opens the dialog in which a recipe gets its red form; true when it was printed. */
  async askForForm(recipe: string): Promise<boolean> {
    await this.updateComplete;
    const cards = [...this.renderRoot.querySelectorAll<PrescriptionCard>('curante-prescription')];
    const card = cards.find((one) => one.prescription.recipes.some(({ id }) => id === recipe));
    return (await card?.askForForm(recipe)) ?? false;
  }

  private put(prescription: prescribing.Prescription, asked: number): void {
    if (prescription.patient !== this.patient) return;
    this.told_.set(prescription.id, asked);
    const known = this.shown_.some((one) => one.id === prescription.id);
    this.shown_ = known
      ? this.shown_.map((one) => (one.id === prescription.id ? prescription : one))
      : [prescription, ...this.shown_];
  }

  private async reload(): Promise<void> {
    this.reloads_ += 1;
    try {
      await this.load('');
    } finally {
      this.reloads_ -= 1;
    }
  }

  /** Never in place of a reload: what that would have brought up to date would stay as it was. */
  private async loadMore(): Promise<void> {
    if (this.reloads_ === 0) await this.load(this.next_);
  }

  private async load(cursor: string): Promise<void> {
    const asked = ++this.asked_;
    const { patient } = this;
    const request = { patient, cursor, limit: 20 };
    // One page at a time: asked for twice, it would stand there twice.
    const page = await this.attempt(() =>
      this.reading_.run((signal) =>
        this.scope.read('prescribing/1', 'ListForPatient', request, signal),
      ),
    );
    if (!page) return;
    const mine = page.prescriptions.filter((one) => one.patient === patient);
    // What has been shown since this was asked is newer than what it says.
    const newer = this.shown_.filter((one) => (this.told_.get(one.id) ?? 0) > asked);
    const kept = cursor ? this.shown_ : newer;
    const found = new Map([...mine, ...kept].map((one) => [one.id, one]));
    this.shown_ = [...found.values()].sort((a, b) => b.issued.localeCompare(a.issued));
    this.next_ = page.next;
    this.loaded_ = true;
  }

  private async refresh(prescription: string): Promise<void> {
    const asked = ++this.asked_;
    const now = await this.attempt(() =>
      this.scope.read('prescribing/1', 'Get', { prescription }),
    );
    if (!now || now.patient !== this.patient) return;
    if ((this.told_.get(prescription) ?? 0) > asked) return;
    const before = this.shown_.find((one) => one.id === prescription);
    this.tell(before, now);
    this.put(now, asked);
  }

  private async refreshMoving(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    const moving = this.shown_.filter((one) => one.recipes.some((r) => isMoving(r.state)));
    for (const one of moving.slice(0, 5)) await this.refresh(one.id);
  }

  private tell(before: prescribing.Prescription | undefined, now: prescribing.Prescription): void {
    for (const recipe of now.recipes) {
      const old = before?.recipes.find((one) => one.id === recipe.id);
      const news = newsOf(old?.state, recipe);
      if (news) announce(t(news, { nre: numberOf(recipe) }));
    }
  }

  /** Quietly, and each word once: the form itself stands in «Ricette rosse». */
  private async tellRed(recipe: string): Promise<void> {
    const form = await this.scope.read('red-recipes/1', 'GetForm', { recipe }).catch(() => undefined);
    const news = form && redNewsOf(form);
    if (!news || this.toldRed_.get(form.code) === news) return;
    this.toldRed_.set(form.code, news);
    announce(t(news, { code: form.code }));
  }

  private async withdraw(
    prescription: prescribing.Prescription,
    recipe: prescribing.RecipeView,
  ): Promise<void> {
    const which = { name: this.name, drugs: drugsOf(recipe), nre: numberOf(recipe) || t('number-none') };
    const sure = await askToConfirm({
      heading: t('withdraw-heading'),
      text: t(withdrawText(recipe), which),
      confirm: t('withdraw-confirm'),
      decline: t('withdraw-decline'),
      danger: true,
    });
    if (!sure) return;
    await this.act(() => this.scope.write('prescribing/1', 'Withdraw', { recipe: recipe.id }));
    if (!this.scope.isOpen) return;
    await this.keepProblem(() => this.refresh(prescription.id));
    await this.focusCard(prescription.id);
  }

  /** The button that was pressed is gone with what it was for. */
  private async focusCard(prescription: string): Promise<void> {
    await this.updateComplete;
    const cards = [...this.renderRoot.querySelectorAll<PrescriptionCard>('curante-prescription')];
    const card = cards.find((one) => one.prescription.id === prescription);
    await card?.updateComplete;
    if (focusIsLost()) card?.focus();
  }

  private async askDispensing(recipe: prescribing.RecipeView): Promise<void> {
    const view = await this.act(() =>
      this.scope.read('prescribing/1', 'Dispensing', { recipe: recipe.id }),
    );
    if (!view) return;
    this.dispensing_ = new Map([...this.dispensing_, [recipe.id, view]]);
    announce(view.state === 'unknown' ? view.text : t(`dispensing-${view.state}`));
  }

  private async retry(
    prescription: prescribing.Prescription,
    recipe: prescribing.RecipeView,
  ): Promise<void> {
    const question = recipe.retry_question;
    if (question) {
      const sure = await askToConfirm({
        heading: t('retry-heading'),
        text: t('retry-text', { name: this.name, drugs: drugsOf(recipe), question }),
        confirm: t('retry-confirm'),
        decline: t('retry-decline'),
      });
      if (!sure) return;
    }
    await this.act(() => this.scope.write('prescribing/1', 'Retry', { recipe: recipe.id }));
    if (this.scope.isOpen) await this.keepProblem(() => this.refresh(prescription.id));
  }

  /** What the doctor found at the service; sent again though it had arrived, the patient would have it twice. */
  private async decide(
    prescription: prescribing.Prescription,
    recipe: prescribing.RecipeView,
    there: boolean,
  ): Promise<void> {
    const which = { name: this.name, drugs: drugsOf(recipe), nre: recipe.nre };
    const absent = recipe.nre ? 'absent' : 'absent-everywhere';
    const sure = await askToConfirm({
      heading: t(there ? 'there-heading' : `${absent}-heading`, which),
      text: t(there ? 'there-text' : `${absent}-text`, which),
      confirm: t(there ? 'there' : 'absent'),
      decline: t('look-decline'),
      danger: !there,
    });
    if (!sure) return;
    const found = await this.act(async () => {
      const answer = await this.scope.write('sistema-ts/1', 'DecideRecipe', {
        recipe: recipe.id,
        there,
        number: recipe.nre,
      });
      await this.scope.write('prescribing/1', 'Retry', { recipe: recipe.id });
      return answer;
    });
    if (found) announce(t(`decided-${found.decided}`, which));
    if (this.scope.isOpen) await this.keepProblem(() => this.refresh(prescription.id));
  }

  /** Looks again without wiping what went wrong before. */
  private async keepProblem(work: () => Promise<void>): Promise<void> {
    const before = this.problem;
    await work();
    this.problem ??= before;
  }
}
