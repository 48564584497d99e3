//! A QR code as a PNG: one bit per pixel and stored (uncompressed) blocks, so that no image library is needed.

use qrcode::{Color, QrCode, types::QrError};

const SCALE: usize = 5; // pixels per module
const QUIET: usize = 4; // modules of white on each side, as the standard asks

/// Draws `text`; an error if it is too long for any QR code.
pub fn draw(text: &str) -> Result<Vec<u8>, QrError> {
    let code = QrCode::new(text)?;
    let (modules, width) = (code.to_colors(), code.width());
    let side = (width + 2 * QUIET) * SCALE;
    let dark = |x: usize, y: usize| {
        let (x, y) = ((x / SCALE).wrapping_sub(QUIET), (y / SCALE).wrapping_sub(QUIET));
        x < width && y < width && modules[y * width + x] == Color::Dark
    };
    let mut rows = Vec::new();
    for y in 0..side {
        rows.push(0); // no filter
        for first in (0..side).step_by(8) {
            rows.push((0..8).fold(0, |byte, bit| byte << 1 | u8::from(!dark(first + bit, y))));
        }
    }
    let size = (side as u32).to_be_bytes();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &[&size[..], &size, &[1, 0, 0, 0, 0]].concat());
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    Ok(png)
}

fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(0xffff); // the most that one block holds
    let last = blocks.len() - 1;
    for (index, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(index == last));
        out.extend(length.to_le_bytes().into_iter().chain((!length).to_le_bytes()));
        out.extend_from_slice(block);
    }
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let body = [&kind[..], data].concat();
    let crc = body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    });
    png.extend_from_slice(&body);
    png.extend((!crc).to_be_bytes());
}
