-- Files, rulesets, decisions, deadlines, jobs, search.

create table file (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  compartment text not null,
  address text not null                      -- keyed digest of the content, per owner of the key
);

create table ruleset (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  kind text not null,
  number bigint not null,                    -- the ruleset's own version
  effective_from text not null,
  standing text not null,                    -- draft, published, withdrawn
  unique (kind, number)
);

create table decision (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  subject_kind text not null,
  subject_id uuid not null,
  standing text not null
);
create index decision_subject on decision (subject_kind, subject_id);

create table deadline (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  compartment text not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  due text not null,
  open boolean not null
);
create index deadline_due on deadline (open, due, id);
create index deadline_subject on deadline (subject_kind, subject_id);

create table job (
  id uuid not null primary key,
  kind text not null,
  payload text not null,
  due_at bigint not null,
  leased_until bigint,
  attempts bigint not null,
  last_error text
);
create index job_due on job (due_at, id);

-- Uploaded files between their preview and their acceptance, sealed; each is gone after an hour.
create table stash (
  id uuid not null primary key,                -- random
  account uuid not null,
  name text not null,
  ciphertext bytea not null,
  made_at bigint not null
);
create index stash_account on stash (account, made_at);

-- Documents of the full-text index, numbered in order of their last change, and the queue that feeds it.
create table search_document (
  number bigint not null primary key,
  kind text not null,
  id uuid not null,
  compartment text not null,
  title text not null,
  unique (kind, id)
);
create table search_queue (
  number bigint not null primary key,
  kind text not null,
  id uuid not null,
  compartment text not null,
  title text not null,
  tokens text not null
);

create table search_index (
  id bigint not null primary key,
  body tsvector not null
);
create index search_index_body on search_index using gin (body);
