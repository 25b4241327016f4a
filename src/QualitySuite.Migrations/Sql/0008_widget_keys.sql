-- Owner: Feedback API.

-- A publishable key stands in the source of a web page, for everyone to read: it opens nothing but feedback and events, from the pages of
-- these origins, for one app. An origin is what browsers send as Origin: scheme, host in small letters, port unless it is the usual one.
alter table feedback.api_keys
    add allowed_origins text[] not null default '{}',
    add constraint publish_is_the_only_scope_and_names_app_and_origins check (
        not 'publish' = any (scopes)
        or (scopes = '{publish}' and app is not null and cardinality(allowed_origins) > 0
            and array_to_string(allowed_origins, ' ', '*') ~ '^https?://[][a-z0-9.:-]+( https?://[][a-z0-9.:-]+)*$'));

create or replace view feedback.api_key_facts as
    select id, name, app, scopes, hash, revoked_at, allowed_origins from feedback.api_keys;
