//! `bench`: sizes and times against their budgets.

use crate::{
    browser::Browser,
    node, package,
    package::{PackageCloud, Target},
    process, simulator, sizes,
    sizes::Metric,
    terminal::{result, step},
    workspace::Workspace,
};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// Measures, prints, and fails on a broken budget of size or requests.
pub(crate) fn run(as_json: bool, sizes_only: bool) -> Result<()> {
    let workspace = Workspace::load()?;
    let cloud = PackageCloud::default();
    package::make(&workspace, cloud)?;
    let mut metrics = sizes::of_release(&workspace, cloud)?;
    if !sizes_only {
        metrics.extend(in_browser(&workspace)?);
    }
    result(&if as_json { format!("{:#}", json_of(&metrics)) } else { table(&metrics) });
    sizes::hold(&metrics)
}

/// What only a browser with the shipped package can tell.
fn in_browser(workspace: &Workspace) -> Result<Vec<Metric>> {
    Browser::Chromium.ensure()?;
    let assets = node::build_admin_center(workspace)?;
    let program = simulator::build(workspace)?;
    step("Measuring in Chromium");
    let mut command = node::node(workspace);
    command
        .arg(workspace.tests().join("bench").join("run.mjs"))
        .arg("--extension-chrome")
        .arg(Target::Chrome.unpacked(workspace))
        .arg("--simulator-bin")
        .arg(program)
        .arg("--assets")
        .arg(assets);
    let text = process::output(&mut command)?;
    parse(&text).with_context(|| format!("the measurement printed something else: {text}"))
}

fn parse(text: &str) -> Result<Vec<Metric>> {
    let json: Value = serde_json::from_str(text)?;
    let metrics = json["metrics"].as_array().context("there is no list `metrics`")?;
    metrics
        .iter()
        .map(|metric| {
            let text = |key: &str| metric[key].as_str().map(str::to_owned);
            Some(Metric { id: text("id")?, value: metric["value"].as_f64()?, unit: text("unit")? })
        })
        .collect::<Option<_>>()
        .context("a metric lacks its id, value or unit")
}

fn json_of(metrics: &[Metric]) -> Value {
    let metrics: Vec<Value> = metrics
        .iter()
        .map(|metric| {
            json!({
                "id": metric.id,
                "value": number(metric.value),
                "unit": metric.unit,
                "budget": metric.budget().map(number),
                "ok": metric.ok(),
            })
        })
        .collect();
    json!({ "metrics": metrics })
}

/// Whole numbers are written as such.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

fn table(metrics: &[Metric]) -> String {
    let mut lines = vec![format!("{:<26}{:>12}{:>12}  {:<6}", "metric", "value", "budget", "unit")];
    for metric in metrics {
        let budget = metric.budget().map(|most| number(most).to_string()).unwrap_or_default();
        let verdict = if metric.ok() { "" } else { "  over budget" };
        let value = number((metric.value * 1000.0).round() / 1000.0);
        lines.push(format!(
            "{:<26}{:>12}{:>12}  {:<6}{verdict}",
            metric.id,
            value.to_string(),
            budget,
            metric.unit
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURED: &str = r#"{"metrics":[
        {"id":"badge-paint-ms","value":17.25,"unit":"ms"},
        {"id":"host-requests-on-load","value":0,"unit":"count"}
    ]}"#;

    #[test]
    fn measured_metrics_get_their_budgets() {
        let metrics = parse(MEASURED).unwrap();
        assert_eq!(
            json_of(&metrics).to_string(),
            concat!(
                r#"{"metrics":[{"id":"badge-paint-ms","value":17.25,"unit":"ms","#,
                r#""budget":16.7,"ok":false},{"id":"host-requests-on-load","value":0,"#,
                r#""unit":"count","budget":0,"ok":true}]}"#
            )
        );
        assert!(sizes::hold(&metrics).is_ok(), "a time must not fail");
        let table = table(&metrics);
        assert!(table.lines().nth(1).unwrap().ends_with("over budget"), "{table}");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "{}", r#"{"metrics":[{"id":"x","unit":"ms"}]}"#] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
