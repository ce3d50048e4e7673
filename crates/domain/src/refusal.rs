//! A step that a rule forbids.

use kernel::Message;

/// Why a step is refused, in the user's terms. The message id names the rule and is the API's problem code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", .0.id)]
pub struct Refusal(pub Message);

impl Refusal {
    /// A refusal without values.
    pub const fn new(id: &'static str) -> Self {
        Self(Message::new(id))
    }
}

impl From<Message> for Refusal {
    fn from(message: Message) -> Self {
        Self(message)
    }
}
