//! Office files of unknown origin, opened within bounds: the package around them and the XML inside.
//!
//! Guarantees: type by content and never by name; bounded bytes, parts and unpacked bytes; macros, encryption and
//! document types refused; no external link followed. Each kind of file has its own sentences ([`Words`]). Called by
//! the readers of spreadsheets ([`crate::sheet`]) and of text documents ([`crate::paper`]).

pub(crate) mod package;
pub(crate) mod relations;
pub(crate) mod xml;

use domain::Refusal;

/// What a package may cost before it is refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes of the file.
    pub(crate) bytes: usize,
    /// Parts inside the package.
    pub(crate) parts: usize,
    /// Bytes of all parts read, unpacked.
    pub(crate) unpacked: u64,
}

/// The ids of the sentences of one kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// No bytes at all.
    pub(crate) empty: &'static str,
    /// Another kind of file.
    pub(crate) foreign: &'static str,
    /// An old format.
    pub(crate) old: &'static str,
    /// A password is needed to open it.
    pub(crate) encrypted: &'static str,
    /// It holds macros.
    pub(crate) macros: &'static str,
    /// It cannot be read as what it says it is.
    pub(crate) damaged: &'static str,
    /// Too many bytes (`megabytes`).
    pub(crate) too_large: &'static str,
    /// Too many bytes unpacked.
    pub(crate) unpacks_too_large: &'static str,
    /// Too many parts (`max`).
    pub(crate) too_many_parts: &'static str,
}

impl Words {
    /// The file cannot be read as what it says it is.
    pub(crate) const fn damaged(&self) -> Refusal {
        Refusal::new(self.damaged)
    }
}
