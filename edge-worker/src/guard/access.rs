//! Who may have something calculated: everybody, or holders of a key.

use cf_config::policy::{ACCESS_SETTING, API_KEY_HEADER, Access};

use super::client::Client;
use crate::http::Response;
use crate::platform::Platform;
use crate::problem::{KEY_NEEDED, Problem};

/// Who may, in this deployment.
pub fn of_deployment<P: Platform>(platform: &P) -> Access {
    Access::of_setting(platform.setting(ACCESS_SETTING).as_deref())
}

/// Refuses whoever holds none of the keys that a deployment asks for. Nothing says whether a key is nearly right.
pub fn check(access: Access, client: &Client) -> Result<(), Problem> {
    match (access, client) {
        (Access::Public, _) | (Access::Key, Client::Key(_)) => Ok(()),
        (Access::Key, _) => {
            let detail = format!("found no key of this service in the header `{API_KEY_HEADER}`, expected one");
            // A challenge has to name a scheme (RFC 9110, section 11.6.1); a key in a header of its own has none that is registered.
            Err(Problem::new(&KEY_NEEDED, detail).with("WWW-Authenticate", "ApiKey"))
        }
    }
}

/// Keeps what was answered to a holder of a key out of caches that others are served from.
pub fn keep_private(access: Access, response: &mut Response) {
    let Some(directives) = response.header("Cache-Control") else { return };
    if access == Access::Key && directives.starts_with("public") {
        let age = directives.split(", ").find(|directive| directive.starts_with("max-age=")).unwrap_or("max-age=0");
        let directives = format!("private, {age}");
        response.set("Cache-Control", directives);
    }
}
