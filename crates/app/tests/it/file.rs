//! Files: taken by content, attached by acts, read by who may, and verified.

use app::file::{Received, attach};
use app::{Act, App, Error, Prep, Prepared, Right};
use domain::account::Profile;
use domain::file::{Kind, Limits};
use domain::permission::{Action, Scope};
use kernel::FileId;
use serde::Serialize;
use store::changes::Changes;
use testkit::{TestApp, on_both};

/// An act that does nothing but attach a file.
struct Attach {
    file: Received,
    compartment: &'static str,
    sealed: bool,
}

#[derive(Serialize, serde::Deserialize)]
struct Attached {
    file: FileId,
}

impl Act for Attach {
    const NAME: &'static str = "test-attach";
    type Done = Attached;

    fn right(&self) -> Right {
        Right::Needs(Action::UnitChange, Scope::Global)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<Attached>, Error> {
        let mut changes = Changes::about("file", kernel::RecordId(prep.ctx.act.0), self.file.name());
        let file = attach(&mut changes, prep, &self.file, self.compartment, self.sealed)?;
        Ok(Prepared { changes, done: Attached { file } })
    }
}

/// The right to read what the test files belong to.
const RIGHT: (Action, Scope) = (Action::UnitView, Scope::Global);

async fn receive(app: &App, name: &str, bytes: &[u8]) -> Result<Received, Error> {
    let mut receiving = app.receive_file(None, Limits { bytes: 4_000_000, ..Limits::default() }).await?;
    for piece in bytes.chunks(300_000) {
        receiving = receiving.push(piece.to_vec()).await?;
    }
    receiving.finish(name).await
}

async fn attach_as(t: &TestApp, file: Received, compartment: &'static str, sealed: bool) -> FileId {
    let act = Attach { file, compartment, sealed };
    t.app.perform(&t.clerk().await, &act).await.unwrap().done.file
}

/// Attaches a file that everyone in the office sees.
pub(crate) async fn attach_to(t: &TestApp, name: &str, bytes: &[u8]) -> FileId {
    let received = receive(&t.app, name, bytes).await.unwrap();
    attach_as(t, received, "organisation", false).await
}

async fn faults(t: &TestApp) -> Vec<String> {
    let report = t.app.verify_all(vec![]).await.unwrap();
    report.faults.into_iter().map(|f| f.fault.to_owned()).collect()
}

/// The one content in the folder.
fn only_content(t: &TestApp) -> std::path::PathBuf {
    let folder = t.app.files().unwrap();
    let addresses = folder.addresses().unwrap();
    assert_eq!(addresses.len(), 1);
    folder.path_of(&addresses[0].parse().unwrap())
}

on_both! {
    async fn the_installations_own_limit_holds_whatever_the_form_allows(engine) {
        let limits = app::Limits { file_bytes: 2 << 20, ..app::Limits::default() };
        let t = TestApp::empty_with(engine, limits).await.set_up_by(Profile::SmallOffice).await;
        assert!(receive(&t.app, "short.txt", &vec![b'a'; 1 << 20]).await.is_ok());
        let Err(Error::Refused(refusal)) = receive(&t.app, "long.txt", &vec![b'a'; 3 << 20]).await
        else { panic!("must be refused") };
        assert_eq!(refusal.0.id, "file-too-large");
        // Lists that are imported are held to it too.
        let refused = t.app.stash(&t.clerk().await, "units.xlsx", &vec![0; 3 << 20]).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.0.id == "import-file-too-large"));
    }

    async fn a_file_is_read_whole_and_from_anywhere_in_it(engine) {
        let t = TestApp::set_up(engine).await;
        let content: Vec<u8> = (b'a'..=b'z').cycle().take(2_300_000).collect();
        let id = attach_to(&t, "../../台账.csv", &content).await;
        let ctx = t.clerk().await;
        let mut open = t.app.open_file(&ctx, RIGHT, id, None).await.unwrap();
        assert_eq!((open.file.name.as_str(), open.file.kind, open.file.size), ("台账.csv", Kind::Text, 2_300_000));
        for (from, length) in [(0, 3_000_000), (5, 10), (1_048_570, 20), (2_299_999, 9), (2_300_000, 1), (9_000_000, 1)] {
            let (again, bytes) = open.range(from, length).await.unwrap();
            open = again;
            let begin = usize::try_from(from).unwrap().min(content.len());
            let end = usize::try_from(from + length).unwrap().min(content.len());
            assert!(bytes == content[begin..end], "{from} {length}");
        }
        assert!(!std::fs::read(only_content(&t)).unwrap().windows(26).any(|w| w == &content[..26]), "sealed");
        assert_eq!(faults(&t).await, Vec::<String>::new());
    }

    async fn the_same_content_lies_once(engine) {
        let t = TestApp::set_up(engine).await;
        attach_to(&t, "一.pdf", b"%PDF-1.7 one").await;
        attach_to(&t, "二.pdf", b"%PDF-1.7 one").await;
        only_content(&t);
        assert_eq!(t.app.verify_all(vec![]).await.unwrap().files, 1);
    }

    async fn what_is_not_taken_leaves_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        for (bytes, id) in [
            (&b"MZ\x90\0\x03"[..], "file-kind-unknown"),
            (b"", "file-empty"),
            (b"PK\x03\x04 broken", "file-damaged"),
            (&[b'x'; 4_000_001], "file-too-large"),
        ] {
            let Err(Error::Refused(refusal)) = receive(&t.app, "证据.pdf", bytes).await else { panic!("{id}") };
            assert_eq!(refusal.0.id, id);
        }
        assert!(t.app.files().unwrap().is_empty().unwrap());
        assert_eq!(std::fs::read_dir(t.folder().join("files/incoming")).unwrap().count(), 0);
    }

    async fn a_stranger_finds_no_file_and_a_sealed_one_takes_a_reason(engine) {
        let t = TestApp::set_up(engine).await;
        let open_to_office = attach_to(&t, "一.pdf", b"%PDF-1.7 one").await;
        t.stranger("stranger").await;
        let own = (Action::SearchUse, Scope::Own);
        let hidden = t.app.open_file(&t.ctx("stranger").await, own, open_to_office, None).await;
        assert!(matches!(hidden, Err(Error::NotFound)));

        let received = receive(&t.app, "谈话.pdf", b"%PDF-1.7 two").await.unwrap();
        let sealed = attach_as(&t, received, "organisation", true).await;
        let ctx = t.clerk().await;
        let before = t.verify().await.traces;
        for reason in [None, Some("  ")] {
            assert!(matches!(t.app.open_file(&ctx, RIGHT, sealed, reason).await, Err(Error::Invalid(_))));
        }
        t.app.open_file(&ctx, RIGHT, sealed, Some("核对谈话要点")).await.unwrap();
        assert_eq!(t.verify().await.traces, before + 1);
    }

    async fn a_content_changed_missing_or_added_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        let id = attach_to(&t, "一.pdf", b"%PDF-1.7 one").await;
        let content = only_content(&t);
        let good = std::fs::read(&content).unwrap();
        let mut bad = good.clone();
        *bad.last_mut().unwrap() ^= 1;
        std::fs::write(&content, &bad).unwrap();
        assert_eq!(faults(&t).await, ["file-changed"]);
        let shown = t.app.open_file(&t.clerk().await, RIGHT, id, None).await.unwrap().range(0, 9).await;
        assert!(matches!(shown, Err(Error::Refused(r)) if r.0.id == "file-content-changed"));
        std::fs::remove_file(&content).unwrap();
        assert_eq!(faults(&t).await, ["file-missing"]);
        std::fs::write(&content, &good).unwrap();
        std::fs::write(content.with_file_name("0".repeat(64)), b"x").unwrap();
        assert_eq!(faults(&t).await, ["file-unknown"]);
    }

    async fn another_files_content_in_its_place_is_named(engine) {
        let t = TestApp::set_up(engine).await;
        attach_to(&t, "一.pdf", b"%PDF-1.7 one").await;
        let first = only_content(&t);
        let received = receive(&t.app, "二.pdf", b"%PDF-1.7 two").await.unwrap();
        attach_as(&t, received, "organisation", false).await;
        let folder = t.app.files().unwrap();
        let second = folder.addresses().unwrap().into_iter().map(|a| folder.path_of(&a.parse().unwrap()));
        let second = second.into_iter().find(|p| *p != first).unwrap();
        std::fs::copy(second, &first).unwrap();
        assert_eq!(faults(&t).await, ["file-changed"]);
    }

    async fn a_content_whose_act_never_came_is_swept_a_day_later_and_a_recorded_one_stays(engine) {
        let t = TestApp::set_up(engine).await;
        attach_to(&t, "一.pdf", b"%PDF-1.7 kept").await;
        receive(&t.app, "二.pdf", b"%PDF-1.7 never").await.unwrap();
        assert_eq!(faults(&t).await, Vec::<String>::new(), "it may still be waiting for its act");
        assert_eq!(t.app.sweep_files().await.unwrap(), 0);
        t.clock.advance(90_000);
        assert_eq!(t.app.sweep_files().await.unwrap(), 2);
        only_content(&t);
        assert_eq!(faults(&t).await, Vec::<String>::new());
        assert_eq!(t.app.sweep_files().await.unwrap(), 0);
    }

    async fn a_sweep_takes_what_a_dead_process_left_and_nothing_that_is_arriving(engine) {
        let t = TestApp::set_up(engine).await;
        let incoming = t.folder().join("files/incoming");
        std::fs::write(incoming.join("left"), b"half").unwrap();
        let arriving = t.app.receive_file(None, Limits::default()).await.unwrap();
        let arriving = arriving.push(b"%PDF-1.7 slow".to_vec()).await.unwrap();
        assert_eq!(std::fs::read_dir(&incoming).unwrap().count(), 2);
        store::file::Folder::open(t.folder().join("files")).unwrap();
        t.app.sweep_files().await.unwrap();
        let received = arriving.finish("一.pdf").await.unwrap();
        attach_as(&t, received, "organisation", false).await;
        assert_eq!(std::fs::read_dir(&incoming).unwrap().count(), 0);
        assert_eq!(faults(&t).await, Vec::<String>::new());
    }

    async fn many_first_files_at_once_share_one_key(engine) {
        let t = TestApp::set_up(engine).await;
        let mut running = tokio::task::JoinSet::new();
        for n in 0..6 {
            let app = t.app.clone();
            running.spawn(async move { receive(&app, "一.txt", format!("file {n}").as_bytes()).await.unwrap() });
        }
        while let Some(received) = running.join_next().await {
            attach_as(&t, received.unwrap(), "organisation", false).await;
        }
        let report = t.app.verify_all(vec![]).await.unwrap();
        assert_eq!((report.files, report.faults), (6, vec![]));
    }
}
