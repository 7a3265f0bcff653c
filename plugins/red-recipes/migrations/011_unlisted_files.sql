-- SPDX-License-Identifier: Apache-2.0
-- Since when the ministry, asked after a file by its protocol, answers that it lists none of that name.

alter table batch add column unlisted_since timestamptz;
