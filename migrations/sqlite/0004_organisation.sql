-- The organisation tree, terms, the inspector pool.

create table unit (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  name text not null,
  sort_key blob not null,
  kind text not null,                        -- '' for the root, the committee itself
  parent blob references unit (id) deferrable initially deferred,
  standing text not null,                    -- active, merged, split, abolished
  covered integer not null,                  -- an object of coverage
  list_order integer not null,               -- place in the office's own lists
  names text not null                        -- every name in small letters, to look for a part of one
) strict;
create unique index unit_name on unit (parent, name) where standing = 'active';
create index unit_list on unit (standing, sort_key, id);
create index unit_kind on unit (standing, kind, sort_key, id);
create unique index unit_root on unit (kind) where parent is null;
create index unit_parent on unit (parent, sort_key, id);
create index unit_children on unit (parent, standing, list_order, sort_key, id);

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
  available integer not null,
  skills text not null,                      -- between bars, so that a whole word can be looked for
  account blob unique references account (id)
) strict;
create index inspector_list on inspector (sort_key, id);
create index inspector_home on inspector (home_unit);
