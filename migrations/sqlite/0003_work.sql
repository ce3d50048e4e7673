-- Files, rulesets, decisions, deadlines, jobs, search.

create table file (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  compartment text not null,
  address text not null                      -- keyed digest of the content, per owner of the key
) strict;

create table ruleset (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  kind text not null,
  number integer not null,                    -- the ruleset's own version
  effective_from text not null,
  standing text not null,                    -- draft, published, withdrawn
  unique (kind, number)
) strict;

create table decision (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  subject_kind text not null,
  subject_id blob not null,
  standing text not null
) strict;
create index decision_subject on decision (subject_kind, subject_id);

create table deadline (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  compartment text not null,
  kind text not null,
  subject_kind text not null,
  subject_id blob not null,
  due text not null,
  open integer not null
) strict;
create index deadline_due on deadline (open, due, id);
create index deadline_subject on deadline (subject_kind, subject_id);

create table job (
  id blob not null primary key,
  kind text not null,
  payload text not null,
  due_at integer not null,
  leased_until integer,
  attempts integer not null,
  last_error text
) strict;
create index job_due on job (due_at, id);

-- Uploaded files between their preview and their acceptance, sealed; each is gone after an hour.
create table stash (
  id blob not null primary key,                -- random
  account blob not null,
  name text not null,
  ciphertext blob not null,
  made_at integer not null
) strict;
create index stash_account on stash (account, made_at);

-- Documents of the full-text index, numbered in order of their last change, and the queue that feeds it.
create table search_document (
  number integer not null primary key,
  kind text not null,
  id blob not null,
  compartment text not null,
  title text not null,
  unique (kind, id)
) strict;
create table search_queue (
  number integer not null primary key,
  kind text not null,
  id blob not null,
  compartment text not null,
  title text not null,
  tokens text not null
) strict;

create virtual table search_index using fts5(body, content='', contentless_delete=1, detail=full);
