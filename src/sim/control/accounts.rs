//! What happens to accounts on the phone's side and in the network between.

use serde::Deserialize;
use serde_json::Value;

use super::{
    super::{
        account::{Account, Phase, some_phone},
        event::Event,
        keys::{GLOBAL, KeyView},
    },
    AccountView, ControlError, Handle, State,
};

/// How a code is scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The phone that scans, digits with or without a plus; one is made up from the account number otherwise.
    pub phone: Option<String>,
    /// From the scan to the connection, in milliseconds; as the settings say otherwise.
    pub link_ms: Option<u64>,
}

/// An account that is there and connected without having been started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// The account number.
    pub number: String,
    /// Its phone; one is made up otherwise.
    #[serde(default)]
    pub phone: Option<String>,
    /// The client key that opens it, made if it is not known; the global key opens it otherwise.
    #[serde(default)]
    pub api_key: Option<String>,
    /// Where its events go.
    #[serde(default)]
    pub webhook: Option<String>,
}

impl Handle {
    /// All accounts, by number.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountView> {
        self.shared.look(|world, now| world.accounts.values().map(|account| AccountView::of(account, now)).collect())
    }

    /// One account.
    #[must_use]
    pub fn account(&self, number: &str) -> Option<AccountView> {
        self.shared.look(|world, now| world.accounts.get(number).map(|account| AccountView::of(account, now)))
    }

    /// All keys, in the order in which they were made: one for each account that the platform gave out.
    #[must_use]
    pub fn keys(&self) -> Vec<KeyView> {
        self.shared.look(|world, _| world.keys.views())
    }

    /// Every key and token that counts, as its holder has it: for searches whether one of them is where it must not be.
    /// Only in this process, never over HTTP.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.shared.look(|world, _| world.keys.secrets())
    }

    /// A phone scans the code that is out.
    ///
    /// # Errors
    /// No such account, or no code is out.
    pub fn scan(&self, number: &str, scan: Scan) -> Result<(), ControlError> {
        let phone = match scan.phone {
            Some(phone) => digits(&phone)?,
            None => some_phone(number),
        };
        self.with_account(number, |account, settings, now| {
            if account.code().is_none() {
                return Err(wrong_state(account, "be scanned"));
            }
            let link_ms = scan.link_ms.unwrap_or_else(|| settings.link_ms.draw());
            account.scan(phone, now, link_ms);
            Ok(())
        })
    }

    /// The device is removed on the phone: `logout`.
    ///
    /// # Errors
    /// No such account, or none with a phone.
    pub fn unlink(&self, number: &str) -> Result<(), ControlError> {
        self.turn(number, "be unlinked", Event::Logout, |account| {
            account.phase = Phase::LoggedOut;
            account.phone.take().is_some()
        })
    }

    /// The account drops: `offline`. While it stays `linked` a start brings it back without a code.
    ///
    /// # Errors
    /// No such account.
    pub fn offline(&self, number: &str, linked: bool) -> Result<(), ControlError> {
        self.turn(number, "go offline", Event::Offline, |account| {
            account.phase = Phase::Offline;
            account.phone.take_if(|_| !linked);
            true
        })
    }

    /// An account with a phone is back by itself: `connected`.
    ///
    /// # Errors
    /// No such account, or none with a phone.
    pub fn online(&self, number: &str) -> Result<(), ControlError> {
        let phone = self.account(number).and_then(|account| account.phone).unwrap_or_default();
        self.turn(number, "come back online", Event::Connected(phone), |account| {
            account.phase = Phase::Connected;
            account.phone.is_some()
        })
    }

    /// `timeout`: a connected account looks for its phone from now on, without an event; one that waits for a scan has
    /// no more codes, with the event `offline`.
    ///
    /// # Errors
    /// No such account, or one that neither is connected nor waits for a scan.
    pub fn time_out(&self, number: &str) -> Result<(), ControlError> {
        self.shared.enter(|world, now| {
            let account = world.accounts.get_mut(number).ok_or_else(|| ControlError::NoAccount(number.to_owned()))?;
            match account.phase {
                Phase::Connected => account.phase = Phase::Reconnecting,
                Phase::Starting(_) | Phase::Code(_) => {
                    account.phase = Phase::Spent;
                    world.send(number, Event::Offline, now);
                }
                _ => return Err(wrong_state(account, "time out")),
            }
            Ok(())
        })
    }

    /// The platform loses the account: every call about it but `start` is a 404.
    ///
    /// # Errors
    /// No such account.
    pub fn forget(&self, number: &str) -> Result<(), ControlError> {
        let gone = self.shared.enter(|world, _| world.accounts.remove(number));
        gone.map(|_| ()).ok_or_else(|| ControlError::NoAccount(number.to_owned()))
    }

    /// Puts a status word in place of the true one; an empty one leaves the status out, `None` ends it.
    ///
    /// # Errors
    /// No such account.
    pub fn say(&self, number: &str, word: Option<&str>) -> Result<(), ControlError> {
        self.with_account(number, |account, _, _| {
            account.said = word.map(str::to_owned);
            Ok(())
        })
    }

    /// A message comes in.
    ///
    /// # Errors
    /// No such account, or no webhook.
    pub fn message(&self, number: &str, from: &str, text: &str) -> Result<(), ControlError> {
        self.event(number, Event::Inbound { from: digits(from)?, text: text.to_owned() })
    }

    /// Sends this body to the account's webhook, even while webhooks are off.
    ///
    /// # Errors
    /// No such account, or no webhook.
    pub fn raw_event(&self, number: &str, body: Value) -> Result<(), ControlError> {
        self.event(number, Event::Raw(body))
    }

    /// Makes a connected account, or connects the one that is there, without an event.
    ///
    /// # Errors
    /// The key belongs to another number, or the phone is none.
    pub fn place(&self, placed: Placed) -> Result<(), ControlError> {
        let phone = placed.phone.as_deref().map_or_else(|| Ok(some_phone(&placed.number)), digits)?;
        self.shared.enter(|world, now| {
            let key = placed
                .api_key
                .as_deref()
                .map_or_else(|| GLOBAL.to_owned(), |secret| world.keys.adopt(secret, &placed.number));
            let owner = world.keys.of_number(&placed.number).map_or(GLOBAL, |owner| &owner.view.id);
            if owner != key {
                return Err(ControlError::ForeignKey(placed.number.clone()));
            }
            let mut account = Account::new(&placed.number, &key, now, &world.settings);
            account.phase = Phase::Connected;
            account.phone = Some(phone);
            account.webhook = placed.webhook;
            world.accounts.insert(placed.number, account);
            Ok(())
        })
    }

    /// A change that shows as an event. `change` works on a copy and says whether it was possible.
    fn turn(
        &self,
        number: &str,
        wish: &'static str,
        event: Event,
        change: impl FnOnce(&mut Account) -> bool,
    ) -> Result<(), ControlError> {
        self.shared.enter(|world, now| {
            let account = world.accounts.get_mut(number).ok_or_else(|| ControlError::NoAccount(number.to_owned()))?;
            let mut changed = account.clone();
            if !change(&mut changed) {
                return Err(wrong_state(account, wish));
            }
            *account = changed;
            world.send(number, event, now);
            Ok(())
        })
    }

    fn event(&self, number: &str, event: Event) -> Result<(), ControlError> {
        self.shared.enter(|world, now| {
            if !world.accounts.contains_key(number) {
                return Err(ControlError::NoAccount(number.to_owned()));
            }
            if world.send(number, event, now) { Ok(()) } else { Err(ControlError::NoWebhook(number.to_owned())) }
        })
    }
}

fn wrong_state(account: &Account, wish: &'static str) -> ControlError {
    ControlError::WrongState { number: account.number.clone(), state: State::of(account), wish }
}

fn digits(phone: &str) -> Result<String, ControlError> {
    let digits = phone.strip_prefix('+').unwrap_or(phone);
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits.to_owned())
    } else {
        Err(ControlError::Unusable("a phone is 7 to 15 digits, with or without a plus before them".to_owned()))
    }
}
