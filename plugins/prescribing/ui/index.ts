// SPDX-License-Identifier: Apache-2.0
import './papers-banner';
import './prescribe-panel';
import './rules-banner';
import './signers-banner';
import './signers-page';
