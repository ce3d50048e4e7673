//! Writing a paper: from nothing, from a petition, or an old one anew. Two people at one paper meet here.

use super::form::{draft_piece, lines, pairs_of, read, take};
use super::sheet::{self, Theirs};
use super::{address, crumbs, of_engagement, one, words};
use crate::components::{Button, Choice, Cols, Form, FormState, Help, Note, Page, Panel, Tone, cols, stack};
use crate::pages::fields::code_of;
use crate::request::{Answer, Reader, Uploaded, done, unprocessable};
use crate::routes::{Needs, Routes};
use crate::{Html, View, Web, gate};
use app::finding::{
    Citable, Draft, DraftEvidence, FindingPage, NewFile, Overtaken, ReviseFinding, Start, WriteFinding,
    draft_of,
};
use app::{Ctx, Error};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::file::Limits;
use domain::finding::{Degree, FocusCode, FocusRules, Paper, Part};
use domain::permission::Action;
use kernel::{EngagementId, FieldError, FindingId, Message, UnitId};
use maud::{Markup, html};

pub(super) fn routes(routes: Routes) -> Routes {
    let needs = Needs::Right(Action::FindingWrite);
    let most = routes.one_file();
    routes
        .get("/engagements/{engagement}/findings/new", needs, ask)
        .upload("/engagements/{engagement}/findings/new", needs, most, begin)
        .get("/findings/{finding}/edit", needs, edit)
        .upload("/findings/{finding}/edit", needs, most, save)
}

/// What the form of a paper stands on.
struct Desk<'d> {
    action: String,
    rules: &'d FocusRules,
    units: &'d [(UnitId, String)],
    team: &'d [String],
    stored: Option<&'d Paper>,
    version: Option<i64>,
    theirs: &'d Theirs,
    citable: &'d [Citable],
}

async fn ask(State(web): State<Web>, Path(id): Path<EngagementId>, reader: Reader) -> Answer<Html> {
    let v = &reader.view;
    let start = web.app().finding_start(&reader.ctx, id).await?;
    let number = v.address.get("number").unwrap_or_default();
    let pairs = vec![
        ("undertakers".to_owned(), start.own.clone()),
        ("add.whole".to_owned(), number.to_owned()),
        ("degree".to_owned(), code_of(&Degree::Ordinary)),
    ];
    let citable = web.app().citable(&reader.ctx, id).await?;
    Ok(new_page(v, (id, &start, &citable), &pairs, Vec::new()))
}

fn new_page(
    v: &View,
    (id, start, citable): (EngagementId, &Start, &[Citable]),
    pairs: &[(String, String)],
    errors: Vec<FieldError>,
) -> Html {
    let theirs = Theirs::default();
    let desk = Desk {
        action: format!("{}/new", of_engagement(id)),
        rules: &start.rules,
        units: &start.units,
        team: &start.team,
        stored: None,
        version: None,
        theirs: &theirs,
        citable,
    };
    let form = paper_form(v, &desk, pairs, errors);
    let right = stack([html! { (how_panel(v)) }]);
    Page::new(v.t("finding-new"))
        .lead(start.unit.clone())
        .crumbs(crumbs(v, id, &start.unit))
        .help(Help::new(v.t("finding-write-help-what"), v.t("finding-write-help-next")))
        .html(v, cols(Cols::ThreeOne, [form, right]))
}

async fn begin(State(web): State<Web>, Path(id): Path<EngagementId>, uploaded: Uploaded) -> Answer<Response> {
    let start = web.app().finding_start(&uploaded.ctx, id).await?;
    let errors = match read(&uploaded.pairs, None) {
        Err(errors) => errors,
        Ok(draft) => match files(&web, &uploaded, id, &draft).await? {
            Err(errors) => errors,
            Ok(files) => {
                let act = WriteFinding { engagement: id, draft, files };
                match web.app().perform(&uploaded.ctx, &act).await {
                    Ok(made) => return Ok(done(&address(made.done.finding), "finding-written")),
                    Err(error) => faults(error)?,
                }
            }
        },
    };
    let citable = web.app().citable(&uploaded.ctx, id).await?;
    let page = new_page(&uploaded.view, (id, &start, &citable), &uploaded.pairs, errors);
    Ok(unprocessable(page).into_response())
}

