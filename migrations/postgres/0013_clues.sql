-- Clues (D4, D8, H6): numbers, compartments and where they stand. What they say and about whom is sealed.

create table clue (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  number text not null,
  compartment text not null,                 -- the team's: '<engagement>:clues'
  office text,                               -- the office's, once passed to it
  put text,                                  -- the leading group's, once a route is put to it
  standing text not null,
  collected boolean not null,                   -- some subject waits for the end of the round
  unique (engagement, number)
);
create index clue_compartment on clue (compartment, id);
create index clue_office on clue (office, standing, id);
create index clue_put on clue (put, id);
create index clue_collected on clue (office, id) where collected = true;

-- One sealed hand-over as its receiver sees it.
create table clue_transfer (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  clue uuid not null references clue (id),
  compartment text,                          -- the receiver's, where it is a unit here
  receiver text not null,                    -- its name
  standing text not null,                    -- handed_over, received, outcome
  on_day text not null
);
create index clue_transfer_clue on clue_transfer (clue, id);
create index clue_transfer_compartment on clue_transfer (compartment, id);
create index clue_transfer_standing on clue_transfer (standing, id);

-- The balance of a night.
create table clue_balance (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  day text not null unique
);

-- Matters transferred: about no person, hence not sealed.
create table matter (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  number text not null unique,
  compartment text not null,                 -- the team's: '<engagement>:work'
  office text,                               -- the office's, once passed to it
  receiver text,                             -- the receiver's, once sent
  standing text not null,
  sent_day text                              -- the day its letter went out
);
create index matter_compartment on matter (compartment, id);
create index matter_office on matter (office, id);
create index matter_receiver on matter (receiver, id);
