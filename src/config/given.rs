//! A value together with the name of the place it came from, so that a refusal can say what to change.

use std::ops::RangeInclusive;

use super::{environment::Environment, error::SettingsError};

/// A setting as it was given, not yet understood.
pub(super) struct Given<'a> {
    /// The variable, or the key and its section.
    pub name: String,
    /// Trimmed.
    pub value: &'a str,
    /// Whether somebody chose it: a variable, or a file that differs from the default.
    pub chosen: bool,
}

impl<'a> Given<'a> {
    /// The variable if it is set, else what the file says or would say. `key` is like `[log] format`.
    pub fn pick(environment: &'a Environment, variable: &str, key: &str, file: &'a str, default: &str) -> Self {
        match environment.get(variable) {
            Some(value) => Self { name: variable.to_owned(), value, chosen: true },
            None => Self { name: format!("{key} in the settings file"), value: file.trim(), chosen: file != default },
        }
    }

    /// The refusal of this value.
    pub fn wrong(&self, wanted: &'static str) -> SettingsError {
        // an address with a user may have the password as well
        if self.value.contains('@') {
            return self.wrong_secret(wanted);
        }
        SettingsError::Wrong { setting: self.name.clone(), wanted, value: self.value.to_owned() }
    }

    /// The refusal of this value where it may hold a password.
    pub fn wrong_secret(&self, wanted: &'static str) -> SettingsError {
        SettingsError::WrongSecret { setting: self.name.clone(), wanted }
    }
}

/// A switch: `true` or `false`, also as `1` and `0`.
pub(super) fn flag(environment: &Environment, variable: &str, file: bool) -> Result<bool, SettingsError> {
    match environment.get(variable) {
        None => Ok(file),
        Some("true" | "1") => Ok(true),
        Some("false" | "0") => Ok(false),
        Some(value) => {
            Err(SettingsError::Wrong { setting: variable.to_owned(), wanted: "true or false", value: value.to_owned() })
        }
    }
}

/// A whole number as it was given, with the name of its setting.
pub(super) struct Number {
    name: String,
    value: String,
}

/// The variable if it is set, else what the file says. `key` is like `[events] keep-days`.
pub(super) fn whole(environment: &Environment, variable: &str, key: &str, file: u32) -> Number {
    match environment.get(variable) {
        Some(value) => Number { name: variable.to_owned(), value: value.to_owned() },
        None => Number { name: format!("{key} in the settings file"), value: file.to_string() },
    }
}

impl Number {
    /// The number, if it lies in `range`; `wanted` says so in words.
    pub fn within(self, range: RangeInclusive<u32>, wanted: &'static str) -> Result<u32, SettingsError> {
        match self.value.parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(SettingsError::Wrong { setting: self.name, wanted, value: self.value }),
        }
    }
}
