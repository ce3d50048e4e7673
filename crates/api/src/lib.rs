//! JSON over HTTP, OpenAPI, bearer tokens.
