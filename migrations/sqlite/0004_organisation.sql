-- The organisation tree, terms, the inspector pool.

create table unit (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  name text not null,
  sort_key blob not null,
  kind text not null,
  parent blob references unit (id) deferrable initially deferred,
  standing text not null,                    -- active, merged, split, abolished
  covered integer not null,                  -- an object of coverage
  last_day text                              -- last inspection, for sorting
) strict;
create unique index unit_name on unit (parent, name) where standing = 'active';
create index unit_list on unit (sort_key, id);
create index unit_kind on unit (kind, sort_key, id);
create index unit_parent on unit (parent, sort_key, id);

create table term (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  number integer not null unique,
  from_day text not null,
  to_day text not null
) strict;

create table inspector (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  code text not null unique,
  name text not null,
  sort_key blob not null,
  home_unit blob references unit (id),
  available integer not null
) strict;
create index inspector_list on inspector (sort_key, id);
