//! The day's head and the links between chains: the worker keeps them, the home page and backups show the code.

use crate::{Act, App, Channel, Error, Prep, Prepared, Right};
use kernel::RecordId;
use store::changes::{Aside, Changes};
use store::day_head::{self, DayHead, Heads};

/// Ties the heads of the chains that moved into the instance's chain. The worker's alone.
#[derive(Debug)]
pub struct LinkHeads;

impl Act for LinkHeads {
    const NAME: &'static str = day_head::LINK;
    type Done = Heads;

    fn right(&self) -> Right {
        Right::Program
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Heads>, Error> {
        let instance = store::account::instance(&mut prep.conn).await?;
        let id = instance.map_or(RecordId(uuid::Uuid::nil()), |i| i.value.id);
        let mut changes = Changes::about("instance", id, "");
        let mut done = Heads::new();
        for moved in day_head::moved(&mut prep.conn).await? {
            let name = format!("{}{}", day_head::LINKED, moved.chain);
            changes.aside(Aside::Count { name, by: moved.length - moved.linked });
            done.insert(moved.chain, (moved.length, moved.head));
        }
        Ok(Prepared { changes, done })
    }
}

impl App {
    /// Links what moved, and signs the day's head where this day has none. For the worker, once a minute.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away; the next minute tries again.
    pub async fn keep_heads(&self) -> Result<(), Error> {
        let mut conn = self.db().read().await?;
        let set_up = store::account::instance(&mut conn).await?.is_some();
        let moved = set_up && !day_head::moved(&mut conn).await?.is_empty();
        let signed = day_head::of(&mut conn, self.today()).await?.is_some();
        drop(conn);
        if moved {
            self.perform(&self.own_ctx("worker", Channel::Job), &LinkHeads).await?;
        }
        if set_up && !signed {
            day_head::sign(self.db(), self.key(), self.today()).await?;
        }
        Ok(())
    }

    /// The head with which today began, whose code goes on the duty sheet; `None` until the worker's first round.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn day_head(&self) -> Result<Option<DayHead>, Error> {
        let mut conn = self.db().read().await?;
        Ok(day_head::of(&mut conn, self.today()).await?)
    }
}
