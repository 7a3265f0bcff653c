// SPDX-License-Identifier: Apache-2.0
import { CuranteElement } from '../kit/element';
import { ApiError } from '../kit/api-error';
import { customElement, html, nothing, property, state, type TemplateResult } from '../kit/index';
import { loadScreen, type Screen } from './layout';
import { t } from './shell-texts';

/** The place of one plugin's element: fetches its module, makes it, and hands it what it needs. */
@customElement('curante-screen')
export class ScreenSlot extends CuranteElement {
  @property({ attribute: false }) screen: Screen | undefined;
  @property({ attribute: false }) rest: string[] = [];
  /** Given once; a panel of another patient is another element. */
  @property({ attribute: false }) patient = '';
  @state() private made_: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.make();
  }

  override render(): TemplateResult {
    return html`
      <curante-problem .problem=${this.problem}></curante-problem>
      ${this.made_ ?? (this.problem ? nothing : html`<p role="status">${t('loading')}</p>`)}
    `;
  }

  protected override willUpdate(): void {
    if (this.made_) Object.assign(this.made_, { rest: this.rest });
  }

  private async make(): Promise<void> {
    const screen = this.screen;
    if (!screen || this.made_) return;
    try {
      await loadScreen(screen);
    } catch (error) {
      console.error(error);
      const message = t('module-failed', { title: screen.title });
      const remedy = t('module-failed-remedy', { plugin: screen.plugin });
      this.problem = new ApiError('module-failed', message, remedy);
      return;
    }
    const element = document.createElement(screen.element);
    if (this.patient) Object.assign(element, { patient: this.patient });
    Object.assign(element, { rest: this.rest });
    this.made_ = element;
  }
}
