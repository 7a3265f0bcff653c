// SPDX-License-Identifier: Apache-2.0
import { call, readFile, type CallName, type ContractId, type Reply, type Request } from './api';
import { Watched } from './signal';

/** Thrown to whoever waits for an answer about a patient this window no longer shows. */
export class PatientClosed extends Error {
  constructor() {
    super('the patient is no longer open');
    this.name = 'PatientClosed';
  }
}

/** The one patient whose chart this window shows; empty when none is open. */
export const openPatient = new Watched<string>('');

/**
 * The way to the server of a screen that is bound to one patient, for good.
 *
 * `read` is abandoned when the window turns to another patient, and its answer dropped. `write` is
 * never abandoned half-way, so its outcome is known; the screen asks `isOpen` before it shows it.
 */
export class PatientScope {
  private readonly abort_ = new AbortController();
  private readonly unwatch_: () => void;

  constructor(readonly patient: string) {
    if (!patient) throw new Error('a patient scope needs a patient');
    this.unwatch_ = openPatient.watch(() => {
      if (!this.isOpen) this.close();
    });
  }

  get isOpen(): boolean {
    return !this.abort_.signal.aborted && openPatient.value === this.patient;
  }

  close(): void {
    this.abort_.abort();
    this.unwatch_();
  }

  async read<C extends ContractId, N extends CallName<C>>(
    contract: C,
    name: N,
    request: Request<C, N>,
    signal?: AbortSignal,
  ): Promise<Reply<C, N>> {
    return this.guard(signal, (both) =>
      call(contract, name, request, { signal: both, patient: this.patient }),
    );
  }

  async write<C extends ContractId, N extends CallName<C>>(
    contract: C,
    name: N,
    request: Request<C, N>,
  ): Promise<Reply<C, N>> {
    if (!this.isOpen) throw new PatientClosed();
    return call(contract, name, request, { patient: this.patient });
  }

  async file(path: string, members: Record<string, string>): Promise<Blob> {
    return this.guard(undefined, (both) =>
      readFile(path, members, { signal: both, patient: this.patient }),
    );
  }

  private async guard<T>(
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (!this.isOpen) throw new PatientClosed();
    const both = new AbortController();
    const stop = (): void => both.abort();
    this.abort_.signal.addEventListener('abort', stop);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    try {
      const answer = await ask(both.signal);
      if (!this.isOpen) throw new PatientClosed();
      return answer;
    } catch (error) {
      if (!this.isOpen) throw new PatientClosed();
      throw error;
    } finally {
      this.abort_.signal.removeEventListener('abort', stop);
      signal?.removeEventListener('abort', stop);
    }
  }
}