/// The faults of fields, and a rule's refusal as a fault of the form as a whole; anything else is an error's page.
pub(super) fn faults(error: Error) -> Result<Vec<FieldError>, Error> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        Error::Refused(refusal) => Ok(vec![FieldError::new("", refusal.0)]),
        other => Err(other),
    }
}

/// The file that came with the form, as evidence of the sentence it names.
async fn files(
    web: &Web,
    uploaded: &Uploaded,
    engagement: EngagementId,
    draft: &Draft,
) -> Result<Result<Vec<NewFile>, Vec<FieldError>>, Error> {
    let Some(sent) = uploaded.file("file") else { return Ok(Ok(Vec::new())) };
    let receiving = web.app().receive_file(Some(engagement), Limits::default()).await?;
    let received = match receiving.push(sent.bytes.clone()).await {
        Ok(receiving) => receiving.finish(&sent.name).await,
        Err(error) => Err(error),
    };
    let file = match received {
        Ok(file) => file,
        Err(Error::Refused(refusal)) => return Ok(Err(vec![FieldError::new("file", refusal.0)])),
        Err(other) => return Err(other),
    };
    let key: Option<u32> = uploaded.value("file_sentence").parse().ok();
    let sentence = key.and_then(|key| draft.sentences.iter().position(|s| s.key == Some(key)));
    let text = |name: &str| uploaded.value(name).trim().to_owned();
    let evidence = DraftEvidence {
        number: text("file_number"),
        at: text("file_at"),
        page: text("file_page").parse().ok(),
        method: text("file_method"),
        ..DraftEvidence::default()
    };
    Ok(Ok(vec![NewFile { file, sentence, evidence }]))
}

async fn edit(State(web): State<Web>, Path(id): Path<FindingId>, reader: Reader) -> Answer<Html> {
    let found = web.app().finding(&reader.ctx, id).await?;
    let paper = &found.kept.paper;
    let pairs = pairs_of(paper, &found.kept.undertakers, Some(paper));
    let citable = web.app().citable(&reader.ctx, found.kept.engagement).await?;
    Ok(edit_page(&reader.view, (&found, &citable), &pairs, Vec::new(), &Theirs::default()))
}

fn edit_page(
    v: &View,
    (found, citable): (&FindingPage, &[Citable]),
    pairs: &[(String, String)],
    errors: Vec<FieldError>,
    theirs: &Theirs,
) -> Html {
    let kept = &found.kept;
    let desk = Desk {
        action: format!("{}/edit", address(kept.finding.id)),
        rules: &found.rules,
        units: &found.units,
        team: &found.team,
        stored: Some(&kept.paper),
        version: Some(kept.version),
        theirs,
        citable,
    };
    let form = paper_form(v, &desk, pairs, errors);
    let met = met_note(v, theirs);
    let right = stack([html! { (one::lacks(v, found)) }, html! { (how_panel(v)) }]);
    Page::new(kept.paper.title.clone())
        .stamp(crate::components::stamp_solid(&v.t("finding-stamp")))
        .mark(words::marks(v, kept))
        .lead(one::lead(v, found))
        .crumbs(crumbs(v, kept.engagement, &found.unit))
        .action(Button::link(v.t("finding-back"), address(kept.finding.id)))
        .help(Help::new(v.t("finding-write-help-what"), v.t("finding-write-help-next")))
        .html(v, stack([met, cols(Cols::ThreeOne, [form, right])]))
}

/// Who was quicker, and what to do.
fn met_note(v: &View, theirs: &Theirs) -> Markup {
    if theirs.who.is_empty() {
        return Markup::default();
    }
    let lead = Message::new("finding-met").with("who", theirs.who.as_str()).with("count", theirs.met.len());
    let next = if theirs.met.is_empty() { "finding-met-none" } else { "finding-met-next" };
    html! { (Note::new(Tone::Warn, v.t(next)).lead(v.say(&lead))) }
}

