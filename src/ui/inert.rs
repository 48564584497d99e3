//! Views of pages, which are never hydrated: rendered where they are made. A branch of a page then has the same type as
//! the others, and nothing but its HTML is compiled for it: no rebuilding, no waiting, no hydration, each of which would be
//! a copy for every type of element.

use leptos::{children::ToChildren, prelude::*, tachys::html::InertElement};

/// Renders a view at once.
pub trait IntoInert {
    /// Its HTML, as a view that nothing in the browser wakes up.
    fn into_inert(self) -> InertElement;
}

impl<V: IntoView> IntoInert for V {
    fn into_inert(self) -> InertElement {
        InertElement::new(self.into_view().to_html())
    }
}

/// The content of a component outside of islands.
pub struct Body(Box<dyn FnOnce() -> InertElement + Send>);

impl Body {
    /// Renders it.
    pub fn into_inert(self) -> InertElement {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Body
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView,
{
    fn to_children(view: F) -> Self {
        Self(Box::new(move || view().into_inert()))
    }
}
