//! `assess`: judges an evidence file with the rules of `domain`.

use crate::{
    terminal::result,
    workspace::{Workspace, read},
};
use anyhow::{Context as _, Result, bail};
use domain::{
    Evidence, Finding, Timestamp,
    assessment::{Argument, Thresholds},
    evidence::FORMAT,
};
use serde_json::{Value, json};
use std::path::Path;

/// Prints the assessment of the evidence in `file` as of `now`.
pub(crate) fn run(file: &Path, now: &str) -> Result<()> {
    let Some(now) = Timestamp::parse(now) else {
        bail!("--now must be an RFC 3339 time such as 2026-11-24T09:41:00Z, not {now}")
    };
    let evidence =
        parse(&read(file)?).with_context(|| format!("{} is not evidence", file.display()))?;
    let workspace = Workspace::load()?;
    let messages = read(&workspace.extension().join("_locales/en/messages.json"))?;
    let messages: Value = serde_json::from_str(&messages).context("the messages are not JSON")?;
    let assessment = assessed(&evidence, now, &messages)?;
    result(&format!("{assessment:#}"));
    Ok(())
}

fn parse(text: &str) -> Result<Evidence> {
    // First of all the version: of another format, no other complaint would be of use.
    if let Ok(value) = serde_json::from_str::<Value>(text)
        && let Some(format) = value.get("format")
        && *format != json!(FORMAT)
    {
        bail!("its format is {format}, and this version reads format {FORMAT}");
    }
    Ok(serde_json::from_str(text)?)
}

/// The assessment, each finding with its English sentence.
fn assessed(evidence: &Evidence, now: Timestamp, messages: &Value) -> Result<Value> {
    let assessment = domain::assess(evidence, &Thresholds::default(), now);
    let mut json = serde_json::to_value(&assessment)?;
    let sentence = |finding: &Finding| json!(sentence(finding, messages));
    for (p, partner) in assessment.partners.iter().enumerate() {
        let place = &mut json["partners"][p];
        for (f, finding) in partner.findings.iter().enumerate() {
            place["findings"][f]["sentence"] = sentence(finding);
        }
        for (r, relationship) in partner.relationships.iter().enumerate() {
            for (f, finding) in relationship.findings.iter().enumerate() {
                place["relationships"][r]["findings"][f]["sentence"] = sentence(finding);
            }
        }
    }
    Ok(json)
}

/// What the panel says of a finding; `None` where the messages have no text for its rule.
fn sentence(finding: &Finding, messages: &Value) -> Option<String> {
    let message = &messages[finding.rule.message_key()];
    let arguments: Vec<String> = finding.arguments.iter().map(written).collect();
    Some(filled(message["message"].as_str()?, &message["placeholders"], &arguments))
}

fn written(argument: &Argument) -> String {
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Count(count) => count.to_string(),
        Argument::Date(date) => date.to_string(),
        Argument::List(names) => names.join(", "),
    }
}

/// Fills a message as the browsers' own `i18n.getMessage` does: `$name$` by its placeholder's
/// content, `$1` by the first argument, `$$` by a dollar sign. What an argument holds stays as it is.
fn filled(message: &str, placeholders: &Value, arguments: &[String]) -> String {
    let mut text = String::new();
    let mut rest = message;
    while let Some(at) = rest.find('$') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            text.push('$');
            rest = after;
            continue;
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if let Ok(number) = rest[..digits].parse::<usize>() {
            text.push_str(number.checked_sub(1).and_then(|i| arguments.get(i)).map_or("", |a| a));
            rest = &rest[digits..];
            continue;
        }
        let named = rest.split_once('$').and_then(|(name, after)| {
            let content = placeholders[name.to_lowercase()]["content"].as_str()?;
            Some((content, after))
        });
        match named {
            Some((content, after)) => {
                text.push_str(&filled(content, &Value::Null, arguments));
                rest = after;
            }
            None => text.push('$'),
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_filled_as_a_browser_does() {
        let placeholders = json!({
            "partner": { "content": "$1" },
            "roles": { "content": "$2 roles" },
        });
        let arguments = ["Fabrikam $2".to_owned(), "3".to_owned()];
        let check = |message: &str, expected: &str| {
            assert_eq!(filled(message, &placeholders, &arguments), expected, "{message}");
        };
        check("Nothing to fill.", "Nothing to fill.");
        check("$1 holds $2 roles.", "Fabrikam $2 holds 3 roles.");
        check("$PARTNER$ holds $roles$.", "Fabrikam $2 holds 3 roles.");
        check("$3|$0|", "||");
        check("5 $$ and $UNKNOWN$ and $", "5 $ and $UNKNOWN$ and $");
    }

    #[test]
    fn evidence_is_refused_with_a_reason() {
        let check = |text: &str, expected: &str| {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(expected), "{text}: {error}");
        };
        check("{\"format\": 2}", "its format is 2, and this version reads format 1");
        check("{", "line 1 column 1");
        check("{}", "missing field `format`");
        check("{\"format\": 1,\n \"partners\": []}", "unknown field `partners`");
        check("{\"format\": 1,\n \"partners\": []}", "line 2");
    }

    #[test]
    fn empty_evidence_is_an_empty_assessment() {
        let evidence = parse("{\"format\": 1}").unwrap();
        let now = Timestamp::parse("2026-11-24T09:41:00Z").unwrap();
        let json = assessed(&evidence, now, &Value::Null).unwrap();
        assert_eq!(json["partners"], json!([]));
        assert_eq!(json["assessed_at"], "2026-11-24T09:41:00Z");
    }
}
