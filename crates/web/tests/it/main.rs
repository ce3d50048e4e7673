//! The pages as a browser gets them.

mod components;
#[path = "../../examples/gallery/samples.rs"]
mod samples;
