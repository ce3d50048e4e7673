//! What a hand does on pages, whichever noun they are about: signing in as someone, filling forms, pressing, following;
//! and a hand whose actions are counted.

use crate::accounts::sign_in;
use crate::set_up::fill;
use app::Ctx;
use app::account::{ChangeOwnPassword, NewPassword};
use std::cell::Cell;
use std::path::Path;
use testkit::browser::{Browser, Outcome};
use testkit::{PASSWORD, TestApp, checkout};
use thirtyfour::prelude::*;

/// The password that everyone but the clerk has chosen.
pub(crate) const OWN: &str = "竹林里的瓦罐 2042";

/// Chooses a password of one's own: whoever has it from someone else comes no further.
pub(crate) async fn choose_own(t: &TestApp, ctx: &Ctx) {
    let new = NewPassword { password: OWN.into(), again: OWN.into() };
    t.done(ctx, &ChangeOwnPassword { current: PASSWORD.into(), new }).await;
}

/// Whoever sat here leaves, and someone else signs in.
pub(crate) async fn enter(browser: &Browser, login: &str) -> Outcome {
    browser.delete_all_cookies().await?;
    sign_in(browser, login, if login == "clerk" { PASSWORD } else { OWN }).await?;
    browser.until("a page of one's own", async || Ok(browser.path().await? != "/sign-in")).await
}

/// Opens every fold of the page, as a reader would who looks for something.
pub(crate) async fn unfold(browser: &Browser) -> Outcome {
    browser
        .execute("document.querySelectorAll('main details').forEach(d => { d.open = true })", vec![])
        .await?;
    Ok(())
}

/// Puts a value into a field of the form that goes to an address; of boxes the one that has it is ticked.
pub(crate) async fn put(browser: &Browser, form: &str, name: &str, value: &str) -> Outcome {
    let field = browser.find(By::Css(format!("form[action$='{form}'] [name='{name}']"))).await?;
    let script = "const [field, value] = arguments; \
        const named = field.form.elements[field.name]; const all = named.length && !named.options ? [...named] : [named]; \
        if (field.type === 'radio') all.find(r => r.value === value).checked = true; \
        else if (field.type === 'checkbox') (all.find(r => r.value === value) ?? field).checked = true; \
        else field.value = value; \
        field.dispatchEvent(new Event('change', {bubbles: true}))";
    browser.execute(script, vec![field.to_json()?, value.into()]).await?;
    Ok(())
}

/// Sends the form that goes to an address, by the button that says these words.
pub(crate) async fn send(browser: &Browser, form: &str, words: &str) -> Outcome {
    for button in browser.find_all(By::Css(format!("form[action$='{form}'] button"))).await? {
        if button.text().await?.contains(words) {
            button.scroll_into_view().await?;
            return Ok(button.click().await?);
        }
    }
    Err(format!("no button of {form} says {words:?}").into())
}

/// Presses the button or link that says these words.
pub(crate) async fn press(browser: &Browser, words: &str) -> Outcome {
    for button in browser.find_all(By::Css("main button, main a.btn")).await? {
        if button.text().await?.contains(words) && button.is_displayed().await? {
            button.scroll_into_view().await?;
            return Ok(button.click().await?);
        }
    }
    Err(format!("no button says {words:?}").into())
}

/// Follows the first link to an address.
pub(crate) async fn follow(browser: &Browser, href: &str) -> Outcome {
    let link = browser.find(By::Css(format!("main a[href*='{href}']"))).await?;
    link.scroll_into_view().await?;
    Ok(link.click().await?)
}

/// A person at the browser, whose actions are counted (U3): a click or a typed field is 1, a choice from a list or a day 2.
pub(crate) struct Hand<'b> {
    /// The browser, for what is looked at and not done.
    pub(crate) browser: &'b Browser,
    actions: Cell<u32>,
}

impl<'b> Hand<'b> {
    pub(crate) fn new(browser: &'b Browser) -> Self {
        Self { browser, actions: Cell::new(0) }
    }

    fn count(&self, actions: u32) {
        self.actions.set(self.actions.get() + actions);
    }

    /// Begins a job anew; answers how many actions the last one took.
    pub(crate) fn begin(&self) -> u32 {
        self.actions.replace(0)
    }

    /// Ends a job: it took as many actions as docs/actions.md says of it, and no more than its limit.
    pub(crate) fn counted(&self, job: &str, needed: u32, limit: u32) {
        let actions = self.begin();
        assert_eq!(actions, needed, "docs/actions.md says otherwise of: {job}");
        assert!(actions <= limit, "{job}: {actions} actions, no more than {limit}");
    }

    /// Someone else goes on with the job, from their home page; signing in is not counted.
    pub(crate) async fn becomes(&self, login: &str) -> Outcome {
        enter(self.browser, login).await?;
        self.browser
            .until("the home page", async || {
                Ok(matches!(self.browser.path().await?.as_str(), "/" | "/portal" | "/department"))
            })
            .await
    }

    pub(crate) async fn click(&self, css: &str) -> Outcome {
        let found = self.browser.find(By::Css(css)).await?;
        found.scroll_into_view().await?;
        self.count(1);
        Ok(found.click().await?)
    }

    /// Presses what says these words in the page's own content.
    pub(crate) async fn press(&self, words: &str) -> Outcome {
        self.count(1);
        press(self.browser, words).await
    }

    /// Chooses a file of the test data.
    pub(crate) async fn file(&self, field: &str, name: &str) -> Outcome {
        self.file_at(field, &checkout().join("tests/data").join(name)).await
    }

    pub(crate) async fn file_at(&self, field: &str, path: &Path) -> Outcome {
        let field = self.browser.find(By::Css(format!("main input[type=file][name={field}]"))).await?;
        self.count(1);
        Ok(field.send_keys(path.display().to_string()).await?)
    }

    pub(crate) async fn day(&self, name: &str, day: &str) -> Outcome {
        let field = self.browser.find(By::Name(name)).await?;
        let script = "arguments[0].value = arguments[1]; \
                      arguments[0].dispatchEvent(new Event('change', {bubbles: true}))";
        self.browser.execute(script, vec![field.to_json()?, day.into()]).await?;
        self.count(2);
        Ok(())
    }

    pub(crate) async fn choose(&self, name: &str, value: &str) -> Outcome {
        let option = format!("select[name='{name}'] option[value='{value}']");
        self.count(2);
        Ok(self.browser.find(By::Css(option)).await?.click().await?)
    }

    /// Chooses from a list of the form that goes to an address.
    pub(crate) async fn choose_in(&self, form: &str, name: &str, value: &str) -> Outcome {
        let option = format!("form[action$='{form}'] select[name='{name}'] option[value='{value}']");
        self.count(2);
        Ok(self.browser.find(By::Css(option)).await?.click().await?)
    }

    pub(crate) async fn typed(&self, name: &str, text: &str) -> Outcome {
        self.count(1);
        fill(self.browser, name, text).await
    }

    /// Types into a field of the form that goes to an address.
    pub(crate) async fn typed_in(&self, form: &str, name: &str, text: &str) -> Outcome {
        let field = self.browser.find(By::Css(format!("form[action$='{form}'] [name='{name}']"))).await?;
        field.clear().await?;
        self.count(1);
        Ok(field.send_keys(text).await?)
    }
}
