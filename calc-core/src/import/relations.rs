//! Which part belongs to which: the `.rels` parts of the package.

use rustc_hash::FxHashMap;

use super::error::ImportError;
use super::limits::Limits;
use super::xml::Xml;

/// The relationships of one part. Targets outside the file are kept as text and never followed.
#[derive(Debug, Default)]
pub(super) struct Relations {
    all: Vec<Relation>,
    by_id: FxHashMap<String, usize>,
}

/// One relationship.
#[derive(Debug)]
pub(super) struct Relation {
    /// The last segment of its type's address, which the transitional and the strict form share: `worksheet`.
    pub(super) kind: String,
    /// The part, as a name in the archive; or an address outside.
    pub(super) target: String,
    pub(super) external: bool,
}

impl Relations {
    /// Reads the `.rels` part that belongs to `source` (`""` is the package itself).
    pub(super) fn parse(text: &str, source: &str, limits: &Limits) -> Result<Relations, ImportError> {
        let mut xml = Xml::new(text, limits);
        let (_, inside) = xml.root("Relationships")?;
        let mut relations = Relations::default();
        let all = &mut relations.all;
        while let Some(tag) = xml.child(inside)? {
            if all.len() >= limits.parts {
                return Err(ImportError::limit("relationships of one part", limits.parts as u64));
            }
            let value = |name| tag.attribute(name).map(Option::unwrap_or_default);
            let external = value("TargetMode")? == "External";
            let target = value("Target")?;
            let kind = value("Type")?;
            relations.by_id.insert(value("Id")?.into_owned(), all.len());
            all.push(Relation {
                kind: kind.rsplit('/').next().unwrap_or_default().to_string(),
                target: if external { target.into_owned() } else { resolve(source, &target) },
                external,
            });
        }
        Ok(relations)
    }

    /// The relationship with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id).and_then(|&index| self.all.get(index))
    }

    /// The relationships of this kind that stay inside the file.
    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.all.iter().filter(move |relation| relation.kind == kind && !relation.external)
    }

    /// The relationships that lead outside the file.
    pub(super) fn of_outside(&self) -> impl Iterator<Item = &Relation> {
        self.all.iter().filter(|relation| relation.external)
    }
}

/// The name of the `.rels` part of a part.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{file}.rels")
}

/// The part that a target means, seen from the part that names it. It is a name in the archive and leads nowhere else.
fn resolve(source: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = if target.starts_with('/') { "" } else { source.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_source() {
        for (source, target, part) in [
            ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets/sheet1.xml", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("xl/workbook.xml", "../../../etc/passwd", "etc/passwd"),
            ("xl/workbook.xml", ".\\styles.xml", "xl/styles.xml"),
        ] {
            assert_eq!(resolve(source, target), part, "{source} {target}");
        }
    }

    #[test]
    fn the_rels_of_a_part_lie_beside_it() {
        assert_eq!(relations_of(""), "_rels/.rels");
        assert_eq!(relations_of("workbook.xml"), "_rels/workbook.xml.rels");
        assert_eq!(relations_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
    }
}
