//! The shape of a preview, for the document only: the app writes the JSON itself, the same for page, command line
//! and API. A test holds the two against each other.

use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What importing a list of units would do.
#[derive(ToSchema)]
#[schema(as = UnitPreview)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct UnitPreviewView {
    /// Name of the file.
    file: String,
    /// What it holds, and what of it is new.
    counts: UnitCountsView,
    /// Coverage that follows from it.
    coverage: Option<ListCoverageView>,
    /// How many issues block.
    errors: usize,
    /// How many only want a look.
    warnings: usize,
    /// What is wrong, in order of rows.
    issues: Vec<IssueView>,
    /// Which column is read as what.
    mapping: Option<MappingView>,
}

/// What importing a file of clues would do. No name, no post, no summary.
#[derive(ToSchema)]
#[schema(as = CluePreview)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct CluePreviewView {
    /// Name of the file.
    file: String,
    /// What it holds, and what of it is new.
    counts: app::clue::ClueCounts,
    /// How many issues block.
    errors: usize,
    /// How many only want a look.
    warnings: usize,
    /// What is wrong, in the file's order.
    issues: Vec<IssueView>,
    /// The clues with their proposed routes.
    clues: Vec<app::clue::PreviewedClue>,
}

/// What importing another file would do.
#[derive(ToSchema)]
#[schema(as = Preview)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct PreviewView {
    /// Name of the file.
    file: String,
    /// What it holds, and what of it is new.
    #[schema(value_type = Object)]
    counts: BTreeMap<String, i64>,
    /// How many issues block.
    errors: usize,
    /// How many only want a look.
    warnings: usize,
    /// What is wrong, in order of rows.
    issues: Vec<IssueView>,
    /// Which column is read as what; only for spreadsheets.
    mapping: Option<MappingView>,
}

/// What taking a register of petitions over would do.
#[derive(ToSchema)]
#[schema(as = PetitionPreview)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct PetitionPreviewView {
    /// Name of the file.
    file: String,
    /// What it holds, and what of it is new.
    counts: app::petition::PetitionCounts,
    /// How many issues block.
    errors: usize,
    /// How many only want a look.
    warnings: usize,
    /// What is wrong, in order of rows.
    issues: Vec<IssueView>,
    /// Name of the round.
    round: String,
    /// What the rules propose for each row.
    scope: Vec<ProposalView>,
    /// Likely duplicates within the file, the likeliest first.
    duplicates: Vec<LikelyPairView>,
    /// Which engagement gets how many.
    engagements: Vec<PlacedView>,
}

/// What the rules propose for a row.
#[derive(ToSchema)]
#[schema(as = ScopeProposal)]
#[expect(dead_code, reason = "describes what the app writes")]
struct ProposalView {
    /// As the spreadsheet numbers it.
    row: u32,
    /// Its number.
    number: String,
    /// `in`, `mixed` or `out`.
    verdict: String,
    /// Code of the main reason for which it is out of scope.
    reason: Option<String>,
    /// Why, in the caller's language.
    why: Vec<String>,
    /// Codes of what is noted about it.
    marks: Vec<String>,
}

/// Two rows that may tell of one matter.
#[derive(ToSchema)]
#[schema(as = LikelyPair)]
#[expect(dead_code, reason = "describes what the app writes")]
struct LikelyPairView {
    /// One row's number.
    one: String,
    /// The other's.
    other: String,
    /// Why, in the caller's language.
    why: Vec<String>,
}

/// How many rows an engagement gets.
#[derive(ToSchema)]
#[schema(as = PlacedPetitions)]
#[expect(dead_code, reason = "describes what the app writes")]
struct PlacedView {
    /// The engagement.
    #[schema(value_type = String, format = Uuid)]
    engagement: kernel::EngagementId,
    /// Its unit.
    unit: String,
    /// Rows about it, or a unit below.
    rows: usize,
    /// Numbers of rows about no unit of the round.
    besides: Vec<String>,
}

