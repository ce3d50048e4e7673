//! The public page as a phone calls it: what it answers, what it leaves behind, what it refuses.

use app::online_report::OpenOnlineForm;
use kernel::Offset;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, StatusCode};
use testkit::{Engine, TestApp, on_both};

struct Page {
    t: TestApp,
    base: String,
    address: String,
    client: Client,
}

impl Page {
    async fn open(engine: Engine) -> Self {
        let (t, round) = TestApp::with_round(engine).await;
        let team = t.app.round(&t.clerk().await, round).await.unwrap().teams[0].team.id;
        let act = OpenOnlineForm {
            team,
            from: t.app.today().start(Offset::BEIJING),
            until: t.app.now().plus_seconds(40 * 86_400),
            accepted: "受理领导班子的问题。".into(),
            passed_on: "其他转办。".into(),
        };
        t.app.perform(&t.clerk().await, &act).await.unwrap();
        let page = t.app.online_forms(&t.clerk().await, team).await.unwrap();
        let address = page.forms[0].address.as_str().to_owned();
        let base = t.serve_public().await;
        Self { t, base, address, client: Client::new() }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.base)).send().await.unwrap()
    }

    /// Opens the form, waits as a person would, and gives its stamp.
    async fn stamp(&self) -> String {
        let text = self.get(&format!("/r/{}", self.address)).await.text().await.unwrap();
        self.t.clock.advance(30);
        between(&text, "name=\"stamp\" value=\"", "\"").to_owned()
    }

    async fn send(&self, form: Form) -> Response {
        self.client.post(format!("{}/r/{}", self.base, self.address)).multipart(form).send().await.unwrap()
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

fn words(stamp: &str, text: &str) -> Form {
    Form::new().text("stamp", stamp.to_owned()).text("unit", "0").text("text", text.to_owned())
}

fn photo() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 7]));
    let mut bytes = Vec::new();
    picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut bytes)).unwrap();
    bytes
}

on_both! {
    async fn a_report_is_sent_looked_up_and_added_to(engine) {
        let page = Page::open(engine).await;
        let stamp = page.stamp().await;
        let part = Part::bytes(photo()).file_name("IMG_周.jpg").mime_str("image/jpeg").unwrap();
        let answer = page.send(words(&stamp, "<b>先交钱</b>").part("files", part)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers().get("set-cookie"), None);
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let text = answer.text().await.unwrap();
        let code = between(&text, "class=\"code\">", "<").to_owned();
        assert_eq!(code.len(), 19, "four groups of four");
        let look = |code: String| {
            page.client.post(format!("{}/q", page.base)).form(&[("code", code)]).send()
        };
        let found = look(code.to_lowercase()).await.unwrap();
        assert_eq!(found.status(), StatusCode::OK);
        let found = found.text().await.unwrap();
        assert!(found.contains("&lt;b&gt;先交钱&lt;/b&gt;") && !found.contains("IMG_"));
        let add = Form::new().text("code", code.clone()).text("text", "补充");
        let added = page.client.post(format!("{}/q/add", page.base)).multipart(add).send().await.unwrap();
        assert!(added.text().await.unwrap().contains("补充"));
        let wrong = look("AAAA-AAAA-AAAA-AAAA".into()).await.unwrap();
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn what_was_typed_comes_back_with_what_is_wrong(engine) {
        let page = Page::open(engine).await;
        let stamp = page.stamp().await;
        let part = Part::bytes(b"PK\x03\x04 a package".to_vec()).file_name("a.docx");
        let answer = page.send(words(&stamp, "写了很久的话").part("files", part)).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.text().await.unwrap();
        assert!(text.contains("写了很久的话") && text.contains("PDF"));
        assert!(text.contains(&stamp), "the same form may be sent again");
        let quick = page.get(&format!("/r/{}", page.address)).await.text().await.unwrap();
        let quick = between(&quick, "name=\"stamp\" value=\"", "\"").to_owned();
        assert_eq!(page.send(words(&quick, "x")).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let large = Part::bytes(vec![0xff; 33 << 20]).file_name("big.jpg");
        let answer = page.client
            .post(format!("{}/r/{}", page.base, page.address))
            .multipart(words(&stamp, "x").part("files", large))
            .send()
            .await;
        // The connection may be closed before all is sent; what is never allowed is that it is taken.
        assert!(answer.is_err() || answer.unwrap().status() != StatusCode::OK);
    }

    async fn sixty_four_phones_behind_one_address_are_all_served(engine) {
        let page = Page::open(engine).await;
        let mut stamps = Vec::new();
        for _ in 0..64 {
            stamps.push(page.stamp().await);
        }
        let photo = photo();
        let mut sendings = tokio::task::JoinSet::new();
        for (n, stamp) in stamps.into_iter().enumerate() {
            let (client, photo) = (page.client.clone(), photo.clone());
            let to = format!("{}/r/{}", page.base, page.address);
            sendings.spawn(async move {
                let part = Part::bytes(photo).file_name("p.jpg");
                let form = words(&stamp, &format!("第{n}件")).part("files", part);
                client.post(to).multipart(form).send().await.unwrap().status()
            });
        }
        assert!(sendings.join_all().await.into_iter().all(|status| status == StatusCode::OK));
    }

    async fn nothing_of_the_office_is_reachable_and_unknown_addresses_say_nothing_back(engine) {
        let page = Page::open(engine).await;
        for path in ["/sign-in", "/units", "/api/v1/units", "/r/aaaaaaaa", "/r/..%2f", "/set-up", "/x"] {
            let answer = page.get(path).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        }
        let upper = page.get(&format!("/go?address={}", page.address.to_uppercase())).await;
        assert!(upper.url().path().ends_with(&page.address));
        page.t.clock.advance(41 * 86_400);
        let over = page.get(&format!("/r/{}", page.address)).await;
        assert_eq!(over.status(), StatusCode::OK);
        assert!(!over.text().await.unwrap().contains("<textarea"));
    }
}
