//! `GET /`: a form made from the ports, with its files.

use calc_core::calculation::{Calculator, Request};
use cf_config::policy::PAGE_POLICY;

use super::refused;
use crate::cache::freshness;
use crate::digest::tag_of_bytes;
use crate::html::{self, Asset};
use crate::http::Response;
use crate::problem::Problem;

/// The page with the prices of the workbook as it stands, so that it shows something before any script runs.
pub fn read(calculator: &mut Calculator) -> Result<Response, Problem> {
    let request = Request::of_defaults(calculator.model());
    let answer = calculator.answer(&request).map_err(|error| refused(&error))?;
    let page = html::page(calculator.model(), &answer).into_bytes();
    let tag = tag_of_bytes(&page);
    let response = Response::new(200, "text/html; charset=utf-8", page).with("Content-Security-Policy", PAGE_POLICY);
    Ok(response.with("ETag", tag).with("Cache-Control", freshness::ASK))
}

/// A file of the page. By its content's address it is the same for ever; by its name it may be another one tomorrow.
pub fn asset(asset: &'static Asset, path: &str) -> Response {
    let response = Response::new(200, asset.media_type, asset.body.to_vec()).with("ETag", asset.tag.as_str());
    if path == asset.address {
        response.with("Cache-Control", freshness::of_asset())
    } else {
        response.with("Cache-Control", freshness::ASK)
    }
}
