// SPDX-License-Identifier: Apache-2.0
import {
  css,
  call,
  CuranteElement,
  customElement,
  html,
  property,
  state,
  type Choices,
  type PropertyValues,
  type TemplateResult,
} from '@curante/shell';
import type { chart, terminology } from '@curante/contracts';
import { patientKinds, turnKind } from './cover';
import './cover-editor';
import type { EditDraft } from './draft';
import { exemptionChoices, exemptionNames } from './exemption';
import { picker, tick } from './inputs';
import { t } from './prescribing-texts';

/** What holds for all lines: who pays, why, and how. Sends `curante-change` with what changed. */
@customElement('curante-draft-head')
export class DraftHead extends CuranteElement {
  @property({ attribute: false }) draft!: EditDraft;
  @property({ attribute: false }) view: chart.ChartView | undefined;
  @property({ type: Boolean }) disabled = false;
  @state() private names_: ReadonlyMap<string, string> = new Map();

  static override styles = [
    CuranteElement.styles,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem 0.8rem;
        align-items: end;
      }
      .exemption {
        flex: 0 1 15rem;
      }
      .kind {
        flex: 0 1 auto;
      }
      curante-combobox {
        flex: 1 1 18rem;
      }
      .ticks {
        display: flex;
        flex-wrap: wrap;
        gap: 0.3rem 1rem;
        margin-top: 0.3rem;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) void this.nameExemptions();
  }

  override render(): TemplateResult {
    const { draft, disabled } = this;
    const ticked = (
      name: 'home_visit' | 'suggested' | 'hospital_stay' | 'obscured' | 'on_paper',
      label: 'home-visit' | 'suggested' | 'hospital-stay' | 'obscured' | 'on-paper',
      // The recipe says only one of them.
      instead?: 'suggested' | 'hospital_stay',
    ): TemplateResult =>
      tick({
        text: t(label),
        on: draft[name],
        disabled,
        turn: (on) => this.change({ [name]: on, ...(on && instead ? { [instead]: false } : {}) }),
      });
    return html`<div class="head">
        <div class="field exemption">
          ${picker({
            id: 'exemption',
            name: t('exemption'),
            label: t('exemption'),
            disabled,
            value: draft.exemption,
            choices: exemptionChoices(
              this.view?.patient.exemptions ?? [],
              draft.exemption,
              this.names_,
            ),
            pick: (exemption) => this.change({ exemption }),
          })}
        </div>
        <div class="field fits kind">
          ${picker({
            id: 'kind',
            name: t('patient-kind'),
            label: t('patient-kind'),
            disabled,
            value: draft.patient_kind,
            choices: [
              { value: '', text: t('patient-kind-ssn') },
              ...patientKinds.map((kind) => ({ value: kind, text: t(`patient-kind-${kind}`) })),
            ],
            pick: (kind) => this.change(turnKind(draft, kind)),
          })}
        </div>
        <curante-combobox
          label=${t('diagnosis')}
          free
          placeholder=${t('diagnosis-hint')}
          ?required=${draft.lines.some((line) => line.kind === 'service')}
          .text=${[draft.diagnosis_code, draft.diagnosis_text].filter(Boolean).join(' ')}
          ?disabled=${disabled}
          .finder=${(text: string, signal: AbortSignal) => this.findDiagnosis(text, signal)}
          @curante-typed=${(event: CustomEvent<string>) =>
            this.change({ diagnosis_code: '', diagnosis_text: event.detail })}
          @curante-choose=${(event: CustomEvent<terminology.Concept>) =>
            this.change({ diagnosis_code: event.detail.code, diagnosis_text: event.detail.text })}
        ></curante-combobox>
      </div>
      <div class="ticks">
        ${ticked('suggested', 'suggested', 'hospital_stay')}
        ${ticked('hospital_stay', 'hospital-stay', 'suggested')}
        ${ticked('home_visit', 'home-visit')}
        ${ticked('obscured', 'obscured')} ${ticked('on_paper', 'on-paper')}
      </div>
      <curante-cover
        .draft=${draft}
        ?disabled=${disabled}
        @curante-change=${(event: CustomEvent<Partial<EditDraft>>) => this.change(event.detail)}
      ></curante-cover>`;
  }

  private async nameExemptions(): Promise<void> {
    const names = await exemptionNames(this.view?.patient.exemptions ?? []);
    this.names_ = names;
  }

  /** The patient's own problems come before the rest of the code system. */
  private async findDiagnosis(text: string, signal: AbortSignal): Promise<Choices> {
    const wanted = text.toLowerCase();
    const own = (this.view?.problems ?? []).filter(
      (one) => one.active && one.icd9 && `${one.icd9} ${one.text}`.toLowerCase().includes(wanted),
    );
    const request = { system: 'icd9cm' as const, text, limit: 12 };
    const found = await call('terminology/1', 'Search', request, { signal });
    const concepts = [
      ...own.map((one) => ({ code: one.icd9, text: one.text })),
      ...found.concepts.filter((one) => !own.some((mine) => mine.icd9 === one.code)),
    ];
    return {
      more: found.more,
      choices: concepts.map((one) => ({ value: one, label: `${one.code} ${one.text}` })),
    };
  }

  private change(patch: Partial<EditDraft>): void {
    this.dispatchEvent(new CustomEvent('curante-change', { detail: patch }));
  }
}
