// SPDX-License-Identifier: Apache-2.0
import { property } from 'lit/decorators.js';
import { CuranteElement } from './element';
import { PatientScope } from './open-patient';

/**
 * A screen bound to one patient for its whole life: the shell makes a new one for each patient.
 * Whatever it holds in its members can therefore never show under another.
 */
export abstract class PatientElement extends CuranteElement {
  private patient_ = '';
  private scope_: PatientScope | undefined;

  @property({ attribute: false })
  set patient(id: string) {
    if (this.patient_ && id !== this.patient_) {
      throw new Error(`${this.localName} is bound to a patient and cannot turn to another`);
    }
    this.patient_ = id;
  }
  get patient(): string {
    return this.patient_;
  }

  protected get scope(): PatientScope {
    this.scope_ ??= new PatientScope(this.patient_);
    return this.scope_;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.scope_?.close();
    this.scope_ = undefined;
  }
}
