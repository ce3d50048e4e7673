//! How long sessions last and how much may be sent in: settings of the installation, given once at start.
//!
//! The binary reads them from its configuration; the acts and the pages ask [`crate::App::limits`], so that a setting
//! has its effect everywhere or nowhere.

use domain::file::Limits as FileRules;

/// The settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A session ends after so many seconds without use.
    pub idle_seconds: i64,
    /// A session ends after so many seconds whatever happens.
    pub absolute_seconds: i64,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Files sent with one form.
    pub files_per_form: usize,
}

impl Default for Limits {
    /// Half an hour, twelve hours, 100 MiB, twenty files: the defaults of the configuration.
    fn default() -> Self {
        Self {
            idle_seconds: 30 * 60,
            absolute_seconds: 12 * 3_600,
            file_bytes: 100 << 20,
            files_per_form: 20,
        }
    }
}

impl Limits {
    /// What one file may weigh: the narrower of the installation's word and the caller's.
    pub(crate) fn of_file(&self, asked: FileRules) -> FileRules {
        FileRules { bytes: asked.bytes.min(self.file_bytes), ..asked }
    }

    /// Bytes of a form with one file: the file, and room for what is typed around it.
    pub fn form_bytes(&self) -> usize {
        usize::try_from(self.file_bytes).unwrap_or(usize::MAX).saturating_add(1 << 20)
    }
}
