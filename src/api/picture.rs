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
