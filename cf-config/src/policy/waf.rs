//! What becomes of a text that reads as an attack.

/// What the Worker does with a request in which the detectors found something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WafMode {
    /// It refuses the request.
    #[default]
    Refuse,
    /// It writes to the log what it would have refused, and answers.
    Log,
}

impl WafMode {
    /// The mode as a setting says it. What is no mode refuses: a slip in a setting must not open a door.
    ///
    /// ```
    /// use cf_config::policy::WafMode;
    /// assert_eq!(WafMode::of_setting(Some("log")), WafMode::Log);
    /// assert_eq!(WafMode::of_setting(Some("Log?")), WafMode::Refuse);
    /// assert_eq!(WafMode::of_setting(None), WafMode::Refuse);
    /// ```
    pub fn of_setting(setting: Option<&str>) -> WafMode {
        if setting.is_some_and(|mode| mode.trim() == "log") { WafMode::Log } else { WafMode::Refuse }
    }
}

/// The Worker's variable that sets the mode: `refuse` or `log`.
pub const WAF_MODE_SETTING: &str = "WAF_MODE";

/// The Worker's variable with the exceptions of this deployment, written as [`WAF_EXCEPTIONS`] is.
pub const WAF_EXCEPTIONS_SETTING: &str = "WAF_EXCEPTIONS";

/// Exceptions of every deployment: `FIELD=RULE`, with blanks between them. The field is the JSON Pointer of a request's member, such as
/// `/inputs/note`, or a header's name in lower case; the rule is a rule's id, a class such as `sqli`, or `*` for all.
pub const WAF_EXCEPTIONS: &str = "";

/// The most fields that a refusal names and the log tells of; the rest would only repeat them.
pub const MAX_FINDINGS: usize = 20;
