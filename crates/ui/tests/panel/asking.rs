//! When the panel asks, and what it does with answers, failures and no answer.

use crate::fixture::{Panel, document, id, listed, moved, partner, settle, window};
use protocol::{
    envelope::{ErrorCode, Failure},
    panel::PanelRequest,
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{KeyboardEvent, KeyboardEventInit};

fn failed(code: ErrorCode) -> Failure {
    Failure::new(code, "storage is full")
}

#[wasm_bindgen_test]
async fn it_says_that_it_reads_until_there_is_an_answer() {
    let panel = Panel::open("#/overview", Vec::new()).await;
    assert_eq!(panel.one("[role=status]").inner_text(), "loading");
    assert_eq!(*panel.worker.asked.borrow(), [PanelRequest::Overview {}]);
}

#[wasm_bindgen_test]
async fn a_failure_is_told_by_its_code_and_can_be_tried_again() {
    for (code, key) in [
        (ErrorCode::ReloadPage, "error_reload_page"),
        (ErrorCode::Refused, "error_refused"),
        (ErrorCode::TryAgain, "error_try_again"),
        (ErrorCode::ReportBug, "error_report_bug"),
    ] {
        let panel = Panel::open("#/overview", vec![Err(failed(code)), listed()]).await;
        let alert = panel.one("[role=alert]");
        assert_eq!(alert.get_attribute("data-error").as_deref(), Some(code.as_str()));
        assert!(alert.text_content().unwrap().contains(key), "{}", panel.text());
        assert!(panel.all("[role=status]").iter().all(|s| s.text_content().unwrap().is_empty()));
        panel.click("[role=alert] > .actions button").await;
        assert!(panel.all("[role=alert]").is_empty());
        assert_eq!(panel.all(".tile").len(), 5);
    }
}

#[wasm_bindgen_test]
async fn what_was_known_stays_when_a_later_question_fails() {
    let answers = vec![listed(), Err(failed(ErrorCode::TryAgain))];
    let panel = Panel::open("#/overview", answers).await;
    panel.worker.tell_change();
    settle().await;
    assert_eq!((panel.all("[role=alert]").len(), panel.all(".tile").len()), (1, 5));
}

#[wasm_bindgen_test]
async fn changes_are_asked_for_and_many_at_once_only_once_more() {
    let panel = Panel::open("#/overview", vec![listed(), listed()]).await;
    panel.worker.tell_change();
    settle().await;
    assert_eq!(panel.worker.asked.borrow().len(), 2);
    for _ in 0..5 {
        panel.worker.tell_change();
    }
    settle().await;
    assert_eq!(panel.worker.asked.borrow().len(), 3, "the question under way isn't answered");
}

#[wasm_bindgen_test]
async fn changes_during_a_question_are_asked_for_after_its_answer() {
    let panel = Panel::open("#/overview", vec![listed(), listed(), listed()]).await;
    panel.worker.tell_change();
    panel.worker.tell_change();
    panel.worker.tell_change();
    settle().await;
    assert_eq!(panel.worker.asked.borrow().len(), 3);
}

#[wasm_bindgen_test]
async fn an_answer_to_an_earlier_question_is_too_late() {
    // The first question is never answered; the second is asked for another view.
    let panel = Panel::open("#/overview", Vec::new()).await;
    panel.worker.will_say(partner("Proseware"));
    let fragment = format!("#/partner/{}", id("Proseware"));
    moved(|| window().location().set_hash(&fragment).unwrap()).await;
    settle().await;
    assert_eq!(panel.one("h2").inner_text(), "Proseware");
    let asked = panel.worker.asked.borrow();
    assert_eq!(asked[1], PanelRequest::Partner { id: id("Proseware") });
}

#[wasm_bindgen_test]
async fn an_answer_of_another_kind_is_a_failure() {
    let panel = Panel::open("#/overview", vec![partner("Proseware")]).await;
    let error = panel.one("[role=alert]").get_attribute("data-error");
    assert_eq!(error.as_deref(), Some("report-bug"));
}

fn press(key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    document().body().unwrap().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn only_the_docked_panel_can_be_closed() {
    for docked in [false, true] {
        let panel = Panel::open_as("#/overview", vec![listed()], docked).await;
        let closes = || {
            let asked = panel.worker.asked.borrow();
            asked.iter().filter(|request| **request == PanelRequest::Close {}).count()
        };
        assert_eq!(panel.all("button.tool").len(), usize::from(docked));
        assert_eq!(panel.all("a.tool[target=_blank]").len(), usize::from(docked));
        press("a");
        press("Escape");
        settle().await;
        assert_eq!(closes(), usize::from(docked));
        if docked {
            panel.click("button.tool").await;
            assert_eq!(closes(), 2);
        }
    }
}

#[wasm_bindgen_test]
async fn a_panel_that_is_gone_listens_to_nothing() {
    let mut panel = Panel::open_as("#/overview", vec![listed()], true).await;
    assert!(panel.worker.listening.get());
    panel.close();
    settle().await;
    assert!(!panel.worker.listening.get());
    press("Escape");
    moved(|| window().location().set_hash("#/partners").unwrap()).await;
    settle().await;
    assert_eq!(panel.worker.asked.borrow().len(), 1);
}
