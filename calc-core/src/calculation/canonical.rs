//! The one form that all requests of a meaning have.
//!
//! Two requests mean the same if they set the same cells to the same values and ask for the same outputs, however they say it: in another
//! order, in other digits, a date as text or as a serial, or naming a value that the workbook holds anyway. A request is brought into one
//! form before it is calculated, so what means the same is calculated the same, and answered with the same bytes.

use serde_json::{Map, Value as Json, json};

use super::request::{Form, Request, Setting};
use crate::model::Model;

impl Request {
    /// The request without what the workbook holds anyway, its settings in the order of the sheets, each cell once and under its own name.
    pub fn settled(mut self, model: &Model) -> Request {
        in_order(&mut self.settings);
        self.settings.retain(|setting| !setting.is_held(model));
        if self.form == Form::Cells {
            for setting in &mut self.settings {
                setting.name = model.cell_name(setting.cell);
            }
        }
        self
    }

    /// A settled request as a JSON object: the same for all requests that mean the same over this model, and for no others.
    ///
    /// All outputs of the model are asked for by naming none.
    pub fn canonical(&self, model: &Model) -> Json {
        let settings: Map<String, Json> =
            self.settings.iter().map(|setting| (setting.name.clone(), setting.value.to_json())).collect();
        let names: Vec<&str> = self.outputs.iter().map(|wanted| wanted.name.as_str()).collect();
        match self.form {
            Form::Ports if names.len() == model.ports().outputs().len() => json!({ "inputs": settings }),
            Form::Ports => json!({ "inputs": settings, "outputs": names }),
            Form::Cells => json!({ "cells": settings, "outputs": names }),
        }
    }
}

/// Sorts settings by cell, each cell once: a later setting stands in place of an earlier one.
pub(super) fn in_order(settings: &mut Vec<Setting>) {
    settings.sort_by_key(|setting| setting.cell);
    settings.dedup_by(|later, earlier| {
        let is_same = later.cell == earlier.cell;
        if is_same {
            std::mem::swap(later, earlier);
        }
        is_same
    });
}

impl Setting {
    /// Whether a cell without formula is set to what it holds. Over a formula every value counts, also the one that it has just now.
    pub(super) fn is_held(&self, model: &Model) -> bool {
        model.graph().formula_at(self.cell).is_none() && model.constant(self.cell).same(&self.value)
    }
}
