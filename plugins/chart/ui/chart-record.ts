// SPDX-License-Identifier: Apache-2.0
import { PatientElement, resync, state } from '@curante/shell';
import type { chart } from '@curante/contracts';

/** A screen that shows the patient's chart and looks again when it was changed anywhere. */
export abstract class ChartRecord extends PatientElement {
  @state() protected view: chart.ChartView | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('chart-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.load();
    });
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  protected async load(): Promise<void> {
    const view = await this.attempt(() =>
      this.scope.read('chart/1', 'GetChart', { patient: this.patient }),
    );
    // Belt and braces: an answer about somebody else is never shown here.
    if (view && view.patient.id === this.patient) this.view = view;
  }
}