async fn save(State(web): State<Web>, Path(id): Path<FindingId>, uploaded: Uploaded) -> Answer<Response> {
    let (ctx, v) = (&uploaded.ctx, &uploaded.view);
    let found = web.app().finding(ctx, id).await?;
    let engagement = found.kept.engagement;
    let version: Option<i64> = uploaded.value("version").parse().ok();
    let base = base(&web, ctx, &found, version).await?;
    let errors = match read(&uploaded.pairs, Some(&base)) {
        Err(errors) => errors,
        Ok(mut draft) => {
            take_theirs(&mut draft, &uploaded.pairs, &found);
            match files(&web, &uploaded, engagement, &draft).await? {
                Err(errors) => errors,
                Ok(files) => {
                    let act = ReviseFinding { engagement, finding: id, version, draft: draft.clone(), files };
                    match web.app().perform(ctx, &act).await {
                        Ok(_) => return Ok(done(&after(id, &uploaded), "finding-saved")),
                        Err(Error::Conflict { .. }) => {
                            let version = version.ok_or(Error::NotFound)?;
                            let met =
                                web.app().overtaken_finding(ctx, (engagement, id), version, &draft).await;
                            match met {
                                Ok(met) => return overtaken(&web, &uploaded, &met, &draft).await,
                                Err(error) => faults(error)?,
                            }
                        }
                        Err(error) => faults(error)?,
                    }
                }
            }
        }
    };
    let citable = web.app().citable(ctx, engagement).await?;
    let page = edit_page(v, (&found, &citable), &uploaded.pairs, errors, &Theirs::default());
    Ok(unprocessable(page).into_response())
}

/// Where saving leads: on writing, or to the paper.
fn after(id: FindingId, uploaded: &Uploaded) -> String {
    if uploaded.value("then") == "stay" { format!("{}/edit", address(id)) } else { address(id) }
}

/// The paper that the form was made from.
async fn base(web: &Web, ctx: &Ctx, found: &FindingPage, version: Option<i64>) -> Result<Paper, Error> {
    if version.is_none_or(|version| version == found.kept.version) {
        return Ok(found.kept.paper.clone());
    }
    let versions = web.app().finding_versions(ctx, found.kept.finding.id).await?;
    let made_from = versions.into_iter().find(|line| Some(line.version) == version);
    Ok(made_from.ok_or(Error::NotFound)?.kept.finding.paper)
}

/// Puts in what the writer takes from the other one.
fn take_theirs(draft: &mut Draft, pairs: &[(String, String)], found: &FindingPage) {
    let theirs = draft_of(&found.kept);
    let chosen = pairs.iter().filter(|(name, _)| name == "take");
    for part in chosen.filter_map(|(_, code)| Part::from_code(code)) {
        take(draft, part, &theirs);
    }
}

/// Someone stored another version meanwhile: both are brought together, and what both touched is asked.
async fn overtaken(web: &Web, uploaded: &Uploaded, met: &Overtaken, draft: &Draft) -> Answer<Response> {
    let v = &uploaded.view;
    let found = web.app().finding(&uploaded.ctx, met.current.finding.id).await?;
    let stored = &met.current.paper;
    let theirs = Theirs {
        who: met.last.as_ref().map(|last| v.say(&gate::changed_by(v, last))).unwrap_or_default(),
        met: met.merged.met.iter().map(|part| (part.code(), said(v, stored, &found, *part))).collect(),
        taken: met.merged.theirs.iter().map(|part| part.code()).collect(),
    };
    let pairs = pairs_of(&met.merged.paper, &draft.undertakers, Some(stored));
    let citable = web.app().citable(&uploaded.ctx, found.kept.engagement).await?;
    let page = edit_page(v, (&found, &citable), &pairs, Vec::new(), &theirs);
    Ok(page.status(StatusCode::CONFLICT).into_response())
}

/// What a part of the stored paper says, in one line.
fn said(v: &View, paper: &Paper, found: &FindingPage, part: Part) -> String {
    let list = v.t("common-list-separator");
    match part {
        Part::Title => paper.title.clone(),
        Part::Basis => paper.basis.clone(),
        Part::Focus => {
            let names: Vec<String> =
                paper.focus.iter().map(|code| words::focus(v, &found.rules, code)).collect();
            names.join(&list)
        }
        Part::Period => paper.period.map(|period| words::period(v, period)).unwrap_or_default(),
        Part::Amounts => {
            let sums: Vec<String> =
                paper.amounts.iter().map(|a| format!("{} {}", words::sum(v, a.sum), a.what)).collect();
            sums.join(&list)
        }
        Part::Unit => found.about.clone(),
        Part::Responsible => {
            let people: Vec<String> =
                paper.responsible.iter().map(|r| format!("{} {} {}", r.post, r.name, r.kind)).collect();
            people.join(&list)
        }
        Part::Degree => v.say(&paper.degree.label()),
        Part::Repeats => paper.repeats.clone().unwrap_or_default(),
        Part::Note => paper.note.clone(),
        Part::Evidence => {
            let pieces: Vec<String> = paper.evidence.iter().map(|one| words::words_of(v, one)).collect();
            pieces.join(&list)
        }
        Part::Sentence(key) => {
            let found = paper.sentences.iter().find(|sentence| sentence.key == key);
            found.map(|sentence| sentence.text.clone()).unwrap_or_default()
        }
    }
}

