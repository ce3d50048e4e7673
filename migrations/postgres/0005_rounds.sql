-- Rounds, teams, engagements, authorisations.

create table round (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  term uuid not null references term (id),
  number bigint not null,
  standing text not null,
  from_day text not null,
  to_day text not null
);

create unique index round_number on round (term, number) where standing <> 'withdrawn';

create table team (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  round uuid not null references round (id),
  number bigint not null,
  unique (round, number)
);

create table member (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  team uuid not null references team (id),
  inspector uuid not null references inspector (id),
  standing text not null
);
create index member_team on member (team, id);
create index member_inspector on member (inspector);

create table declaration (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  inspector uuid not null references inspector (id),
  round uuid references round (id)
);
create index declaration_inspector on declaration (inspector, id);

-- The office's check of a member; its id is the member's.
create table recusal_check (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null
);

create table engagement (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  round uuid not null references round (id),
  team uuid not null references team (id),
  unit uuid not null references unit (id),
  kind text not null,
  stage text not null,
  from_day text not null,
  to_day text not null,
  compartment text not null,                 -- the team's: '<id>:work'
  standing text not null                     -- active, withdrawn
);
create unique index engagement_once on engagement (round, unit) where standing = 'active';
create index engagement_compartment on engagement (compartment);
create index engagement_unit on engagement (unit);
create index engagement_team on engagement (team);

create table authorisation (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  round uuid not null references round (id),
  team uuid not null references team (id),
  number text,                               -- the paper's, once it has one
  standing text not null                     -- drafted, given, refused, withdrawn, lifted
);
create unique index authorisation_number on authorisation (number)
  where number is not null and standing in ('drafted', 'given', 'lifted');
create index authorisation_team on authorisation (team, id);
create index authorisation_round on authorisation (round, id);
