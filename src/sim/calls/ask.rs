//! A call with everything that its answer depends on.

use serde_json::Value;

use super::{
    super::{account::Account, clock::Ms, config::SimConfig, world::World},
    Call, Refusal,
};

const NO_ACCOUNT: Refusal = Refusal::new(404, "Account not found");

/// A call with everything that its answer depends on.
pub struct Ask<'a> {
    pub world: &'a mut World,
    pub config: &'a SimConfig,
    pub now: Ms,
    pub bearer: Option<&'a str>,
    pub path_number: Option<&'a str>,
    pub body: Option<&'a Value>,
    /// The call's name in the log.
    pub record: u64,
}

impl<'a> Ask<'a> {
    /// A text field of the body that must be there.
    pub fn text(&self, name: &str) -> Result<&'a str, Refusal> {
        let body = self.body.ok_or(Refusal::new(400, "The body is not JSON"))?;
        body[name].as_str().filter(|text| !text.is_empty()).ok_or(Refusal::new(422, "A required field is missing"))
    }

    /// The number in the path.
    pub fn number(&self) -> &'a str {
        self.path_number.unwrap_or_default()
    }

    /// The name of the key behind the token, if it may open the account.
    pub fn open(&mut self, number: &str) -> Result<String, Refusal> {
        self.world.keys.open(self.bearer, number, self.now)
    }

    /// The account, if it is there and the token may open it.
    pub fn account(&mut self, number: &str) -> Result<&mut Account, Refusal> {
        self.open(number)?;
        self.world.accounts.get_mut(number).ok_or(NO_ACCOUNT)
    }
}

/// The account number that a body names.
pub fn number_in(call: Call, body: Option<&Value>) -> Option<String> {
    let field = match call {
        Call::Start => "number",
        Call::Message => "account",
        _ => return None,
    };
    Some(body?[field].as_str()?.to_owned())
}
