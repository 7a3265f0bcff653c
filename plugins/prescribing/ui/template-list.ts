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
  state,
  type TemplateResult,
} from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { textOf } from './inputs';
import { t } from './prescribing-texts';
import { sizeOf } from './template-finder';

function usedText({ used: count }: prescribing.Template): string {
  if (count === 0) return '';
  return count === 1 ? t('template-used-once') : t('template-used', { count });
}

/** The doctor's own templates, to insert or to delete. Sends `curante-insert` with one. */
@customElement('curante-template-list')
export class TemplateList extends CuranteElement {
  @state() private shown_: prescribing.Template[] | undefined;
  @state() private text_ = '';
  /** The text whose templates are shown. */
  private shown_for_ = '';
  private readonly latest_ = new LatestOnly();

  static override styles = [
    CuranteElement.styles,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem 0.7rem;
        align-items: center;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--line);
      }
      .what {
        flex: 1 1 14rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override render(): TemplateResult {
    const shown = this.shown_;
    return html`<curante-modal wide heading=${t('templates')}>
      <div class="stack">
        <div class="field">
          <label for="text">${t('template-find')}</label>
          <input
            id="text"
            autocomplete="off"
            autofocus
            .value=${this.text_}
            @input=${(event: Event) => {
              this.text_ = textOf(event);
              void this.load();
            }}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter' && this.text_) void this.insertFirst();
            }}
          />
        </div>
        <curante-problem .problem=${this.problem}></curante-problem>
        ${shown?.length === 0
          ? html`<p class="empty">${t(this.text_ ? 'templates-no-match' : 'templates-none')}</p>`
          : nothing}
        <ul class="plain">
          ${shown?.map((one) => this.renderTemplate(one))}
        </ul>
      </div>
    </curante-modal>`;
  }

  private renderTemplate(one: prescribing.Template): TemplateResult {
    const name = { name: one.name };
    return html`<li data-template=${one.name}>
      <span class="what"
        ><strong>${one.name}</strong>
        <span class="soft"
          >${[sizeOf(one), one.diagnosis_text, usedText(one)]
            .filter(Boolean)
            .join(' · ')}</span
        ></span
      >
      <button
        class="small"
        aria-label=${t('template-insert-label', name)}
        @click=${() => this.insert(one)}
      >
        ${t('template-insert')}
      </button>
      <button
        class="small danger"
        aria-label=${t('template-delete-label', name)}
        ?disabled=${this.busy}
        @click=${() => void this.delete(one)}
      >
        ${t('template-delete')}
      </button>
    </li>`;
  }

  private async load(pause_ms = 90): Promise<void> {
    const text = this.text_.trim();
    const found = await this.attempt(() =>
      this.latest_.run(
        (signal) => call('prescribing/1', 'ListTemplates', { text, limit: 200 }, { signal }),
        text ? pause_ms : 0,
      ),
    );
    if (!found) return;
    this.shown_ = found.templates;
    this.shown_for_ = text;
  }

  /** The first of what was typed: who types fast is ahead of the list. */
  private async insertFirst(): Promise<void> {
    const text = this.text_.trim();
    if (this.shown_for_ !== text) await this.load(0);
    const first = this.shown_?.[0];
    if (first && this.shown_for_ === text && this.isConnected) this.insert(first);
  }

  private insert(template: prescribing.Template): void {
    this.dispatchEvent(new CustomEvent('curante-insert', { detail: template }));
  }

  private async delete(template: prescribing.Template): Promise<void> {
    const sure = await askToConfirm({
      heading: t('template-delete-heading'),
      text: t('template-delete-text', { name: template.name }),
      confirm: t('template-delete-confirm'),
      danger: true,
    });
    if (!sure) return;
    const gone = await this.act(() => call('prescribing/1', 'DeleteTemplate', { id: template.id }));
    if (!gone) return;
    announce(t('template-deleted', { name: template.name }));
    await this.load();
    this.find<HTMLInputElement>('#text')?.focus();
  }
}
