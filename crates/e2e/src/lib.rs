//! Browser journeys and black-box tests of the binary. Tests only.
