//! The organisation tree through its acts: lists in and out, changes, and what is refused.

use app::Error;
use app::organisation::{
    AbolishUnit, AddAlias, ChangeUnit, EnterUnit, HeadFields, ImportOptions, ImportUnits, MergeUnits,
    MoveUnit, RemoveAlias, RenameUnit, SplitUnit, TermUpload, UnitFields, UnitFilter,
};
use app::term::ImportTerms;
use domain::import::Severity;
use domain::organisation::{AliasKind, Unit};
use kernel::{Day, PageRequest, UnitId};
use serde_json::Value;
use testkit::{Engine, TestApp, on_both};

pub(crate) const UNITS: &[u8] = include_bytes!("../../../../tests/data/yunhe-units.xlsx");
const DIRTY: &[u8] = include_bytes!("../../../../tests/data/yunhe-units-dirty.xlsx");
pub(crate) const TERMS: &[u8] = include_bytes!("../../../../tests/data/yunhe-term.json");

fn with_terms() -> ImportOptions {
    let terms = TermUpload { name: "yunhe-term.json".into(), bytes: TERMS.to_vec() };
    ImportOptions { terms: Some(terms), ..ImportOptions::default() }
}

pub(crate) fn county() -> ImportUnits {
    ImportUnits { file: "yunhe-units.xlsx".into(), bytes: UNITS.to_vec(), options: with_terms() }
}

/// The county with its 237 units and two terms.
pub(crate) async fn imported(engine: Engine) -> TestApp {
    let t = TestApp::set_up(engine).await;
    t.app.perform(&t.clerk().await, &county()).await.unwrap();
    t
}

/// Every unit of the list that a filter leaves, page by page.
async fn all(t: &TestApp, filter: &UnitFilter) -> Vec<Unit> {
    let ctx = t.clerk().await;
    let (mut request, mut found) = (PageRequest { after: None, size: 100 }, Vec::new());
    loop {
        let page = t.app.units(&ctx, filter, &request).await.unwrap();
        found.extend(page.items.into_iter().map(|unit| unit.value));
        match page.next {
            Some(next) => request.after = Some(next),
            None => return found,
        }
    }
}

async fn named(t: &TestApp, name: &str) -> Unit {
    let filter = UnitFilter { text: Some(name.to_owned()), ..UnitFilter::default() };
    all(t, &filter).await.into_iter().find(|unit| unit.name == name).unwrap()
}

async fn root(t: &TestApp) -> UnitId {
    UnitId(t.app.units_below(&t.clerk().await, None).await.unwrap()[0].id)
}

fn day(month: u8) -> Day {
    Day::new(2025, month, 1).unwrap()
}

/// The id of the message with which something was refused, as a whole or at its first field.
fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.unwrap_err() {
        Error::Refused(refusal) => refusal.0.id.into_owned(),
        Error::Invalid(errors) => format!("{}: {}", errors[0].field, errors[0].message.id),
        other => format!("{other:?}"),
    }
}

