//! Reading JSON with little code. What serde derives can read a struct from a list too, and a name from a number or from
//! bytes; in the browser each of these costs, and nobody sends any.

/// Reads an enum from its word, by its `from_word`.
macro_rules! read_by_word {
    ($kind:ty) => {
        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = String::deserialize(from)?;
                Self::from_word(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    };
}

/// Reads a struct from an object that has every field; others are passed over.
macro_rules! read_by_name {
    ($kind:ident { $($field:ident),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $kind;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut from: A) -> Result<$kind, A::Error> {
                        $(let mut $field = None;)+
                        while let Some(name) = from.next_key::<String>()? {
                            match name.as_str() {
                                $(stringify!($field) => $field = Some(from.next_value()?),)+
                                _ => {
                                    from.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        match ($($field,)+) {
                            ($(Some($field),)+) => Ok($kind { $($field),+ }),
                            _ => Err(serde::de::Error::custom("a field is missing")),
                        }
                    }
                }

                from.deserialize_map(Fields)
            }
        }
    };
}

pub(crate) use {read_by_name, read_by_word};
