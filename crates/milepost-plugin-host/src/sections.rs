//! The custom sections that make a component a plugin: its manifest and its fixtures, and how they get there.

use crate::manifest::MAX_MANIFEST_BYTES;

/// The name of the section that holds the manifest's text.
pub const MANIFEST_SECTION: &str = "milepost:manifest";

/// The name of the section that holds the fixtures.
pub const FIXTURES_SECTION: &str = "milepost:fixtures";

/// The fixtures of one plugin are a few saved pages.
pub(crate) const MAX_FIXTURE_BYTES: usize = 4 << 20;

/// A plugin has some ten fixtures of some three files.
pub(crate) const MAX_FIXTURE_FILES: usize = 256;

/// Starts the fixture section; the last byte is the version of the framing.
const FIXTURE_MARK: &[u8] = b"MPFX\x01";

/// Why sections cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SectionError {
    /// There is no manifest section: a component that is no plugin, or was not packed.
    #[error("the component has no section `milepost:manifest`")]
    NoManifest,
    /// There are two of one kind.
    #[error("the component has two sections `{0}`")]
    Doubled(&'static str),
    /// The manifest is too long or no UTF-8.
    #[error("the manifest section is longer than 64 KiB or no UTF-8")]
    ManifestText,
    /// The fixtures are not framed as documented, or too many.
    #[error("the fixture section is malformed: {0}")]
    Fixtures(&'static str),
    /// It is no component.
    #[error("the file is no WebAssembly component: {0}")]
    NotAComponent(String),
}

/// One file of the fixtures: its name, such as `fixtures/first/document.html`, and its content.
pub type FixtureFile = (String, Vec<u8>);

/// What the sections of a component hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sections {
    /// The manifest's text.
    pub manifest: String,
    /// The fixtures.
    pub fixtures: Vec<FixtureFile>,
}

impl Sections {
    pub(crate) fn read(manifest: Option<&[u8]>, fixtures: Option<&[u8]>) -> Result<Self, SectionError> {
        let manifest = manifest.ok_or(SectionError::NoManifest)?;
        if manifest.len() > MAX_MANIFEST_BYTES {
            return Err(SectionError::ManifestText);
        }
        let manifest = std::str::from_utf8(manifest).map_err(|_not_text| SectionError::ManifestText)?;
        Ok(Self {
            manifest: manifest.to_owned(),
            fixtures: fixtures.map_or_else(|| Ok(Vec::new()), read_fixtures)?,
        })
    }
}

/// Appends a manifest and fixtures to a component's bytes, as custom sections at its end.
///
/// The manifest is written as it is, byte for byte. Sections that the component has already are an error.
///
/// # Errors
/// When the bytes are no component, it is packed already, or manifest or fixtures are larger than allowed.
pub fn pack(component: &[u8], manifest: &str, fixtures: &[FixtureFile]) -> Result<Vec<u8>, SectionError> {
    let found = crate::inspect::sections(component)?;
    if found.manifest.is_some() {
        return Err(SectionError::Doubled(MANIFEST_SECTION));
    }
    if found.fixtures.is_some() {
        return Err(SectionError::Doubled(FIXTURES_SECTION));
    }
    if manifest.len() > MAX_MANIFEST_BYTES {
        return Err(SectionError::ManifestText);
    }
    let mut packed = component.to_vec();
    append(&mut packed, MANIFEST_SECTION, manifest.as_bytes());
    if !fixtures.is_empty() {
        let framed = write_fixtures(fixtures)?;
        append(&mut packed, FIXTURES_SECTION, &framed);
    }
    Ok(packed)
}

/// A custom section: id 0, its length, the length of its name, its name, its content.
fn append(component: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut body = Vec::with_capacity(content.len().saturating_add(name.len()).saturating_add(8));
    leb128(&mut body, name.len());
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(content);
    component.push(0);
    leb128(component, body.len());
    component.append(&mut body);
}

