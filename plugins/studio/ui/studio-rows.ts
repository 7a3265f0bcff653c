// SPDX-License-Identifier: Apache-2.0
import {
  addressOf,
  css,
  CuranteElement,
  customElement,
  format,
  html,
  nothing,
  property,
  repeat,
  session,
  table,
  type TemplateResult,
} from '@curante/shell';
import type { studio } from '@curante/contracts';
import { canPick, showPapers } from './papers';
import { patientName } from './recipe-actions';
import { t } from './studio-texts';

/** What kind of number it is, where it is not an NRE. */
function numberKind({ number, nre, on_red_form }: studio.Row): string {
  if (!number || number === nre) return '';
  return t(on_red_form ? 'number-red' : 'number-white');
}

/** By a letter, which says in full what it stands for: T of the holder, S of another doctor, C of staff. */
function renderMaker(row: studio.Row): TemplateResult {
  const words = t(`made-${row.made_by}`, { name: row.preparer });
  return html`<abbr class="maker" data-made-by=${row.made_by} title=${words}
    ><span aria-hidden="true">${t(`letter-${row.made_by}`)}</span
    ><span class="visually-hidden">${words}</span></abbr
  >`;
}

/**
 * The table of recipes. Sends `curante-withdraw`, `curante-retry`, `curante-repeat`, `curante-deliver`,
 * `curante-go-on-as-paper`, `curante-seen` and `curante-pick` with the row.
 */
@customElement('curante-studio-rows')
export class StudioRows extends CuranteElement {
  @property({ attribute: false }) rows: studio.Row[] = [];
  @property({ attribute: false }) day = '';
  /** Recipes picked to be printed together, where they can be. */
  @property({ attribute: false }) picked?: ReadonlySet<string>;
  /** What they are, where they are not those of a day. */
  @property({ attribute: false }) label = '';

  static override styles = [
    CuranteElement.styles,
    css`
      tr.red td:first-child,
      tr.amber td:first-child,
      tr.blue td:first-child,
      tr.green td:first-child,
      tr.grey td:first-child {
        box-shadow: inset 4px 0 0 var(--tone);
      }
      tr.red {
        --tone: var(--red);
      }
      tr.amber {
        --tone: var(--amber-line);
      }
      tr.blue {
        --tone: var(--blue-line);
      }
      tr.green {
        --tone: var(--green-line);
      }
      tr.grey {
        --tone: var(--grey-line);
      }
      th.box,
      td.box {
        width: 2.2rem;
        text-align: center;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem;
        min-width: 9rem;
      }
      .who a {
        font-weight: 650;
        display: inline-block;
        min-height: 1.7rem;
      }
      .delivery {
        margin-top: 0.2rem;
        max-width: 18rem;
        overflow-wrap: anywhere;
      }
      .delivery[data-delivery='to_deliver'],
      .delivery[data-delivery='failed'] {
        color: var(--ink);
        font-weight: 650;
      }
      .maker {
        display: inline-block;
        min-width: 1.5rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        text-align: center;
        text-decoration: none;
        font-size: 0.85rem;
        font-weight: 650;
      }
      .nre {
        white-space: nowrap;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<curante-problem .problem=${this.problem}></curante-problem>
      ${this.renderTable()}`;
  }

  private renderTable(): TemplateResult {
    const head = (['time', 'patient', 'drugs', 'state', 'nre', 'author', 'actions'] as const).map(
      (name) => t(name),
    );
    const pick = html`<th scope="col" class="box">
      <span class="visually-hidden">${t('pick')}</span>
    </th>`;
    return table(
      this.label || t('table', { day: format.day(this.day) }),
      this.picked ? [pick, ...head] : head,
      repeat(
        this.rows,
        (row) => row.recipe,
        (row) => this.renderRow(row),
      ),
    );
  }

  private renderRow(row: studio.Row): TemplateResult {
    return html`<tr class=${row.colour} data-recipe=${row.recipe} data-state=${row.state}>
      ${this.picked ? html`<td class="box">${this.renderPick(row, this.picked)}</td>` : nothing}
      <td class="number">${format.briefInstant(row.at)}</td>
      <td class="who">
        <a href=${addressOf('patient', row.patient.id)}>${patientName(row)}</a>
        <div class="soft">
          ${format.day(row.patient.birth_date)}
          <span class="mono">${row.patient.fiscal_code}</span>
        </div>
      </td>
      <td>${row.drugs}</td>
      <td>
        <curante-chip tone=${row.colour}>${row.state_text}</curante-chip>
        ${row.delivery_text
          ? html`<div class="soft delivery" data-delivery=${row.delivery.state}>
              ${row.delivery_text}
            </div>`
          : nothing}
      </td>
      <td>
        <span class="mono nre">${row.number || '–'}</span>
        <div class="soft">${numberKind(row)}</div>
      </td>
      <td>${row.author} ${renderMaker(row)}</td>
      <td>${this.renderActions(row)}</td>
    </tr>`;
  }

  private show(row: studio.Row): void {
    void showPapers([row], (work) => this.attempt(work));
  }

  private renderPick(
    row: studio.Row,
    picked: ReadonlySet<string>,
  ): TemplateResult | typeof nothing {
    if (!canPick(row)) return nothing;
    return html`<input
      type="checkbox"
      aria-label=${t('pick-paper-of', { name: patientName(row), number: row.number })}
      .checked=${picked.has(row.recipe)}
      @change=${() => this.dispatchEvent(new CustomEvent('curante-pick', { detail: row }))}
    />`;
  }

  private renderShow(row: studio.Row, name: string): TemplateResult {
    const text = t(row.state === 'printed' ? 'paper' : 'promemoria');
    return html`<button class="small" aria-label="${text} ${name}" @click=${() => this.show(row)}>
      ${text}
    </button>`;
  }

  private renderActions(row: studio.Row): TemplateResult {
    const name = patientName(row);
    const may = session.may('prescription.issue');
    const button = (event: string, text: string, label: string, danger = false): TemplateResult =>
      html`<button
        class="small ${danger ? 'danger' : ''}"
        aria-label=${label}
        ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new CustomEvent(event, { detail: row }))}
      >
        ${text}
      </button>`;
    return html`<div class="actions">
      ${row.document ? this.renderShow(row, name) : nothing}
      ${row.can_deliver && session.may('prescription.deliver')
        ? button('curante-deliver', t('deliver'), t('deliver-of', { name }))
        : nothing}
      ${may && row.can_retry
        ? button('curante-retry', t('retry'), t('retry-of', { name }))
        : nothing}
      ${may && row.can_go_on_paper
        ? button('curante-go-on-as-paper', t('paper-do'), t('paper-do-of', { name }))
        : nothing}
      ${may || session.may('prescription.prepare')
        ? button('curante-repeat', t('repeat'), t('repeat-of', { name }))
        : nothing}
      ${may && (row.can_mark_seen || row.seen)
        ? button(
            'curante-seen',
            t(row.seen ? 'unseen' : 'seen'),
            t(row.seen ? 'unseen-of' : 'seen-of', { name }),
          )
        : nothing}
      ${may && row.can_withdraw
        ? button('curante-withdraw', t('withdraw'), t('withdraw-of', { name }), true)
        : nothing}
    </div>`;
  }
}
