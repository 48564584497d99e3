//! The forms in which a code, its absence, and a phone are told.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use qrcode::{Color, QrCode};
use serde_json::{Value, json};
use wpp_panel::sim::{NotReady, PhoneField, QrField, QrForm, Scan, Span};

use crate::rig::{NUMBER, Rig};

async fn qr(rig: &Rig, token: &str) -> (u16, Value) {
    rig.get(&format!("/api/accounts/{NUMBER}/qr"), token).await
}

#[tokio::test]
async fn a_code_means_nothing_to_a_phone_and_is_as_long_as_a_real_one() {
    let (rig, token) = Rig::with_code().await;
    let body = qr(&rig, &token).await.1;
    let text = body["qr"].as_str().unwrap();
    assert!(text.starts_with(&format!("wpp-panel-demo:{NUMBER}:1:")), "{text}");
    assert_eq!(text.len(), 200);
    assert!(!text.contains('/') && !text.contains('@'), "{text}");
}

#[tokio::test]
async fn the_field_has_the_name_that_is_set() {
    let (rig, token) = Rig::with_code().await;
    for (field, pointer) in [
        (QrField::Qr, "/qr"),
        (QrField::CamelCase, "/qrCode"),
        (QrField::LowerCase, "/qrcode"),
        (QrField::DataQr, "/data/qr"),
        (QrField::DataQrcode, "/data/qrcode"),
    ] {
        rig.handle.change(|settings| settings.qr_field = field).unwrap();
        let body = qr(&rig, &token).await.1;
        assert!(body.pointer(pointer).is_some_and(Value::is_string), "{body}");
        assert_eq!(body.to_string().matches("wpp-panel-demo").count(), 1, "{body}");
    }
}

#[tokio::test]
async fn no_code_yet_looks_as_it_is_set() {
    let rig = Rig::new().await;
    rig.handle.change(|settings| settings.qr_delay_ms = Span::fixed(1_000_000)).unwrap();
    let token = rig.global().await;
    rig.start(&token, NUMBER).await;
    for (form, status, pointer, value) in [
        (NotReady::Null, 200, "/qr", json!(null)),
        (NotReady::Empty, 200, "/qr", json!("")),
        (NotReady::NotFound, 404, "/error", json!("QR is not ready")),
        (NotReady::Unprocessable, 422, "/success", json!(false)),
        (NotReady::Flag, 200, "/success", json!(false)),
    ] {
        rig.handle.change(|settings| settings.not_ready = form).unwrap();
        let (answered, body) = qr(&rig, &token).await;
        assert_eq!((answered, body.pointer(pointer)), (status, Some(&value)), "{form:?}");
    }
}

#[tokio::test]
async fn a_phone_is_told_under_the_name_that_is_set() {
    let (rig, token) = Rig::with_code().await;
    rig.handle.scan(NUMBER, Scan { phone: Some("79851234567".to_owned()), link_ms: None }).unwrap();
    for (field, name, value) in [
        (PhoneField::Phone, "phone", json!("+79851234567")),
        (PhoneField::Number, "number", json!("79851234567")),
        (PhoneField::Me, "me", json!("79851234567@c.us")),
        (PhoneField::None, "phone", json!(null)),
    ] {
        rig.handle.change(|settings| settings.phone_field = field).unwrap();
        let body = rig.status(&token, NUMBER).await;
        assert_eq!(body[name], value);
        assert_eq!(body.to_string().contains("79851234567"), field != PhoneField::None);
    }
}

#[tokio::test]
async fn pictures_are_pngs_of_the_very_code() {
    let (rig, token) = Rig::with_code().await;
    let text = rig.handle.account(NUMBER).unwrap().code.unwrap();
    rig.handle.change(|settings| settings.qr_form = QrForm::Base64).unwrap();
    let bare = qr(&rig, &token).await.1["qr"].as_str().unwrap().to_owned();
    rig.handle.change(|settings| settings.qr_form = QrForm::DataUrl).unwrap();
    let url = qr(&rig, &token).await.1["qr"].as_str().unwrap().to_owned();
    assert_eq!(url.strip_prefix("data:image/png;base64,"), Some(bare.as_str()));
    assert!(bare.len() < 64 * 1024, "{}", bare.len());
    assert_eq!(modules(&STANDARD.decode(bare).unwrap()), expected(&text));
}

/// The modules of a code with its quiet zone, dark ones true.
fn expected(text: &str) -> Vec<Vec<bool>> {
    let code = QrCode::new(text).unwrap();
    let dark = |x: usize, y: usize| x < code.width() && y < code.width() && code[(x, y)] == Color::Dark;
    let side = code.width() + 8;
    (0..side).map(|y| (0..side).map(|x| dark(x.wrapping_sub(4), y.wrapping_sub(4))).collect()).collect()
}

/// Reads a PNG of one bit per pixel, five pixels per module, and checks all its sums.
fn modules(png: &[u8]) -> Vec<Vec<bool>> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = number(&rest[..4]);
        let (body, sum) = (&rest[4..8 + length], number(&rest[8 + length..12 + length]));
        assert_eq!(crc(body) as usize, sum);
        chunks.push((&body[..4], &body[4..]));
        rest = &rest[12 + length..];
    }
    let [(b"IHDR", header), (b"IDAT", data), (b"IEND", [])] = chunks[..] else { panic!("{chunks:?}") };
    let side = number(&header[..4]);
    assert_eq!((number(&header[4..8]), &header[8..]), (side, &[1, 0, 0, 0, 0][..]));
    let rows = inflate(data);
    let width = side.div_ceil(8) + 1;
    assert_eq!(rows.len(), side * width);
    let dark = |x: usize, y: usize| rows[y * width + 1 + x / 8] >> (7 - x % 8) & 1 == 0;
    (0..side).step_by(5).map(|y| (0..side).step_by(5).map(|x| dark(x, y) && dark(x + 4, y + 4)).collect()).collect()
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// The sum by its definition: the remainder of a division of polynomials, most significant bit first.
fn crc(body: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in body {
        sum ^= u32::from(byte.reverse_bits()) << 24;
        for _ in 0..8 {
            sum = if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 };
        }
    }
    !sum.reverse_bits()
}

fn inflate(data: &[u8]) -> Vec<u8> {
    assert_eq!(number(&data[..2]) % 31, 0);
    let (mut rest, mut out) = (&data[2..], Vec::new());
    loop {
        let (last, length) = (rest[0], u16::from_le_bytes([rest[1], rest[2]]));
        assert_eq!(!length, u16::from_le_bytes([rest[3], rest[4]]));
        out.extend_from_slice(&rest[5..5 + usize::from(length)]);
        rest = &rest[5 + usize::from(length)..];
        if last == 1 {
            break;
        }
    }
    let a = out.iter().fold(1_u64, |a, byte| a + u64::from(*byte));
    let b = out.iter().fold((1_u64, 0_u64), |(a, b), byte| (a + u64::from(*byte), b + a + u64::from(*byte))).1;
    assert_eq!(number(rest) as u64, ((b % 65_521) << 16) | (a % 65_521));
    out
}
