//! Which cells hold dynamic arrays: all that is read of `metadata.xml`.

use rustc_hash::FxHashMap;

use super::error::ImportError;
use super::limits::Limits;
use super::xml::{Node, Tag, Xml};

/// For each cell metadata record, in order, whether it marks a dynamic array.
#[derive(Debug, Default)]
pub(super) struct DynamicArrays {
    records: Vec<bool>,
}

impl DynamicArrays {
    /// Whether a cell with this `cm` attribute, which counts from 1, holds a dynamic array.
    pub(super) fn contains(&self, cm: usize) -> bool {
        cm.checked_sub(1).and_then(|index| self.records.get(index)).copied().unwrap_or(false)
    }

    /// A record points to a type (from 1) and to an entry of that type's list (from 0); `XLDAPR` is the type whose entries say
    /// `fDynamic` ([MS-XLSX] 2.6.59, CT_DynamicArrayProperties).
    pub(super) fn parse(part: &str, limits: &Limits) -> Result<DynamicArrays, ImportError> {
        let mut xml = Xml::new(part, limits);
        let (_, inside) = xml.root("metadata")?;
        let mut types: Vec<String> = Vec::new();
        let mut entries: FxHashMap<String, Vec<bool>> = FxHashMap::default();
        let mut records = Vec::new();
        while let Some(group) = xml.child(inside)? {
            let members = xml.inside(&group);
            match group.name() {
                "metadataTypes" => {
                    while let Some(tag) = xml.child(members)? {
                        if types.len() >= limits.styles {
                            return Err(ImportError::limit("kinds of metadata", limits.styles as u64));
                        }
                        types.push(tag.attribute("name")?.unwrap_or_default().into_owned());
                    }
                }
                "futureMetadata" => {
                    let name = group.attribute("name")?.unwrap_or_default().into_owned();
                    let mut dynamic = Vec::new();
                    while let Some(block) = xml.child(members)? {
                        dynamic.push(is_dynamic(&mut xml, &block)?);
                    }
                    entries.insert(name, dynamic);
                }
                "cellMetadata" => {
                    while let Some(block) = xml.child(members)? {
                        let mut marked = false;
                        let pointers = xml.inside(&block);
                        while let Some(pointer) = xml.child(pointers)? {
                            let kind = index(&pointer, "t").and_then(|t| types.get(t.checked_sub(1)?));
                            let list = kind.filter(|kind| *kind == "XLDAPR").and_then(|kind| entries.get(kind));
                            let entry = list.zip(index(&pointer, "v")).and_then(|(list, v)| list.get(v));
                            marked |= entry.copied().unwrap_or(false);
                        }
                        records.push(marked);
                    }
                }
                _ => {}
            }
        }
        Ok(DynamicArrays { records })
    }
}

fn is_dynamic(xml: &mut Xml<'_>, block: &Tag<'_>) -> Result<bool, ImportError> {
    let depth = xml.inside(block);
    let mut dynamic = false;
    while xml.depth() >= depth {
        if let Node::Open(tag) = xml.next()? {
            dynamic |= tag.name() == "dynamicArrayProperties" && tag.flag("fDynamic");
        }
    }
    Ok(dynamic)
}

fn index(tag: &Tag<'_>, name: &str) -> Option<usize> {
    tag.attributes().find(|&(found, _)| found == name).and_then(|(_, raw)| raw.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_records_that_say_so_are_dynamic() {
        let part = r#"<metadata xmlns:xda="x"><metadataTypes count="2"><metadataType name="XLRICHVALUE"/>
            <metadataType name="XLDAPR"/></metadataTypes>
            <futureMetadata name="XLDAPR" count="2"><bk><extLst><ext uri="{x}">
            <xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>
            <bk><extLst><ext><xda:dynamicArrayProperties fDynamic="0"/></ext></extLst></bk></futureMetadata>
            <cellMetadata count="3"><bk><rc t="2" v="0"/></bk><bk><rc t="2" v="1"/></bk><bk><rc t="1" v="0"/></bk>
            </cellMetadata></metadata>"#;
        let arrays = DynamicArrays::parse(part, &Limits::default()).unwrap();
        let marked: Vec<_> = (0..5).map(|cm| arrays.contains(cm)).collect();
        assert_eq!(marked, [false, true, false, false, false]);
    }
}