/// The form of a paper, in panels.
fn paper_form(v: &View, desk: &Desk<'_>, pairs: &[(String, String)], errors: Vec<FieldError>) -> Markup {
    let state = FormState::typed(pairs.iter().cloned(), errors);
    let mut form = Form::post(desk.action.clone(), &state).multipart().id("paper");
    if let Some(version) = desk.version {
        form = form.hidden("version", version.to_string());
    }
    let form = form
        .panels(html! {
            (problem_panel(v, desk, &state))
            (facts_panel(v, desk, pairs, &state))
            (basis_panel(v, desk, &state))
            (file_panel(v, desk, &state))
        })
        .button(Button::submit(v.t("finding-save")).primary().icon("save"))
        .button(Button::submit(v.t("finding-save-on")).sends("then", "stay"));
    html! { (form.html(v)) (numbers_list(desk)) }
}

fn problem_panel(v: &View, desk: &Desk<'_>, state: &FormState) -> Panel {
    let degrees = [Degree::Ordinary, Degree::Serious].map(|d| Choice::new(code_of(&d), v.say(&d.label())));
    let units = desk.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.as_str()));
    let several = desk.units.len() > 1;
    let beside = |code: &str| desk.theirs.beside(v, code);
    Panel::new(v.t("finding-problem")).body(html! { div.form {
        (state.text("title", v.t("finding-heading")).hint(v.t("finding-heading-hint")).longest(200).wide().html(v))
        (beside("title"))
        (focus_field(v, desk, state))
        (beside("focus"))
        (state.text("degree", v.t("finding-degree")).segment(degrees).html(v))
        (beside("degree"))
        (state.text("from", v.t("finding-from")).date().optional().html(v))
        (state.text("to", v.t("finding-to")).date().optional().html(v))
        (beside("period"))
        @if several { (state.text("unit", v.t("finding-unit")).select(units).html(v)) }
        (state.text("amounts", v.t("finding-amounts")).area(2).hint(v.t("finding-amounts-hint")).optional().html(v))
        (beside("amounts"))
    } })
}

/// The point of the frame in use from a list; points of every frame behind a fold.
fn focus_field(v: &View, desk: &Desk<'_>, state: &FormState) -> Markup {
    let points = |at: usize| desk.rules.frames.get(at).map(|f| f.points.as_slice()).unwrap_or_default();
    let label = |code: &FocusCode| words::focus(v, desk.rules, code);
    let mut first: Vec<Choice> =
        points(0).iter().map(|point| Choice::new(point.code.0.clone(), label(&point.code))).collect();
    let chosen = state.value("focus").to_owned();
    if !chosen.is_empty() && first.iter().all(|choice| choice.value != chosen) {
        // A point of another frame or of none stays as it is until somebody chooses.
        let code = FocusCode(chosen.clone());
        let known = desk.rules.point(&code).is_some();
        let words = if known { label(&code) } else { format!("{chosen} {}", v.t("finding-focus-unknown")) };
        first.insert(0, Choice::new(chosen.clone(), words));
    }
    let more = state.clone().prefix("more");
    html! {
        (state.text("focus", v.t("finding-focus")).select(first).optional().html(v))
        details.field data-wide {
            summary { (v.t("finding-focus-more")) }
            @for frame in &desk.rules.frames {
                @let rest = frame.points.iter().filter(|point| point.code.0 != chosen);
                (more.text("focus", frame.name.get(v.lang)).checks(
                    rest.map(|point| Choice::new(point.code.0.clone(), label(&point.code)))).wide().html(v))
            }
        }
    }
}

fn facts_panel(v: &View, desk: &Desk<'_>, pairs: &[(String, String)], state: &FormState) -> Panel {
    let lines = lines(pairs, desk.stored);
    let (rows, hint) =
        if lines.is_empty() { (8, "finding-facts-hint") } else { (3, "finding-facts-more-hint") };
    let label = if lines.is_empty() { "finding-facts" } else { "finding-facts-more" };
    let field = state.text("facts", v.t(label)).area(rows).hint(v.t(hint));
    Panel::new(v.t("finding-facts")).note(v.t("finding-facts-note")).body(html! { div.stack {
        @if !lines.is_empty() { (sheet::write(v, &lines, desk.stored, desk.theirs)) }
        div.form { (if lines.is_empty() { field } else { field.optional() }.html(v)) }
        (sheet::whole(v, pairs, desk.stored))
        (desk.theirs.beside(v, "evidence"))
        @for part in removed(desk, &lines) { (desk.theirs.beside(v, &part)) }
    } })
}

