-- SPDX-License-Identifier: Apache-2.0
-- What waits to leave, or was refused and may yet be sent again, was written when a service was a first
-- access or another one (040): one whose line says neither went as another one. So it was signed, and so it
-- leaves: for a service of the PNGLA tipoAccesso is mandatory, and without it every such recipe would be
-- refused. What this release writes always says other_access, and is not touched.
create function said_of_access(recipe jsonb) returns jsonb language sql immutable as $$
  select jsonb_set(recipe, '{lines}', jsonb_agg(
    case when line ->> 'service_code' <> '' and not line ? 'other_access'
           and coalesce(line -> 'first_access', 'false') = 'false'
         then line || '{"other_access": true}' else line end order by place))
  from jsonb_array_elements(recipe -> 'lines') with ordinality as each(line, place)
$$;
-- A text that PostgreSQL cannot hold decoded is no reason not to start: such a recipe leaves as it stands.
update outbox set payload = said_of_access(payload::jsonb)::text
where payload like '%"service_code"%' and payload not like '%\\u0000%'
  and jsonb_array_length(payload::jsonb -> 'lines') > 0;
update paper set payload = said_of_access(payload::jsonb)::text
where payload like '%"service_code"%' and payload not like '%\\u0000%'
  and jsonb_array_length(payload::jsonb -> 'lines') > 0;
drop function said_of_access(jsonb);
