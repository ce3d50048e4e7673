-- The instance, accounts, roles, access, sessions, tokens. Tables with `version`, `format`, `act` and `state` hold
-- records: `state` is the canonical form the journal also keeps, the other columns are taken from it for queries.

create table instance (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  only_one bigint not null unique
);

create table account (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  login text not null unique,                -- folded: lower case, no full-width forms
  name text not null,
  sort_key bytea not null,
  standing text not null
);
create index account_list on account (sort_key, id);

create table credential (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null
);

create table role_grant (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  account uuid not null references account (id),
  role text not null,
  scope text not null,                       -- 'global', 'system', or the id of an engagement, unit or department
  from_at bigint not null,
  until_at bigint
);
create index role_grant_account on role_grant (account);

-- Who may see what, derived from grants and authorisations by the acts that make them. Every scoped query joins it.
create table access (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  account uuid not null references account (id),
  role_grant uuid not null references role_grant (id),
  compartment text not null,
  from_at bigint not null,
  until_at bigint
);
create index access_account on access (account, compartment);

create table api_token (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  account uuid not null references account (id),
  digest bytea not null unique,
  expires_at bigint not null,
  revoked boolean not null
);
create index api_token_account on api_token (account, id);

-- When a token was last used: not a record, one row a token, at most one write a minute.
create table token_use (
  token uuid not null primary key references api_token (id),
  at bigint not null
);

create table session (
  digest bytea not null primary key,         -- of the cookie's token; the token itself is nowhere
  id uuid not null unique,
  account uuid not null references account (id),
  acting uuid,                               -- the grant acted in; null for all of them (small-office profile)
  made_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  confirmed_at bigint,                       -- when a factor was last entered again
  must_enrol boolean not null,               -- the rules demand a second factor, and there is none yet
  agent text not null
);
create index session_account on session (account, made_at);

-- The last step of each second factor that was accepted: a code works once.
create table second_factor_use (
  account uuid not null primary key references account (id),
  step bigint not null
);

-- Failed sign-ins: delays by account and by address. Forgotten after a day.
create table sign_in_failure (
  subject text not null primary key,         -- 'account:' or 'address:' and a keyed digest
  failures bigint not null,
  last_at bigint not null
);
create index sign_in_failure_last on sign_in_failure (last_at);

create table notice (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  account uuid not null references account (id),
  seen boolean not null
);
create index notice_account on notice (account, seen, id);
create index notice_list on notice (account, id);
