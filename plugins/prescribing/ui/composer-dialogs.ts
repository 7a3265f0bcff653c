// SPDX-License-Identifier: Apache-2.0
import {
  css,
  customElement,
  html,
  nothing,
  PatientElement,
  property,
  type TemplateResult,
} from '@curante/shell';
import type { chart, prescribing } from '@curante/contracts';
import type { EditDraft } from './draft';
import './renew-dialog';
import './template-form';
import './template-list';

/** What can be open over the composer: therapies to renew, the form to keep a template, the list. */
export type Over = 'renew' | 'keep' | 'templates' | '';

/**
 * The dialog that is open over the composer. Sends `curante-close` when it is left, `curante-renew`
 * with therapies, `curante-insert` with a template, and `curante-templates` when these changed.
 */
@customElement('curante-composer-dialogs')
export class ComposerDialogs extends PatientElement {
  @property() over: Over = '';
  @property({ attribute: false }) draft!: EditDraft;
  @property({ attribute: false }) therapies: chart.Therapy[] = [];
  @property({ attribute: false }) stock: ReadonlyMap<string, prescribing.Stock> = new Map();

  // Of itself it takes no room in the composer.
  static override styles = [PatientElement.styles, css`:host { display: contents; }`];

  override render(): TemplateResult | typeof nothing {
    switch (this.over) {
      case 'renew':
        return html`<curante-renew
          .patient=${this.patient}
          .therapies=${this.therapies}
          .stock=${this.stock}
          @curante-close=${this.left}
          @curante-renew=${(event: CustomEvent<chart.Therapy[]>) =>
            this.chosen('curante-renew', event.detail)}
        ></curante-renew>`;
      case 'keep':
        return html`<curante-template-form
          .draft=${this.draft}
          @curante-close=${this.left}
          @curante-saved=${() => this.chosen('curante-templates', undefined)}
        ></curante-template-form>`;
      case 'templates':
        return html`<curante-template-list
          @curante-close=${() => this.chosen('curante-templates', undefined)}
          @curante-insert=${(event: CustomEvent<prescribing.Template>) =>
            this.chosen('curante-insert', event.detail)}
        ></curante-template-list>`;
      default:
        return nothing;
    }
  }

  private left = (event: Event): void => {
    // The dialog's own way out goes up through the page by itself.
    event.stopPropagation();
    this.send('curante-close', undefined);
  };

  private chosen(name: string, detail: unknown): void {
    this.send('curante-close', undefined);
    this.send(name, detail);
  }

  private send(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
