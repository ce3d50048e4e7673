//! Papers of a hand-over: the letter, which names nobody, and the list of what is in the package, which does and is
//! therefore opened for a reason; the sheet that both people and the receiver sign.

use super::body::{self, must_have_reason, refuse_names};
use crate::{App, Ctx, Error, View};
use documents::authorisation::{Letter, write};
use domain::clue::{Clue, Disposition, Managed, Transfer};
use domain::permission::compartment::FILED_CLUES;
use domain::permission::{Action, Scope};
use i18n::{Catalogue, Words};
use kernel::id::{ClueId, TransferId};
use kernel::{Lang, Message};
use store::clue as clues;

/// A finished paper.
#[derive(Clone)]
pub struct CluePaper {
    /// The file's name; holds a number and nothing else.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A paper of the committee is in the committee's language and words, whatever the reader's.
pub(super) struct Said<'a>(pub(super) &'a Words);

impl Said<'_> {
    pub(super) fn say(&self, message: &Message) -> String {
        Catalogue::shared().say_with(Lang::ZhCn, message, self.0)
    }

    pub(super) fn text(&self, id: &'static str) -> String {
        self.say(&Message::new(id))
    }
}

pub(super) fn packed(name: String, letter: &Letter) -> Result<CluePaper, Error> {
    let bytes = write(letter).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(CluePaper { name, bytes })
}

impl App {
    /// The letter of one route of a clue. It names the number, the nature and the receiver, nobody else.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever is no keeper of clues, or before a route is chosen.
    pub async fn clue_letter(&self, ctx: &Ctx, id: ClueId, key: Option<u16>) -> Result<CluePaper, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        clues::sight(&mut conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
        let disposition = clue.disposition(key).ok_or(Error::NotFound)?;
        let instance = store::account::instance(&mut conn).await?.ok_or(Error::NotFound)?;
        let words = self.words(&mut conn, self.today(), Lang::ZhCn).await?;
        let rules = self.ruleset::<domain::clue::RoutingRules>(&mut conn, self.today()).await?.rules;
        let nature = rules.natures.iter().find(|(code, ..)| *code == clue.nature);
        let nature = nature.map(|(_, name, _)| name.zh.clone()).unwrap_or_default();
        let said = Said(&words);
        let number = disposition.hand_over.as_ref().map(|h| h.letter.clone());
        let opening =
            Message::new("clue-letter-opening").with("number", clue.number.as_str()).with("nature", nature);
        let letter = Letter {
            head: instance.office.clone(),
            number: number.unwrap_or_else(|| said.text("clue-letter-no-number")),
            title: said.text("clue-letter-title"),
            addressee: said
                .say(&Message::new("clue-letter-addressee").with("name", disposition.route.name.as_str())),
            paragraphs: vec![said.say(&opening)],
            headings: vec![
                said.text("clue-letter-number"),
                said.text("clue-letter-persons"),
                said.text("clue-letter-seal"),
            ],
            rows: vec![row(&clue, key, disposition)],
            closing: vec![said.text("clue-letter-duty")],
            signer: instance.office.clone(),
            date: said.text("clue-letter-date"),
        };
        packed(format!("{}-{}.docx", said.text("clue-letter-title"), clue.number), &letter)
    }

