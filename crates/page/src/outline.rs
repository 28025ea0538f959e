//! The page's title, the organisation above it and its messages, from the headings and what stands
//! around them.

use protocol::content::PageFacts;

/// Lines beyond these aren't searched for messages: a page that has so much to say isn't a message.
const SEARCHED: usize = 60;

/// The page's title: as told, else the first heading of level 1.
pub(crate) fn title(facts: &PageFacts) -> Option<&str> {
    let heading = || facts.blocks.iter().find(|block| block.level == 1);
    facts.title.as_deref().or_else(|| heading().map(|block| block.heading.as_str()))
}

/// The organisation: as told, else the first text above the title that is no control. Without a
/// title nothing stands above it.
pub(crate) fn organization(facts: &PageFacts) -> Option<&str> {
    let above = || {
        let title = facts.blocks.iter().position(|block| block.level == 1)?;
        let blocks = facts.blocks.get(..title)?.iter().filter(|block| block.level == 0);
        let lines = blocks.flat_map(|block| &block.lines).filter(|line| !line.control);
        lines.map(|line| line.text.as_str()).find(|text| !text.trim().is_empty())
    };
    facts.organization.as_deref().or_else(above)
}

/// Texts in which the page may say why there is no list.
pub(crate) fn messages(facts: &PageFacts) -> Vec<&str> {
    let mut texts: Vec<&str> = facts.notices.iter().map(String::as_str).collect();
    texts.extend(title(facts));
    let most = texts.len() + SEARCHED;
    for line in facts.blocks.iter().flat_map(|block| &block.lines) {
        if texts.len() == most {
            break;
        }
        if !line.control {
            texts.push(&line.text);
        }
    }
    texts
}
