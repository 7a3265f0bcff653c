// SPDX-License-Identifier: Apache-2.0
import './access-banner';
import './clock-banner';
import './copy-banner';
import './late-arrivals';
import './sistema-ts-page';
import './substitutions';
import './transmitter-banner';
import './white-decisions';
