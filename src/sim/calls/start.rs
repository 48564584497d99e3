//! `POST /api/accounts/start`

use super::{
    super::answer::{Answer, Refusal},
    ask::Ask,
    status::describe,
};

/// The longest account number.
const LONGEST: usize = 64;

pub fn answer(mut ask: Ask<'_>) -> Answer {
    let number = ask.text("number")?;
    let fits = number.len() <= LONGEST && number.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    if !fits {
        return Err(Refusal::new(422, "The account number has signs that are not allowed"));
    }
    let key = ask.open(number)?;
    ask.world.start(number, &key, ask.now);
    let with_code = ask.world.settings.qr_in_start;
    describe(ask.world, number, with_code)
}
