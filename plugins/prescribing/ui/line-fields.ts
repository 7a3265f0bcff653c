// SPDX-License-Identifier: Apache-2.0
import {
  css,
  CuranteElement,
  html,
  nothing,
  property,
  state,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { chart } from '@curante/contracts';
import type { EditLine } from './draft';
import { exemptionNames, narrowChoices } from './exemption';
import { picker, textOf } from './inputs';
import { t } from './prescribing-texts';

/** No code of an exemption: the line names none of its own. */
const asDraft = '=';

/** What a field is called: its id, its name on the screen, and what a screen reader says of it. */
interface FieldName {
  id: string;
  name: string;
  label: string;
}

/** The fields of a line. Sends `curante-change` with what changed. */
export abstract class LineFields extends CuranteElement {
  @property({ attribute: false }) line!: EditLine;
  @property({ type: Boolean }) disabled = false;
  /** Those of the patient; without any there is nothing to choose. */
  @property({ attribute: false }) exemptions: chart.Exemption[] = [];
  /** The one of the draft, which a line is under that names none of its own. */
  @property() exemption = '';
  /** Whether the fields that are seldom needed are shown. */
  @state() protected open_ = false;
  @state() private names_: ReadonlyMap<string, string> = new Map();

  static override styles = [
    CuranteElement.styles,
    css`
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 0.7rem;
        align-items: end;
      }
      .count {
        width: 4.6rem;
      }
      .words {
        flex: 1 1 12rem;
      }
      /* As wide as what is picked, where the browser can; else as the widest that can be. */
      .exemption select {
        field-sizing: content;
        width: auto;
        min-width: 8rem;
        max-width: 17rem;
      }
    `,
  ];

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('exemptions')) void this.nameExemptions();
  }

  private async nameExemptions(): Promise<void> {
    const names = await exemptionNames(this.exemptions);
    this.names_ = names;
  }

  protected change(patch: Partial<EditLine>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }

  /** A number from one to nine, or to what `most` says; 0: to what the rules say, who speak of it. */
  protected renderNumber(
    field: FieldName & {
      value: number;
      most?: number;
      change: (value: number) => Partial<EditLine>;
    },
  ): TemplateResult {
    return html`<div class="field count">
      <label for=${field.id}>${field.name}</label>
      <input
        id=${field.id}
        type="number"
        min="1"
        max=${field.most === 0 ? nothing : (field.most ?? 9)}
        inputmode="numeric"
        aria-label=${field.label}
        .value=${String(field.value)}
        ?disabled=${this.disabled}
        @input=${(event: Event) =>
          this.change(field.change(Math.trunc(Number(textOf(event)))))}
      />
    </div>`;
  }

  protected renderWords(
    field: FieldName & {
      value: string;
      class?: string;
      /** Characters that can be typed at most. */
      longest?: number;
      change: (value: string) => Partial<EditLine>;
    },
  ): TemplateResult {
    return html`<div class="field ${field.class ?? 'words'}">
      <label for=${field.id}>${field.name}</label>
      <input
        id=${field.id}
        autocomplete="off"
        maxlength=${field.longest ?? nothing}
        aria-label=${field.label}
        .value=${field.value}
        ?disabled=${this.disabled}
        @input=${(event: Event) => this.change(field.change(textOf(event)))}
      />
    </div>`;
  }

  /** Under which exemption: that of all lines, or one of its own. */
  protected renderExemption(): TemplateResult | typeof nothing {
    const { line } = this;
    const own = line.exemption ?? '';
    if (this.exemptions.length === 0 && line.exemption === null) return nothing;
    const { choices, title } = narrowChoices(this.exemptions, own, this.names_);
    return html`<div class="field exemption">
      ${picker({
        id: 'exemption',
        name: t('line-exemption'),
        label: t('line-exemption-label', { drug: line.text }),
        disabled: this.disabled,
        title,
        value: line.exemption === null ? asDraft : own,
        choices: [
          { value: asDraft, text: t('exemption-as-draft', { name: this.exemption || t('exemption-none') }) },
          ...choices,
        ],
        pick: (value) => this.change({ exemption: value === asDraft ? null : value }),
      })}
    </div>`;
  }

  /** Puts the cursor into a number, with all of it selected. */
  protected focusOn(id: string): void {
    const number = this.find<HTMLInputElement>(`#${id}`);
    number?.focus();
    number?.select();
  }
}
