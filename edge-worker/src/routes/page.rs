//! `GET /`: a form made from the ports, with its script, style and icon.

use calc_core::calculation::{Calculator, Request};
use cf_config::policy::PAGE_POLICY;

use super::refused;
use crate::html;
use crate::http::Response;
use crate::problem::Problem;

/// The page with the prices of the workbook as it stands, so that it shows something before any script runs.
pub fn read(calculator: &mut Calculator) -> Result<Response, Problem> {
    let request = Request::of_defaults(calculator.model());
    let answer = calculator.answer(&request).map_err(|error| refused(&error))?;
    let page = html::page(calculator.model(), &answer);
    Ok(asset("text/html; charset=utf-8", page.into_bytes()).with("Content-Security-Policy", PAGE_POLICY))
}

/// The script of the page.
pub fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_bytes!("../html/app.js").to_vec())
}

/// The style of the page.
pub fn style() -> Response {
    asset("text/css; charset=utf-8", include_bytes!("../html/app.css").to_vec())
}

/// The icon of the page.
pub fn icon() -> Response {
    asset("image/svg+xml", include_bytes!("../html/favicon.svg").to_vec())
}

/// Page, script and style belong together and change together: a browser asks again each time.
fn asset(media_type: &'static str, body: Vec<u8>) -> Response {
    Response::new(200, media_type, body).with("Cache-Control", "no-cache")
}
