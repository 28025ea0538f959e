//! Browsers on this machine.

use crate::{debian, package::Target, process::on_path};
use anyhow::{Result, bail};
use std::{
    env, fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A browser that can be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Browser {
    /// The open one, which takes unpacked extensions from the command line.
    Chromium,
    /// Google Chrome.
    Chrome,
    /// Microsoft Edge.
    Edge,
    /// Firefox, the current or the extended support release.
    Firefox,
}

impl Browser {
    /// In the order in which `auto` tries them.
    pub(crate) const ALL: [Self; 4] = [Self::Chromium, Self::Chrome, Self::Edge, Self::Firefox];

    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Firefox => "firefox",
        }
    }

    /// The package that it takes.
    pub(crate) fn target(self) -> Target {
        match self {
            Self::Chromium | Self::Chrome => Target::Chrome,
            Self::Edge => Target::Edge,
            Self::Firefox => Target::Firefox,
        }
    }

    fn commands(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-browser"],
            Self::Chrome => &["google-chrome", "google-chrome-stable", "chrome"],
            Self::Edge => &["microsoft-edge", "microsoft-edge-stable", "msedge"],
            Self::Firefox => &["firefox", "firefox-esr"],
        }
    }

    /// Where installers put it on macOS and, below the program folders, on Windows.
    fn places(self) -> (&'static str, &'static str) {
        match self {
            Self::Chromium => {
                ("Chromium.app/Contents/MacOS/Chromium", r"Chromium\Application\chrome.exe")
            }
            Self::Chrome => (
                "Google Chrome.app/Contents/MacOS/Google Chrome",
                r"Google\Chrome\Application\chrome.exe",
            ),
            Self::Edge => (
                "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                r"Microsoft\Edge\Application\msedge.exe",
            ),
            Self::Firefox => ("Firefox.app/Contents/MacOS/firefox", r"Mozilla Firefox\firefox.exe"),
        }
    }

    /// Its program, where it is installed.
    pub(crate) fn find(self) -> Option<PathBuf> {
        if let Some(found) = on_path(self.commands()) {
            return Some(found);
        }
        let (mac, windows) = self.places();
        let mut candidates = Vec::new();
        if cfg!(target_os = "macos") {
            candidates.push(Path::new("/Applications").join(mac));
            candidates.extend(env::home_dir().map(|home| home.join("Applications").join(mac)));
        }
        if cfg!(windows) {
            let folders = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];
            candidates.extend(
                folders.iter().filter_map(env::var_os).map(|f| Path::new(&f).join(windows)),
            );
        }
        candidates.into_iter().find(|candidate| candidate.is_file())
    }

    /// The package that has it on Debian.
    fn debian_package(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("chromium"),
            Self::Firefox => Some("firefox-esr"),
            Self::Chrome | Self::Edge => None,
        }
    }

    /// What a person does to get it.
    pub(crate) fn how_to_get(self) -> &'static str {
        match self {
            Self::Chromium => "install Chromium; on Debian: apt-get install chromium",
            Self::Chrome => "install Google Chrome from google.com/chrome",
            Self::Edge => "install Microsoft Edge from microsoft.com/edge",
            Self::Firefox => {
                "install Firefox from firefox.com; on Debian: apt-get install firefox-esr"
            }
        }
    }

    /// Its program; installs it where that is possible.
    pub(crate) fn ensure(self) -> Result<PathBuf> {
        if let Some(found) = self.find() {
            return Ok(found);
        }
        if let Some(package) = self.debian_package().filter(|_| debian::can_install()) {
            debian::install(&[package])?;
            if let Some(found) = self.find() {
                return Ok(found);
            }
        }
        bail!("there is no {self} here: {}", self.how_to_get())
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What `--browser` of `demo` takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The first that is there.
    #[default]
    Auto,
    /// This one.
    This(Browser),
}

impl Choice {
    /// The browser and its program; installs one where there is none and that is possible.
    pub(crate) fn ensure(self) -> Result<(Browser, PathBuf)> {
        let browser = match self {
            Self::This(browser) => browser,
            Self::Auto => {
                let found = Browser::ALL.into_iter().find(|browser| browser.find().is_some());
                found.unwrap_or(Browser::Chromium)
            }
        };
        Ok((browser, browser.ensure()?))
    }
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        match Browser::ALL.into_iter().find(|browser| browser.name() == text) {
            Some(browser) => Ok(Self::This(browser)),
            None => Err("a browser is chromium, chrome, edge, firefox or auto".to_owned()),
        }
    }
}

/// Whether a window could be shown.
pub(crate) fn has_display() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_by_name() {
        for (text, expected) in [
            ("auto", Ok(Choice::Auto)),
            ("edge", Ok(Choice::This(Browser::Edge))),
            ("chromium", Ok(Choice::This(Browser::Chromium))),
        ] {
            assert_eq!(text.parse(), expected);
        }
        assert!("opera".parse::<Choice>().is_err());
    }

    #[test]
    fn every_browser_takes_its_own_package() {
        let targets = Browser::ALL.map(Browser::target);
        assert_eq!(targets, [Target::Chrome, Target::Chrome, Target::Edge, Target::Firefox]);
    }
}
