-- The instance, accounts, roles, access, sessions, tokens. Tables with `version`, `format`, `act` and `state` hold
-- records: `state` is the canonical form the journal also keeps, the other columns are taken from it for queries.

create table instance (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  only_one integer not null unique
) strict;

create table account (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  login text not null unique,                -- folded: lower case, no full-width forms
  name text not null,
  sort_key blob not null,
  standing text not null
) strict;
create index account_list on account (sort_key, id);

create table credential (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null
) strict;

create table role_grant (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  account blob not null references account (id),
  role text not null,
  scope text not null,                       -- 'global', 'system', or the id of an engagement, unit or department
  from_at integer not null,
  until_at integer
) strict;
create index role_grant_account on role_grant (account);

-- Who may see what, derived from grants and authorisations by the acts that make them. Every scoped query joins it.
create table access (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  account blob not null references account (id),
  role_grant blob not null references role_grant (id),
  compartment text not null,
  from_at integer not null,
  until_at integer
) strict;
create index access_account on access (account, compartment);

create table api_token (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  account blob not null references account (id),
  digest blob not null unique,
  expires_at integer not null,
  revoked integer not null
) strict;
create index api_token_account on api_token (account, id);

-- When a token was last used: not a record, one row a token, at most one write a minute.
create table token_use (
  token blob not null primary key references api_token (id),
  at integer not null
) strict;

create table session (
  digest blob not null primary key,         -- of the cookie's token; the token itself is nowhere
  id blob not null unique,
  account blob not null references account (id),
  acting blob,                               -- the grant acted in; null for all of them (small-office profile)
  made_at integer not null,
  seen_at integer not null,
  ends_at integer not null,
  confirmed_at integer,                       -- when a factor was last entered again
  must_enrol integer not null,               -- the rules demand a second factor, and there is none yet
  agent text not null
) strict;
create index session_account on session (account, made_at);

-- The last step of each second factor that was accepted: a code works once.
create table second_factor_use (
  account blob not null primary key references account (id),
  step integer not null
) strict;

-- Failed sign-ins: delays by account and by address. Forgotten after a day.
create table sign_in_failure (
  subject text not null primary key,         -- 'account:' or 'address:' and a keyed digest
  failures integer not null,
  last_at integer not null
) strict;
create index sign_in_failure_last on sign_in_failure (last_at);

create table notice (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  account blob not null references account (id),
  seen integer not null
) strict;
create index notice_account on notice (account, seen, id);
create index notice_list on notice (account, id);
