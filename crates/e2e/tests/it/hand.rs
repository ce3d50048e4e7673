//! What a hand does on pages, whichever noun they are about: signing in as someone, filling forms, pressing, following.

use crate::accounts::sign_in;
use app::Ctx;
use app::account::{ChangeOwnPassword, NewPassword};
use testkit::browser::{Browser, Outcome};
use testkit::{PASSWORD, TestApp};
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
