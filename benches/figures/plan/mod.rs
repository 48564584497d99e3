//! The customer's own plan, as a program: what it promises would take this long against the same simulator.
//!
//! Two texts make it up: "Упрощённый флоу подключения WPP WhatsApp" (the flow) and "WPP подключение не сохраняется после
//! перезагрузки" (the list). Only calls of the gateway are made and waited for: the browser, the way to the Edge
//! Function, its start and the database take no time here, in the plan's favour. Where the plan is silent it gets what
//! is quicker; each such place says so.
//!
//! | part | sentence |
//! |---|---|
//! | [`platform`] | "Вызвать WPP Platform API: POST /api/accounts/start, POST /api/webhooks/{number}"; "Получить QR код (если нужен)" |
//! | [`flow`] | "При клике → POST wpp-provision … Показать QR в модалке … Polling статуса каждые 3 секунды … При status=connected → закрыть модалку" |
//! | [`list`] | "for (const integration of wppIntegrations) { … await wppGetStatus(session, false) …" |

pub mod flow;
pub mod list;
mod platform;
