-- The public page: forms of teams, and what came through them, sealed.

create table online_form (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  round blob not null,
  team blob not null,                        -- a collector holds forms of rounds and teams it does not know
  address text not null unique,
  until_at integer not null,
  standing text not null                     -- open, closed
) strict;
create index online_form_team on online_form (team, id);

-- How many reports came on a day: what the journal knows of them.
create table online_day (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  form blob not null references online_form (id),
  day text not null,
  unique (form, day)
) strict;

-- What came, sealed. No records: random ids in order of themselves, the day and nothing finer, nobody's address.
create table online_report (
  id blob not null primary key,                -- random
  form blob not null,
  day text not null,
  receipt blob not null unique,                -- keyed digest of the receipt code
  reply_key blob not null,                     -- public key made of the receipt code
  contents blob not null,                      -- sealed to the form's intake key and the reply key
  reporter blob,                               -- sealed to the vault
  taken blob,                                  -- the petition made of it
  satisfied integer                            -- what the reporter says of the answer
) strict, without rowid;
create index online_report_form on online_report (form, day, id);
create unique index online_report_taken on online_report (taken) where taken is not null;

create table online_saying (
  id blob not null primary key,                -- random
  report blob not null,
  voice text not null,                         -- reporter, team
  day text not null,
  place integer not null,                      -- in the talk
  contents blob not null,
  unique (report, place)
) strict, without rowid;

create table online_file (
  id blob not null primary key,                -- random
  report blob not null,
  place integer not null,                      -- of the saying it came with; 0 with the report itself
  kind text not null,
  bytes integer not null,
  contents blob not null
) strict, without rowid;
create index online_file_report on online_file (report, place, id);
