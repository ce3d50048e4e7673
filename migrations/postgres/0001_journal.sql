-- The journal: every act once, chained; the states it left; sealed values; keys. Nothing here is ever updated but
-- the head row of a chain, and nothing is deleted.

create table chain (
  name text not null primary key,            -- 'instance', 'trace', or an engagement's id
  length bigint not null,                    -- entries so far
  head bytea not null                        -- keyed hash of the last entry; 32 zero bytes before the first
);

create table journal_entry (
  act uuid not null primary key,
  chain text not null references chain (name),
  seq bigint not null,                       -- from 1 within the chain
  at bigint not null,                        -- UTC microseconds
  actor uuid,                                -- account; null for the program itself and for set-up
  actor_name text not null,
  role text not null,                        -- the role in which the actor acted
  action text not null,
  channel text not null,                     -- page, api, cli, job
  subject_kind text not null,
  subject_id uuid not null,
  subject_label text not null,               -- name or code of the subject as it was; never sealed text
  reason text,
  result text not null,                      -- what the act returned, for a repeat with the same act id
  states bigint not null,                    -- how many records it changed
  digest bytea not null,                     -- root over the digests of those states
  hash bytea not null,                       -- keyed hash over the chain's previous head, the envelope and the digest
  unique (chain, seq)
);
create index journal_entry_at on journal_entry (at, act);
create index journal_entry_actor on journal_entry (actor, at, act);
create index journal_entry_action on journal_entry (action, at, act);
create index journal_entry_subject on journal_entry (subject_id, at, act);

create table journal_state (
  act uuid not null references journal_entry (act),
  ordinal bigint not null,
  kind text not null,
  id uuid not null,
  version bigint not null,
  format bigint not null,
  state text not null,                       -- the record's canonical form
  digest bytea not null,
  primary key (act, ordinal)
);
create unique index journal_state_record on journal_state (kind, id, version);

create table sealed_value (
  id uuid not null primary key,
  act uuid not null references journal_entry (act),
  kind text not null,
  record uuid not null,
  field text not null,
  ciphertext bytea not null                  -- names its suite and key itself
);
create index sealed_value_act on sealed_value (act);

create table data_key (
  id text not null primary key,              -- the key's id inside ciphertexts
  owner text not null,                       -- 'instance' or an engagement's id
  purpose text not null,
  wrapped bytea not null,                    -- under the instance key
  made_at bigint not null,
  unique (owner, purpose)
);

-- Views of sealed content, sign-ins and sign-outs: chained like acts, written in batches.
create table trace_entry (
  seq bigint not null primary key,
  at bigint not null,
  actor uuid,
  actor_name text not null,
  event text not null,
  subject_kind text not null,
  subject_id uuid,
  reason text,
  hash bytea not null
);
create index trace_entry_actor on trace_entry (actor, seq);

-- Each day's heads, signed; printed on the home page and in the names of backups.
create table day_head (
  day text not null primary key,
  heads text not null,                       -- chains with their lengths and heads, canonical JSON
  signature bytea not null
);

-- The one row that says what this instance is, and its counters.
create table serial (
  series text not null primary key,
  last bigint not null
);
create table counter (
  name text not null primary key,
  n bigint not null
);
