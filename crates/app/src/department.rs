//! What was handed to a receiving department, or to a unit's own discipline body: clues, matters, referrals, by what it
//! still owes, on one page of its own. Nothing of others is read: every part is narrowed to what the reader received.

use crate::{App, Ctx, Error, View};
use domain::clue::{Matter, Transfer};
use domain::permission::{Action, Scope};
use domain::petition::Slip;
use kernel::id::TransferId;
use kernel::{Day, Page, PageRequest, RecordId};
pub use store::department::{Count, Filter as HandedFilter, Handed, Owed, What};
use store::{
    Stored, clue as clues, deadline as deadlines, department, matter as matters, petition as petitions,
};

/// One thing that was handed over, as lists name it.
#[derive(Clone, Debug)]
pub struct HandedLine {
    /// What, when, and what is owed.
    pub handed: Handed,
    /// Its number.
    pub number: String,
    /// The number of the letter; empty where there is none.
    pub letter: String,
    /// What it is about; empty for a clue, whose package is sealed.
    pub about: String,
    /// The receiver's name.
    pub receiver: String,
}

/// A referral on its page.
#[derive(Clone, Debug)]
pub struct ReferralPage {
    /// The referral.
    pub slip: Stored<Slip>,
    /// The last day of what is owed.
    pub due: Option<Day>,
}

impl App {
    /// What was handed to the reader's department, in the order in which it is owed.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn handed(
        &self,
        ctx: &Ctx,
        filter: &HandedFilter,
        page: &PageRequest,
    ) -> Result<Page<HandedLine>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        let found = department::list(&mut conn, &viewer, filter, page).await?;
        let ids = |what: What| -> Vec<RecordId> {
            found.items.iter().filter(|handed| handed.what == what).map(|handed| handed.id).collect()
        };
        let transfers: Vec<TransferId> = ids(What::Clue).into_iter().map(|id| TransferId(id.0)).collect();
        let read = Read {
            transfers: clues::transfers_by_id(&mut conn, &transfers).await?,
            matters: matters::many(&mut conn, &ids(What::Matter)).await?,
            slips: petitions::slips(&mut conn, &ids(What::Referral)).await?,
        };
        let items = found.items.into_iter().filter_map(|handed| read.line(handed)).collect();
        Ok(Page { items, next: found.next })
    }

    /// How many were handed to the reader's department, by kind and by what is owed.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn handed_figures(&self, ctx: &Ctx) -> Result<Vec<Count>, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::ClueReceive, Scope::Global).await?;
        Ok(department::counts(&mut conn, &viewer, self.today()).await?)
    }

    /// One referral that was handed to the reader's department: the extract, and nothing else of the petition.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn received_referral(&self, ctx: &Ctx, id: RecordId) -> Result<ReferralPage, Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::MatterReceive, Scope::Global).await?;
        let slip = petitions::received_slip(&mut conn, &viewer, id).await?.ok_or(Error::NotFound)?;
        let open = deadlines::open_of(&mut conn, "petition", &[slip.petition.into()]).await?;
        let own = open.iter().find(|open| open.matter.starts_with("petition_referral_"));
        Ok(ReferralPage { due: own.map(|open| open.due), slip })
    }
}

/// The records of a page.
struct Read {
    transfers: Vec<Stored<Transfer>>,
    matters: Vec<Stored<Matter>>,
    slips: Vec<Stored<Slip>>,
}

impl Read {
    fn line(&self, handed: Handed) -> Option<HandedLine> {
        let id = handed.id;
        let (number, letter, about, receiver) = match handed.what {
            What::Clue => {
                let found = self.transfers.iter().find(|t| RecordId::from(t.value.id) == id)?;
                (found.number.clone(), found.letter.clone(), String::new(), found.name.clone())
            }
            What::Matter => {
                let found = self.matters.iter().find(|m| RecordId::from(m.value.id) == id)?;
                let letter = found.letter.as_ref().map(|(letter, _)| letter.clone()).unwrap_or_default();
                (found.number.clone(), letter, found.text.clone(), found.receiver_name.clone())
            }
            What::Referral => {
                let found = self.slips.iter().find(|slip| slip.value.id == id)?;
                (found.number.clone(), String::new(), found.extract.clone(), found.name.clone())
            }
        };
        Some(HandedLine { handed, number, letter, about, receiver })
    }
}
