-- The organisation tree, terms, the inspector pool.

create table unit (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  name text not null,
  sort_key bytea not null,
  kind text not null,
  parent uuid references unit (id) deferrable initially deferred,
  standing text not null,                    -- active, merged, split, abolished
  covered boolean not null,                  -- an object of coverage
  last_day text                              -- last inspection, for sorting
);
create unique index unit_name on unit (parent, name) where standing = 'active';
create index unit_list on unit (sort_key, id);
create index unit_kind on unit (kind, sort_key, id);
create index unit_parent on unit (parent, sort_key, id);

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
  available boolean not null
);
create index inspector_list on inspector (sort_key, id);
