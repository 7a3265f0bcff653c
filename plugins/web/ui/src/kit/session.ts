// SPDX-License-Identifier: Apache-2.0
import type { accounts } from '@curante/contracts';
import { Watched } from './signal';

export type Session = accounts.Session;

/** Who is signed in. `expired`: the session ended under an open screen, which is kept. */
export interface SignedIn {
  session: Session | undefined;
  expired: boolean;
}

class SessionState extends Watched<SignedIn> {
  get account(): string {
    return this.value.session?.account ?? '';
  }

  may(permission: string): boolean {
    return permission === '' || (this.value.session?.permissions.includes(permission) ?? false);
  }

  begin(session: Session): void {
    this.value = { session, expired: false };
  }

  expire(): void {
    if (this.value.session && !this.value.expired) {
      this.value = { session: this.value.session, expired: true };
    }
  }

  end(): void {
    this.value = { session: undefined, expired: false };
  }
}

export const session = new SessionState({ session: undefined, expired: false });
