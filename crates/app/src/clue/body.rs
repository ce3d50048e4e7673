//! What a clue says: sealing it, opening it for a reason, and keeping its names out of everything else.

use super::find;
use crate::{App, Ctx, Error, Prep, View};
use db::Conn;
use domain::Refusal;
use domain::account::SealedRef;
use domain::clue::{Clue, ClueBody, Kept, Managed, Stub, SubjectBody};
use domain::organisation::{CadreLevel, Taxonomy};
use domain::permission::{Action, Scope};
use kernel::id::ClueId;
use kernel::{EngagementId, FieldError, Message, RecordId, Timestamp};
use serde::Deserialize;
use store::changes::NewSealed;
use store::clue as clues;

/// How long it stays open on a page, in seconds.
pub(super) const OPEN_SECONDS: i64 = 600;
/// The longest summary, in characters.
const LONGEST: usize = 20_000;
/// The longest name or post.
const LONGEST_NAME: usize = 100;
/// The most subjects of one clue.
const MOST_SUBJECTS: usize = 20;
/// What the form sends for somebody whom nobody manages.
const NOBODY: &str = "nobody";
/// A run of so many characters of a summary elsewhere is a copy of it.
const RUN: usize = 12;

/// A subject as typed in.
#[derive(Clone, Default, Deserialize)]
pub struct GivenSubject {
    /// Name.
    pub name: String,
    /// Post now.
    #[serde(default)]
    pub post: String,
    /// Code of the management level, `nobody`, or empty while it must be asked.
    #[serde(default)]
    pub level: String,
}

/// What a clue says as typed in, or the stub of what is kept elsewhere. No `Debug`: it names people.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kept")]
pub enum GivenBody {
    /// To be sealed here.
    Sealed {
        /// The subjects; none for a general problem.
        #[serde(default)]
        subjects: Vec<GivenSubject>,
        /// What it says.
        summary: String,
    },
    /// Kept elsewhere: the levels of its subjects, and the stub.
    Elsewhere {
        /// A code, `nobody` or nothing for each subject.
        #[serde(default)]
        levels: Vec<String>,
        /// What stands for it.
        stub: Stub,
    },
}

/// Who manages a subject, by what a form sent.
pub(super) fn managed(level: &str, taxonomy: &Taxonomy) -> Result<Managed, Message> {
    let level = level.trim();
    if level.is_empty() {
        return Ok(Managed::Unknown);
    }
    if level == NOBODY {
        return Ok(Managed::Nobody);
    }
    let code = CadreLevel::new(level);
    match taxonomy.level(&code) {
        Some(_) => Ok(Managed::By { level: code }),
        None => Err(Message::new("clue-level-unlisted")),
    }
}

impl GivenBody {
    /// Checks it; nothing that is wrong is quoted.
    pub(super) fn check(&self, taxonomy: &Taxonomy) -> Result<Vec<Managed>, Error> {
        let mut errors = Vec::new();
        let levels: Vec<&str> = match self {
            Self::Sealed { subjects, summary } => {
                if summary.trim().is_empty() {
                    errors.push(FieldError::new("summary", Message::new("clue-summary-missing")));
                }
                if summary.chars().count() > LONGEST {
                    errors.push(FieldError::new(
                        "summary",
                        Message::new("clue-summary-long").with("max", LONGEST),
                    ));
                }
                for (subject, n) in subjects.iter().zip(1_usize..) {
                    let field = |name: &str| format!("{name}-{n}");
                    if subject.name.trim().is_empty() {
                        errors.push(FieldError::new(field("name"), Message::new("clue-subject-nameless")));
                    }
                    let long =
                        [&subject.name, &subject.post].iter().any(|t| t.chars().count() > LONGEST_NAME);
                    if long {
                        let message = Message::new("clue-subject-long").with("max", LONGEST_NAME);
                        errors.push(FieldError::new(field("name"), message));
                    }
                }
                subjects.iter().map(|s| s.level.as_str()).collect()
            }
            Self::Elsewhere { levels, stub } => {
                if let Err(refusal) = stub.check() {
                    errors.push(FieldError::new("mark", refusal.0));
                }
                levels.iter().map(String::as_str).collect()
            }
        };
        if levels.len() > MOST_SUBJECTS {
            let message = Message::new("clue-subjects-many").with("max", MOST_SUBJECTS);
            errors.push(FieldError::new("summary", message));
        }
        let mut found = Vec::new();
        for (level, n) in levels.iter().zip(1_usize..) {
            match managed(level, taxonomy) {
                Ok(managed) => found.push(managed),
                Err(message) => errors.push(FieldError::new(format!("level-{n}"), message)),
            }
        }
        if errors.is_empty() { Ok(found) } else { Err(errors.into()) }
    }

    /// Keeps it: sealed, or as its stub.
    pub(super) async fn keep(
        &self,
        prep: &mut Prep<'_>,
        engagement: EngagementId,
        clue: ClueId,
    ) -> Result<(Kept, Option<NewSealed>), Error> {
        match self {
            Self::Sealed { subjects, summary } => {
                let subjects =
                    subjects.iter().map(|s| SubjectBody::new(s.name.trim(), s.post.trim())).collect();
                let sealed = seal(prep, engagement, clue, &ClueBody::new(subjects, summary.trim())).await?;
                Ok((Kept::Sealed { body: sealed.reference() }, Some(sealed)))
            }
            Self::Elsewhere { stub, .. } => Ok((Kept::Elsewhere { stub: stub.clone() }, None)),
        }
    }
}

