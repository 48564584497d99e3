//! Everything that the simulated platform knows.

use std::collections::BTreeMap;

use super::{
    account::Account,
    clock::Ms,
    config::SimConfig,
    event::Event,
    fault::Faults,
    keys::Keys,
    record::{CallRecord, DeliveryRecord, Log},
    settings::Settings,
};

/// An event on its way to a webhook.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub number: String,
    pub url: String,
    pub event: Event,
    pub at: Ms,
    /// The settings of its moment: they give its shape.
    pub settings: Settings,
    /// It goes with everything else at a reset.
    pub era: u64,
}

/// Everything that the simulated platform knows.
pub struct World {
    pub settings: Settings,
    pub keys: Keys,
    pub accounts: BTreeMap<String, Account>,
    pub faults: Faults,
    pub calls: Log<CallRecord>,
    pub deliveries: Log<DeliveryRecord>,
    /// Counts the resets.
    pub era: u64,
    outbox: Vec<Delivery>,
    last_number: u64,
}

impl World {
    pub fn new(config: &SimConfig, now: Ms) -> Self {
        Self {
            settings: config.settings.clone(),
            keys: Keys::new(config.global_key.as_deref()),
            accounts: BTreeMap::new(),
            faults: Faults::default(),
            calls: Log::default(),
            deliveries: Log::default(),
            era: 0,
            outbox: Vec::new(),
            last_number: now,
        }
    }

    /// Forgets everything but the counter of account numbers.
    pub fn reset(&mut self, config: &SimConfig) {
        *self = Self { era: self.era + 1, last_number: self.last_number, ..Self::new(config, self.last_number) };
    }

    /// The next account number: 13 digits that count up. They begin at the time of the start, so that a simulator that
    /// was started again does not give out the same ones.
    pub fn next_number(&mut self) -> String {
        self.last_number += 1;
        self.last_number.to_string()
    }

    /// Starts an account, making it if need be.
    pub fn start(&mut self, number: &str, key: &str, now: Ms) {
        match self.accounts.get_mut(number) {
            Some(account) => account.start(now, &self.settings),
            None => {
                let account = Account::new(number, key, now, &self.settings);
                self.accounts.insert(number.to_owned(), account);
            }
        }
        // A code without a delay is out before the answer is.
        self.settle(now);
    }

    /// Lets everything happen that is due.
    pub fn settle(&mut self, now: Ms) {
        for account in self.accounts.values_mut() {
            let events = account.settle(now, &self.settings);
            if let Some(url) = &account.webhook
                && self.settings.webhooks
            {
                self.outbox.extend(events.into_iter().map(|event| Delivery {
                    number: account.number.clone(),
                    url: url.clone(),
                    event,
                    at: now,
                    settings: self.settings.clone(),
                    era: self.era,
                }));
            }
        }
    }

    /// Sends an event to an account's webhook; false if there is none.
    pub fn send(&mut self, number: &str, event: Event, now: Ms) -> bool {
        let Some(url) = self.accounts.get(number).and_then(|account| account.webhook.clone()) else { return false };
        if self.settings.webhooks || matches!(event, Event::Raw(_)) {
            let (number, settings) = (number.to_owned(), self.settings.clone());
            self.outbox.push(Delivery { number, url, event, at: now, settings, era: self.era });
        }
        true
    }

    /// The events that are to be sent.
    pub fn take_outbox(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.outbox)
    }

    /// When time alone changes something next.
    pub fn due(&self) -> Option<Ms> {
        self.accounts.values().filter_map(Account::due).min()
    }
}
