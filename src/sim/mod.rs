//! A simulated WPP Platform, and the WhatsApp behind it, over HTTP on this machine.
//!
//! It stands in for the real one in demo mode, tests and benches, and shares no code with what it is there to check.
//! It listens on loopback addresses only, its codes mean nothing to a phone, and its events go to loopback addresses
//! only.
//!
//! # The platform's side
//!
//! The seven calls of the platform, with a global key and with a key per client, in both route forms:
//! `POST /auth/token`, `POST /api/integrations/wpp/create`, `POST /api/accounts/start`,
//! `GET /api/accounts/{number}/status`, `GET /api/accounts/{number}/qr`, `POST /api/webhooks/{number}` or
//! `POST /internal/session/{number}/webhook`, `DELETE /api/accounts/{number}` or
//! `POST /internal/session/{number}/stop`, `POST /api/messages/text`.
//!
//! An account is `starting`, then `qr` (six codes: the first for 60 s, the others for 20 s), after a scan `linking`,
//! then `connected`. When the codes ran out it is `spent`, and only a delete before the next start brings new ones. A
//! webhook that is registered before the account is started is dropped without a word.
//!
//! | event | when |
//! |---|---|
//! | `qr` | each new code |
//! | `connected` | linked, or back online |
//! | `offline` | dropped, or the codes ran out |
//! | `logout` | unlinked on the phone |
//! | `message.incoming`, `message.sent` | a message came in by `/control/message`, or went out by a call |
//!
//! What is not answered with 2xx is sent twice more, with the same body.
//!
//! # The control side
//!
//! [`Handle`] in the same process; the same over HTTP, JSON both ways, without credentials. Fields with `?` may be left
//! out. An order answers `{"ok":true}`; misuse answers 4xx with `{"success":false,"error":"a sentence"}`.
//!
//! | order | body | what it does |
//! |---|---|---|
//! | `GET /control/health` | | `{"ok":true}` |
//! | `GET /control/accounts` | | `[{number, state, code, code_ordinal, code_left_ms, key, linked, phone, webhook}]`; `state` is `starting`, `qr`, `linking`, `connected`, `reconnecting`, `spent`, `offline` or `logout`, `code` the text of the code that is out, `webhook` the address or null |
//! | `GET /control/keys` | | `[{id, organization, number, alive}]`: `global` and each client that was made, so their count is the count of creates that took effect |
//! | `POST /control/scan` | `{number, phone?, link_ms?}` | a phone scans the code that is out; connected after `link_ms` |
//! | `POST /control/unlink` | `{number}` | the device is removed on the phone: `logout` |
//! | `POST /control/offline` | `{number, linked?}` | drops; a start reconnects it without a code, with `linked: false` it needs a new one |
//! | `POST /control/online` | `{number}` | back by itself: `connected` |
//! | `POST /control/timeout` | `{number}` | connected: `reconnecting` (word `timeout`, no event); waiting for a scan: its codes are `spent` |
//! | `POST /control/forget` | `{number}` | the platform loses the account: 404 until the next start |
//! | `POST /control/say` | `{number, word?}` | puts a status word in place of the true one; `""` leaves the status out, null ends it |
//! | `POST /control/message` | `{number, from?, text?}` | a message comes in |
//! | `POST /control/event` | `{number, body}` | sends any body to the account's webhook |
//! | `POST /control/place` | `{number, phone?, api_key?, webhook?}` | a connected account without the way there |
//! | `POST /control/kill_key` | `{key}` or `{number}` | the key and its tokens are dead: 401 |
//! | `POST /control/fail` | `{times?, call?, number?, status?, body?, bytes?, retry_after?, carried_out?, late_ms?}` | the next calls fail, see below |
//! | `DELETE /control/fail` | | takes all such orders back |
//! | `POST /control/down`, `…/up` | | every open and new call loses its connection (the control side answers on); ends that |
//! | `GET`, `POST /control/settings` | any fields of [`Settings`] | changes them; answers with all of them |
//! | `GET`, `POST /control/clock` | `{advance_ms}` | moves the clock on: codes and tokens expire, delays end; `{now_ms}` |
//! | `GET`, `DELETE /control/calls` | | `[{at_ms, method, name, path, number, status}]`, oldest first; empties it |
//! | `GET`, `DELETE /control/deliveries` | | `[{at_ms, number, event, attempt, status, error}]`; empties it |
//! | `POST /control/reset` | | as just started; only the clock and the counter of numbers go on |
//!
//! **fail**: `times` 1 · `call` one of `token`, `create`, `start`, `status`, `qr`, `webhook`, `stop`, `message`, else any ·
//! `number` only that account · `status` the HTTP status · `body` one of `error` (JSON with `error`, 500; the default),
//! `html`, `truncated` (half a JSON), `cut` (half, and the connection ends), `huge` (valid JSON of `bytes`, 100 MiB),
//! `drip` (a byte each 100 ms, for ever), `redirect` (307 to `/redirected`, whose calls are logged as `redirected`),
//! `wrong_types`, `empty`, `hang` (never answers), `close` (drops the connection), `{"json": …}`, `{"text": "…"}` ·
//! `retry_after` a header, seconds · `carried_out: true` does what was asked and loses only the answer;
//! `late_ms` does it that much later, whatever became of the connection
//!
//! **settings**, with their defaults; times may be a range, `[300, 2000]`: `routes` `both` | `plan` | `internal` ·
//! `absent_route` 404 | 405 · `delay_ms` 0 before every call · `qr_delay_ms` 400 · `link_ms` 600 · `auto_scan_ms` null
//! (scans by itself) · `first_code_ms` 60000 · `next_code_ms` 20000 · `codes` 6 · `renew_codes` false (whether a start
//! renews codes that ran out) · `qr_in_start` true · `qr_in_status` false · `qr_field` `qr` | `qrCode` | `qrcode` |
//! `data.qr` | `data.qrcode` · `qr_form` `text` | `base64` | `data_url` · `not_ready` `null` | `empty` | `not_found` |
//! `unprocessable` | `flag` · `phone_field` `phone` | `number` | `me` | `none` · `words` `{starting, qr, linking,
//! connected, reconnecting, spent, offline, logout}` · `expires_in` true · `token_life_s` 900 · `race_calls` 0 and
//! `race_ms` 0 (403 `Invalid API key` after a create) · `webhooks` true · `webhook_shape` `envelope` | `old_envelope` |
//! `flat` · `retry_ms` 500.

mod account;
mod answer;
mod broken;
mod calls;
mod clock;
mod code;
mod config;
mod control;
mod delivery;
mod event;
mod fault;
mod keys;
mod line;
mod png;
mod record;
mod server;
mod settings;
mod shared;
mod words;
mod world;

pub use self::{
    config::{DEMO_CLIENT_SECRET, DEMO_GLOBAL_KEY, SimConfig, SimError},
    control::{AccountView, ControlError, Handle, Placed, Scan, State},
    fault::{Fault, FaultBody, HUGE},
    keys::KeyView,
    record::{Call, CallRecord, DeliveryRecord},
    server::Sim,
    settings::{NotReady, PhoneField, QrField, QrForm, Routes, Settings, Shape, Span, Words},
};
