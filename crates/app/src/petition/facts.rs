//! What taking petitions in must know: the rules, the round's engagements and their hours, and who is who.

use crate::recusal::Ground;
use crate::{App, Error};
use db::Conn;
use domain::Refusal;
use domain::engagement::{DutyDays, Kept};
use domain::organisation::naming::Recognition;
use domain::organisation::{LevelSide, Taxonomy};
use domain::petition::import::{KnownUnit, without_bodies};
use domain::petition::{
    Content, Hours, Mark, PetitionRules, Reception, ScopeFacts, ScopeProposal, UnitStanding, crowd_risk,
    higher_level,
};
use domain::round::Round;
use kernel::calendar::WorkCalendar;
use kernel::{EngagementId, Message, Offset, RoundId, Timestamp, UnitId};
use std::sync::Arc;
use store::{Stored, engagement as engagements, round as rounds};

/// The circumstances of one round.
pub(super) struct Facts {
    pub(super) rules: PetitionRules,
    pub(super) ground: Arc<Ground>,
    pub(super) round: Stored<Round>,
    pub(super) engagements: Vec<Stored<Kept>>,
    calendar: WorkCalendar,
    pub(super) offset: Offset,
    /// Names of cadres managed at a higher level.
    pub(super) higher: Vec<String>,
    /// Names of the inspected units' cadres.
    pub(super) cadres: Vec<String>,
}

impl Facts {
    pub(super) async fn load(app: &App, conn: &mut Conn, round: RoundId) -> Result<Self, Error> {
        let today = app.today();
        let rules = app.ruleset::<PetitionRules>(conn, today).await?.rules;
        let taxonomy = app.ruleset::<Taxonomy>(conn, today).await?.rules;
        let calendar = app.ruleset::<WorkCalendar>(conn, today).await?.rules;
        let round = rounds::get(conn, round).await?.ok_or(Error::NotFound)?;
        let engagements = engagements::of_round(conn, round.id).await?;
        let ground = app.ground(conn).await?;
        let mut facts = Self {
            rules,
            ground,
            round,
            engagements,
            calendar,
            offset: app.offset(),
            higher: Vec::new(),
            cadres: Vec::new(),
        };
        facts.name_cadres(&taxonomy);
        Ok(facts)
    }

    /// The leading bodies inspected, and the cadres that the round's file names besides. Whoever is managed higher up
    /// is marked; whoever else belongs to an inspected unit brings a petition into scope.
    fn name_cadres(&mut self, taxonomy: &Taxonomy) {
        let is_higher =
            |level: &str| taxonomy.level_written(level).is_some_and(|level| level.side == LevelSide::Higher);
        let own = self.engagements.iter().flat_map(|e| &e.object);
        let own: Vec<(String, bool)> =
            own.map(|holder| (holder.name.clone(), is_higher(&holder.level))).collect();
        let others: Vec<(String, bool, bool)> = self
            .round
            .cadres
            .iter()
            .map(|c| {
                let inspected = matches!(self.known_unit(&c.unit), KnownUnit::Inspected(_));
                (c.name.clone(), is_higher(&c.level), inspected)
            })
            .collect();
        let named = |name: &String| name.chars().count() > 1;
        for (name, higher) in own.into_iter().filter(|(name, _)| named(name)) {
            if higher { self.higher.push(name) } else { self.cadres.push(name) }
        }
        for (name, higher, inspected) in others.into_iter().filter(|(name, ..)| named(name)) {
            if higher {
                self.higher.push(name);
            } else if inspected {
                self.cadres.push(name);
            }
        }
    }

    /// The engagement that a unit belongs to: its own, else the nearest one above it.
    pub(super) fn engagement_of(&self, unit: UnitId) -> Option<EngagementId> {
        let holds = |e: &&Stored<Kept>| {
            self.ground.tree.is_within(unit, e.unit) || e.extensions.iter().any(|x| x.unit == unit)
        };
        let depth = |e: &Stored<Kept>| self.ground.tree.depth(e.unit);
        let nearest = self.engagements.iter().filter(holds).max_by_key(|e| depth(e));
        nearest.map(|e| e.engagement.id)
    }

