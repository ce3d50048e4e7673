//! What the home page begins with: what has been begun, and how much waits for the reader.

use crate::{App, Ctx, Error};
pub use store::overview::Overview;

impl App {
    /// The overview of whoever is signed in, by what they may see.
    ///
    /// # Errors
    /// [`Error::SignedOut`]; [`Error::Unavailable`].
    pub async fn overview(&self, ctx: &Ctx) -> Result<Overview, Error> {
        let viewer = ctx.viewer()?;
        let mut conn = self.db().read().await?;
        Ok(store::overview::overview(&mut conn, &viewer).await?)
    }
}
