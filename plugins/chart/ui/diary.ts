// SPDX-License-Identifier: Apache-2.0
import {
  announce,
  ApiError,
  css,
  customElement,
  draftChanges,
  drafts,
  format,
  fullName,
  html,
  nothing,
  PatientElement,
  property,
  session,
  state,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import { t } from './chart-texts';
import { valueOf } from './dialog-form';

interface Note {
  id: string;
  kind: chart.Contact['kind'];
  text: string;
  problem: string;
}

const kinds: chart.Contact['kind'][] = ['ambulatory', 'home', 'remote', 'administrative'];

/** The visit diary: a new entry on top, those of the past below. */
@customElement('curante-diary')
export class Diary extends PatientElement {
  @property({ attribute: false }) view: chart.ChartView | undefined;
  @state() private note_: Note = this.blank();
  /** Written here just now: the chart may show them already, or not yet. */
  @state() private saved_: chart.Contact[] = [];
  @state() private older_: chart.Contact[] = [];
  @state() private cursor_ = '';
  @state() private listed_ = false;

  static override styles = [
    PatientElement.styles,
    css`
      form {
        display: grid;
        gap: 0.4rem;
        margin-bottom: 0.5rem;
      }
      .choices {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.5fr) auto;
        gap: 0.5rem;
        align-items: end;
      }
      li {
        padding: 0.35rem 0;
        border-top: 1px solid var(--line);
      }
      .meta {
        font-size: 0.88rem;
        color: var(--ink-soft);
      }
      .text {
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.note_ = drafts.load<Note>(this.patient, 'contact') ?? this.blank();
  }

  override render(): TemplateResult {
    const contacts = this.contacts();
    const count = this.view?.contact_count ?? 0;
    return html`<section aria-labelledby="diary">
      <div class="row">
        <h2 id="diary">${t('diary')}</h2>
        <span class="soft">${t('diary-count', { count })}</span>
      </div>
      ${session.may('chart.clinical.write') ? this.renderNew() : nothing}
      <curante-problem .problem=${this.problem}></curante-problem>
      ${contacts.length === 0 ? html`<p class="empty">${t('diary-none')}</p>` : nothing}
      <ul class="plain">
        ${contacts.map((one) => this.renderContact(one))}
      </ul>
      ${contacts.length < count && !(this.listed_ && !this.cursor_)
        ? html`<button class="small" @click=${this.loadOlder}>${t('diary-more')}</button>`
        : nothing}
    </section>`;
  }

  private renderNew(): TemplateResult {
    const active = this.view?.problems.filter((one) => one.active) ?? [];
    return html`<form @submit=${this.submit}>
      <div class="field">
        <label for="text">${t('diary-text')}</label>
        <textarea
          id="text"
          rows="2"
          ?disabled=${this.busy}
          .value=${this.note_.text}
          @input=${(event: Event) => this.set({ text: valueOf(event) })}
        ></textarea>
      </div>
      <div class="choices">
        <div class="field">
          <label for="kind">${t('diary-kind')}</label>
          <select
            id="kind"
            @change=${(event: Event) => this.set({ kind: valueOf(event) as Note['kind'] })}
          >
            ${kinds.map(
              (kind) =>
                html`<option value=${kind} ?selected=${kind === this.note_.kind}>
                  ${t(`contact-${kind}`)}
                </option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="problem">${t('diary-problem')}</label>
          <select id="problem" @change=${(event: Event) => this.set({ problem: valueOf(event) })}>
            <option value="" ?selected=${!this.note_.problem}>${t('therapy-none-problem')}</option>
            ${active.map(
              (one) =>
                html`<option value=${one.id} ?selected=${one.id === this.note_.problem}>
                  ${one.text}
                </option>`,
            )}
          </select>
        </div>
        <button type="submit" ?disabled=${this.busy || !this.note_.text.trim()}>
          ${t('diary-save')}
        </button>
      </div>
    </form>`;
  }

  private renderContact(one: chart.Contact): TemplateResult {
    const problem = this.view?.problems.find((p) => p.id === one.problem)?.text ?? '';
    const meta = [format.instant(one.at), t(`contact-${one.kind}`), one.author, problem];
    return html`<li>
      <div class="meta">${meta.filter(Boolean).join(' · ')}</div>
      <div class="text">${one.text}</div>
    </li>`;
  }

  private contacts(): chart.Contact[] {
    const shown = new Map<string, chart.Contact>();
    for (const one of [...(this.view?.contacts ?? []), ...this.older_]) shown.set(one.id, one);
    const fresh = this.saved_.filter((one) => !shown.has(one.id));
    return [...fresh, ...shown.values()];
  }

  private blank(): Note {
    return { id: crypto.randomUUID(), kind: 'ambulatory', text: '', problem: '' };
  }

  private set(patch: Partial<Note>): void {
    this.note_ = { ...this.note_, ...patch };
    const label = this.view ? fullName(this.view.patient) : '';
    if (this.note_.text.trim()) drafts.save(this.patient, label, 'contact', this.note_);
    else drafts.discard(this.patient, 'contact');
    draftChanges.value += 1;
  }

  private submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { id, kind, text, problem } = this.note_;
    if (!text.trim()) return;
    const saved = await this.act(async () => {
      const { now: at } = await this.scope.read('clock/1', 'Now', {});
      const contact = { id, patient: this.patient, kind, text, problem, at };
      try {
        return await this.scope.write('chart/1', 'SaveContact', { contact });
      } catch (error) {
        // A duplicated window wrote its own note under this one's id: this is another note.
        if (!(error instanceof ApiError) || error.code !== 'record-changed') throw error;
        contact.id = crypto.randomUUID();
        this.set({ id: contact.id });
        return this.scope.write('chart/1', 'SaveContact', { contact });
      }
    });
    if (!saved) return;
    drafts.discard(this.patient, 'contact');
    draftChanges.value += 1;
    if (!this.isConnected) return;
    this.note_ = this.blank();
    this.saved_ = [saved, ...this.saved_];
    announce(t('saved'));
  };

  private loadOlder = async (): Promise<void> => {
    const page = await this.act(() =>
      this.scope.read('chart/1', 'ListContacts', {
        patient: this.patient,
        cursor: this.cursor_,
        limit: 50,
      }),
    );
    if (!page) return;
    this.older_ = [...this.older_, ...page.contacts];
    this.cursor_ = page.next;
    this.listed_ = true;
  };
}