/// What a list of units holds.
#[derive(ToSchema)]
#[schema(as = UnitCounts)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct UnitCountsView {
    /// Units in the list.
    units: usize,
    /// Of them known already.
    existing: usize,
    /// By kind.
    by_kind: Vec<ListedKindView>,
    /// Units by code of nature.
    by_nature: BTreeMap<String, usize>,
    /// Heads managed `above`, by this committee, `below`.
    heads: BTreeMap<String, usize>,
    /// Sum of Party members; a township's figure and its villages' are both in it.
    members: u64,
    /// Units without a figure of Party members.
    members_blank: usize,
    /// Sum of staff.
    staff: u64,
    /// Different names.
    distinct_names: usize,
    /// Names that occur under several parents.
    shared_names: Vec<String>,
    /// Levels of the tree, the root counted.
    max_depth: u32,
    /// Units that are not known yet.
    new: usize,
    /// Known units that the list brings up to date.
    changed: usize,
    /// Known units of which the list says nothing new.
    unchanged: usize,
    /// Known units that are not in the list; they stay.
    absent: usize,
    /// The root that comes with the first list: the committee's name and how the list writes it.
    root: Option<Vec<String>>,
    /// Terms that come with it.
    terms: usize,
}

/// What the list holds of one kind.
#[derive(ToSchema)]
#[schema(as = ListedKind)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct ListedKindView {
    /// Code of the kind.
    kind: String,
    /// Its units.
    units: usize,
    /// Sum of Party members.
    members: u64,
    /// Sum of staff.
    staff: u64,
    /// Last inspected in the term of the reporting date.
    this_term: usize,
    /// Last inspected in an earlier term.
    previous_term: usize,
    /// Never inspected.
    never: usize,
}

/// Coverage of one kind.
#[derive(ToSchema)]
#[schema(as = ListKind)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct ListKindView {
    /// Code of the kind.
    kind: String,
    /// Its units.
    units: usize,
    /// Last inspected in the term of the reporting date.
    this_term: usize,
    /// Last inspected in an earlier term.
    previous_term: usize,
    /// Never inspected.
    never: usize,
}

/// Coverage as the list states it.
#[derive(ToSchema)]
#[schema(as = ListCoverage)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct ListCoverageView {
    /// The reporting date.
    #[schema(format = Date)]
    as_of: String,
    /// Name of the term it lies in; null when none is recorded.
    term: Option<String>,
    /// Kind by kind.
    kinds: Vec<ListKindView>,
    /// The rates that are counted together.
    groups: Vec<ListGroupView>,
}

/// A rate as what it is made of.
#[derive(ToSchema)]
#[schema(as = ListGroup)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct ListGroupView {
    /// What is counted together, in both languages.
    name: BTreeMap<String, String>,
    /// Inspected in the term.
    part: usize,
    /// Of how many.
    whole: usize,
}

/// One thing to look at.
#[derive(ToSchema)]
#[schema(as = Issue)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct IssueView {
    /// Row as the spreadsheet numbers it, from 1; 0 for the file as a whole.
    row: u32,
    /// The column's heading; null for the row as a whole.
    column: Option<String>,
    /// `error` blocks, `warning` does not.
    severity: String,
    /// Stable name of the kind of issue.
    kind: String,
    /// What is wrong and what would be right, in the caller's language.
    message: String,
}

/// How a sheet was read.
#[derive(ToSchema)]
#[schema(as = SheetMapping)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct MappingView {
    /// Name of the sheet.
    sheet: String,
    /// First row of its header.
    header_top: u32,
    /// Last row of its header.
    header_bottom: u32,
    /// Its columns, from the left.
    columns: Vec<ColumnView>,
}

/// A column of the sheet.
#[derive(ToSchema)]
#[schema(as = SheetColumn)]
#[expect(dead_code, reason = "describes what the app writes")]
pub(super) struct ColumnView {
    /// Its place, from 0.
    at: u32,
    /// Its letters.
    letters: String,
    /// Its heading as it stands there.
    heading: String,
    /// What it is read as; null is left out.
    holds: Option<String>,
}
