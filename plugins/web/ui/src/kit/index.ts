// SPDX-License-Identifier: Apache-2.0
// What screens of all rooms build on. Another's plugin imports it from /ui/curante.web/kit.js.
export { css, html, nothing, svg, LitElement, type PropertyValues, type TemplateResult } from 'lit';
export { customElement, property, query, state } from 'lit/decorators.js';
export { keyed } from 'lit/directives/keyed.js';
export { live } from 'lit/directives/live.js';
export { repeat } from 'lit/directives/repeat.js';
export { announce } from './announcer';
export { call, readFile, readJson, type CallOptions, type Input } from './api';
export { ApiError, asApiError, isSilent } from './api-error';
export { bannerRowStyles, bannerStyles } from './banner-styles';
export { Chip, type Tone } from './chip';
export { Combobox, type Choice, type Choices, type Finder } from './combobox';
export { askToConfirm, askWhich, insist, type Question } from './confirm';
export { showDocument, showDocuments, showFile, showLateDocument } from './document-viewer';
export { checkAddress, passwordBeside, placeOf, placeStyles, unchecked } from './delivery-address';
export { draftChanges, drafts, holdAlone } from './drafts';
export { doctorChoice, doctorFilter, doctorPicks, type DoctorFilter } from './doctor-filter';
export { DraftStore, type PendingDraft } from './draft-store';
export { CuranteElement } from './element';
export { dateField, picker, textOf, tick, type Picker, type Tick } from './fields';
export { firstClick, submitByFirstClick } from './first-click';
export { focusIsLost, onceFree, rememberFocus } from './focus';
export { rememberPlace } from './here';
export * as format from './format';
export { LatestOnly, Superseded } from './latest';
export { liveEvents, resync } from './live-events';
export { Modal } from './modal';
export { addressOf, go, place, settle, type Place } from './navigation';
export { openPatient, PatientClosed, PatientScope } from './open-patient';
export { pageAlarms, pageMarks, type PageMark } from './page-marks';
export {
  awaitPaper,
  expectNoLonger,
  forgetPaper,
  paperIsReady,
  papersToCome,
  type PaperToCome,
} from './papers-to-come';
export { PatientElement } from './patient-element';
export { StillPage } from './still-page';
export { findPatients } from './patient-finder';
export { doctorName, fullName } from './people';
export { Problem } from './problem';
export { recordMarks, type RecordMark } from './record-marks';
export { Refresher } from './refresher';
export { refusals } from './refusals';
export { serverHealth } from './server-health';
export { session, type Session } from './session';
export { addShortcut, shortcuts } from './shortcuts';
export { Watched } from './signal';
export { baseStyles } from './styles';
export { table } from './table';
export { texts, type Texts } from './texts';
export { WaysDialog } from './ways-dialog';
