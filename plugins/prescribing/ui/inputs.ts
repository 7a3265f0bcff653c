// SPDX-License-Identifier: Apache-2.0
// The fields of this room's forms are those of all rooms.
export { dateField, picker, textOf, tick } from '@curante/shell';
