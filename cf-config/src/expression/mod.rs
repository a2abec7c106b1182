//! Conditions in Cloudflare's rules language, built from typed values.
//!
//! A [`Text`], [`Texts`] or [`Number`] is what a request holds; comparing it gives a [`Condition`]; conditions are joined by
//! [`Condition::all`], [`Condition::any`] and [`Condition::not`]. What cannot be built cannot be misspelt: an operator that the
//! language does not have for a type does not exist here, brackets are set where precedence asks for them, and literals are
//! escaped in one place.
//!
//! Regular expressions are left out on purpose: Cloudflare has them from the Business plan on, and what they would find is the
//! Worker's to find.
//!
//! ```
//! use cf_config::expression::{Condition, Text};
//!
//! let condition = Condition::all([
//!     Text::path().starts_with("/api/"),
//!     Condition::any([Text::method().equals("PUT"), Text::query().lower().contains("say \"hi\"")]),
//! ]);
//! assert_eq!(
//!     condition.to_string(),
//!     r#"starts_with(http.request.uri.path, "/api/") and (http.request.method eq "PUT" or lower(http.request.uri.query) contains "say \"hi\"")"#
//! );
//! ```

mod condition;
mod literal;
mod scan;
mod value;

pub use condition::Condition;
pub use scan::fields;
pub use value::{Number, Text, Texts};
