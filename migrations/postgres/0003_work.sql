-- Files, rulesets, decisions, deadlines, jobs, search.

create table file (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  compartment text not null,
  address text not null                      -- keyed digest of the content, per owner of the key
);

-- Files lying with a unit, a round or an engagement.
create table attachment (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  subject_kind text not null,
  subject_id uuid not null,
  compartment text not null
);
create index attachment_subject on attachment (subject_id, id);

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
  office boolean not null,                       -- whether whoever sees rounds sees it too
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  due text not null,
  open boolean not null,
  told bigint not null                          -- of its nearness: 0 nobody yet, 1 soon, 2 due, 3 overdue
);
create index deadline_due on deadline (open, due, id);
create index deadline_subject on deadline (subject_kind, subject_id);

-- Work for the worker, beside the acts. Whoever takes a job holds it under a lease; a lease that ran out is free again.
create table job (
  id uuid not null primary key,                -- of a standing job always the same
  kind text not null,
  payload text not null,                     -- JSON; a long job keeps here how far it is
  due_at bigint not null,
  leased_until bigint,
  lease uuid,                                  -- drawn anew for each taking, so that a late worker changes nothing
  attempts bigint not null,                     -- takings since it last went well
  dead boolean not null,                       -- tried often enough; waits for a person
  last_error text                            -- message, JSON; never what a record says
);
create index job_due on job (dead, due_at, id);

-- When this installation was last backed up and verified, and how that ended; one row each. Stays with the machine.
create table care (
  name text not null primary key,            -- backup, verify
  at bigint not null,
  facts text not null                        -- JSON
);

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

-- How many records stand where, kept by the acts that write them: lists and the home page count no rows.
create table tally (
  kind text not null,
  compartment text not null,
  portal text not null,                        -- the unit's, of what a unit sees; else empty
  supervised text not null,                    -- likewise of whoever supervises the unit
  unit uuid,
  engagement uuid not null,
  round uuid not null,
  facet text not null,                         -- code of a standing or of a figure
  day text not null,                           -- of what depends on today; else empty
  n bigint not null,
  primary key (kind, compartment, portal, facet, day)
);

-- Names by their parts, one and two characters, in the order of lists: for lists searched by part of a name.
create table name_part (
  kind text not null,
  part text not null,
  sort_key bytea not null,                      -- its first 64 bytes
  id uuid not null,
  primary key (kind, part, sort_key, id)
);
