-- SPDX-License-Identifier: Apache-2.0
-- When a recipe was refused that has gone on its way to paper since: what was prescribed after that stands in
-- its place, whatever happened to it meanwhile. Null: it was not refused, or before this column.
alter table paper add column refused timestamptz;
-- When a refused recipe was put on paper: of two that were refused, the other one then stays where it is.
alter table recipe add column put_on_paper timestamptz;
-- Whether what may be on a red form was held, too. Where it was not, since by the copy no form was used, the
-- pads may tell of the same moment afterwards.
alter table followed_restore add column forms_held boolean not null default false;
update followed_restore f set forms_held = exists (
  select from red_step s where s.practice_id = f.practice_id and s.position > 0);
alter table followed_restore drop constraint followed_restore_pkey;
alter table followed_restore add primary key (practice_id, found, forms_held);
