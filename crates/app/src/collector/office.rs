//! The office's side of the collector: making its orders, taking its parcels in.

use super::orders::{Orders, Over, SignedOrders};
use super::parcel::{Next, Reader};
use crate::{Act, App, Ctx, Error, Prep, Prepared, Right};
use crypto::sign::Signer;
use crypto::vault::PrivateKey;
use domain::permission::{Action, Scope};
use domain::round::Stage;
use kernel::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::io::Read;
use store::online_report::{self as online, KeptForm};
use store::{Changes, Record as _, Stored};

/// What taking a parcel in came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emptied {
    /// When it was made.
    pub made: Timestamp,
    /// Reports in it.
    pub reports: u32,
    /// Reports of which something was new.
    pub new: u32,
}

/// Notes in the journal that a parcel was taken in: how much, never what.
#[derive(Clone, Debug, Deserialize)]
pub struct CollectedParcel {
    /// What it came to.
    emptied: Emptied,
}

impl Act for CollectedParcel {
    const NAME: &'static str = "online-parcel-taken-in";
    type Done = Emptied;

    fn right(&self) -> Right {
        Right::Needs(Action::OnlineFormChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Emptied>, Error> {
        let instance = store::account::instance(&mut prep.conn).await?;
        let id = instance.map_or(RecordId(uuid::Uuid::nil()), |i| i.value.id);
        Ok(Prepared { changes: Changes::about("instance", id, ""), done: self.emptied })
    }
}

impl App {
    /// Orders for the collector: every form of rounds that go on, what teams said about their reports, and which forms
    /// it may let go of.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn collector_orders(&self, ctx: &Ctx) -> Result<SignedOrders, Error> {
        let mut conn = self.view(ctx, Action::OnlineFormChange, Scope::Global).await?.conn;
        let mut orders = Orders::new(ctx.at);
        for form in online::forms(&mut conn).await? {
            let round = store::round::get(&mut conn, form.round).await?;
            let goes_on = round.is_some_and(|r| r.stage < Stage::Closed && r.withdrawn.is_none());
            let received = online::report_ids(&mut conn, form.form.id).await?;
            if goes_on {
                for id in received {
                    orders.talks.extend(online::talk_of(&mut conn, id).await?);
                }
                orders.forms.push(form.value);
            } else {
                orders.over.push(Over { form: form.form.id, received });
            }
        }
        orders.sign(&Signer::new(self.key()))
    }

    /// Takes a collector's parcel in, report by report; what is here already stays as it is, so a parcel that broke off
    /// is taken in again.
    ///
    /// # Errors
    /// As [`App::perform`]; [`Error::Refused`] when the file is no parcel, was cut or changed, or is for another office.
    pub async fn take_in_parcel(&self, ctx: &Ctx, from: &mut (dyn Read + Send)) -> Result<Emptied, Error> {
        ctx.require(Action::OnlineFormChange, Scope::Global)?;
        let mut conn = self.db().read().await?;
        let forms = online::forms(&mut conn).await?;
        let keys = self.intake_keys(&mut conn, &forms).await?;
        drop(conn);
        let mut parcel = Reader::begin(from)?;
        let (mut reports, mut new) = (0, 0);
        let made = loop {
            match parcel.next(&keys)? {
                Next::End(made) => break made,
                Next::Report(report, key) => {
                    let own = |f: &&Stored<KeptForm>| f.form.id == report.form && f.intake.id() == key;
                    // A report names the form whose key sealed it, or it was put together by a stranger.
                    forms.iter().find(own).ok_or_else(super::unreadable)?;
                    reports += 1;
                    new += u32::from(online::take_in(self.db(), &report).await?);
                }
            }
        };
        let act = CollectedParcel { emptied: Emptied { made, reports, new } };
        Ok(self.perform(ctx, &act).await?.done)
    }

    /// What opens the frames of parcels, form by form.
    async fn intake_keys(
        &self,
        conn: &mut db::Conn,
        forms: &[Stored<KeptForm>],
    ) -> Result<Vec<PrivateKey>, Error> {
        let mut keys = Vec::new();
        for form in forms {
            let id = form.value.id();
            let secret = self.open_value(conn, &form.key, KeptForm::KIND, id, KeptForm::KEY_FIELD).await?;
            keys.push(PrivateKey::from_secret(&secret)?);
        }
        Ok(keys)
    }
}
