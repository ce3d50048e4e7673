-- Files, rulesets, decisions, deadlines, jobs, search.

create table file (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  compartment text not null,
  address text not null                      -- keyed digest of the content, per owner of the key
) strict;

-- Files lying with a unit, a round or an engagement.
create table attachment (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  subject_kind text not null,
  subject_id blob not null,
  compartment text not null
) strict;
create index attachment_subject on attachment (subject_id, id);

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
  office integer not null,                       -- whether whoever sees rounds sees it too
  kind text not null,
  subject_kind text not null,
  subject_id blob not null,
  due text not null,
  open integer not null,
  told integer not null                          -- of its nearness: 0 nobody yet, 1 soon, 2 due, 3 overdue
) strict;
create index deadline_due on deadline (open, due, id);
create index deadline_subject on deadline (subject_kind, subject_id);

-- Work for the worker, beside the acts. Whoever takes a job holds it under a lease; a lease that ran out is free again.
create table job (
  id blob not null primary key,                -- of a standing job always the same
  kind text not null,
  payload text not null,                     -- JSON; a long job keeps here how far it is
  due_at integer not null,
  leased_until integer,
  lease blob,                                  -- drawn anew for each taking, so that a late worker changes nothing
  attempts integer not null,                     -- takings since it last went well
  dead integer not null,                       -- tried often enough; waits for a person
  last_error text                            -- message, JSON; never what a record says
) strict;
create index job_due on job (dead, due_at, id);

-- When this installation was last backed up and verified, and how that ended; one row each. Stays with the machine.
create table care (
  name text not null primary key,            -- backup, verify
  at integer not null,
  facts text not null                        -- JSON
) strict;

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

-- How many records stand where, kept by the acts that write them: lists and the home page count no rows.
create table tally (
  kind text not null,
  compartment text not null,
  portal text not null,                        -- the unit's, of what a unit sees; else empty
  supervised text not null,                    -- likewise of whoever supervises the unit
  unit blob,
  engagement blob not null,
  round blob not null,
  facet text not null,                         -- code of a standing or of a figure
  day text not null,                           -- of what depends on today; else empty
  n integer not null,
  primary key (kind, compartment, portal, facet, day)
) strict, without rowid;

-- Names by their parts, one and two characters, in the order of lists: for lists searched by part of a name.
create table name_part (
  kind text not null,
  part text not null,
  sort_key blob not null,                      -- its first 64 bytes
  id blob not null,
  primary key (kind, part, sort_key, id)
) strict, without rowid;