    pub(super) fn known_unit(&self, written: &str) -> KnownUnit {
        match self.ground.names.recognise(written) {
            Recognition::Found(unit, _) if self.engagement_of(unit).is_some() => KnownUnit::Inspected(unit),
            Recognition::Found(unit, _) => KnownUnit::Other(unit),
            Recognition::Ambiguous(_) => KnownUnit::Ambiguous,
            Recognition::Unknown => KnownUnit::Unknown,
        }
    }

    /// The unit that a person wrote, with or without the bodies behind its name.
    pub(super) fn unit_written(&self, written: &str) -> (Option<UnitId>, UnitStanding) {
        let written = written.trim();
        if written.is_empty() {
            return (None, UnitStanding::NotNamed);
        }
        let found = match self.known_unit(written) {
            KnownUnit::Unknown => self.known_unit(without_bodies(written)),
            known => known,
        };
        match found {
            KnownUnit::Inspected(unit) => (Some(unit), UnitStanding::Inspected),
            KnownUnit::Other(unit) => (Some(unit), UnitStanding::Other),
            KnownUnit::Ambiguous | KnownUnit::Unknown => (None, UnitStanding::Other),
        }
    }

    /// What an engagement's notice announces; the first engagement's for what belongs to none.
    pub(super) fn reception(&self, engagement: Option<EngagementId>) -> Reception<'_> {
        let own = engagement.and_then(|id| self.engagements.iter().find(|e| e.engagement.id == id));
        let duty = own.or(self.engagements.first()).and_then(|e| e.public.duty.as_ref());
        let hours = duty.iter().flat_map(|d| &d.hours);
        Reception {
            hours: hours.map(|(from, to)| Hours::between(from.minutes(), to.minutes())).collect(),
            every_day: duty.is_some_and(|d| d.days == DutyDays::EveryDay),
            closes: self.round.intake_closes,
            calendar: &self.calendar,
            offset: self.offset,
        }
    }

    /// What is noted at registration.
    pub(super) fn marks(&self, content: &Content, engagement: EngagementId) -> Vec<Mark> {
        let channel = self.rules.channel(&content.channel);
        let reception = self.reception(Some(engagement));
        let mut marks = channel.map(|rule| reception.marks(content, rule)).unwrap_or_default();
        if crowd_risk(&content.text, &self.rules).is_some() {
            marks.push(Mark::CrowdRisk);
        }
        let subjects: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
        let all = format!("{} {}", content.text, subjects.join("、"));
        if higher_level(&all, &self.higher, &self.rules).is_some() {
            marks.push(Mark::HigherLevel);
        }
        marks
    }

    /// What the scope test proposes.
    pub(super) fn proposal(&self, content: &Content, unit: UnitStanding) -> ScopeProposal {
        let subjects: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
        let subject = subjects.join("、");
        let subject_is_cadre = self.cadres.iter().any(|name| subject.contains(name.as_str()));
        self.rules.propose(&ScopeFacts { unit, subject: &subject, subject_is_cadre, text: &content.text })
    }

    /// An engagement of the round that takes petitions.
    pub(super) fn open_engagement(&self, id: EngagementId) -> Result<&Stored<Kept>, Error> {
        let found = self.engagements.iter().find(|e| e.engagement.id == id).ok_or(Error::NotFound)?;
        if found.stage == domain::engagement::Stage::Closed {
            return Err(Refusal::new("petition-engagement-closed").into());
        }
        Ok(found)
    }

    /// Whether an instant lies ahead.
    pub(super) fn must_have_come(received: Timestamp, now: Timestamp) -> Result<(), Error> {
        if received > now {
            return Err(Error::field("received", Message::new("petition-received-ahead")));
        }
        Ok(())
    }
}
