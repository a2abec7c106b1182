//! Who may calculate.

/// Who may have something calculated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everybody: prices are public.
    #[default]
    Public,
    /// Holders of one of the service's API keys.
    Key,
}

impl Access {
    /// Access as a setting says it. What is neither word asks for a key: a slip in a setting must not open a door.
    ///
    /// ```
    /// use cf_config::policy::Access;
    /// assert_eq!(Access::of_setting(None), Access::Public);
    /// assert_eq!(Access::of_setting(Some("public")), Access::Public);
    /// assert_eq!(Access::of_setting(Some("key")), Access::Key);
    /// assert_eq!(Access::of_setting(Some("pubic")), Access::Key);
    /// ```
    pub fn of_setting(setting: Option<&str>) -> Access {
        match setting.map(str::trim) {
            None => Access::default(),
            Some("public") => Access::Public,
            Some(_) => Access::Key,
        }
    }
}

/// The Worker's variable that says who may calculate: `public` or `key`.
pub const ACCESS_SETTING: &str = "ACCESS";
