//! What every call of the document has in common, written once: its name, the headers of writes, the problems.
//!
//! Guarantees: each operation has an id of its own, `<tag>_<name>`; each that writes names `X-Act-Id`; each lists
//! the problems its kind of call can end in. Called when the document is put together.

use axum::http::StatusCode;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Ref, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, OpenApi, PathItem, RefOr, Required, ResponseBuilder};

/// Completes every operation.
pub(crate) fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let on_record = path.contains('{');
        for (writes, operation) in operations(item) {
            name(operation);
            describe(operation);
            if writes {
                operation.parameters.get_or_insert_default().push(RefOr::T(act_id()));
            }
            for status in problems(operation, on_record, writes) {
                add_problem(operation, status);
            }
        }
    }
}

/// The operations of a path, each with whether it writes.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let reads = get.as_mut().map(|o| (false, o));
    let writes = [put, post, delete, patch].into_iter().filter_map(|o| o.as_mut().map(|o| (true, o)));
    reads.into_iter().chain(writes)
}

/// Function names are unique within a tag only.
fn name(operation: &mut Operation) {
    let tag = operation.tags.as_ref().and_then(|tags| tags.first()).cloned().unwrap_or_default();
    let own = operation.operation_id.take().unwrap_or_default();
    operation.operation_id = Some(format!("{tag}_{own}"));
}

/// Answers without words of their own are called by their status.
fn describe(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        let code = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok());
        let words = code.and_then(|code| code.canonical_reason()).unwrap_or_default();
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            words.clone_into(&mut response.description);
        }
    }
}

fn act_id() -> Parameter {
    let uuid = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .build();
    ParameterBuilder::new()
        .name(crate::caller::ACT_ID_SHOWN)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Id of the act, made by the caller. The same call sent again with it acts once."))
        .schema(Some(uuid))
        .build()
}

/// How a call can end otherwise.
fn problems(operation: &Operation, on_record: bool, writes: bool) -> Vec<StatusCode> {
    let parameters = || {
        operation.parameters.iter().flatten().filter_map(|p| match p {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        })
    };
    let mut found = vec![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE];
    if on_record {
        found.push(StatusCode::NOT_FOUND);
    }
    if writes {
        found.push(StatusCode::CONFLICT);
    }
    if writes || parameters().any(|p| matches!(p.parameter_in, ParameterIn::Query)) {
        found.push(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if parameters().any(|p| p.name == "If-Match") {
        found.push(StatusCode::PRECONDITION_FAILED);
    }
    found
}

fn add_problem(operation: &mut Operation, status: StatusCode) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let words = match status {
        StatusCode::UNAUTHORIZED => "No valid token",
        StatusCode::FORBIDDEN => "The account, or the token's scope, does not allow it",
        StatusCode::NOT_FOUND => "No such record, or none the account may see",
        StatusCode::CONFLICT => "A rule of the work forbids it, or the act id was used for something else",
        StatusCode::PRECONDITION_FAILED => "The record was changed since the version in If-Match",
        StatusCode::UNPROCESSABLE_ENTITY => "Fields that cannot be taken; errors names each",
        StatusCode::SERVICE_UNAVAILABLE => "The database is away; try again later",
        _ => "A problem",
    };
    let response =
        ResponseBuilder::new().description(words).content("application/problem+json", content).build();
    operation.responses.responses.entry(status.as_str().to_owned()).or_insert(RefOr::T(response));
}
