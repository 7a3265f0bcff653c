// SPDX-License-Identifier: Apache-2.0
import { LatestOnly, PatientElement, resync, state } from '@curante/shell';
import type { chart } from '@curante/contracts';

/** A screen that shows the patient's chart and looks again when it was changed anywhere. */
export abstract class ChartRecord extends PatientElement {
  @state() protected view: chart.ChartView | undefined;
  private readonly reading_ = new LatestOnly();

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('chart-changed/1', (data) => {
      if ((data as { patient: string }).patient === this.patient) void this.load();
    });
    this.onEvent(resync, () => void this.load());
    void this.load();
  }

  protected async load(): Promise<void> {
    const { patient } = this;
    // An older answer that comes late must not take away an allergy that was just noted.
    const view = await this.attempt(() =>
      this.reading_.run((signal) => this.scope.read('chart/1', 'GetChart', { patient }, signal)),
    );
    // Belt and braces: an answer about somebody else is never shown here.
    if (view && view.patient.id === this.patient) this.view = view;
  }
}
