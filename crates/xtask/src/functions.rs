//! What the functions of a WASM module weigh.

use anyhow::Result;
use std::collections::HashMap;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// The bytes of all functions in `wasm` whose names have one of `parts` in them. The module has to have
/// a name section; code that was inlined counts for the function that it is in.
///
/// # Errors
/// When `wasm` is no module.
pub(crate) fn weight(wasm: &[u8], parts: &[&str]) -> Result<u64> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len() as u64),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(map) = subsection? {
                            for naming in map {
                                let naming = naming?;
                                names.insert(naming.index, naming.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let counts = |index: u32| {
        names.get(&index).is_some_and(|name| parts.iter().any(|part| name.contains(part)))
    };
    let own = (imported..).zip(sizes).filter(|(index, _)| counts(*index));
    Ok(own.map(|(_, size)| size).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with an import and the functions `auth::a` (2 bytes), `auth::b` (3 bytes: one more
    /// instruction) and `other` (2 bytes).
    fn module() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id: u8, body: &[u8]| {
            wasm.extend([id, u8::try_from(body.len()).unwrap()]);
            wasm.extend(body);
        };
        section(1, &[1, 0x60, 0, 0]);
        section(2, b"\x01\x01m\x01f\0\0");
        section(3, &[3, 0, 0, 0]);
        section(10, &[3, 2, 0, 0x0b, 3, 0, 0x01, 0x0b, 2, 0, 0x0b]);
        section(0, b"\x04name\x01\x1a\x03\x01\x07auth::a\x02\x07auth::b\x03\x05other");
        wasm
    }

    #[test]
    fn functions_count_by_their_names() {
        for (parts, expected) in [
            (&["auth::"][..], 5),
            (&["other"], 2),
            (&["auth::a", "other"], 4),
            (&["nothing"], 0),
            (&[], 0),
        ] {
            assert_eq!(weight(&module(), parts).unwrap(), expected, "{parts:?}");
        }
        assert!(weight(b"no module", &["auth::"]).is_err());
    }
}
