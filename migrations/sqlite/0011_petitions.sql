-- The register of petitions: letters, calls, visits, box items, e-mails, online reports; incidents; the nightly balance.

create table petition (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  round blob not null references round (id),
  engagement blob not null references engagement (id),
  compartment text not null,                 -- the team's: '<engagement>:work'
  number text not null,
  channel text not null,
  received_at integer not null,
  received_day text not null,
  standing text not null,
  disposition text not null,                 -- column of the balance: handled, referred, merged, open, claim, withdrawn, retracted
  naming text not null,
  unit blob references unit (id),            -- the unit it is about, when recognised
  marks text not null,                       -- codes between commas, one before the first and one behind the last
  claim_of blob references petition (id),
  merged_into blob references petition (id),
  unique (round, number)
) strict;
create index petition_received on petition (engagement, received_at, id);
create index petition_all_received on petition (received_at, id);
create index petition_standing on petition (engagement, standing, disposition);
create index petition_claims on petition (claim_of) where claim_of is not null;
create index petition_merged on petition (merged_into) where merged_into is not null;

-- Referrals as their receivers see them: the extract, and nothing else of the petition.
create table petition_referral (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  petition blob not null unique references petition (id),
  number text not null unique,
  compartment text not null,                 -- the receiver's
  standing text not null,                    -- handed_over, received, outcome
  on_day text not null
) strict;
create index petition_referral_compartment on petition_referral (compartment, standing, id);

-- Pairs that someone looked at and found to be two matters.
create table petition_looked (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  engagement blob not null references engagement (id),
  compartment text not null,
  one blob not null references petition (id),
  other blob not null references petition (id),
  standing text not null                     -- stands, taken_back
) strict;
create unique index petition_looked_once on petition_looked (one, other) where standing = 'stands';

create table incident (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  engagement blob not null references engagement (id),
  compartment text not null,
  petition blob not null references petition (id),
  portal text,                               -- the unit's compartment, once it was told
  raised_at integer not null,
  standing text not null                     -- open, ended
) strict;
create index incident_petition on incident (petition);
create index incident_raised on incident (raised_at, id);

create table petition_balance (
  id blob not null primary key, version integer not null, format integer not null, act blob not null, state text not null,
  engagement blob not null references engagement (id),
  compartment text not null,
  day text not null,
  difference integer not null
) strict;
create index petition_balance_day on petition_balance (engagement, day, id);

-- Likely duplicates by matter: worked out anew by a job, no records.
create table petition_pair (
  one blob not null,
  other blob not null,
  engagement blob not null,
  compartment text not null,
  score integer not null,                    -- in thousandths
  why text not null,                         -- what they have in common, JSON
  primary key (one, other)
) strict, without rowid;
create index petition_pair_best on petition_pair (engagement, score);
create index petition_pair_other on petition_pair (other);
