// SPDX-License-Identifier: Apache-2.0
import { isSilent, LatestOnly } from '@curante/shell';
import type { prescribing } from '@curante/contracts';
import { keepSeen, type EditDraft } from './draft';

const pause_ms = 180;

export interface Judged {
  assessment: prescribing.Assessment | undefined;
  /** The assessment is of an earlier state of the draft. */
  stale: boolean;
  problem: unknown;
}

/** Asks the rules about a draft as it changes; an answer about an older state is dropped. */
export class DraftJudge {
  private readonly latest_ = new LatestOnly();
  private judged_: Judged = { assessment: undefined, stale: false, problem: undefined };

  constructor(
    private readonly ask_: (
      draft: EditDraft,
      signal: AbortSignal,
    ) => Promise<prescribing.Assessment>,
    /** Told of each step: what is known now. */
    private readonly tell_: (judged: Judged) => void,
  ) {}

  get canIssue(): boolean {
    return !this.judged_.stale && this.judged_.assessment?.can_issue === true;
  }

  forget(): void {
    this.latest_.cancel();
    this.set({ assessment: undefined, stale: false, problem: undefined });
  }

  /**
   * Returns the draft without reasons for warnings that say something else by now, judged again if
   * there were any; undefined when it failed, or when a later question overtook this one.
   */
  async judge(draft: EditDraft, pause = pause_ms): Promise<EditDraft | undefined> {
    if (draft.lines.length === 0) {
      this.forget();
      return draft;
    }
    this.set({ ...this.judged_, stale: true });
    try {
      const assessment = await this.latest_.run((signal) => this.ask_(draft, signal), pause);
      const seen = keepSeen(draft, assessment.findings);
      if (seen !== draft) return await this.judge(seen, 0);
      this.set({ assessment, stale: false, problem: undefined });
      return draft;
    } catch (error) {
      if (!isSilent(error)) this.set({ assessment: undefined, stale: false, problem: error });
      return undefined;
    }
  }

  private set(judged: Judged): void {
    this.judged_ = judged;
    this.tell_(judged);
  }
}