fn leb128(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0);
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn write_fixtures(files: &[FixtureFile]) -> Result<Vec<u8>, SectionError> {
    if files.len() > MAX_FIXTURE_FILES {
        return Err(SectionError::Fixtures("more than 256 files"));
    }
    let mut framed = FIXTURE_MARK.to_vec();
    for (name, content) in files {
        for part in [name.as_bytes(), content.as_slice()] {
            let length =
                u32::try_from(part.len()).map_err(|_too_long| SectionError::Fixtures("more than 4 MiB"))?;
            framed.extend_from_slice(&length.to_le_bytes());
            framed.extend_from_slice(part);
        }
        if framed.len() > MAX_FIXTURE_BYTES {
            return Err(SectionError::Fixtures("more than 4 MiB"));
        }
    }
    Ok(framed)
}

fn read_fixtures(section: &[u8]) -> Result<Vec<FixtureFile>, SectionError> {
    if section.len() > MAX_FIXTURE_BYTES {
        return Err(SectionError::Fixtures("more than 4 MiB"));
    }
    let mut rest = section
        .strip_prefix(FIXTURE_MARK)
        .ok_or(SectionError::Fixtures("it does not start with MPFX and 1"))?;
    let mut files: Vec<FixtureFile> = Vec::new();
    while !rest.is_empty() {
        let name = take(&mut rest)?;
        let content = take(&mut rest)?;
        let name =
            std::str::from_utf8(name).map_err(|_not_text| SectionError::Fixtures("a name is no UTF-8"))?;
        if files.len() == MAX_FIXTURE_FILES {
            return Err(SectionError::Fixtures("more than 256 files"));
        }
        if files.iter().any(|(known, _)| known == name) {
            return Err(SectionError::Fixtures("a name is given twice"));
        }
        files.push((name.to_owned(), content.to_vec()));
    }
    Ok(files)
}

fn take<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], SectionError> {
    let cut = SectionError::Fixtures("it is cut short");
    let (length, after) = rest.split_first_chunk::<4>().ok_or(cut.clone())?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_too_long| cut.clone())?;
    let (part, after) = after.split_at_checked(length).ok_or(cut)?;
    *rest = after;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixtures_come_back_as_they_went_in() {
        let files = vec![
            ("fixtures/a/fixture.toml".to_owned(), b"x = 1".to_vec()),
            ("fixtures/a/document.html".to_owned(), vec![0; 300]),
        ];
        assert_eq!(read_fixtures(&write_fixtures(&files).unwrap()), Ok(files));
    }

    #[test]
    fn malformed_fixtures_are_refused() {
        for (bytes, why) in [
            (b"MPFX\x02".as_slice(), "start"),
            (b"MPFX\x01\xff\xff\xff\xff", "short"),
            (b"MPFX\x01\x01\0\0\0a", "short"),
            (b"MPFX\x01\x01\0\0\0\xff\0\0\0\0", "UTF-8"),
            (b"MPFX\x01\x01\0\0\0a\0\0\0\0\x01\0\0\0a\0\0\0\0", "twice"),
        ] {
            let error = read_fixtures(bytes).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        let many = vec![(String::new(), Vec::new()); 257];
        assert!(write_fixtures(&many).is_err());
        assert!(write_fixtures(&[("a".to_owned(), vec![0; 5 << 20])]).is_err());
    }

    #[test]
    fn sections_are_appended_to_a_component() {
        let component = wat::parse_str("(component)").unwrap();
        let packed = pack(&component, "id = \"a\"", &[("f".to_owned(), vec![1])]).unwrap();
        let found = crate::inspect::sections(&packed).unwrap();
        let read = Sections::read(found.manifest, found.fixtures).unwrap();
        assert_eq!(read.manifest, "id = \"a\"");
        assert_eq!(read.fixtures, [("f".to_owned(), vec![1])]);
        assert_eq!(
            pack(&packed, "", &[]),
            Err(SectionError::Doubled(MANIFEST_SECTION))
        );
        assert!(matches!(
            pack(b"\0asm\x01\0\0\0", "", &[]),
            Err(SectionError::NotAComponent(_))
        ));
    }
}
