//! Reading JSON with little code. The browser has a reader of JSON of its own, so that its half of the panel takes its values
//! from what that one has read and brings none along: serde's and serde_json's are a tenth of an island's WASM.

/// A place in a JSON document that has been read already.
pub trait Node: Sized {
    /// A field of an object; `None` if there is none, or no object.
    fn field(&self, name: &str) -> Option<Self>;
    /// A text.
    fn text(&self) -> Option<String>;
    /// A whole number, exact up to 53 bits.
    fn number(&self) -> Option<i64>;
    /// `true` or `false`.
    fn flag(&self) -> Option<bool>;
    /// Whether it is `null`.
    fn is_null(&self) -> bool;
    /// The items of a list.
    fn items(&self) -> Option<Vec<Self>>;
}

/// What can be read from JSON; `None` if it is something else.
pub trait Read: Sized {
    /// Reads it.
    fn read(from: &impl Node) -> Option<Self>;
}

impl Read for String {
    fn read(from: &impl Node) -> Option<Self> {
        from.text()
    }
}

impl Read for bool {
    fn read(from: &impl Node) -> Option<Self> {
        from.flag()
    }
}

impl Read for u32 {
    fn read(from: &impl Node) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Read for () {
    fn read(from: &impl Node) -> Option<Self> {
        from.is_null().then_some(())
    }
}

impl<T: Read> Read for Option<T> {
    fn read(from: &impl Node) -> Option<Self> {
        if from.is_null() { Some(None) } else { T::read(from).map(Some) }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(from: &impl Node) -> Option<Self> {
        from.items()?.iter().map(T::read).collect()
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(from: &impl Node) -> Option<Self> {
        let items = from.items()?;
        let [first, second] = &*items else { return None };
        Some((A::read(first)?, B::read(second)?))
    }
}

/// Reads an enum from its word, by its `from_word`.
macro_rules! read_by_word {
    ($kind:ty) => {
        impl crate::domain::lean::Read for $kind {
            fn read(from: &impl crate::domain::lean::Node) -> Option<Self> {
                Self::from_word(&from.text()?)
            }
        }
    };
}

/// Reads a struct from an object that has every field; others are passed over.
macro_rules! read_by_name {
    ($kind:ident { $($field:ident),+ $(,)? }) => {
        impl crate::domain::lean::Read for $kind {
            fn read(from: &impl crate::domain::lean::Node) -> Option<Self> {
                Some($kind {
                    $($field: crate::domain::lean::Read::read(&from.field(stringify!($field))?)?,)+
                })
            }
        }
    };
}

pub(crate) use {read_by_name, read_by_word};
