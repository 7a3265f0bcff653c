// SPDX-License-Identifier: Apache-2.0
import './access-banner';
import './sistema-ts-page';
import './substitutions';
import './transmitter-banner';
import './white-decisions';
