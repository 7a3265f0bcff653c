// SPDX-License-Identifier: Apache-2.0
import './sistema-ts-page';
import './transmitter-banner';
