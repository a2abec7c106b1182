//! The text of workerd's configuration: Cap'n Proto, as `workerd.capnp` of the runtime defines it.

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};

use super::manifest::Manifest;

/// Everything that the configuration says.
pub struct Configuration<'a> {
    /// The Worker's bindings.
    pub manifest: &'a Manifest,
    /// The file names of its entry module and its code, both beside the configuration: `embed` takes relative paths only.
    pub modules: [&'a str; 2],
    /// A module that stands before them: it takes the place of what the entry module exports, or passes it on.
    pub before: Option<&'a str>,
    /// The folder behind the binding of its assets.
    pub assets: &'a Path,
    /// The folder that holds what durable objects write.
    pub objects: &'a Path,
    /// Where the Worker listens.
    pub address: SocketAddr,
    /// The service behind the Cache API.
    pub cache: Cache<'a>,
    /// Text bindings in place of the manifest's, or beside them.
    pub variables: &'a [(&'a str, &'a str)],
}

/// The service behind the Cache API.
pub enum Cache<'a> {
    /// A worker, by the file name of its module beside the configuration.
    Worker(&'a str),
    /// A server of HTTP.
    External(SocketAddr),
    /// None.
    Absent,
}

impl Configuration<'_> {
    /// The text.
    pub fn render(&self) -> Result<String> {
        let manifest = self.manifest;
        let mut bindings = vec![format!("(name = {}, service = \"assets\")", quoted(&manifest.assets))];
        bindings.extend(manifest.objects.iter().map(|object| {
            format!("(name = {}, durableObjectNamespace = {})", quoted(&object.name), quoted(&object.class))
        }));
        bindings.extend(
            self.variables().iter().map(|(name, value)| format!("(name = {}, text = {})", quoted(name), quoted(value))),
        );
        let objects: Vec<String> = manifest
            .objects
            .iter()
            .map(|object| {
                let class = quoted(&object.class);
                format!("(className = {class}, uniqueKey = {class}, enableSql = true)")
            })
            .collect();
        let flags: Vec<String> = manifest.compatibility_flags.iter().map(|flag| quoted(flag)).collect();
        let mut text = String::new();
        writeln!(text, "using Workerd = import \"/workerd/workerd.capnp\";\n")?;
        writeln!(text, "const config :Workerd.Config = (")?;
        writeln!(text, "  services = [")?;
        writeln!(text, "    (name = \"main\", worker = .worker),")?;
        writeln!(text, "    (name = \"assets\", disk = (path = {})),", path(self.assets)?)?;
        writeln!(text, "    (name = \"objects\", disk = (path = {}, writable = true)),", path(self.objects)?)?;
        match self.cache {
            Cache::Worker(module) => {
                let (module, date) = (quoted(module), quoted(&manifest.compatibility_date));
                writeln!(
                    text,
                    "    (name = \"cache\", worker = (modules = [(name = {module}, esModule = embed {module})], \
                     compatibilityDate = {date})),"
                )?;
            }
            Cache::External(address) => {
                writeln!(text, "    (name = \"cache\", external = (address = \"{address}\", http = ())),")?;
            }
            Cache::Absent => {}
        }
        // The Worker reaches nothing but what it is bound to.
        writeln!(text, "    (name = \"internet\", network = (allow = [])),")?;
        writeln!(text, "  ],")?;
        writeln!(
            text,
            "  sockets = [(name = \"http\", address = \"{}\", http = (), service = \"main\")],",
            self.address
        )?;
        writeln!(text, ");\n")?;
        writeln!(text, "const worker :Workerd.Worker = (")?;
        writeln!(text, "  modules = [")?;
        if let Some(before) = self.before.map(quoted) {
            writeln!(text, "    (name = {before}, esModule = embed {before}),")?;
        }
        let [module, wasm] = self.modules.map(quoted);
        writeln!(text, "    (name = {module}, esModule = embed {module}),")?;
        writeln!(text, "    (name = {wasm}, wasm = embed {wasm}),")?;
        writeln!(text, "  ],")?;
        writeln!(text, "  compatibilityDate = {},", quoted(&manifest.compatibility_date))?;
        writeln!(text, "  compatibilityFlags = [{}],", flags.join(", "))?;
        writeln!(text, "  bindings = [{}],", bindings.join(", "))?;
        if !matches!(self.cache, Cache::Absent) {
            writeln!(text, "  cacheApiOutbound = \"cache\",")?;
        }
        if !objects.is_empty() {
            writeln!(text, "  durableObjectNamespaces = [{}],", objects.join(", "))?;
            writeln!(text, "  durableObjectStorage = (localDisk = \"objects\"),")?;
        }
        writeln!(text, ");")?;
        Ok(text)
    }

    /// The manifest's variables, those given here in place of others of the same name.
    fn variables(&self) -> Vec<(&str, &str)> {
        let is_given = |name: &str| self.variables.iter().any(|(own, _)| *own == name);
        let kept = self.manifest.variables.iter().filter(|(name, _)| !is_given(name));
        kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(self.variables.iter().copied()).collect()
    }
}

/// A path as a text of Cap'n Proto, absolute: the runtime has a working folder of its own.
fn path(path: &Path) -> Result<String> {
    let absolute = path.canonicalize().with_context(|| format!("cannot find `{}`", path.display()))?;
    let text = absolute.to_str().with_context(|| format!("`{}` is no UTF-8", absolute.display()))?;
    Ok(quoted(text))
}

/// A text of Cap'n Proto: in double quotes, with C's escapes.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => {
                quoted.push('\\');
                quoted.push(byte.into());
            }
            b' '..=b'~' => quoted.push(byte.into()),
            _ => quoted.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(quoted("plain"), "\"plain\"");
        assert_eq!(quoted("a\"b\\c\né"), "\"a\\\"b\\\\c\\x0a\\xc3\\xa9\"");
    }

    #[test]
    fn given_variables_stand_in_place_of_the_manifests() {
        let manifest = Manifest {
            compatibility_date: "2026-11-01".to_owned(),
            compatibility_flags: vec![],
            assets: "ASSETS".to_owned(),
            objects: vec![],
            variables: vec![("A".to_owned(), "1".to_owned()), ("B".to_owned(), "2".to_owned())],
        };
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let configuration = Configuration {
            manifest: &manifest,
            modules: ["index.js", "index_bg.wasm"],
            before: None,
            assets: here,
            objects: here,
            address: SocketAddr::from(([127, 0, 0, 1], 1)),
            cache: Cache::Absent,
            variables: &[("B", "3"), ("C", "4")],
        };
        assert_eq!(configuration.variables(), [("A", "1"), ("B", "3"), ("C", "4")]);
    }
}