on_both! {
    async fn the_countys_list_is_previewed_and_then_stored_by_one_act(engine) {
        let t = TestApp::set_up(engine).await;
        let ctx = t.clerk().await;
        let preview = t.app.preview_units(&ctx, "yunhe-units.xlsx", UNITS.to_vec(), with_terms()).await.unwrap();
        assert_eq!((preview.errors, preview.warnings), (0, 0));
        assert_eq!(preview.counts.root, ["中共云河县委员会", "县委"]);
        let json = serde_json::to_value(&preview).unwrap();
        assert_eq!((&json["counts"]["units"], &json["counts"]["new"]), (&237.into(), &237.into()));
        assert_eq!(json["counts"]["max_depth"], 4);
        let group = &json["coverage"]["groups"][0];
        assert_eq!((&group["part"], &group["whole"]), (&53.into(), &83.into()));
        assert_eq!(json["coverage"]["kinds"][0]["this_term"], 43);
        assert_eq!(json["mapping"]["columns"][10]["holds"], "last_round");
        let done = t.app.perform(&t.clerk().await, &county()).await.unwrap().done;
        assert_eq!((done.units, done.new, done.changed, done.terms), (237, 237, 0, 2));
        let totals = t.app.unit_totals(&t.clerk().await).await.unwrap();
        let kinds = ["department", "township", "soe", "school_hospital", "village"];
        assert_eq!(kinds.map(|kind| totals.kind("active", kind)), [62, 10, 6, 5, 154]);
        assert_eq!(totals.standing("active"), 237);
        let units = all(&t, &UnitFilter::default()).await;
        assert_eq!(units.len(), 237, "the committee itself is none of them");
        assert_eq!(units.iter().filter_map(|unit| unit.members).sum::<u32>(), 26_327);
        let (filter, request) = (app::JournalFilter::default(), PageRequest::default());
        let act = t.app.journal(&t.clerk().await, &filter, &request).await.unwrap().items.remove(0);
        assert_eq!((act.action.as_str(), act.subject_label.as_str()), ("unit-import", "yunhe-units.xlsx"));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_dirty_list_is_refused_with_every_mistake_named_and_nothing_stored(engine) {
        let t = TestApp::set_up(engine).await;
        let preview = t.app.preview_units(&t.clerk().await, "dirty.xlsx", DIRTY.to_vec(), with_terms()).await.unwrap();
        assert_eq!((preview.errors, preview.warnings), (25, 7));
        let expected: Value = serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap();
        let wanted: Vec<_> = expected["dirty"].as_array().unwrap().iter().map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            (line["row"].as_u64().unwrap(), text("severity"), text("kind"), text("column"))
        }).collect();
        let found: Vec<_> = preview.issues.iter().map(|issue| {
            let severity = if issue.severity == Severity::Error { "error" } else { "warning" };
            (u64::from(issue.row), severity.to_owned(), issue.kind.to_owned(), issue.column.clone().unwrap_or_default())
        }).collect();
        assert_eq!(found, wanted);
        assert!(preview.issues.iter().all(|issue| issue.message.ends_with('。') || issue.message.ends_with('？')));
        let act = ImportUnits { file: "dirty.xlsx".into(), bytes: DIRTY.to_vec(), options: with_terms() };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &act).await), "unit-import-has-errors");
        assert_eq!(t.app.units_below(&t.clerk().await, None).await.unwrap(), []);
        assert_eq!(t.app.terms(&t.clerk().await).await.unwrap(), []);
    }

    async fn the_same_list_again_says_nothing_new_and_is_not_stored_twice(engine) {
        let t = imported(engine).await;
        let preview = t.app.preview_units(&t.clerk().await, "again.xlsx", UNITS.to_vec(), with_terms()).await.unwrap();
        let counts = &preview.counts;
        assert_eq!((counts.new, counts.changed, counts.unchanged, counts.absent), (0, 0, 237, 0));
        assert!(!counts.is_news());
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &county()).await), "unit-import-nothing-new");
        assert_eq!(t.app.unit_totals(&t.clerk().await).await.unwrap().standing("active"), 237);
    }

    async fn a_form_sent_twice_imports_once(engine) {
        let t = TestApp::set_up(engine).await;
        let ctx = t.clerk().await;
        let first = t.app.perform(&ctx, &county()).await.unwrap();
        let second = t.app.perform(&ctx, &county()).await.unwrap();
        assert_eq!((first.repeated, second.repeated), (false, true));
        assert_eq!(first.done, second.done);
    }

    async fn a_list_brings_known_units_up_to_date(engine) {
        let t = imported(engine).await;
        let water = named(&t, "县水利局").await;
        let fields = UnitFields {
            nature: water.nature.clone().unwrap().0, party_form: water.party_form.clone(), members: Some(1),
            note: water.note.clone(), ..UnitFields::default()
        };
        let act = ChangeUnit { unit: water.id, version: None, fields };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        let preview = t.app.preview_units(&t.clerk().await, "again.xlsx", UNITS.to_vec(), with_terms()).await.unwrap();
        assert_eq!((preview.counts.new, preview.counts.changed), (0, 1));
        let done = t.app.perform(&t.clerk().await, &county()).await.unwrap().done;
        assert_eq!((done.changed, done.unchanged), (1, 236));
        assert_eq!(named(&t, "县水利局").await, water);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_list_without_a_column_leaves_what_is_known(engine) {
        let t = imported(engine).await;
        let before = named(&t, "县水利局").await;
        let columns = [(5, None), (6, None), (7, None), (8, None), (9, None), (10, None), (11, None)];
        let options = ImportOptions { columns: columns.into(), ..with_terms() };
        let preview = t.app.preview_units(&t.clerk().await, "narrow.xlsx", UNITS.to_vec(), options).await.unwrap();
        assert_eq!((preview.counts.changed, preview.counts.unchanged), (0, 237));
        assert!(before.members.is_some() && before.head.is_some());
    }

    async fn one_thing_cannot_be_read_from_two_columns(engine) {
        let t = TestApp::set_up(engine).await;
        let twice = [(6, Some(domain::organisation::import::Column::Members))];
        let options = ImportOptions { columns: twice.into(), ..with_terms() };
        let result = t.app.preview_units(&t.clerk().await, "x.xlsx", UNITS.to_vec(), options).await;
        assert_eq!(refusal(result), "column.6: unit-import-column-twice");
    }

    async fn what_is_taken_out_comes_in_again_as_the_same(engine) {
        let t = imported(engine).await;
        let list = t.app.export_units(&t.clerk().await).await.unwrap();
        assert!(list.name.ends_with("2025-07-21.xlsx"), "{}", list.name);
        let options = ImportOptions { as_of: Day::new(2025, 7, 31), ..ImportOptions::default() };
        let preview = t.app.preview_units(&t.clerk().await, &list.name, list.bytes.clone(), options.clone()).await.unwrap();
        assert_eq!(preview.issues, []);
        assert_eq!((preview.counts.unchanged, preview.counts.is_news()), (237, false));
        // An empty organisation with the same terms becomes the same.
        let other = TestApp::set_up(engine).await;
        let terms = ImportTerms { file: "terms.json".into(), bytes: TERMS.to_vec() };
        other.app.perform(&other.clerk().await, &terms).await.unwrap();
        let act = ImportUnits { file: list.name, bytes: list.bytes, options };
        assert_eq!(other.app.perform(&other.clerk().await, &act).await.unwrap().done.new, 237);
        // Two villages share a name, and their order in the list is that of their ids: compared is what they are.
        let plain = |u: Unit| format!("{:?}", (u.name, u.nature, u.members, u.staff, u.head, u.last_inspection, u.note));
        let mut there: Vec<String> = all(&other, &UnitFilter::default()).await.into_iter().map(plain).collect();
        for unit in all(&t, &UnitFilter::default()).await.into_iter().map(plain) {
            let at = there.iter().position(|known| *known == unit);
            there.remove(at.unwrap_or_else(|| panic!("gone: {unit}")));
        }
        assert_eq!(there, [""; 0]);
    }

    async fn the_tree_is_read_level_by_level_in_the_offices_own_order(engine) {
        let t = imported(engine).await;
        let ctx = t.clerk().await;
        let top = t.app.units_below(&ctx, None).await.unwrap();
        assert_eq!(top.len(), 1);
        assert_eq!((top[0].name.as_str(), top[0].kind.as_str()), ("中共云河县委员会", ""));
        let below = t.app.units_below(&ctx, Some(UnitId(top[0].id))).await.unwrap();
        assert_eq!(i64::try_from(below.len()).unwrap(), top[0].below);
        let first: Value = serde_json::from_str(include_str!("../../../../tests/data/expected.json")).unwrap();
        assert_eq!(below[0].name, first["units"][0]["name"].as_str().unwrap());
        let water = named(&t, "云河水务有限责任公司").await;
        let page = t.app.unit(&ctx, water.id).await.unwrap();
        let path: Vec<&str> = page.path.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(path, ["中共云河县委员会", "县国有资产服务中心", "云河城市建设投资集团有限公司", "云河水务有限责任公司"]);
    }

    async fn the_list_is_narrowed_by_kind_parent_standing_and_part_of_any_name(engine) {
        let t = imported(engine).await;
        let villages = all(&t, &UnitFilter { kind: Some("village".into()), ..UnitFilter::default() }).await;
        assert_eq!(villages.len(), 154);
        let keys: Vec<Vec<u8>> = villages.iter().map(|unit| text::pinyin::sort_key(&unit.name)).collect();
        assert!(keys.is_sorted());
        let former = UnitFilter { text: Some("县 水务局".into()), ..UnitFilter::default() };
        let found = all(&t, &former).await;
        assert_eq!(found.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["县水利局"]);
        let town = named(&t, "枕河镇").await;
        let below = UnitFilter { parent: Some(town.id), ..UnitFilter::default() };
        assert!(all(&t, &below).await.iter().all(|unit| unit.parent == Some(town.id)));
        let ended = UnitFilter { standing: Some("abolished".into()), ..UnitFilter::default() };
        assert_eq!(all(&t, &ended).await, []);
        let nothing = UnitFilter { text: Some("%".into()), ..UnitFilter::default() };
        assert_eq!(all(&t, &nothing).await, [], "a percent sign is only a percent sign");
    }

    async fn a_renamed_unit_is_still_found_by_its_former_name(engine) {
        let t = imported(engine).await;
        let unit = named(&t, "县水利局").await;
        let rename = |name: &str, reason: &str| RenameUnit {
            unit: unit.id, version: Some(1), name: name.into(), on: day(6), reason: reason.into(),
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &rename("县水利和湖泊局", " ")).await), "reason: unit-change-needs-reason");
        let Err(Error::Invalid(both)) = t.app.perform(&t.clerk().await, &rename("县财政局", "")).await else { panic!("accepted") };
        assert_eq!(both.iter().map(|error| error.field.as_ref()).collect::<Vec<_>>(), ["name", "reason"]);
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &rename("县财政局", "改革")).await), "name: unit-name-taken");
        t.app.perform(&t.clerk().await, &rename("县水利和湖泊局", "机构改革，县编〔2025〕3号")).await.unwrap();
        let page = t.app.unit(&t.clerk().await, unit.id).await.unwrap();
        assert_eq!(page.unit.name, "县水利和湖泊局");
        assert_eq!(page.history[0].reason.as_deref(), Some("机构改革，县编〔2025〕3号"));
        let name = page.history[0].differences.iter().find(|d| d.field == "unit-column-name").unwrap();
        assert_eq!((name.before.as_str(), name.after.as_str()), ("县水利局", "县水利和湖泊局"));
        let former = UnitFilter { text: Some("县水利局".into()), ..UnitFilter::default() };
        assert_eq!(all(&t, &former).await[0].id, unit.id);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_unit_moves_with_all_below_it_but_never_under_itself(engine) {
        let t = imported(engine).await;
        let (group, water) = (named(&t, "云河城市建设投资集团有限公司").await, named(&t, "云河水务有限责任公司").await);
        let office = named(&t, "县财政局").await;
        let to = |unit: &Unit, parent: &Unit| MoveUnit {
            unit: unit.id, version: None, parent: parent.id, on: day(6), reason: "划转".into(),
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &to(&group, &water)).await), "parent: unit-circle");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &to(&water, &group)).await), "parent: unit-move-same");
        t.app.perform(&t.clerk().await, &to(&group, &office)).await.unwrap();
        let page = t.app.unit(&t.clerk().await, water.id).await.unwrap();
        assert_eq!(page.path.iter().map(|u| u.name.as_str()).nth(1), Some("县财政局"));
        let moved = t.app.unit(&t.clerk().await, group.id).await.unwrap();
        let parent = moved.history[0].differences.iter().find(|d| d.field == "unit-column-parent").unwrap();
        assert_eq!((parent.before.as_str(), parent.after.as_str()), ("县国有资产服务中心", "县财政局"));
    }

    async fn units_end_by_merging_splitting_and_abolishing_and_are_counted(engine) {
        let t = imported(engine).await;
        let departments = all(&t, &UnitFilter { kind: Some("department".into()), ..UnitFilter::default() }).await;
        let mut leaves = Vec::new();
        for unit in &departments {
            if t.app.units_below(&t.clerk().await, Some(unit.id)).await.unwrap().is_empty() {
                leaves.push(unit.clone());
            }
        }
        let [one, two, three, four, five] = [0, 1, 2, 3, 4].map(|n| leaves[n].clone());
        let merge = MergeUnits { unit: one.id, version: None, into: two.id, on: day(5), reason: "合并".into() };
        t.app.perform(&t.clerk().await, &merge).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &merge).await), "unit-has-ended");
        let split = |parts: &[&Unit]| SplitUnit {
            unit: three.id, version: None, parts: parts.iter().map(|unit| unit.id).collect(), on: day(5), reason: "拆分".into(),
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &split(&[&four])).await), "parts: unit-split-needs-two");
        t.app.perform(&t.clerk().await, &split(&[&four, &five])).await.unwrap();
        let abolish = |unit: &Unit, month| AbolishUnit {
            unit: unit.id, version: None, successor: Some(five.id), on: day(month), reason: "撤销".into(),
        };
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &abolish(&four, 9)).await), "on: unit-change-in-future");
        t.app.perform(&t.clerk().await, &abolish(&four, 6)).await.unwrap();
        let town = named(&t, "枕河镇").await;
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &abolish(&town, 6)).await), "unit-has-units-below");
        let totals = t.app.unit_totals(&t.clerk().await).await.unwrap();
        let standings = app::organisation::STANDINGS.map(|standing| totals.standing(standing));
        assert_eq!(standings, [234, 1, 1, 1]);
        assert_eq!(totals.kind("active", "department"), 59);
        let page = t.app.unit(&t.clerk().await, three.id).await.unwrap();
        let successors: Vec<UnitId> = page.successors.iter().map(|(id, _)| *id).collect();
        assert!(successors.contains(&four.id) && successors.contains(&five.id));
        let grown = t.app.unit(&t.clerk().await, two.id).await.unwrap();
        assert!(grown.unit.aliases.iter().any(|alias| alias.name == one.name && alias.kind == AliasKind::Former));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_unit_is_entered_by_hand_with_every_mistake_named_at_once(engine) {
        let t = imported(engine).await;
        let enter = |name: &str, nature: &str, post: &str| EnterUnit {
            name: name.into(), parent: UnitId(uuid::Uuid::nil()),
            fields: UnitFields {
                nature: nature.into(), party_form: "党组".into(), members: Some(12),
                head: Some(HeadFields { post: post.into(), ..HeadFields::default() }), ..UnitFields::default()
            },
        };
        assert!(matches!(t.app.perform(&t.clerk().await, &enter("新局", "x", "")).await, Err(Error::NotFound)));
        let parent = root(&t).await;
        let wrong = EnterUnit { parent, ..enter("县财政局", "神秘", "局长") };
        let Err(Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &wrong).await else { panic!("accepted") };
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_ref()).collect();
        assert_eq!(fields, ["name", "nature", "head.name"]);
        let nature = named(&t, "县财政局").await.nature.unwrap().0;
        let right = EnterUnit { parent, ..enter(" 县\u{200b}数据 局 ", &nature, "") };
        let made = t.app.perform(&t.clerk().await, &right).await.unwrap().done.unit;
        let page = t.app.unit(&t.clerk().await, made).await.unwrap();
        assert_eq!((page.unit.name.as_str(), page.unit.covered, page.unit.members), ("县数据局", true, Some(12)));
        assert_eq!(t.app.unit_totals(&t.clerk().await).await.unwrap().kind("active", "department"), 63);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn other_names_are_added_and_taken_away(engine) {
        let t = imported(engine).await;
        let unit = named(&t, "县财政局").await;
        let add = |name: &str| AddAlias { unit: unit.id, name: name.into(), kind: AliasKind::Short, until: None };
        t.app.perform(&t.clerk().await, &add("财局")).await.unwrap();
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &add("财局")).await), "alias: unit-alias-known");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &add("县水利局")).await), "alias: unit-name-taken");
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &add("　")).await), "alias: unit-alias-missing");
        t.app.perform(&t.clerk().await, &RemoveAlias { unit: unit.id, name: "财局".into() }).await.unwrap();
        assert_eq!(t.app.unit(&t.clerk().await, unit.id).await.unwrap().unit.aliases, unit.aliases);
    }

    async fn of_two_editors_the_second_is_told_who_was_first(engine) {
        let t = imported(engine).await;
        let unit = named(&t, "县财政局").await;
        let nature = unit.nature.clone().unwrap().0;
        let change = |members| ChangeUnit {
            unit: unit.id, version: Some(1),
            fields: UnitFields { nature: nature.clone(), members: Some(members), ..UnitFields::default() },
        };
        t.app.perform(&t.clerk().await, &change(1)).await.unwrap();
        let Err(Error::Conflict { last, .. }) = t.app.perform(&t.clerk().await, &change(2)).await else { panic!("lost update") };
        let last = last.unwrap();
        assert_eq!((last.by.as_str(), last.action.as_str()), ("窦甲纬", "unit-change"));
        assert_eq!(t.app.unit(&t.clerk().await, unit.id).await.unwrap().unit.members, Some(1));
        assert_eq!(refusal(t.app.perform(&t.clerk().await, &ChangeUnit { version: None, ..change(1) }).await), "unit-change-nothing");
    }

    async fn nothing_is_hung_on_a_unit_that_is_just_being_abolished(engine) {
        let t = imported(engine).await;
        let unit = named(&t, "县财政局").await;
        let nature = unit.nature.clone().unwrap().0;
        let mut lost = 0;
        for n in 0..4 {
            let parent = {
                let act = EnterUnit {
                    name: format!("临时机构{n}"), parent: unit.id,
                    fields: UnitFields { nature: nature.clone(), ..UnitFields::default() },
                };
                t.app.perform(&t.clerk().await, &act).await.unwrap().done.unit
            };
            let child = EnterUnit {
                name: "下级".into(), parent,
                fields: UnitFields { nature: nature.clone(), ..UnitFields::default() },
            };
            let end = AbolishUnit { unit: parent, version: None, successor: None, on: day(7), reason: "撤销".into() };
            let (one, two) = (t.clerk().await, t.clerk().await);
            let (entered, ended) = tokio::join!(t.app.perform(&one, &child), t.app.perform(&two, &end));
            assert!(entered.is_ok() != ended.is_ok(), "{entered:?} {ended:?}");
            lost += usize::from(ended.is_err());
        }
        assert!(lost <= 4);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_stranger_sees_no_unit_and_changes_none(engine) {
        let t = imported(engine).await;
        t.stranger("nobody").await;
        let ctx = t.ctx("nobody").await;
        let unit = named(&t, "县财政局").await.id;
        assert!(matches!(t.app.units(&ctx, &UnitFilter::default(), &PageRequest::default()).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.unit(&ctx, unit).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.perform(&ctx, &county()).await, Err(Error::Forbidden(_))));
        assert!(matches!(t.app.export_units(&ctx).await, Err(Error::Forbidden(_))));
        // And below the right the rows themselves do not show.
        let viewer = ctx.viewer().unwrap();
        let mut conn = t.app.db().read().await.unwrap();
        let page = store::unit::list(&mut conn, &viewer, &UnitFilter::default(), &PageRequest::default()).await.unwrap();
        assert!(page.items.is_empty());
        assert!(store::unit::children(&mut conn, &viewer, None).await.unwrap().is_empty());
        assert!(store::unit::path(&mut conn, &viewer, unit).await.unwrap().is_empty());
        assert!(store::unit::view(&mut conn, &viewer, unit).await.unwrap().is_none());
        assert!(store::unit::light(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::unit::every(&mut conn, &viewer).await.unwrap().is_empty());
        assert!(store::term::list(&mut conn, &viewer).await.unwrap().is_empty());
    }

    async fn a_kept_file_is_its_owners_and_gone_after_an_hour(engine) {
        let t = TestApp::set_up(engine).await;
        t.stranger("nobody").await;
        let ctx = t.clerk().await;
        let id = t.app.stash(&ctx, "名单.xlsx", b"content").await.unwrap();
        assert_eq!(t.app.unstash(&ctx, id).await.unwrap(), ("名单.xlsx".to_owned(), b"content".to_vec()));
        let other = t.ctx("nobody").await;
        assert_eq!(refusal(t.app.unstash(&other, id).await), "import-file-gone");
        let large = vec![0; app::stash::MAX_BYTES + 1];
        assert_eq!(refusal(t.app.stash(&ctx, "x", &large).await), "import-file-too-large");
        for n in 0..16 {
            t.app.stash(&ctx, &n.to_string(), b"").await.unwrap();
        }
        assert_eq!(refusal(t.app.unstash(&ctx, id).await), "import-file-gone", "only the newest sixteen stay");
        let id = t.app.stash(&ctx, "x", b"y").await.unwrap();
        t.clock.advance(3_601);
        assert_eq!(refusal(t.app.unstash(&ctx, id).await), "import-file-gone");
        t.app.sweep().await.unwrap();
        t.clock.advance(-3_601);
        assert_eq!(refusal(t.app.unstash(&ctx, id).await), "import-file-gone", "swept");
    }

    async fn a_list_page_takes_the_same_statements_whatever_it_holds(engine) {
        let t = imported(engine).await;
        let viewer = t.clerk().await.viewer().unwrap();
        for size in [1, 200] {
            let mut conn = t.app.db().read().await.unwrap();
            let request = PageRequest { after: None, size };
            store::unit::list(&mut conn, &viewer, &UnitFilter::default(), &request).await.unwrap();
            store::unit::children(&mut conn, &viewer, None).await.unwrap();
            store::commit::counters(&mut conn, "unit:").await.unwrap();
            assert_eq!(conn.statements(), 3);
        }
    }
}
