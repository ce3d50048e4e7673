//! Terms and the rounds held before the program came: from a file or by hand (A2, A9).

use crate::export::ExportedList;
use crate::organisation::{check_together, read_terms};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::Refusal;
use domain::permission::{Action, Scope};
use domain::term::{PastRound, Term, TermFacts, TermFile, TermNumber};
use kernel::{Day, FieldError, Message, TermId};
use serde::{Deserialize, Serialize};
use store::{Changes, Record as _, Stored, term as terms};

/// The longest name of a term, in characters.
const MAX_NAME: usize = 30;

/// What a file of terms says, beside what is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TermCounts {
    /// Terms in the file.
    pub terms: usize,
    /// Rounds in them.
    pub rounds: usize,
    /// Terms that are new.
    pub new: usize,
    /// Terms of which it says something new.
    pub changed: usize,
    /// Terms of which it says nothing new.
    pub unchanged: usize,
    /// The day the file speaks of.
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Day>,
}

/// Imports a file of terms and past rounds. Rounds that it leaves out stay.
#[derive(Clone, Debug, Deserialize)]
pub struct ImportTerms {
    /// Name of the file.
    pub file: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportedTerms {
    /// Terms that are new.
    pub new: usize,
    /// Terms brought up to date.
    pub changed: usize,
}

impl Act for ImportTerms {
    const NAME: &'static str = "term-import";
    type Done = ImportedTerms;

    fn right(&self) -> Right {
        Right::Needs(Action::TermChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<ImportedTerms>, Error> {
        let recorded = terms::every(&mut prep.conn).await?;
        let file = read_terms(&self.bytes, &facts(&recorded))?;
        let mut changes: Option<Changes> = None;
        let mut done = ImportedTerms { new: 0, changed: 0 };
        for facts in file.terms {
            let old = recorded.iter().find(|term| term.facts.number == facts.number);
            if old.is_some_and(|old| old.facts == facts) {
                continue;
            }
            let id = old.map_or_else(|| TermId::new(prep.app.clock(), prep.app.rng()), |old| old.id);
            let changes = changes.get_or_insert_with(|| Changes::about("term", id, self.file.clone()));
            match old {
                Some(old) => {
                    changes.update(old, &Term { id, facts })?;
                    done.changed += 1;
                }
                None => {
                    changes.insert(&Term { id, facts })?;
                    done.new += 1;
                }
            }
        }
        let changes = changes.ok_or(Refusal::new("term-import-nothing-new"))?;
        Ok(Prepared { changes, done })
    }
}

/// What someone enters of a term.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct TermFields {
    /// Name, such as 十五届.
    pub name: String,
    /// Number.
    pub number: u16,
    /// First day.
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    pub to: Day,
    /// Rounds held before the program came, each with number, from and to.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub rounds: Vec<PastRound>,
}

impl TermFields {
    /// The facts, or everything that is wrong with them beside the terms recorded already.
    fn check(&self, others: &[TermFacts]) -> Result<TermFacts, Error> {
        let name = text::clean::line(&self.name).text;
        let length = name.chars().count();
        if length == 0 || length > MAX_NAME {
            return Err(Error::field("name", Message::new("term-name-length").with("max", MAX_NAME)));
        }
        if self.number == 0 {
            return Err(Error::field("number", Message::new("term-number-zero")));
        }
        let mut rounds = self.rounds.clone();
        rounds.sort_by_key(|round| round.number);
        let facts = TermFacts { name, number: TermNumber(self.number), from: self.from, to: self.to, rounds };
        let together: Vec<TermFacts> = others.iter().chain([&facts]).cloned().collect();
        check_together(&together).map_err(|error| own_fields(error, others.len()))?;
        Ok(facts)
    }
}

/// Mistakes are named by their place among all terms; the form has one term only, the last.
fn own_fields(error: Error, at: usize) -> Error {
    let Error::Invalid(errors) = error else { return error };
    let place = format!("terms[{at}].");
    let own = |error: FieldError| {
        let field = error.field.strip_prefix(&place).unwrap_or("from").to_owned();
        FieldError::new(field, error.message)
    };
    Error::Invalid(errors.into_iter().map(own).collect())
}

/// Enters a term by hand.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct EnterTerm {
    /// What it is.
    #[serde(flatten)]
    pub fields: TermFields,
}

/// The term made.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EnteredTerm {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub term: TermId,
}

