//! `WppConnectPanel`: "Проверяем статус через API", one integration after another.

use super::platform::Platform;

/// "for (const integration of wppIntegrations) { … await wppGetStatus(session, false) … }". Each turn is a call of the
/// Edge Function `wpp-status`, and so a token and a question.
pub async fn check_statuses(http: &reqwest::Client, platform: &str, numbers: &[String]) {
    for number in numbers {
        let status = Platform::open(http, platform).await.status(number).await;
        assert_eq!(status, "connected");
    }
}
