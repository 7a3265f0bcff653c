// SPDX-License-Identifier: Apache-2.0
import { kit } from './kit-texts';

/** What every failed call says: what happened, and what to do. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly remedy: string,
    readonly status = 0,
    readonly trace = '',
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** True when the server may or may not have done what was asked. */
  get outcomeUnknown(): boolean {
    return this.code === 'server-unreachable' || this.status >= 500;
  }

  static unreachable(): ApiError {
    return new ApiError('server-unreachable', kit('unreachable'), kit('unreachable-remedy'));
  }

  static unreadable(status: number): ApiError {
    const text = kit('unreadable', { status });
    // Whatever its status, an answer that cannot be read leaves the outcome unknown.
    const counts_as = Math.max(status, 500);
    return new ApiError('answer-unreadable', text, kit('unreadable-remedy'), counts_as);
  }
}

/** True for what needs no message: a question withdrawn, or one of a patient no longer open. */
export function isSilent(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || error.name === 'Superseded' || error.name === 'PatientClosed')
  );
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new ApiError('screen-failed', kit('screen-failed', { text }), kit('screen-failed-remedy'));
}