impl Act for EnterTerm {
    const NAME: &'static str = "term-enter";
    type Done = EnteredTerm;

    fn right(&self) -> Right {
        Right::Needs(Action::TermChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<EnteredTerm>, Error> {
        let recorded = terms::every(&mut prep.conn).await?;
        let facts = self.fields.check(&facts(&recorded))?;
        let id = TermId::new(prep.app.clock(), prep.app.rng());
        let mut changes = Changes::about("term", id, facts.name.clone());
        changes.insert(&Term { id, facts })?;
        relies_on_others(&mut changes, &recorded, id);
        Ok(Prepared { changes, done: EnteredTerm { term: id } })
    }
}

/// Corrects a term or its past rounds.
#[derive(Clone, Debug, Deserialize)]
pub struct ChangeTerm {
    /// The term.
    pub term: TermId,
    /// The version that was read.
    #[serde(default)]
    pub version: Option<i64>,
    /// What it is.
    #[serde(flatten)]
    pub fields: TermFields,
}

impl Act for ChangeTerm {
    const NAME: &'static str = "term-change";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::TermChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let recorded = terms::every(&mut prep.conn).await?;
        let old = recorded.iter().find(|term| term.id == self.term).ok_or(Error::NotFound)?;
        if self.version.is_some_and(|version| version != old.version) {
            let last = store::commit::last_change(&mut prep.conn, Term::KIND, self.term.into()).await?;
            return Err(Error::Conflict { kind: Term::KIND, id: self.term.into(), last });
        }
        let others: Vec<TermFacts> =
            recorded.iter().filter(|term| term.id != self.term).map(|term| term.facts.clone()).collect();
        let facts = self.fields.check(&others)?;
        if facts == old.facts {
            return Err(Refusal::new("term-change-nothing").into());
        }
        let mut changes = Changes::about("term", self.term, facts.name.clone());
        changes.update(old, &Term { id: self.term, facts })?;
        relies_on_others(&mut changes, &recorded, self.term);
        Ok(Prepared { changes, done: () })
    }
}

/// Terms must not overlap: two that are entered at once must not slip past that.
fn relies_on_others(changes: &mut Changes, recorded: &[Stored<Term>], own: TermId) {
    for term in recorded.iter().filter(|term| term.id != own) {
        changes.relies_on(term);
    }
}

fn facts(recorded: &[Stored<Term>]) -> Vec<TermFacts> {
    recorded.iter().map(|term| term.facts.clone()).collect()
}

impl App {
    /// Every term, the earliest first.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn terms(&self, ctx: &Ctx) -> Result<Vec<Stored<Term>>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::UnitView, Scope::Global).await?;
        Ok(terms::list(&mut conn, &viewer).await?)
    }

    /// The terms with their rounds as a JSON file, in the form in which it comes in.
    ///
    /// # Errors
    /// As [`Ctx::require`].
    pub async fn export_terms(&self, ctx: &Ctx) -> Result<ExportedList, Error> {
        ctx.require(Action::UnitExport, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let mut facts: Vec<TermFacts> =
            terms::every(&mut conn).await?.into_iter().map(|term| term.value.facts).collect();
        facts.sort_by_key(|term| term.from);
        let file = TermFile { as_of: Some(self.today()), terms: facts };
        let bytes = serde_json::to_vec_pretty(&file).map_err(|e| Error::Internal(e.to_string()))?;
        drop(conn);
        self.hand_out(ctx, ExportedList { name: format!("terms-{}.json", self.today()), bytes }).await
    }

    /// What importing a file of terms would do. Stores nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every mistake and its place in the file.
    pub async fn preview_terms(&self, ctx: &Ctx, bytes: &[u8]) -> Result<TermCounts, Error> {
        ctx.require(Action::TermChange, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let recorded = terms::every(&mut conn).await?;
        let file = read_terms(bytes, &facts(&recorded))?;
        let state = |term: &TermFacts| {
            recorded.iter().find(|old| old.facts.number == term.number).map(|old| old.facts == *term)
        };
        let count = |wanted| file.terms.iter().filter(|term| state(term) == wanted).count();
        Ok(TermCounts {
            terms: file.terms.len(),
            rounds: file.terms.iter().map(|term| term.rounds.len()).sum(),
            new: count(None),
            changed: count(Some(false)),
            unchanged: count(Some(true)),
            as_of: file.as_of,
        })
    }
}
