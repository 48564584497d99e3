//! Words of uptime: the overview, and the bar of a session.

texts! {
    /// See `locales`.
    Words in "uptime" {
        /// Heading and title.
        title,
        /// The way back.
        back,
        /// The way here, on the main page.
        link,
        /// A number.
        connected,
        /// A number.
        wants_code,
        /// A number.
        unreachable,
        /// A number.
        other,
        /// A number.
        week,
        /// Heading of the plot.
        week_title,
        /// Heading of the table.
        least,
        /// Column: the session.
        session,
        /// Column: its uptime.
        uptime,
        /// A per cent.
        percent,
        /// What parts whole numbers from tenths.
        point,
        /// Nothing is known.
        unknown,
        /// What the bar tells: days, per cent.
        bar,
        /// What the plot tells: since when, connected now, the most known.
        plot,
        /// There is nothing to draw.
        no_plot,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().uptime
}
