-- The journal: every act once, chained; the states it left; sealed values; keys. Nothing here is ever updated but
-- the head row of a chain, and nothing is deleted.

create table chain (
  name text not null primary key,            -- 'instance', 'trace', or an engagement's id
  length integer not null,                    -- entries so far
  head blob not null                        -- keyed hash of the last entry; 32 zero bytes before the first
) strict;

create table journal_entry (
  act blob not null primary key,
  chain text not null references chain (name),
  seq integer not null,                       -- from 1 within the chain
  at integer not null,                        -- UTC microseconds
  actor blob,                                -- account; null for the program itself and for set-up
  actor_name text not null,
  role text not null,                        -- the role in which the actor acted
  action text not null,
  channel text not null,                     -- page, api, cli, job
  subject_kind text not null,
  subject_id blob not null,
  subject_label text not null,               -- name or code of the subject as it was; never sealed text
  reason text,
  result text not null,                      -- what the act returned, for a repeat with the same act id
  states integer not null,                    -- how many records it changed
  digest blob not null,                     -- root over the digests of those states
  hash blob not null,                       -- keyed hash over the chain's previous head, the envelope and the digest
  unique (chain, seq)
) strict;
create index journal_entry_at on journal_entry (at, act);
create index journal_entry_actor on journal_entry (actor, at, act);
create index journal_entry_action on journal_entry (action, at, act);
create index journal_entry_subject on journal_entry (subject_id, at, act);

create table journal_state (
  act blob not null references journal_entry (act),
  ordinal integer not null,
  kind text not null,
  id blob not null,
  version integer not null,
  format integer not null,
  state text not null,                       -- the record's canonical form
  digest blob not null,
  primary key (act, ordinal)
) strict;
create unique index journal_state_record on journal_state (kind, id, version);

create table sealed_value (
  id blob not null primary key,
  act blob not null references journal_entry (act),
  kind text not null,
  record blob not null,
  field text not null,
  ciphertext blob not null                  -- names its suite and key itself
) strict;
create index sealed_value_act on sealed_value (act);

create table data_key (
  id text not null primary key,              -- the key's id inside ciphertexts
  owner text not null,                       -- 'instance' or an engagement's id
  purpose text not null,
  wrapped blob not null,                    -- under the instance key
  made_at integer not null,
  unique (owner, purpose)
) strict;

-- Views of sealed content, sign-ins and sign-outs: chained like acts, written in batches.
create table trace_entry (
  seq integer not null primary key,
  at integer not null,
  actor blob,
  actor_name text not null,
  event text not null,
  subject_kind text not null,
  subject_id blob,
  reason text,
  hash blob not null
) strict;
create index trace_entry_actor on trace_entry (actor, seq);

-- Each day's heads, signed; printed on the home page and in the names of backups.
create table day_head (
  day text not null primary key,
  heads text not null,                       -- chains with their lengths and heads, canonical JSON
  signature blob not null
) strict;

-- The one row that says what this instance is, and its counters.
create table serial (
  series text not null primary key,
  last integer not null
) strict;
create table counter (
  name text not null primary key,
  n integer not null
) strict;
