//! Chinese text: cleaning, pinyin order, segmentation for search, numbers and times in words, likeness of matters.
//!
//! A leaf: knows characters and words, nothing of the field's records. [`clean`] serves everything that people type or
//! import, [`pinyin`] the order of names in lists, [`segment`] the search index and its queries, [`number`], [`when`]
//! and [`name`] read what a text says, [`matter`] tells whether two texts tell of one matter, and why.

pub mod clean;
pub mod matter;
pub mod name;
pub mod number;
pub mod pinyin;
pub mod segment;
pub mod when;