/// Codes of sentences that both touched and that are no longer in the form.
fn removed(desk: &Desk<'_>, lines: &[super::form::Line]) -> Vec<String> {
    let shown: Vec<String> = lines.iter().map(|line| format!("s{}", line.name)).collect();
    let gone = |code: &&String| code.starts_with('s') && !shown.contains(code);
    let codes = desk.theirs.met.keys().filter(gone);
    codes.filter(|code| Part::from_code(code).is_some()).cloned().collect()
}

fn basis_panel(v: &View, desk: &Desk<'_>, state: &FormState) -> Panel {
    let beside = |code: &str| desk.theirs.beside(v, code);
    let team =
        Message::new("finding-undertakers-hint").with("names", desk.team.join(&v.t("common-list-separator")));
    Panel::new(v.t("finding-basis-panel")).body(html! { div.form {
        (state.text("basis", v.t("finding-basis")).area(2).hint(v.t("finding-basis-hint")).optional().html(v))
        (beside("basis"))
        (state.text("responsible", v.t("finding-responsible")).area(2).hint(v.t("finding-responsible-hint")).optional().html(v))
        (beside("responsible"))
        (state.text("undertakers", v.t("finding-undertakers")).hint(v.say(&team)).longest(200).optional().wide().html(v))
        (state.text("repeats", v.t("finding-repeats")).hint(v.t("finding-repeats-hint")).longest(400).optional().wide().html(v))
        (beside("repeats"))
        (state.text("note", v.t("finding-note")).area(2).optional().html(v))
        (beside("note"))
    } })
}

/// A file as evidence, folded away.
fn file_panel(v: &View, desk: &Desk<'_>, state: &FormState) -> Panel {
    let sentences = desk.stored.map(|paper| paper.sentences.as_slice()).unwrap_or_default();
    let choices = sentences.iter().zip(1_u32..).map(|(sentence, n)| {
        let number = v.say(&Message::new("finding-sentence-number").with("n", n));
        let begin: String = sentence.text.chars().take(16).collect();
        Choice::new(sentence.key.to_string(), format!("{number} {begin}…"))
    });
    let open = state.error("file").is_some();
    Panel::new(v.t("finding-file-panel")).body(html! { details open[open] {
        summary { (v.t("finding-file-open")) }
        div.form {
            (state.text("file", v.t("finding-file")).file(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt").hint(v.t("finding-file-hint")).optional().html(v))
            @if !sentences.is_empty() {
                (state.text("file_sentence", v.t("finding-file-sentence")).select(choices).optional().html(v))
            }
            (state.text("file_number", v.t("finding-file-number")).hint(v.t("finding-file-number-hint")).longest(100).optional().html(v))
            (state.text("file_page", v.t("finding-file-page")).number().longest(5).optional().html(v))
            (state.text("file_at", v.t("finding-file-at")).longest(60).optional().html(v))
        }
    } })
}

/// What can be cited, for the browser to complete: records of the engagement, and what this paper cites already.
fn numbers_list(desk: &Desk<'_>) -> Markup {
    let paper = desk.stored;
    let mut numbers: Vec<String> =
        paper.iter().flat_map(|paper| paper.all_evidence()).map(|one| draft_piece(one).number).collect();
    numbers.sort();
    numbers.dedup();
    numbers.retain(|number| !desk.citable.iter().any(|record| record.number == *number));
    html! {
        datalist id="evidence-numbers" {
            @for record in desk.citable { option value=(record.number) { (record.about) } }
            @for number in &numbers { option value=(number) {} }
        }
    }
}

/// How evidence is cited.
fn how_panel(v: &View) -> Panel {
    Panel::new(v.t("finding-how")).body(html! {
        ul.notes {
            li { (v.t("finding-how-cite")) }
            li { (v.t("finding-how-many")) }
            li { (v.t("finding-how-break")) }
            li { (v.t("finding-how-fact")) }
        }
    })
}
