//! Who reported: the one thing a petition's record does not hold.
//!
//! [`Identity`] has no `Serialize`, `Clone`, `Display` or readable `Debug`, so it cannot be put into a record, a message, a
//! log line or an error by mistake. The only way out are the bytes to seal ([`Identity::to_seal`]).

use kernel::Secret;
use serde::{Deserialize, Serialize};

/// What a list says in the contact's place of whoever is sealed: neither name nor contact leaves the register.
pub const SEALED: &str = "密封";

/// Whether a reporter gave a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// No name, or a word that names nobody.
    Anonymous,
    /// A surname with a courtesy title: anonymous, but someone to talk to.
    SurnameOnly,
    /// A full name without a contact: to be verified, not yet real-name.
    Unverified,
    /// Full name and contact: real-name, to be answered.
    RealName,
}

impl Naming {
    /// Whether the reporter is to be answered by name.
    pub const fn is_real_name(self) -> bool {
        matches!(self, Self::RealName)
    }

    /// What a register's list says in the reporter's place.
    pub const fn written(self) -> &'static str {
        match self {
            Self::Anonymous => "匿名",
            Self::SurnameOnly => "仅有姓氏",
            Self::Unverified => "待核实",
            Self::RealName => "实名",
        }
    }

    /// What a list says of a reporter whose identity stayed sealed where the list was taken out: how they were named, and
    /// no more. `None` for a list that says who they are, or nothing.
    pub fn sealed_elsewhere(reporter: &str, contact: &str) -> Option<Self> {
        let all = [Self::Anonymous, Self::SurnameOnly, Self::Unverified, Self::RealName];
        let named = all.into_iter().find(|naming| naming.written() == reporter.trim());
        named.filter(|_| contact.trim() == SEALED)
    }

    /// What pages say.
    pub const fn label(self) -> kernel::Message {
        kernel::Message::new(match self {
            Self::Anonymous => "petition-naming-anonymous",
            Self::SurnameOnly => "petition-naming-surname-only",
            Self::Unverified => "petition-naming-unverified",
            Self::RealName => "petition-naming-real-name",
        })
    }
}

/// Name and contact of a reporter, to be sealed.
#[derive(Debug)]
pub struct Identity {
    name: Secret<String>,
    contact: Secret<String>,
}

/// Between name and contact: stands in neither, since cleaning takes control characters out.
const BETWEEN: char = '\u{1F}';

impl Identity {
    /// What the reporter gave; `None` when it says nothing about who they are.
    pub fn given(name: &str, contact: &str, rules: &super::PetitionRules) -> Option<Self> {
        let name = name.trim();
        let says_nothing = name.is_empty() || rules.names_nobody(name);
        (!says_nothing || !contact.trim().is_empty()).then(|| Self::new(name, contact.trim()))
    }

    fn new(name: &str, contact: &str) -> Self {
        let plain = |text: &str| Secret::new(text.chars().filter(|c| !c.is_control()).collect::<String>());
        Self { name: plain(name), contact: plain(contact) }
    }

    /// Name and contact, for the page that opens them with right, reason and trace.
    pub fn expose(&self) -> (&str, &str) {
        (self.name.expose(), self.contact.expose())
    }

    /// The bytes to seal.
    pub fn to_seal(&self) -> Secret<Vec<u8>> {
        let (name, contact) = self.expose();
        Secret::new(format!("{name}{BETWEEN}{contact}").into_bytes())
    }

    /// Reads opened bytes back; `None` when they are something else.
    pub fn from_opened(bytes: &[u8]) -> Option<Self> {
        let (name, contact) = std::str::from_utf8(bytes).ok()?.split_once(BETWEEN)?;
        Some(Self::new(name, contact))
    }

    /// Whether a text gives the reporter away: their name or contact stands in it. For extracts and letters.
    pub fn stands_in(&self, text: &str) -> bool {
        let (name, contact) = self.expose();
        [name, contact].iter().any(|known| known.chars().count() > 1 && text.contains(*known))
    }
}

impl super::PetitionRules {
    /// What a reporter's two fields come to.
    pub fn naming(&self, name: &str, contact: &str) -> Naming {
        let name = name.trim();
        if name.is_empty() || self.names_nobody(name) {
            Naming::Anonymous
        } else if self.courtesy_titles.iter().any(|title| name.ends_with(title.as_str())) {
            Naming::SurnameOnly
        } else if contact.trim().is_empty() {
            Naming::Unverified
        } else {
            Naming::RealName
        }
    }

    fn names_nobody(&self, name: &str) -> bool {
        self.anonymous_words.iter().any(|word| word == name)
    }
}
