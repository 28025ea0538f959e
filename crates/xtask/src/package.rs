//! `package`: the zip files that are handed to the stores.
//!
//! Two runs anywhere give the same bytes: files are sorted, times are fixed, and nothing of the
//! machine is written.

use crate::{
    build, sizes,
    terminal::{detail, step},
    workspace::{Workspace, files_below},
};
use anyhow::{Context as _, Result, bail};
use auth::{Cloud, cloud::CLOUDS};
use std::{
    fmt, fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A browser that a package is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Chrome and Chromium.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Firefox.
    Firefox,
}

impl Target {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Chrome, Self::Edge, Self::Firefox];

    fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Firefox => "firefox",
        }
    }

    /// Where its unpacked package for the global cloud is.
    pub(crate) fn unpacked(self, workspace: &Workspace) -> PathBuf {
        self.unpacked_for(workspace, PackageCloud::default())
    }

    /// Where its unpacked package for a cloud is.
    pub(crate) fn unpacked_for(self, workspace: &Workspace, cloud: PackageCloud) -> PathBuf {
        workspace.target.join("extension").join(format!("{self}{}", cloud.suffix()))
    }

    /// Where its zip file is.
    pub(crate) fn zip(self, workspace: &Workspace, cloud: PackageCloud) -> PathBuf {
        let name = format!("partner-lens-{self}{}-{}.zip", cloud.suffix(), workspace.version);
        workspace.target.join("dist").join(name)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The cloud that a package is for: what `--cloud` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PackageCloud(pub(crate) &'static Cloud);

impl PackageCloud {
    /// What file names of its packages have after the browser; nothing for the usual one.
    fn suffix(self) -> String {
        if self == Self::default() { String::new() } else { format!("-{}", self.0.name) }
    }
}

impl Default for PackageCloud {
    fn default() -> Self {
        Self(&CLOUDS[0])
    }
}

impl FromStr for PackageCloud {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = CLOUDS.map(|cloud| cloud.name).join(", ");
        Cloud::named(text).map(Self).ok_or_else(|| format!("the clouds are {names}"))
    }
}

/// What `--browser` of `build` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Targets(pub(crate) Vec<Target>);

impl Default for Targets {
    fn default() -> Self {
        Self(vec![Target::Chrome])
    }
}

impl FromStr for Targets {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self(Target::ALL.to_vec()));
        }
        match Target::ALL.into_iter().find(|target| target.name() == text) {
            Some(target) => Ok(Self(vec![target])),
            None => Err("a package is made for chrome, edge, firefox or all".to_owned()),
        }
    }
}

/// Builds and packs all of them, and holds them to the size budgets.
pub(crate) fn run(cloud: PackageCloud) -> Result<()> {
    let workspace = Workspace::load()?;
    make(&workspace, cloud)?;
    sizes::hold(&sizes::of_release(&workspace, cloud)?)
}

/// Builds and packs all of them.
pub(crate) fn make(workspace: &Workspace, cloud: PackageCloud) -> Result<()> {
    build::unpacked(workspace, &Target::ALL, cloud, true)?;
    step("Packing");
    for target in Target::ALL {
        let bytes = pack(&target.unpacked_for(workspace, cloud))?;
        let path = target.zip(workspace, cloud);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &bytes).with_context(|| format!("{} can't be written", path.display()))?;
        detail(&format!("{} ({} bytes)", workspace.shown(&path), bytes.len()));
    }
    Ok(())
}

/// A zip file of everything below `folder`.
fn pack(folder: &Path) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    for path in files_below(folder)? {
        files.push((name_in(folder, &path)?, path));
    }
    // By name and not by path: separators differ between systems, and so would the order.
    files.sort();

    // Fifteen rounds of Zopfli, which every unzipper reads: 5 % smaller than the best of zlib.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(24))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, path) in files {
        let bytes = fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?;
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn name_in(folder: &Path, path: &Path) -> Result<String> {
    let relative = path.strip_prefix(folder)?;
    let Some(name) = relative.to_str() else { bail!("the name of {} isn't text", path.display()) };
    Ok(name.replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, io::Read as _, process, time::SystemTime};
    use zip::ZipArchive;

    #[test]
    fn targets_by_name() {
        assert_eq!("edge".parse(), Ok(Targets(vec![Target::Edge])));
        assert_eq!("all".parse(), Ok(Targets(Target::ALL.to_vec())));
        assert!("safari".parse::<Targets>().is_err());
    }

    #[test]
    fn packing_depends_on_nothing_but_names_and_contents() {
        let folder = env::temp_dir().join(format!("partner-lens-pack-{}", process::id()));
        let write = |side: &str, files: [&str; 3]| {
            let side = folder.join(side);
            for file in files {
                let path = side.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, file.repeat(50)).unwrap();
            }
            let old = fs::File::options().append(true).open(side.join("b.js")).unwrap();
            old.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            pack(&side).unwrap()
        };
        let one = write("one", ["a/z.js", "b.js", "a.js"]);
        let two = write("two", ["a.js", "a/z.js", "b.js"]);
        fs::remove_dir_all(&folder).unwrap();

        assert_eq!(one, two);
        let mut archive = ZipArchive::new(Cursor::new(one)).unwrap();
        let names: Vec<String> =
            archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["a.js", "a/z.js", "b.js"]);
        let mut text = String::new();
        archive.by_name("a/z.js").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "a/z.js".repeat(50));
    }
}
