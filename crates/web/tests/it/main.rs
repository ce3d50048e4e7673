//! The pages as a browser gets them.

mod access;
mod client;
mod components;
mod forms;
mod generated;
mod headers;
#[path = "../../examples/gallery/samples.rs"]
mod samples;
