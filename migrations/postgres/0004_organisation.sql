-- The organisation tree, terms, the inspector pool.

create table unit (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  name text not null,
  sort_key bytea not null,
  kind text not null,                        -- '' for the root, the committee itself
  parent uuid references unit (id) deferrable initially deferred,
  standing text not null,                    -- active, merged, split, abolished
  covered boolean not null,                  -- an object of coverage
  list_order bigint not null,               -- place in the office's own lists
  names text not null                        -- every name in small letters, to look for a part of one
);
create unique index unit_name on unit (parent, name) where standing = 'active';
create index unit_list on unit (standing, sort_key, id);
create index unit_kind on unit (standing, kind, sort_key, id);
create unique index unit_root on unit (kind) where parent is null;
create index unit_parent on unit (parent, sort_key, id);
create index unit_children on unit (parent, standing, list_order, sort_key, id);

create table term (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  number bigint not null unique,
  from_day text not null,
  to_day text not null
);

create table inspector (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  code text not null unique,
  name text not null,
  sort_key bytea not null,
  home_unit uuid references unit (id),
  available boolean not null,
  skills text not null,                      -- between bars, so that a whole word can be looked for
  account uuid unique references account (id)
);
create index inspector_list on inspector (sort_key, id);
create index inspector_home on inspector (home_unit);
