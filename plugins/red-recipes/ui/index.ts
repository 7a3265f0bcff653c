// SPDX-License-Identifier: Apache-2.0
import './red-banner';
import './red-review';
import './red-page';