    /// The list of what goes into the package: the subject by name, and what the clue says. Opened like the clue.
    ///
    /// # Errors
    /// As [`App::clue_letter`]; [`Error::Invalid`] without a reason.
    pub async fn clue_package_list(
        &self,
        ctx: &Ctx,
        id: ClueId,
        key: Option<u16>,
        reason: &str,
    ) -> Result<CluePaper, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        clues::sight(&mut conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
        must_have_reason(reason)?;
        let kept = body::opened(self, &mut conn, &clue).await?;
        let opened = kept.ok_or_else(|| domain::Refusal::new("clue-kept-elsewhere"))?;
        refuse_names(&opened, &[("reason", reason)])?;
        let instance = store::account::instance(&mut conn).await?.ok_or(Error::NotFound)?;
        let words = self.words(&mut conn, self.today(), Lang::ZhCn).await?;
        let taxonomy = self.ruleset::<domain::organisation::Taxonomy>(&mut conn, self.today()).await?.rules;
        drop(conn);
        self.trace_sealed(ctx, "sealed-opened", ("clue", id.into()), Some(reason)).await?;
        let said = Said(&words);
        let own =
            clue.subjects.iter().zip(&opened.subjects).filter(|(s, _)| key.is_none_or(|key| s.key == key));
        let rows = own.map(|(subject, named)| {
            let (name, post) = named.expose();
            let level = match &subject.managed {
                Managed::By { level } => taxonomy.level(level).map(|l| l.word.zh.clone()).unwrap_or_default(),
                Managed::Nobody => said.text("clue-level-nobody"),
                Managed::Unknown => said.text("clue-level-asked"),
            };
            vec![name.to_owned(), post.to_owned(), level]
        });
        let letter = Letter {
            head: instance.office.clone(),
            number: clue.number.clone(),
            title: said.text("clue-list-title"),
            headings: vec![
                said.text("clue-subject-name"),
                said.text("clue-subject-post"),
                said.text("clue-subject-level"),
            ],
            rows: rows.collect(),
            closing: opened.summary().lines().map(str::to_owned).collect(),
            signer: instance.office.clone(),
            date: said.text("clue-letter-date"),
            ..Letter::default()
        };
        packed(format!("{}-{}.docx", said.text("clue-list-title"), clue.number), &letter)
    }

    /// The sheet that goes with a package: number, letter, seal, digest, and places for three signatures.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn clue_hand_over_sheet(&self, ctx: &Ctx, id: TransferId) -> Result<CluePaper, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueFile, Scope::Global).await?;
        clues::sight(&mut conn, &viewer, FILED_CLUES).await?.ok_or(Error::NotFound)?;
        let transfer = clues::transfer(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let instance = store::account::instance(&mut conn).await?.ok_or(Error::NotFound)?;
        let words = self.words(&mut conn, self.today(), Lang::ZhCn).await?;
        let said = Said(&words);
        let line = |id: &'static str, value: String| vec![said.text(id), value];
        let mut all = clues::transfers_by_id(&mut conn, &transfer.together).await?;
        all.push(transfer.clone());
        all.sort_by(|a, b| a.number.cmp(&b.number).then(a.key.cmp(&b.key)));
        let digest = |transfer: &Transfer| {
            let digest = transfer.package.as_ref().map(|sealed| sealed.digest.clone());
            digest.unwrap_or_else(|| said.text("clue-sheet-elsewhere"))
        };
        // One line a number, each with the digest of its own package.
        let contents = all.iter().flat_map(|one| {
            [line("clue-letter-number", one.number.clone()), line("clue-sheet-digest", digest(one))]
        });
        let letter = Letter {
            head: instance.office.clone(),
            number: transfer.letter.clone(),
            title: said.text("clue-sheet-title"),
            headings: vec![said.text("clue-sheet-entry"), said.text("clue-sheet-value")],
            rows: contents
                .chain([
                    line("clue-letter-seal", transfer.seal.clone()),
                    line("clue-sheet-receiver", transfer.name.clone()),
                    line("clue-sheet-on", transfer.on.to_string()),
                    line("clue-sheet-by", transfer.by.1.clone()),
                    line("clue-sheet-with", transfer.with.1.clone()),
                    line("clue-sheet-signed", String::new()),
                    line("clue-sheet-seal-whole", String::new()),
                ])
                .collect(),
            signer: instance.office.clone(),
            date: said.text("clue-letter-date"),
            ..Letter::default()
        };
        packed(format!("{}-{}.docx", said.text("clue-sheet-title"), transfer.number), &letter)
    }
}

fn row(clue: &Clue, key: Option<u16>, disposition: &Disposition) -> Vec<String> {
    let persons = if key.is_some() { 1 } else { clue.subjects.len() };
    let seal = disposition.hand_over.as_ref().map(|h| h.seal.clone()).unwrap_or_default();
    vec![clue.number.clone(), persons.to_string(), seal]
}
