//! The authorisation as a paper to be signed or read out: a text document made from the round's own facts.

use crate::recusal::Ground;
use crate::{App, Ctx, Error, View};
use documents::authorisation::{Letter, write};
use domain::authorisation::TeamAuthorisation;
use domain::engagement::Kept;
use domain::permission::{Action, Scope};
use domain::team::Role;
use i18n::{Catalogue, Words};
use kernel::{Lang, Message, TeamId};
use store::member::Named;
use store::{Stored, engagement as engagements, member as members, round as rounds, team as teams};

/// A finished paper.
#[derive(Clone, Debug)]
pub struct AuthorisationPaper {
    /// The file's name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl App {
    /// The paper of a team's newest authorisation.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] when the team has none.
    pub async fn authorisation_paper(&self, ctx: &Ctx, team: TeamId) -> Result<AuthorisationPaper, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::RoundView, Scope::Global).await?;
        let team = teams::get(&mut conn, team).await?.ok_or(Error::NotFound)?;
        let round = rounds::view(&mut conn, &viewer, team.round).await?.ok_or(Error::NotFound)?;
        let papers = store::authorisation::of_team(&mut conn, team.id).await?;
        let paper = papers.first().ok_or(Error::NotFound)?;
        let instance = store::account::instance(&mut conn).await?.ok_or(Error::NotFound)?;
        let words = self.words(&mut conn, self.today(), Lang::ZhCn).await?;
        let ground = self.ground(&mut conn).await?;
        let own = engagements::of_team(&mut conn, team.id).await?;
        let people = members::list(&mut conn, &viewer, team.round).await?;
        let said = Said(&words);
        let facts = Facts { committee: &instance.committee, round: &round.name, team: &team.name, paper };
        let letter = facts.letter(&said, rows(&ground, &own), members_line(&said, team.id, people));
        let bytes = write(&letter).map_err(|e| Error::Internal(e.to_string()))?;
        let number =
            paper.number.clone().unwrap_or_else(|| said.say(&Message::new("authorisation-paper-draft")));
        Ok(AuthorisationPaper { name: format!("{}-{number}.docx", team.name), bytes })
    }
}

/// What the paper is about.
struct Facts<'a> {
    committee: &'a str,
    round: &'a str,
    team: &'a str,
    paper: &'a TeamAuthorisation,
}

/// A paper of the committee is in the committee's language and words, whatever the reader's.
struct Said<'a>(&'a Words);

impl Said<'_> {
    fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(Lang::ZhCn, message, self.0)
    }
}

impl Facts<'_> {
    fn letter(&self, said: &Said<'_>, rows: Vec<Vec<String>>, members: String) -> Letter {
        let say = |message: &Message| said.say(message);
        let text = |id: &'static str| say(&Message::new(id));
        let (from, to) = (self.paper.period.from, self.paper.period.to);
        let opening = Message::new("authorisation-paper-opening")
            .with("round", self.round)
            .with("from", from)
            .with("to", to);
        Letter {
            head: self.committee.to_owned(),
            number: self.paper.number.clone().unwrap_or_else(|| text("authorisation-paper-no-number")),
            title: text("authorisation-paper-title"),
            addressee: say(&Message::new("authorisation-paper-addressee").with("team", self.team)),
            paragraphs: vec![say(&opening)],
            headings: vec![
                text("authorisation-paper-unit"),
                text("authorisation-paper-kind"),
                text("authorisation-paper-window"),
                text("authorisation-paper-extensions"),
            ],
            rows,
            closing: vec![
                say(&Message::new("authorisation-paper-members").with("members", members)),
                text("authorisation-paper-duty"),
            ],
            signer: self.committee.to_owned(),
            date: text("authorisation-paper-date"),
        }
    }
}

/// One row a unit.
fn rows(ground: &Ground, own: &[Stored<Kept>]) -> Vec<Vec<String>> {
    let row = |e: &Stored<Kept>| {
        let brought: Vec<&str> = e.extensions.iter().map(|x| ground.name(x.unit)).collect();
        vec![
            ground.name(e.unit).to_owned(),
            e.kind.written().to_owned(),
            format!("{}—{}", e.on_site.from, e.on_site.to),
            if brought.is_empty() { "—".to_owned() } else { brought.join("、") },
        ]
    };
    own.iter().map(row).collect()
}

/// 组长某某，副组长某某，组员某某、某某.
fn members_line(said: &Said<'_>, team: TeamId, people: Vec<Named>) -> String {
    let own = |m: &Named| m.member.team == team && m.member.is_in_team();
    let of = |role: Role| {
        let names: Vec<&str> =
            people.iter().filter(|m| own(m) && m.member.role == role).map(|m| m.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}{}", said.say(&role.label()), names.join("、")))
    };
    Role::ALL.into_iter().filter_map(of).collect::<Vec<_>>().join("，")
}
