//! The frame around messages, failures, and numbers.

use crate::{check, read};
use protocol::{
    content::{ContentResponse, Layout},
    envelope::{Answer, Envelope, ErrorCode, Failure, decode, encode},
    json::FromJson,
    panel::PanelRequest,
};
use serde_json::{Value, json};
use std::fmt::Debug;

#[test]
fn failures_and_answers() {
    for code in
        [ErrorCode::ReloadPage, ErrorCode::Refused, ErrorCode::TryAgain, ErrorCode::ReportBug]
    {
        check(&code, &json!(code.as_str()));
        let failure = Failure::new(code, "because");
        check(&failure, &json!({"code": code, "detail": "because"}));
        let answer = Answer::<ContentResponse>::Error(failure);
        let written: Value = serde_json::from_str(&encode(&Envelope::new(answer))).unwrap();
        let json = json!({"v": 1, "message": {"error": {"code": code, "detail": "because"}}});
        assert_eq!(written, json);
    }
    let answer = Answer::Ok(ContentResponse::Done {});
    let written: Value = serde_json::from_str(&encode(&Envelope::new(answer))).unwrap();
    assert_eq!(written, json!({"v": 1, "message": {"ok": {"done": {}}}}));
}

#[test]
fn messages_are_read_in_their_frame() {
    let check = |message: Value, expected: Result<PanelRequest, (ErrorCode, &str)>| {
        let read = decode::<PanelRequest>(&message.to_string());
        let expected = expected.map_err(|(code, detail)| Failure::new(code, detail));
        assert_eq!(read, expected, "{message}");
    };
    check(json!({"v": 1, "message": {"close": {}}}), Ok(PanelRequest::Close {}));
    let other = |detail| Err((ErrorCode::ReloadPage, detail));
    check(json!({"v": 2, "message": {"close": {}}}), other("protocol 2, not 1"));
    check(json!({"v": 0, "of": "old"}), other("protocol 0, not 1"));
    let bug = |detail| Err((ErrorCode::ReportBug, detail));
    check(json!("close"), bug("expected an object"));
    check(json!({"message": {"close": {}}}), bug("expected a number in range at v"));
    check(json!({"v": -1, "message": {"close": {}}}), bug("expected a number in range at v"));
    check(json!({"v": 1}), bug("expected a kind at message"));
    check(json!({"v": 1, "message": "close"}), bug("expected a known kind at message"));
    check(json!({"v": 1, "message": {"odd": {}}}), bug("expected a known kind at message"));
    check(
        json!({"v": 1, "message": {"close": {"a": 1}}}),
        bug("expected no more fields at message"),
    );
    check(json!({"v": 1, "message": {"close": {}}, "a": 1}), bug("expected no more fields"));
    check(json!({"v": 1, "message": {"partner": {"id": 1}}}), bug("expected a text at message.id"));
    let failure = decode::<PanelRequest>("{\"v\":1.5}").unwrap_err();
    assert_eq!(failure, Failure::new(ErrorCode::ReportBug, "expected a whole number"));
    // A member that is there twice is refused, whichever of the two would count.
    let twice = "{\"v\":1,\"v\":1,\"message\":{\"close\":{}}}";
    assert_eq!(decode::<PanelRequest>(twice).unwrap_err().detail, "expected no more fields");
}

#[test]
fn numbers_keep_to_their_range() {
    fn check<T: FromJson + PartialEq + Debug>(ok: &[i64], refused: &[i64]) {
        for number in ok {
            assert!(read::<T>(&json!(number)).is_ok(), "{number}");
        }
        for number in refused {
            assert!(read::<T>(&json!(number)).is_err(), "{number}");
        }
    }
    check::<u8>(&[0, 255], &[-1, 256]);
    check::<u16>(&[0, 65_535], &[-1, 65_536]);
    check::<u32>(&[0, 4_294_967_295], &[-1, 4_294_967_296, i64::MAX]);
    check::<i32>(&[-2_147_483_648, 2_147_483_647], &[-2_147_483_649, 2_147_483_648, i64::MIN]);
    assert!(
        read::<Layout>(&json!({"open": true, "width": 1, "launcher": 1, "float": [1]})).is_err()
    );
    assert!(
        read::<Layout>(&json!({"open": true, "width": 1, "launcher": 1, "float": [1, 2, 3]}))
            .is_err()
    );
}
