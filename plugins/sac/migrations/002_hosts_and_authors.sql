-- SPDX-License-Identifier: Apache-2.0
-- Two hosts may work on one practice: who writes a row must have read its newest revision, and who
-- finds a request of another host under way waits for its end.
alter table submission
  add column revision int  not null default 0,
  add column sender   text not null default '';  -- which running channel wrote the row last

-- The recipe belongs to the room that submits it; a second copy of its personal data served nothing.
alter table submission drop column recipe;

-- Only its author may annul a recipe that arrives late, and the author may be another by then.
alter table nre_use
  add column account uuid,
  add column author  text;
update nre_use u set account = s.account, author = s.author
from submission s where s.practice_id = u.practice_id and s.recipe_id = u.recipe_id;
