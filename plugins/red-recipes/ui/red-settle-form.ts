// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  call,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  textOf,
  type TemplateResult,
} from '@curante/shell';
import { t } from './red-texts';
import type { SentFile } from './red-words';

/** A person says whether a file, of which nobody could find out, arrived. Sends `curante-left`. */
@customElement('curante-red-settle-form')
export class RedSettleForm extends CuranteElement {
  @property({ attribute: false }) file!: SentFile;
  @state() private protocol_ = '';

  override render(): TemplateResult {
    return html`<curante-modal heading=${t('settle-heading')} @curante-close=${this.leave}>
      <form
        class="stack"
        @submit=${(event: Event) => {
          event.preventDefault();
          if (this.protocol_) void this.settle(this.protocol_);
        }}
      >
        <p>${t('settle-text')}</p>
        <div class="field">
          <label for="protocol">${t('settle-protocol')}</label>
          <input
            id="protocol"
            class="mono"
            autofocus
            .value=${this.protocol_}
            @input=${(event: Event) => (this.protocol_ = textOf(event).trim())}
          />
        </div>
        <curante-problem .problem=${this.problem}></curante-problem>
        <div class="row">
          <button
            type="button"
            class="push"
            ?disabled=${this.busy || this.protocol_ !== ''}
            @click=${() => void this.settle('')}
          >
            ${t('settle-missing')}
          </button>
          <button class="primary" ?disabled=${this.busy || this.protocol_ === ''}>
            ${t('settle-found')}
          </button>
        </div>
      </form>
    </curante-modal>`;
  }

  private async settle(protocol: string): Promise<void> {
    const file_name = this.file.file_name;
    const done = await this.act(() => call('red-recipes/1', 'SettleFile', { file_name, protocol }));
    if (!done) return;
    announce(t('settled'));
    this.leave();
  }

  private leave = (): void => {
    this.dispatchEvent(new CustomEvent('curante-left'));
  };
}
