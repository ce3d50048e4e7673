//! Chinese text: cleaning, pinyin order, segmentation for search.
//!
//! A leaf: knows characters and words, nothing of the field. [`clean`] serves everything that people type or
//! import, [`pinyin`] the order of names in lists, [`segment`] the search index and its queries.

pub mod clean;
pub mod pinyin;
pub mod segment;
