//! The collector (C13, "Placements"): the public page on a machine of its own, which holds public keys and ciphertext.
//!
//! Two kinds of file go between it and the office, by hand or by any wire. *Orders* from the office say which forms to
//! hold and what teams have answered; they are signed, and a collector obeys one office only. A *parcel* to the office
//! holds the reports, sealed once more to the keys of their forms, so that whoever finds the file learns nothing, not
//! even how many there are of which. Both may come twice, late or in any order: what is there stays as it is.
//!
//! A parcel is not signed: anyone may send a report, so a forged parcel is worth no more than a forged report.

mod office;
mod orders;
mod parcel;

pub use office::{CollectedParcel, Emptied};
pub use orders::{Orders, SignedOrders};

use crate::Error;
use crate::online_report::Intake;
use crypto::InstanceKey;
use db::Db;
use domain::Refusal;
use kernel::{Clock, Message, Offset, OnlineFormId, Rng};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;
use store::online_report as online;

/// A collector: a database of forms and ciphertext, and the key of stamps and receipt digests.
pub struct Collector {
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    intake: Intake,
}

/// What following orders came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Forms held from now on.
    pub forms: usize,
    /// Reports about which the team said something.
    pub talks: usize,
    /// Forms let go of, with everything that came through them.
    pub let_go: usize,
    /// Reports that the office wants no more form for and has not received: they stay until it has.
    pub not_received: usize,
}

/// What a parcel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Forms whose reports are in it.
    pub forms: usize,
    /// Reports, with what was said about them since.
    pub reports: usize,
}

impl Collector {
    /// A collector over a database of its own.
    pub fn new(
        (db, clock, rng): (Db, Arc<dyn Clock>, Arc<dyn Rng>),
        key: &InstanceKey,
        offset: Offset,
    ) -> Self {
        let intake = Intake::new((db.clone(), Arc::clone(&clock), Arc::clone(&rng)), key, offset);
        Self { db, clock, rng, intake }
    }

    /// What takes reports, for the public page.
    pub fn intake(&self) -> Intake {
        self.intake.clone()
    }

    /// Follows orders whose signature was checked: holds the forms they name, keeps what teams answered, and lets go
    /// of forms that are over and whose reports the office has.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn follow(&self, orders: &Orders) -> Result<Followed, Error> {
        let mut followed = Followed { forms: orders.forms.len(), ..Followed::default() };
        for form in &orders.forms {
            online::hold_form(&self.db, form).await?;
        }
        for talk in &orders.talks {
            online::take_talk(&self.db, talk).await?;
            followed.talks += usize::from(!talk.sayings.is_empty());
        }
        for over in &orders.over {
            let received: BTreeSet<_> = over.received.iter().copied().collect();
            let mut conn = self.db.read().await?;
            let here = online::report_ids(&mut conn, over.form).await?;
            let known = online::get(&mut conn, over.form).await?.is_some();
            drop(conn);
            let missing = here.iter().filter(|id| !received.contains(id)).count();
            followed.not_received += missing;
            if known && missing == 0 {
                online::let_go(&self.db, over.form).await?;
                followed.let_go += 1;
            }
        }
        Ok(followed)
    }

    /// Writes every report with what was said about it into a parcel for the office. Nothing is removed by it.
    ///
    /// # Errors
    /// [`Error::Refused`] before there is a form; [`Error::Unavailable`]; [`Error::Internal`] when the parcel cannot be
    /// written.
    pub async fn hand_over(&self, to: &mut (dyn Write + Send)) -> Result<Parcel, Error> {
        let mut conn = self.db.read().await?;
        let forms = online::forms(&mut conn).await?;
        let last = forms.last().ok_or_else(|| Refusal::new("collector-no-forms"))?.intake;
        let mut parcel = parcel::Writer::begin(to, &*self.rng)?;
        let mut ids: Vec<(OnlineFormId, uuid::Uuid)> = Vec::new();
        for form in &forms {
            for id in online::report_ids(&mut conn, form.form.id).await? {
                ids.push((form.form.id, id));
            }
        }
        for (form, id) in &ids {
            let key = forms.iter().find(|f| f.form.id == *form).map_or(last, |f| f.intake);
            if let Some(report) = online::hand_over(&mut conn, *id).await? {
                parcel.report(&key, &report, &*self.rng)?;
            }
        }
        let reports = parcel.end(&last, self.clock.now(), &*self.rng)?;
        Ok(Parcel { forms: forms.len(), reports })
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

fn unreadable() -> Error {
    Refusal(Message::new("collector-parcel-unreadable")).into()
}
