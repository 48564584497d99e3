//! All words on screen. A language is a file in `locales/`: sections of keys and texts. Here each section is a struct whose
//! fields are the keys, so that a text that is missing or misspelled is found by the compiler or by a test.
//!
//! The server knows all languages and takes that of the page. The browser's part has none of its own: the page brings the
//! texts of [`panel`] along, in one language.

/// Makes the struct of a section, and how it is filled. `with` names the sections that belong to it.
macro_rules! texts {
    (
        $(#[$doc:meta])* $name:ident in $section:literal { $($(#[$about:meta])* $key:ident,)+ }
        $(with { $($part:ident: $kind:ident,)+ })?
    ) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[allow(missing_docs, reason = "the keys of a section that the browser has too are told by their texts")]
        pub struct $name {
            $($(#[$about])* pub $key: &'static str,)+
            $($(pub $part: $kind,)+)?
        }

        impl $name {
            /// Each text is asked for once by section and key, always in the same order.
            pub(super) fn take(from: &mut dyn FnMut(&'static str, &'static str) -> &'static str) -> Self {
                Self {
                    $($key: from($crate::ui::words::named($section), $crate::ui::words::named(stringify!($key))),)+
                    $($($part: $kind::take(from),)+)?
                }
            }
        }
    };
}

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod alerts;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod docs;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "hydrate")]
mod given;
#[cfg(feature = "ssr")]
pub mod guest;
#[cfg(feature = "ssr")]
pub mod help;
#[cfg(feature = "ssr")]
mod languages;
#[cfg(feature = "ssr")]
pub mod links;
#[cfg(feature = "ssr")]
pub mod login;
#[cfg(feature = "ssr")]
pub mod many;
pub mod panel;
#[cfg(feature = "ssr")]
pub mod phone;
pub mod plural;
#[cfg(feature = "ssr")]
pub mod providers;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod setup;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
pub mod uptime;

use std::fmt::Display;

#[cfg(feature = "ssr")]
pub use languages::{Texts, first, here, languages, of_accept, of_code};

/// The name of a text, which the browser's part does not need: there it takes no place.
const fn named(name: &'static str) -> &'static str {
    if cfg!(feature = "ssr") { name } else { "" }
}

/// A text with its values in the places of `{0}`, `{1}`, …
#[must_use]
pub fn fill(text: &str, values: &[&dyn Display]) -> String {
    let mut filled = text.to_owned();
    for (place, value) in (b'0'..).zip(values) {
        filled = filled.replace(&format!("{{{}}}", char::from(place)), &value.to_string());
    }
    filled
}

/// The parts of a text that stands in several places; one that is missing is empty.
#[must_use]
pub fn parts<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut parts = text.split('|');
    [(); N].map(|()| parts.next().unwrap_or_default())
}
