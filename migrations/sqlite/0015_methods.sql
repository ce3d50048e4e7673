-- One use of a method of understanding: a talk, a visit, a symposium.

create table method_record (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  engagement blob not null references engagement (id),
  number text not null,
  method text not null,                      -- 'C2'
  standing text not null,
  moment text not null,                      -- day and hour in their order: '2025-10-20 09:00'
  focus text not null,                       -- ' J2.5 L2.4 '
  compartment text not null,                 -- the team's
  unique (engagement, number)
) strict;
create index method_record_moment on method_record (engagement, moment, id);
create index method_record_method on method_record (engagement, method, standing, moment, id);
create index method_record_standing on method_record (engagement, standing, moment, id);
