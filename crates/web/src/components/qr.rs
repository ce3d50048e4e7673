//! A QR code drawn into the page: one path, no script, no second request that could leave a copy.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Free modules around the code, which readers need.
const QUIET: usize = 4;
/// Width and height on the page.
const SIDE: &str = "216";

/// The code of a text, named for those who hear it; nothing when the text is too long for one.
pub fn qr(text: &str, name: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return Markup::default() };
    let side = code.width() + 2 * QUIET;
    html! {
        svg role="img" aria-label=(name) width=(SIDE) height=(SIDE) viewBox={ "0 0 " (side) " " (side) } {
            // Dark on white whatever the theme: many readers see no other.
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path(&code)) fill="#000" {}
        }
    }
}

/// Every run of dark modules as a bar.
fn path(code: &QrCode) -> String {
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while let Some(rest) = row.get(x..).filter(|rest| !rest.is_empty()) {
            let color = rest.first().copied().unwrap_or(Color::Light);
            let run = rest.iter().take_while(|c| **c == color).count();
            if color == Color::Dark {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_is_one_path_with_a_name_and_no_style() {
        let drawn = qr("otpauth://totp/x?secret=ABC", "code").into_string();
        assert!(drawn.contains("<path d=\"M4 4h7v1h-7z") && drawn.contains("aria-label=\"code\""), "{drawn}");
        assert!(!drawn.contains("style") && !drawn.contains("script"));
        assert!(qr(&"x".repeat(5_000), "code").into_string().is_empty());
    }
}
