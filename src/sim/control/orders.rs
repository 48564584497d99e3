//! Orders about the platform as a whole: trouble, settings, time, logs.

use std::time::Duration;

use serde_json::Value;

use super::{
    super::{
        fault::Fault,
        record::{CallRecord, DeliveryRecord},
        settings::Settings,
    },
    ControlError, Handle,
};

impl Handle {
    /// Kills a key and its tokens. `id` is the control side's name for it, see [`Handle::keys`].
    ///
    /// # Errors
    /// No such key.
    pub fn kill_key(&self, id: &str) -> Result<(), ControlError> {
        let killed = self.shared.enter(|world, _| world.keys.kill(id));
        if killed { Ok(()) } else { Err(ControlError::NoKey(id.to_owned())) }
    }

    /// Kills the key that an account number belongs to.
    ///
    /// # Errors
    /// No client key belongs to that number.
    pub fn kill_key_of(&self, number: &str) -> Result<(), ControlError> {
        let key = self.shared.look(|world, _| world.keys.of_number(number).map(|key| key.view.id.clone()));
        self.kill_key(&key.ok_or_else(|| ControlError::NoKey(format!("of account {number}")))?)
    }

    /// Orders calls to fail. Open orders are used up oldest first.
    ///
    /// # Errors
    /// A status outside 200 to 599, or no times at all.
    pub fn fail(&self, fault: Fault) -> Result<(), ControlError> {
        fault.check().map_err(ControlError::Unusable)?;
        self.shared.enter(|world, _| world.faults.push(fault));
        Ok(())
    }

    /// Takes all orders to fail back.
    pub fn clear_faults(&self) {
        self.shared.enter(|world, _| world.faults.clear());
    }

    /// Every call that is open or comes loses its connection, unlogged, and events wait; the control side answers on.
    pub fn down(&self) {
        self.shared.down.send_replace(true);
    }

    /// Ends [`Handle::down`].
    pub fn up(&self) {
        self.shared.down.send_replace(false);
    }

    /// The settings as they are.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.shared.look(|world, _| world.settings.clone())
    }

    /// Changes settings. What is already on its way, such as a code that is out, keeps its times.
    ///
    /// # Errors
    /// Settings that cannot work; nothing is changed then.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<(), ControlError> {
        self.shared.enter(|world, _| {
            let mut settings = world.settings.clone();
            change(&mut settings);
            settings.check().map_err(ControlError::Unusable)?;
            world.settings = settings;
            Ok(())
        })
    }

    /// Changes the settings that a JSON object names, and returns all of them.
    ///
    /// # Errors
    /// An unknown field, a wrong type, or settings that cannot work; nothing is changed then.
    pub fn patch(&self, patch: &Value) -> Result<Settings, ControlError> {
        self.shared.enter(|world, _| {
            world.settings = world.settings.patched(patch).map_err(ControlError::Unusable)?;
            Ok(world.settings.clone())
        })
    }

    /// The simulator's time, in milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.shared.clock.now()
    }

    /// Moves the clock on. Everything that is due by then has happened when this returns, in its order; deliveries
    /// are on their way.
    pub fn advance(&self, step: Duration) {
        self.shared.clock.advance(u64::try_from(step.as_millis()).unwrap_or(u64::MAX));
        self.shared.enter(|_, _| ());
    }

    /// The calls, oldest first, at most 10,000.
    #[must_use]
    pub fn calls(&self) -> Vec<CallRecord> {
        self.shared.look(|world, _| world.calls.all())
    }

    /// Empties the log of calls.
    pub fn clear_calls(&self) {
        self.shared.enter(|world, _| world.calls.clear());
    }

    /// The tries to deliver events, oldest first, at most 10,000.
    #[must_use]
    pub fn deliveries(&self) -> Vec<DeliveryRecord> {
        self.shared.look(|world, _| world.deliveries.all())
    }

    /// Empties the log of deliveries.
    pub fn clear_deliveries(&self) {
        self.shared.enter(|world, _| world.deliveries.clear());
    }

    /// Forgets accounts, client keys, tokens, orders and logs, and takes the settings of the start; the platform is up.
    /// The clock and the counter of account numbers go on.
    pub fn reset(&self) {
        self.shared.enter(|world, _| world.reset(&self.shared.config));
        self.up();
    }

    /// Returns as soon as `holds` is true. It is asked again after whatever may have changed something; give it an end
    /// with `tokio::time::timeout`.
    pub async fn until(&self, holds: impl Fn(&Self) -> bool) {
        let mut revision = self.shared.revision.subscribe();
        loop {
            revision.borrow_and_update();
            if holds(self) {
                return;
            }
            if revision.changed().await.is_err() {
                return;
            }
        }
    }
}
