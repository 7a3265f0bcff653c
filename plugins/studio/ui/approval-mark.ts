// SPDX-License-Identifier: Apache-2.0
import {
  call,
  CuranteElement,
  customElement,
  html,
  LatestOnly,
  pageMarks,
  resync,
  session,
  type TemplateResult,
} from '@curante/shell';
import { t } from './studio-texts';

const pause_ms = 400;

/**
 * Counts on every page what waits: for the doctor's approval, or of what the user prepared. Shows
 * nothing itself: the bar of pages does.
 */
@customElement('curante-approval-mark')
export class ApprovalMark extends CuranteElement {
  private readonly latest_ = new LatestOnly();
  /** Whose count is shown. */
  private account_ = session.account;

  override connectedCallback(): void {
    super.connectedCallback();
    this.onEvent('prepared-changed/1', () => void this.count(pause_ms));
    this.onEvent('signers-changed/1', () => void this.count(pause_ms));
    this.onEvent(resync, () => void this.count());
    this.until(
      session.watch(() => this.turn()),
      () => this.latest_.cancel(),
      () => this.forget(),
    );
    void this.count();
  }

  override render(): TemplateResult {
    return html``;
  }

  /** What waits for one user is nothing of another's, nor of nobody's. */
  private turn(): void {
    if (this.account_ !== session.account) this.forget();
    this.account_ = session.account;
    void this.count();
  }

  private forget(): void {
    this.latest_.cancel();
    pageMarks.value = new Map([...pageMarks.value].filter(([page]) => page !== 'studio'));
  }

  private async count(pause = 0): Promise<void> {
    const { account } = session;
    if (!account) return;
    const signs = session.may('prescription.issue');
    const whose = signs ? { doctor: account } : { preparer: account };
    try {
      const { waiting } = await this.latest_.run(
        (signal) => call('prescribing/1', 'ListPrepared', { ...whose, limit: 1 }, { signal }),
        pause,
      );
      const key = signs ? 'mark-approve' : 'mark-prepared';
      const text = waiting === 1 ? t(`${key}-one`) : t(key, { count: waiting });
      pageMarks.value = new Map([...pageMarks.value, ['studio', { count: waiting, text }]]);
    } catch {
      // A count that cannot be had is no news: the page itself says what is wrong.
    }
  }
}
