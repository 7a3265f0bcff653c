// SPDX-License-Identifier: Apache-2.0
// jsdom has no modal dialogs: in tests one is open as soon as it is shown.
HTMLDialogElement.prototype.showModal = function (): void {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (): void {
  this.open = false;
};
