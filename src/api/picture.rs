//! Draws a QR code as SVG: black on white with a quiet zone, whatever the theme.

use std::fmt::Write;

use qrcode::{EcLevel, QrCode};

use crate::domain::qr::QrPayload;

use super::wire::Picture;

/// Modules of white around the code, as the standard asks.
const QUIET: usize = 4;

/// The picture of a value. `None` if the text does not fit into a QR code, which `QrPayload` has ruled out.
pub fn draw(payload: &QrPayload) -> Option<Picture> {
    match payload {
        QrPayload::Image(address) => Some(Picture::Image(address.clone())),
        QrPayload::Text(text) => svg(text).map(Picture::Svg),
    }
}

fn svg(text: &str) -> Option<String> {
    let code =
        [EcLevel::M, EcLevel::L].into_iter().find_map(|level| QrCode::with_error_correction_level(text, level).ok())?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, line) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = line[x..].iter().take_while(|color| **color == line[x]).count();
            if line[x] == qrcode::Color::Dark {
                // writing to a String cannot fail
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, row + QUIET);
            }
            x += run;
        }
    }
    Some(format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg_of(text: &str) -> String {
        let Some(Picture::Svg(svg)) = draw(&QrPayload::Text(text.to_owned())) else { panic!("text is drawn") };
        svg
    }

    /// The modules of the picture, read back from the path.
    fn modules(svg: &str) -> (usize, Vec<(usize, usize)>) {
        let side: usize = svg.split("0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let path = svg.split("fill=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut dark = vec![];
        for run in path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            dark.extend((x..x + length).map(|x| (x, y)));
        }
        (side, dark)
    }

    #[test]
    fn the_picture_holds_the_code_module_by_module() {
        let text = format!("2@{}", "Az09+/".repeat(40));
        let (side, dark) = modules(&svg_of(&text));
        let code = QrCode::with_error_correction_level(&text, EcLevel::M).unwrap();
        assert_eq!(side, code.width() + 2 * QUIET);
        for y in 0..side {
            for x in 0..side {
                let inside = (QUIET..side - QUIET).contains(&x) && (QUIET..side - QUIET).contains(&y);
                let expected = inside && code[(x - QUIET, y - QUIET)] == qrcode::Color::Dark;
                assert_eq!(dark.contains(&(x, y)), expected, "at {x}, {y}");
            }
        }
    }

    #[test]
    fn every_text_that_counts_as_a_code_can_be_drawn() {
        for length in [1, 200, 2_331, 2_332, crate::domain::qr::MAX_TEXT] {
            let svg = svg_of(&"x".repeat(length));
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        }
        assert!(draw(&QrPayload::Text("x".repeat(crate::domain::qr::MAX_TEXT + 1))).is_none());
    }

    /// The value is never part of the markup, so nothing in it can be.
    #[test]
    fn the_markup_holds_no_text_of_the_code() {
        let svg = svg_of("\"><script>alert(1)</script>");
        assert!(!svg.contains("script") && !svg.contains("alert"));
        assert!(svg.contains("<path fill=\"#fff\""), "white below it in every theme");
    }

    /// Lesson 15: Base64 of a PNG was drawn as QR text.
    #[test]
    fn lesson_15_an_image_is_shown_and_not_drawn() {
        let address = "data:image/png;base64,iVBORw0KGgoAAAAN".to_owned();
        assert_eq!(draw(&QrPayload::Image(address.clone())), Some(Picture::Image(address)));
    }
}
