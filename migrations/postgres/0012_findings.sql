-- Findings and their working papers.

create table finding (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  round uuid not null references round (id),
  engagement uuid not null references engagement (id),
  number text not null,
  place text not null,                       -- the number in the order of counting
  standing text not null,
  degree text not null,
  blocked bigint not null,                  -- something keeps it from being signed
  signatures bigint not null,               -- that hold
  to_check bigint not null,                 -- something from paper waits for a second person
  focus text not null,                       -- ' J2.5 L2.4 '
  sources text not null,                     -- ids of the records it cites, each between spaces
  compartment text not null,                 -- the team's; that of clues once it was moved there
  unique (round, number)
);
create index finding_place on finding (engagement, place, id);
create index finding_standing on finding (engagement, standing, place, id);
