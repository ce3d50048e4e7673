//! Notices inside the program: what a person should know, said once, gone from the count when seen.
//!
//! A notice holds a message id with its values, so that it is read in its reader's language, and nothing sealed.

use kernel::{Message, NoticeId, RecordId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A notice to one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Whose it is.
    pub account: UserId,
    /// What it says.
    pub message: Message,
    /// Kind and id of the record it is about; whoever follows it meets that record's own rights.
    pub about: Option<(String, RecordId)>,
    /// When it was given.
    pub at: Timestamp,
    /// When it was seen.
    pub seen: Option<Timestamp>,
}

impl Notice {
    /// The notice as seen. Seen again, it keeps its first time.
    #[must_use]
    pub fn see(mut self, at: Timestamp) -> Self {
        self.seen = self.seen.or(Some(at));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Notice;
    use kernel::{Message, NoticeId, Timestamp, UserId};
    use uuid::Uuid;

    #[test]
    fn a_notice_keeps_the_time_it_was_first_seen() {
        let notice = Notice {
            id: NoticeId(Uuid::nil()),
            account: UserId(Uuid::nil()),
            message: Message::new("x"),
            about: None,
            at: Timestamp(1),
            seen: None,
        };
        assert_eq!(notice.see(Timestamp(5)).see(Timestamp(9)).seen, Some(Timestamp(5)));
    }
}
