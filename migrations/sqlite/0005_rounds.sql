-- Rounds, teams, engagements, authorisations.

create table round (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  term blob not null references term (id),
  number integer not null,
  standing text not null,
  from_day text not null,
  to_day text not null
) strict;

create unique index round_number on round (term, number) where standing <> 'withdrawn';

create table team (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  round blob not null references round (id),
  number integer not null,
  unique (round, number)
) strict;

create table member (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  team blob not null references team (id),
  inspector blob not null references inspector (id),
  standing text not null
) strict;
create index member_team on member (team, id);
create index member_inspector on member (inspector);

create table declaration (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  inspector blob not null references inspector (id),
  round blob references round (id)
) strict;
create index declaration_inspector on declaration (inspector, id);

-- The office's check of a member; its id is the member's.
create table recusal_check (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null
) strict;

create table engagement (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  round blob not null references round (id),
  team blob not null references team (id),
  unit blob not null references unit (id),
  kind text not null,
  stage text not null,
  from_day text not null,
  to_day text not null,
  compartment text not null,                 -- the team's: '<id>:work'
  standing text not null                     -- active, withdrawn
) strict;
create unique index engagement_once on engagement (round, unit) where standing = 'active';
create index engagement_compartment on engagement (compartment);
create index engagement_unit on engagement (unit);
create index engagement_team on engagement (team);

create table authorisation (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  round blob not null references round (id),
  team blob not null references team (id),
  number text,                               -- the paper's, once it has one
  standing text not null                     -- drafted, given, refused, withdrawn, lifted
) strict;
create unique index authorisation_number on authorisation (number)
  where number is not null and standing in ('drafted', 'given', 'lifted');
create index authorisation_team on authorisation (team, id);
create index authorisation_round on authorisation (round, id);
