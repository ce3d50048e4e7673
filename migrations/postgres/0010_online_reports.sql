-- The public page: forms of teams, and what came through them, sealed.

create table online_form (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  round uuid not null,
  team uuid not null,                        -- a collector holds forms of rounds and teams it does not know
  address text not null unique,
  until_at bigint not null,
  standing text not null                     -- open, closed
);
create index online_form_team on online_form (team, id);

-- How many reports came on a day: what the journal knows of them.
create table online_day (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  form uuid not null references online_form (id),
  day text not null,
  unique (form, day)
);

-- What came, sealed. No records: random ids in order of themselves, the day and nothing finer, nobody's address.
create table online_report (
  id uuid not null primary key,                -- random
  form uuid not null,
  day text not null,
  receipt bytea not null unique,                -- keyed digest of the receipt code
  reply_key bytea not null,                     -- public key made of the receipt code
  contents bytea not null,                      -- sealed to the form's intake key and the reply key
  reporter bytea,                               -- sealed to the vault
  taken uuid,                                  -- the petition made of it
  satisfied bigint                            -- what the reporter says of the answer
);
create index online_report_form on online_report (form, day, id);
create unique index online_report_taken on online_report (taken) where taken is not null;

create table online_saying (
  id uuid not null primary key,                -- random
  report uuid not null,
  voice text not null,                         -- reporter, team
  day text not null,
  place bigint not null,                      -- in the talk
  contents bytea not null,
  unique (report, place)
);

create table online_file (
  id uuid not null primary key,                -- random
  report uuid not null,
  place bigint not null,                      -- of the saying it came with; 0 with the report itself
  kind text not null,
  bytes bigint not null,
  contents bytea not null
);
create index online_file_report on online_file (report, place, id);
