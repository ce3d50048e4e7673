-- Feedback, posts, the ledger of rectification, reminders, papers handed in.

-- A list while it is corrected; its id is that of the feedback it becomes.
create table feedback_draft (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  unit uuid not null references unit (id),
  compartment text not null,                 -- the team's: '<engagement>:work'
  standing text not null                     -- open, taken, withdrawn
);
create index feedback_draft_engagement on feedback_draft (engagement);

create table feedback (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  unit uuid not null references unit (id),
  compartment text not null,
  portal text not null,                      -- the unit's, once it is handed over; empty before
  standing text not null
);
create index feedback_engagement on feedback (engagement);
create index feedback_portal on feedback (portal);

-- Which findings stand behind a problem: the team's alone.
create table feedback_tie (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  feedback uuid not null,
  problem bigint not null,                  -- its key on the list
  compartment text not null,
  unique (feedback, problem)
);
create index feedback_tie_compartment on feedback_tie (compartment);

create table post (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  unit uuid not null references unit (id),
  portal text not null
);
create index post_unit on post (unit, id);

create table item (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  round uuid not null references round (id),
  unit uuid not null references unit (id),
  number bigint not null,
  code text not null,
  serial bigint not null,                   -- the number at the end of a code that the program gave; 0 for others
  compartment text not null,
  portal text not null,
  supervised text not null,
  standing text not null,                    -- code of its state
  ended boolean not null,
  kind text not null,
  origin text not null,
  leader uuid,                               -- the responsible leader's post
  department text not null,
  turn text not null,                        -- whose signature it waits for
  due text not null,                         -- 9999-12-31 for none
  rebounds bigint not null,
  paper_only boolean not null,
  objection boolean not null,                -- one waits for its answer
  upheld boolean not null,                   -- one was upheld, and the item still stands
  title text not null,
  unique (engagement, number)
);
create unique index item_code on item (round, code);
create index item_due on item (due, id);
create index item_portal on item (portal, engagement, number);
create index item_supervised on item (supervised, engagement, number);
create index item_compartment on item (compartment);
create index item_turn on item (turn, engagement, number);
create index item_standing on item (standing, engagement, number);
create index item_objection on item (due, id) where objection = true;
create index item_upheld on item (due, id) where upheld = true;
create index item_open on item (engagement, number) where ended = false;

create table measure (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  engagement uuid not null references engagement (id),
  unit uuid not null references unit (id),
  code text not null,
  compartment text not null,
  portal text not null,
  supervised text not null,
  asked boolean not null                     -- a later day waits for its approval
);
create index measure_engagement on measure (engagement, id);

create table reminder (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  item uuid not null references item (id),
  unit uuid not null references unit (id),
  portal text not null,                      -- the unit's, once it is sent; empty before
  standing text not null                     -- proposed, sent, refused
);
create index reminder_item on reminder (item, id);

create table submission (
  id uuid not null primary key, version bigint not null, format bigint not null, act uuid not null, state text not null,
  feedback uuid not null references feedback (id),
  unit uuid not null references unit (id),
  portal text not null,
  matter text not null
);
create index submission_feedback on submission (feedback, id);
