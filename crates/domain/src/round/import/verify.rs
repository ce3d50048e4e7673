//! Holds a round's file against what the program knows.

use super::file::{Cadre, Days, ExtensionFile, MemberFile, Notice, RoundFile, TeamFile, UnitFile};
use super::{EngagementDraft, Known, MemberDraft, RoundDraft, TeamDraft};
use crate::engagement::{DutyHours, EngagementKind, PostHolder, PublicBox, PublicContacts, Window};
use crate::import::Issues;
use crate::inspector::InspectorCode;
use crate::recusal::{Found, Resolution};
use crate::round::NamedCadre;
use crate::team::{Contacts, Role};
use kernel::id::{PersonId, TermId, UnitId};
use kernel::{Message, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The round, as far as it can be recognised; everything else becomes an issue.
pub(super) fn verify(file: &RoundFile, known: &Known<'_>, issues: &mut Issues) -> Option<RoundDraft> {
    let mut check = Verify { file, known, issues, people: BTreeMap::new(), units: BTreeMap::new() };
    let term = check.term();
    let window = check.window("round.window", file.round.window);
    let intake_closes = check.intake_closes(window);
    let teams = file.teams.iter().enumerate().map(|(n, t)| check.team(n, t, window)).collect();
    check.team_numbers();
    check.surroundings(window);
    let cadres = check.other_cadres();
    Some(RoundDraft {
        term: term?,
        number: file.round.no,
        name: file.round.name.trim().to_owned(),
        window: window?,
        approved: file.round.approved,
        deployment: file.round.mobilisation,
        intake_closes,
        cadres,
        teams,
    })
}

struct Verify<'a> {
    file: &'a RoundFile,
    known: &'a Known<'a>,
    issues: &'a mut Issues,
    /// Who is in which team already.
    people: BTreeMap<PersonId, String>,
    /// Which unit some team already has.
    units: BTreeMap<UnitId, String>,
}

