//! What is weighed and measured, and the budgets.

use crate::{
    build, functions, manifest,
    package::{PackageCloud, Target},
    wasm,
    workspace::Workspace,
};
use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write as _, path::Path};

/// One thing measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Metric {
    /// Its name, which stays the same for good.
    pub(crate) id: String,
    /// What was measured.
    pub(crate) value: f64,
    /// In what unit: `bytes`, `ms`, `ratio` or `count`.
    pub(crate) unit: String,
}

/// The most a metric may be.
pub(crate) struct Budget {
    id: &'static str,
    most: f64,
    /// Whether exceeding it fails a build. Times don't: they depend on the machine.
    binding: bool,
}

/// Signing in may add 60,000 bytes to the 250,000 that the worker had before.
const BUDGETS: [Budget; 10] = [
    Budget { id: "zip-bytes", most: 300_000.0, binding: true },
    Budget { id: "content-script-gz-bytes", most: 8192.0, binding: true },
    Budget { id: "worker-wasm-bytes", most: 310_000.0, binding: true },
    Budget { id: "auth-wasm-bytes", most: 60_000.0, binding: true },
    Budget { id: "panel-wasm-bytes", most: 400_000.0, binding: true },
    Budget { id: "host-requests-on-load", most: 0.0, binding: true },
    Budget { id: "long-tasks", most: 0.0, binding: false },
    Budget { id: "badge-paint-ms", most: 16.7, binding: false },
    Budget { id: "scroll-main-thread-ratio", most: 1.10, binding: false },
    Budget { id: "panel-open-ratio", most: 3.0, binding: false },
];

/// What signing in is made of in the worker: the crate `auth`, what it stands on in the browser, and
/// what tells it when to do what.
const SIGN_IN: [&str; 4] =
    ["auth::", "background::session", "background::world", "webext::sign_in"];

impl Metric {
    /// The budget, where there is one.
    pub(crate) fn budget(&self) -> Option<f64> {
        BUDGETS.iter().find(|budget| budget.id == self.id).map(|budget| budget.most)
    }

    /// Whether it is within its budget; what has none always is.
    pub(crate) fn ok(&self) -> bool {
        self.budget().is_none_or(|most| self.value <= most)
    }

    /// Whether it breaks a budget that fails a build.
    pub(crate) fn breaks(&self) -> bool {
        BUDGETS.iter().any(|b| b.id == self.id && b.binding && self.value > b.most)
    }
}

/// An error naming each binding budget that is broken.
pub(crate) fn hold(metrics: &[Metric]) -> Result<()> {
    let broken: Vec<String> = metrics
        .iter()
        .filter(|metric| metric.breaks())
        .map(|m| format!("{} is {} of {} {}", m.id, m.value, m.budget().unwrap_or(0.0), m.unit))
        .collect();
    if broken.is_empty() {
        return Ok(());
    }
    bail!("over budget: {}", broken.join("; "))
}

/// The sizes of an unpacked release package.
pub(crate) fn of_unpacked(folder: &Path) -> Result<Vec<Metric>> {
    let bytes = |file: &str| -> Result<f64> {
        let path = folder.join(file);
        let metadata =
            fs::metadata(&path).with_context(|| format!("{} isn't there", path.display()))?;
        Ok(metadata.len() as f64)
    };
    Ok(vec![
        metric("content-script-gz-bytes", content_script_gz(folder)? as f64),
        metric("worker-wasm-bytes", bytes("wasm/background_bg.wasm")?),
        metric("panel-wasm-bytes", bytes("wasm/panel_bg.wasm")?),
    ])
}

/// The sizes of everything that ships. Needs the unpacked packages and the zip files.
pub(crate) fn of_release(workspace: &Workspace, cloud: PackageCloud) -> Result<Vec<Metric>> {
    let mut largest = 0;
    for target in Target::ALL {
        let zip = target.zip(workspace, cloud);
        let metadata =
            fs::metadata(&zip).with_context(|| format!("{} isn't there", zip.display()))?;
        largest = largest.max(metadata.len());
    }
    let mut metrics = vec![metric("zip-bytes", largest as f64)];
    metrics.extend(of_unpacked(&Target::Chrome.unpacked_for(workspace, cloud))?);
    let sign_in = functions::weight(&wasm::named_worker(workspace)?, &SIGN_IN)?;
    metrics.push(metric("auth-wasm-bytes", sign_in as f64));
    Ok(metrics)
}

/// What the content script weighs, compressed together, as it ships. `extension` is the source or a
/// package.
pub(crate) fn content_script_gz(extension: &Path) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for file in manifest::CONTENT_SCRIPTS {
        let path = extension.join(file);
        let script = fs::read_to_string(&path)
            .with_context(|| format!("{} can't be read", path.display()))?;
        encoder.write_all(build::without_comments(&script).as_bytes())?;
    }
    Ok(encoder.finish()?.len())
}

fn metric(id: &str, value: f64) -> Metric {
    Metric { id: id.to_owned(), value, unit: "bytes".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_hold_sizes_and_requests_and_only_report_times() {
        let check = |id: &str, value: f64, ok: bool, breaks: bool| {
            let metric = Metric { id: id.to_owned(), value, unit: String::new() };
            assert_eq!((metric.ok(), metric.breaks()), (ok, breaks), "{id} {value}");
        };
        check("zip-bytes", 300_000.0, true, false);
        check("zip-bytes", 300_001.0, false, true);
        check("content-script-gz-bytes", 8193.0, false, true);
        check("worker-wasm-bytes", 310_001.0, false, true);
        check("panel-wasm-bytes", 400_001.0, false, true);
        check("host-requests-on-load", 1.0, false, true);
        check("long-tasks", 1.0, false, false);
        check("badge-paint-ms", 16.8, false, false);
        check("scroll-main-thread-ratio", 1.1, true, false);
        check("panel-open-ratio", 3.1, false, false);
        check("something-new", 1e9, true, false);
    }

    #[test]
    fn a_broken_budget_is_named() {
        let broken = [metric("zip-bytes", 300_001.0), metric("worker-wasm-bytes", 1.0)];
        assert_eq!(
            hold(&broken).unwrap_err().to_string(),
            "over budget: zip-bytes is 300001 of 300000 bytes"
        );
        assert!(hold(&broken[1..]).is_ok());
    }
}