/// Seals what a clue says with its engagement's own key.
pub(super) async fn seal(
    prep: &mut Prep<'_>,
    engagement: EngagementId,
    clue: ClueId,
    body: &ClueBody,
) -> Result<NewSealed, Error> {
    prep.seal_in(engagement, ("clue", clue.into(), "body"), body.to_seal().expose()).await
}

/// What a clue says, for the program's own use; `None` for what is kept elsewhere.
pub(super) async fn opened(app: &App, conn: &mut Conn, clue: &Clue) -> Result<Option<ClueBody>, Error> {
    let Kept::Sealed { body } = &clue.kept else { return Ok(None) };
    let reference: &SealedRef = body;
    let place = ("clue", RecordId::from(clue.id), "body");
    let plain = app.open_value_in(conn, (reference, clue.engagement), place).await?;
    let read = ClueBody::from_opened(plain.expose());
    read.map(Some).ok_or_else(|| Error::Internal("a sealed clue cannot be read".into()))
}

/// Refuses words that would carry a subject's name or the summary out of the sealed value.
pub(crate) async fn names_nobody(
    prep: &mut Prep<'_>,
    id: ClueId,
    words: &[(&'static str, &str)],
) -> Result<(), Error> {
    let clue = find(prep, id).await?;
    let body = opened(prep.app, &mut prep.conn, &clue).await?;
    body.map_or(Ok(()), |body| refuse_names(&body, words))
}

/// See [`names_nobody`].
pub(super) fn refuse_names(body: &ClueBody, words: &[(&'static str, &str)]) -> Result<(), Error> {
    let wrong: Vec<FieldError> = words
        .iter()
        .filter(|(_, text)| gives_away(body, text))
        .map(|(field, _)| FieldError::new(*field, Message::new("clue-names-someone")))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

fn gives_away(body: &ClueBody, text: &str) -> bool {
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let named = body.subjects.iter().any(|subject| {
        let name: String = subject.expose().0.chars().filter(|c| !c.is_whitespace()).collect();
        name.chars().count() >= 2 && dense.contains(&name)
    });
    let summary: Vec<char> = body.summary().chars().filter(|c| !c.is_whitespace()).collect();
    let copied = summary.windows(RUN).any(|run| dense.contains(&run.iter().collect::<String>()));
    named || copied
}

/// A subject, opened.
#[derive(Clone)]
pub struct OpenedSubject {
    /// Its place.
    pub key: u16,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Who manages them.
    pub managed: Managed,
}

/// What a clue says, opened. No `Debug`: it names people.
#[derive(Clone)]
pub struct OpenedClue {
    /// The subjects.
    pub subjects: Vec<OpenedSubject>,
    /// What it says.
    pub summary: String,
    /// When the page closes it by itself.
    pub closes: Timestamp,
}

impl App {
    /// Opens what a clue says. The trace is on disk before anything is shown.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`] for whoever does not see it; [`Error::Invalid`] without a reason, or with one
    /// that names a subject; `clue-kept-elsewhere`.
    pub async fn open_clue(&self, ctx: &Ctx, id: ClueId, reason: &str) -> Result<OpenedClue, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueView, Scope::Global).await?;
        let clue = clues::view(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        must_have_reason(reason)?;
        let kept = opened(self, &mut conn, &clue).await?;
        let body = kept.ok_or_else(|| Refusal::new("clue-kept-elsewhere"))?;
        drop(conn);
        refuse_names(&body, &[("reason", reason)])?;
        self.trace_sealed(ctx, "sealed-opened", ("clue", id.into()), Some(reason)).await?;
        let subjects = clue.subjects.iter().zip(&body.subjects).map(|(subject, named)| {
            let (name, post) = named.expose();
            OpenedSubject {
                key: subject.key,
                name: name.to_owned(),
                post: post.to_owned(),
                managed: subject.managed.clone(),
            }
        });
        Ok(OpenedClue {
            subjects: subjects.collect(),
            summary: body.summary().to_owned(),
            closes: self.now().plus_seconds(OPEN_SECONDS),
        })
    }
}

/// Opening takes a reason of a few words.
pub(super) fn must_have_reason(reason: &str) -> Result<(), Error> {
    if reason.trim().chars().count() < 2 {
        return Err(Error::field("reason", Message::new("clue-open-reason-missing")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_with_spaces_in_it_and_a_copied_sentence_too() {
        let body = ClueBody::new(
            vec![SubjectBody::new("佟乙砚", "站长")],
            "在竣工验收中涉嫌通过材料商收受现金，数额约八千元。",
        );
        assert!(gives_away(&body, "与佟 乙砚谈话"));
        assert!(gives_away(&body, "据反映，竣工验收中涉嫌通过材料商收受现金"));
        assert!(!gives_away(&body, "领导小组要求尽快移交"));
    }
}