impl Verify<'_> {
    fn error(&mut self, path: &str, kind: &'static str, message: Message) {
        self.issues.error(0, Some(path), kind, message);
    }

    fn warning(&mut self, path: &str, kind: &'static str, message: Message) {
        self.issues.warning(0, Some(path), kind, message);
    }

    fn term(&mut self) -> Option<TermId> {
        let (written, number) = (&self.file.term, self.file.round.no);
        if self.file.round.name.trim().is_empty() {
            self.error("round.name", "missing_required", Message::new("round-name-missing"));
        }
        let Some(term) = self.known.terms.iter().find(|t| t.facts.name == written.name) else {
            let message = Message::new("round-term-unknown").with("value", written.name.as_str());
            self.error("term.name", "unknown_term", message);
            return None;
        };
        if (term.facts.from, term.facts.to) != (written.from, written.to) {
            let message = Message::new("round-term-differs").with("from", term.facts.from);
            self.error("term", "inconsistent", message.with("to", term.facts.to));
        }
        if number.0 == 0 || term.facts.round(number).is_some() {
            let message = Message::new("round-number-used").with("number", i64::from(number.0));
            self.error("round.no", "duplicate_round", message);
        }
        let window = self.file.round.window;
        if !term.facts.holds(window.from) || !term.facts.holds(window.to) {
            let message = Message::new("round-outside-term").with("from", term.facts.from);
            self.error("round.window", "inconsistent", message.with("to", term.facts.to));
        }
        Some(term.id)
    }

    fn window(&mut self, path: &str, days: Days) -> Option<Window> {
        match Window::new(days.from, days.to) {
            Ok(window) => Some(window),
            Err(refusal) => {
                self.error(path, "bad_window", refusal.0);
                None
            }
        }
    }

    fn intake_closes(&mut self, window: Option<Window>) -> Option<Timestamp> {
        let written = self.file.round.intake_closes.as_deref()?;
        let format = &time::format_description::well_known::Rfc3339;
        let Ok(at) = time::OffsetDateTime::parse(written, format) else {
            let message = Message::new("round-intake-not-a-time").with("value", written);
            self.error("round.intake_closes", "bad_date", message);
            return None;
        };
        if window.is_some_and(|w| !w.contains(kernel::Day(at.date()))) {
            self.error("round.intake_closes", "inconsistent", Message::new("round-intake-outside-window"));
        }
        i64::try_from(at.unix_timestamp_nanos() / 1_000).ok().map(Timestamp)
    }

    fn team(&mut self, n: usize, team: &TeamFile, window: Option<Window>) -> TeamDraft {
        let path = format!("teams[{n}]");
        if team.leader.is_none() {
            let message = Message::new("round-team-no-leader").with("team", team.name.as_str());
            self.error(&format!("{path}.leader"), "missing_required", message);
        }
        let people = team.people();
        let members =
            people.filter_map(|(r, key, m)| self.member(&format!("{path}.{key}"), team, r, m)).collect();
        let units = team.units.iter().enumerate();
        let engagements = units
            .filter_map(|(u, unit)| self.engagement(&format!("{path}.units[{u}]"), team, unit, window))
            .collect();
        TeamDraft {
            number: team.no,
            name: team.name.trim().to_owned(),
            contacts: Contacts {
                duty_phone: team.duty_phone.clone(),
                mobile: team.mobile.clone(),
                email: team.email.clone(),
                office: team.office.clone(),
                postal_box: team.postal_box.clone(),
            },
            authorisation: team.authorisation.trim().to_owned(),
            members,
            engagements,
        }
    }

    fn member(
        &mut self,
        path: &str,
        team: &TeamFile,
        role: Role,
        member: &MemberFile,
    ) -> Option<MemberDraft> {
        let code = InspectorCode(member.id.trim().to_owned());
        let Some((person, name)) = self.known.pool.get(&code) else {
            let message = Message::new("round-inspector-unknown").with("code", code.0.as_str());
            self.error(path, "unknown_inspector", message.with("name", member.name.as_str()));
            return None;
        };
        if *name != member.name {
            let message = Message::new("round-inspector-other-name").with("code", code.0.as_str());
            let message = message.with("name", member.name.as_str()).with("pool", name.as_str());
            self.error(path, "name_mismatch", message);
        }
        if let Some(other) = self.people.insert(*person, team.name.clone()) {
            let message =
                Message::new("round-inspector-twice").with("name", name.as_str()).with("team", other);
            self.error(path, "duplicate_member", message);
        }
        Some(MemberDraft { role, code, person: *person, name: name.clone() })
    }

    fn engagement(
        &mut self,
        path: &str,
        team: &TeamFile,
        unit: &UnitFile,
        round: Option<Window>,
    ) -> Option<EngagementDraft> {
        let kind = self.kind(path, unit);
        let window = match unit.window {
            Some(days) => self.window(&format!("{path}.window"), days),
            None => round,
        };
        if let (Some(round), Some(own)) = (round, window)
            && !round.covers(own)
        {
            let message = Message::new("round-unit-outside-window").with("unit", unit.unit.as_str());
            self.warning(&format!("{path}.window"), "inconsistent", message);
        }
        let found = self.unit(&format!("{path}.unit"), &unit.unit, unit.parent.as_deref())?;
        if let Some(other) = self.units.insert(found.unit, team.name.clone()) {
            let message =
                Message::new("round-unit-twice").with("unit", found.name.as_str()).with("team", other);
            self.error(path, "duplicate_unit", message);
        }
        let listed = unit.extends_to.iter().enumerate();
        let extensions = listed
            .filter_map(|(n, e)| self.extension(&format!("{path}.extends_to[{n}]"), e, &found))
            .collect();
        Some(EngagementDraft {
            object: self.cadres_of(&found),
            public: self.public(team),
            unit: found.unit,
            unit_name: found.name,
            kind: kind?,
            window: window?,
            topic: unit.topic.clone(),
            follows_up: unit.follows_up.clone(),
            extensions,
        })
    }

    /// The leading cadres that the file names for a unit.
    fn cadres_of(&self, unit: &Found) -> Vec<PostHolder> {
        let own = |written: &str| matches!(self.known.names.resolve(written), Resolution::Found(f) if f.unit == unit.unit);
        let cadres = self.file.cadres.iter().filter(|c| own(&c.unit));
        let holder = |c: &Cadre| PostHolder {
            name: c.name.trim().to_owned(),
            post: c.post.trim().to_owned(),
            level: c.level.trim().to_owned(),
            from: None,
            until: None,
        };
        cadres.map(holder).collect()
    }

    /// The leading cadres that the file names for bodies which no engagement of it is about.
    fn other_cadres(&self) -> Vec<NamedCadre> {
        let inspected = |written: &str| match self.known.names.resolve(written) {
            Resolution::Found(found) => self.units.contains_key(&found.unit),
            _ => false,
        };
        let others = self.file.cadres.iter().filter(|c| !inspected(&c.unit));
        let named = |c: &Cadre| NamedCadre {
            name: c.name.trim().to_owned(),
            unit: c.unit.trim().to_owned(),
            post: c.post.trim().to_owned(),
            level: c.level.trim().to_owned(),
        };
        others.map(named).collect()
    }

    /// What the public is told of a team's engagements: the round's hours and scope, the team's boxes.
    fn public(&self, team: &TeamFile) -> PublicContacts {
        let boxes = self.file.boxes.iter().filter(|b| b.team == team.no);
        let boxes: Vec<PublicBox> =
            boxes.map(|b| PublicBox { number: b.no.clone(), place: b.place.clone() }).collect();
        let notice = self.file.notice.as_ref();
        let text = |part: fn(&Notice) -> &String| notice.map(part).cloned().unwrap_or_default();
        PublicContacts {
            duty: self.file.duty.as_ref().map(|d| DutyHours { days: d.days, hours: d.hours.clone() }),
            openings: if boxes.is_empty() { Vec::new() } else { self.file.box_openings.clone() },
            boxes,
            accepts: text(|n| &n.scope_in),
            refers: text(|n| &n.scope_out),
            code: text(|n| &n.public_code),
            posted: None,
            taken_down: None,
        }
    }

    fn kind(&mut self, path: &str, unit: &UnitFile) -> Option<EngagementKind> {
        let kind = EngagementKind::from_written(&unit.kind);
        if kind.is_none() {
            let allowed: Vec<_> = EngagementKind::ALL.into_iter().map(EngagementKind::written).collect();
            let message = Message::new("round-kind-unknown").with("value", unit.kind.as_str());
            self.error(&format!("{path}.kind"), "unknown_value", message.with("allowed", allowed.join("、")));
        } else if !self.file.round.kinds.is_empty() && !self.file.round.kinds.contains(&unit.kind) {
            let message = Message::new("round-kind-not-listed").with("value", unit.kind.as_str());
            self.warning(&format!("{path}.kind"), "inconsistent", message);
        }
        kind
    }

    fn extension(&mut self, path: &str, extension: &ExtensionFile, principal: &Found) -> Option<UnitId> {
        let found = self.unit(path, &extension.unit, extension.parent.as_deref())?;
        if found.unit == principal.unit || !self.known.tree.is_within(found.unit, principal.unit) {
            let message = Message::new("round-extension-not-below").with("unit", found.name.as_str());
            self.error(path, "not_below", message.with("above", principal.name.as_str()));
        }
        if let Some(other) = self.units.insert(found.unit, principal.name.clone()) {
            let message = Message::new("round-unit-twice").with("unit", found.name).with("team", other);
            self.error(path, "duplicate_unit", message);
        }
        Some(found.unit)
    }

    /// A unit by its name and, where that is not enough, the one above it.
    fn unit(&mut self, path: &str, written: &str, parent: Option<&str>) -> Option<Found> {
        let above = match parent.map(|p| self.known.names.resolve(p)) {
            Some(Resolution::Found(above)) => Some(above),
            Some(_) => {
                let message = Message::new("round-unit-unknown").with("value", parent.unwrap_or_default());
                self.error(path, "unknown_unit", message);
                return None;
            }
            None => None,
        };
        let candidates = match self.known.names.resolve(written) {
            Resolution::Found(found) => vec![found],
            Resolution::Ambiguous(candidates) => candidates,
            Resolution::Unknown => Vec::new(),
        };
        let below = |f: &Found| above.as_ref().is_none_or(|a| self.known.tree.is_within(f.unit, a.unit));
        let mut fitting: Vec<Found> = candidates.into_iter().filter(below).collect();
        if fitting.len() > 1 {
            let message =
                Message::new("round-unit-ambiguous").with("value", written).with("count", fitting.len());
            self.error(path, "ambiguous_unit", message);
            return None;
        }
        let found = fitting.pop();
        if found.is_none() {
            self.error(path, "unknown_unit", Message::new("round-unit-unknown").with("value", written));
        }
        found
    }

    fn team_numbers(&mut self) {
        let mut numbers = BTreeSet::new();
        let mut papers = BTreeSet::new();
        for (n, team) in self.file.teams.iter().enumerate() {
            if !numbers.insert(team.no) {
                let message = Message::new("round-team-number-twice").with("number", i64::from(team.no));
                self.error(&format!("teams[{n}].no"), "duplicate_team", message);
            }
            if !team.authorisation.is_empty() && !papers.insert(team.authorisation.as_str()) {
                let message =
                    Message::new("round-authorisation-twice").with("number", team.authorisation.as_str());
                self.error(&format!("teams[{n}].authorisation"), "duplicate_number", message);
            }
        }
    }

    /// What lies around the teams: duty hours, boxes, focus points, cadres.
    fn surroundings(&mut self, window: Option<Window>) {
        self.duty();
        self.boxes(window);
        self.focus_points();
        self.cadres();
    }

    fn duty(&mut self) {
        let Some(duty) = &self.file.duty else { return };
        let mut last = None;
        for (n, (from, to)) in duty.hours.iter().enumerate() {
            if to < from || last.is_some_and(|last| *from <= last) {
                let message = Message::new("round-duty-hours").with("from", from.to_string());
                self.error(&format!("duty.hours[{n}]"), "bad_hours", message.with("to", to.to_string()));
            }
            last = Some(*to);
        }
    }

    fn boxes(&mut self, window: Option<Window>) {
        let teams: BTreeSet<u16> = self.file.teams.iter().map(|t| t.no).collect();
        let mut numbers = BTreeSet::new();
        for (n, opinion_box) in self.file.boxes.iter().enumerate() {
            if !teams.contains(&opinion_box.team) {
                let message = Message::new("round-box-team-unknown").with("box", opinion_box.no.as_str());
                let message = message.with("team", i64::from(opinion_box.team));
                self.error(&format!("boxes[{n}].team"), "unknown_team", message);
            }
            if !numbers.insert(opinion_box.no.as_str()) {
                let message = Message::new("round-box-twice").with("box", opinion_box.no.as_str());
                self.error(&format!("boxes[{n}].no"), "duplicate_box", message);
            }
        }
        for (n, day) in self.file.box_openings.iter().enumerate() {
            let path = format!("box_openings[{n}]");
            if window.is_some_and(|w| !w.contains(*day)) {
                self.warning(
                    &path,
                    "inconsistent",
                    Message::new("round-box-opening-outside").with("day", *day),
                );
            } else if !self.known.calendar.is_working_day(*day) {
                self.warning(&path, "rest_day", Message::new("round-box-opening-rest-day").with("day", *day));
            }
        }
    }

    fn focus_points(&mut self) {
        let mut codes = BTreeSet::new();
        for (n, point) in self.file.focus_points.iter().enumerate() {
            // a parent stands before its children, so a circle cannot be written
            if let Some(parent) = &point.parent
                && !codes.contains(parent)
            {
                let message = Message::new("round-focus-parent-unknown").with("value", parent.as_str());
                self.error(&format!("focus_points[{n}].parent"), "unknown_focus_point", message);
            }
            if !codes.insert(&point.code) {
                let message = Message::new("round-focus-twice").with("value", point.code.as_str());
                self.error(&format!("focus_points[{n}].code"), "duplicate_focus_point", message);
            }
        }
    }

    /// A cadre's level must be known; the unit is kept as written, since bodies like a county government may be
    /// no unit of the tree.
    fn cadres(&mut self) {
        let levels: BTreeSet<&String> =
            self.file.cadre_levels_high_to_low.iter().flat_map(super::file::LevelRank::levels).collect();
        for (n, cadre) in self.file.cadres.iter().enumerate() {
            if !levels.is_empty() && !levels.contains(&cadre.level) {
                let message = Message::new("round-cadre-level-unknown").with("value", cadre.level.as_str());
                self.error(
                    &format!("cadres[{n}].level"),
                    "unknown_value",
                    message.with("name", cadre.name.as_str()),
                );
            }
        }
    }
}
