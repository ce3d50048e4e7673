//! The one place in which a read is tied to what its reader may see.
//!
//! A scoped query holds [`visible!`] with the compartment of its rows, and binds its [`Viewer`] first. The access
//! rows are read by the same statement, so a right that ends is gone at the next request; nothing is cached.

use db::Statement;
use kernel::{GrantId, Timestamp, UserId};

/// Who reads, in which role, and when.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    /// The account.
    pub account: UserId,
    /// The grant acted in (strict profile); `None` for all that the account holds.
    pub acting: Option<GrantId>,
    /// Now.
    pub at: Timestamp,
}

impl Viewer {
    /// Binds `$1` to `$3`, which [`visible!`] names.
    pub fn bind(&self, statement: Statement) -> Statement {
        statement.bind(self.account.0).bind(self.at).bind(self.acting.map(|g| g.0))
    }
}

/// The condition that the viewer of `$1`–`$3` sees a compartment, given as SQL: a literal or a column.
///
/// `visible!("'organisation'")` for rows that share one compartment, `visible!("f.compartment")` for rows with their own.
#[macro_export]
macro_rules! visible {
    ($compartment:literal) => {
        concat!(
            "exists (select 1 from access v where v.account = $1 and v.from_at <= $2 \
             and (v.until_at is null or v.until_at > $2) and ($3 is null or v.role_grant = $3) and v.compartment = ",
            $compartment,
            ")"
        )
    };
}
