//! The methods of understanding (C1 to C13), as evidence and records name them.

use kernel::Message;

/// A method by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its code: `C5`.
    pub code: &'static str,
    /// The one character that stands for it.
    pub stamp: &'static str,
    name: &'static str,
}

impl Method {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 13] = [
        Self::new("C1", "听", "finding-method-report"),
        Self::new("C2", "谈", "finding-method-interview"),
        Self::new("C3", "核", "finding-method-personal-matters"),
        Self::new("C4", "询", "finding-method-asking"),
        Self::new("C5", "资", "finding-method-documents"),
        Self::new("C6", "座", "finding-method-symposium"),
        Self::new("C7", "列", "finding-method-attending"),
        Self::new("C8", "卷", "finding-method-survey"),
        Self::new("C9", "访", "finding-method-visit"),
        Self::new("C10", "检", "finding-method-check"),
        Self::new("C11", "协", "finding-method-assistance"),
        Self::new("C12", "他", "finding-method-other"),
        Self::new("C13", "信", "finding-method-petition"),
    ];

    const fn new(code: &'static str, stamp: &'static str, name: &'static str) -> Self {
        Self { code, stamp, name }
    }

    /// The method of a code; any other is told as an approved other method.
    pub fn of(code: &str) -> Self {
        let other = Self::new("C12", "他", "finding-method-other");
        Self::ALL.into_iter().find(|method| method.code == code.trim()).unwrap_or(other)
    }

    /// Whether a code names one of them.
    pub fn is_known(code: &str) -> bool {
        Self::ALL.iter().any(|method| method.code == code)
    }

    /// Its name on pages.
    pub const fn label(self) -> Message {
        Message::new(self.name)
    }
}
