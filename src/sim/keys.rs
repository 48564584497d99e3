//! Keys, the tokens they open, and who may open what.

use std::collections::HashMap;

use serde::Serialize;
use uuid::Uuid;

use super::{answer::Refusal, clock::Ms, settings::Settings};

/// The name of the global key towards the control side.
pub const GLOBAL: &str = "global";

const DEAD_KEY: &str = "Invalid API key";

/// A key of the simulated platform, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeyView {
    /// The control side's name for it: `global`, `client-1`, `client-2`, …
    pub id: String,
    /// The organization id that it was made for; `null` for the global key and for placed ones.
    pub organization: Option<String>,
    /// The account number that belongs to it; `null` for the global key.
    pub number: Option<String>,
    /// False once it was killed.
    pub alive: bool,
}

/// A key with its secret.
pub struct Key {
    pub view: KeyView,
    pub secret: String,
    race_calls: u32,
    race_until: Ms,
}

struct Token {
    key: String,
    until: Ms,
}

/// All keys and tokens.
#[derive(Default)]
pub struct Keys {
    list: Vec<Key>,
    tokens: HashMap<String, Token>,
}

impl Keys {
    pub fn new(global: Option<&str>) -> Self {
        let mut keys = Self::default();
        if let Some(secret) = global {
            keys.push(GLOBAL.to_owned(), secret.to_owned(), None, None);
        }
        keys
    }

    fn push(&mut self, id: String, secret: String, organization: Option<String>, number: Option<String>) -> &mut Key {
        let view = KeyView { id, organization, number, alive: true };
        let index = self.list.len();
        self.list.push(Key { view, secret, race_calls: 0, race_until: 0 });
        &mut self.list[index]
    }

    pub fn views(&self) -> Vec<KeyView> {
        self.list.iter().map(|key| key.view.clone()).collect()
    }

    /// Keys and tokens as they were given out.
    pub fn secrets(&self) -> Vec<String> {
        self.list.iter().map(|key| key.secret.clone()).chain(self.tokens.keys().cloned()).collect()
    }

    /// The key that was made for an organization.
    pub fn of_organization(&self, organization: &str) -> Option<&Key> {
        self.list.iter().find(|key| key.view.organization.as_deref() == Some(organization))
    }

    /// The key that an account number belongs to.
    pub fn of_number(&self, number: &str) -> Option<&Key> {
        self.list.iter().find(|key| key.view.number.as_deref() == Some(number))
    }

    /// Makes a key for an organization, with the race that the settings ask for.
    pub fn make(&mut self, organization: &str, number: String, now: Ms, settings: &Settings) -> &Key {
        let secret = format!("wpp_{}", Uuid::new_v4().simple());
        let id = self.next_id();
        let key = self.push(id, secret, Some(organization.to_owned()), Some(number));
        key.race_calls = settings.race_calls;
        key.race_until = now.saturating_add(settings.race_ms);
        key
    }

    /// Takes over a key that exists elsewhere; returns the control side's name for it.
    pub fn adopt(&mut self, secret: &str, number: &str) -> String {
        if let Some(known) = self.list.iter().find(|key| key.secret == secret) {
            return known.view.id.clone();
        }
        let id = self.next_id();
        self.push(id, secret.to_owned(), None, Some(number.to_owned())).view.id.clone()
    }

    fn next_id(&self) -> String {
        let clients = self.list.iter().filter(|key| key.view.id != GLOBAL).count();
        format!("client-{}", clients + 1)
    }

    /// Kills a key and its tokens; false if there is none of that name.
    pub fn kill(&mut self, id: &str) -> bool {
        let Some(key) = self.list.iter_mut().find(|key| key.view.id == id) else { return false };
        key.view.alive = false;
        true
    }

    /// A new token for a key.
    pub fn issue(&mut self, secret: &str, now: Ms, settings: &Settings) -> Result<String, Refusal> {
        let key = self.list.iter_mut().find(|key| key.secret == secret).ok_or(Refusal::new(401, DEAD_KEY))?;
        usable(key, now)?;
        let id = key.view.id.clone();
        let token = format!("sim.{}", Uuid::new_v4().simple());
        let until = now.saturating_add(settings.token_life_s.saturating_mul(1000));
        self.tokens.retain(|_, token| token.until > now);
        self.tokens.insert(token.clone(), Token { key: id, until });
        Ok(token)
    }

    /// The name of the key behind a token, if it may open the account.
    pub fn open(&mut self, token: Option<&str>, number: &str, now: Ms) -> Result<String, Refusal> {
        let token = token.ok_or(Refusal::new(401, "Unauthorized"))?;
        let id = match self.tokens.get(token) {
            Some(known) if known.until > now => known.key.clone(),
            _ => return Err(Refusal::new(401, "Token is unknown or expired")),
        };
        let owner = self.of_number(number).map(|owner| owner.view.id.clone());
        let key = self.list.iter_mut().find(|key| key.view.id == id).ok_or(Refusal::new(401, DEAD_KEY))?;
        usable(key, now)?;
        if owner.as_deref().unwrap_or(GLOBAL) == id {
            Ok(id)
        } else {
            Err(Refusal::new(403, "The account belongs to another key"))
        }
    }
}

fn usable(key: &mut Key, now: Ms) -> Result<(), Refusal> {
    if !key.view.alive {
        return Err(Refusal::new(401, DEAD_KEY));
    }
    if key.race_calls > 0 || now < key.race_until {
        key.race_calls = key.race_calls.saturating_sub(1);
        return Err(Refusal::new(403, DEAD_KEY));
    }
    Ok(())
}
