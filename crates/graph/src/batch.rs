//! Several reads in one request (learn.microsoft.com, "Combine multiple HTTP requests using JSON
//! batching").

use crate::{
    address::whole, collector::Version, read::Read, reply::Reply, setup::Setup, wire::Wire,
};
use protocol::json::Json;

/// Reads in a batch.
pub(crate) const MOST_ITEMS: usize = 20;

/// The request for all of `reads`. What names an item is its place, from 1 on.
pub(crate) fn request<'a>(reads: impl Iterator<Item = &'a Read>, setup: &Setup) -> Wire {
    let mut body = String::new();
    let mut between = "{\"requests\":[";
    for (at, read) in reads.enumerate() {
        body.push_str(between);
        read.write_item(at + 1, setup, &mut body);
        between = ",";
    }
    body.push_str("]}");
    Wire {
        id: 0,
        method: "POST",
        address: whole(&setup.host, Version::V1, "/$batch"),
        headers: vec![("Content-Type", "application/json".to_owned())],
        body: Some(body),
        scopes: Vec::new(),
        claims: None,
    }
}

/// The answers to `count` items, each in its item's place, whatever order they came in. `None` for one
/// that isn't there. Of two for the same item the first counts.
///
/// `None` altogether if it isn't the answer to a batch.
pub(crate) fn replies(body: &Json, count: usize) -> Option<Vec<Option<Reply>>> {
    let Json::List(responses) = body.member("responses") else { return None };
    let mut replies: Vec<Option<Reply>> = (0..count).map(|_| None).collect();
    for response in responses {
        let id = match response.member("id") {
            Json::Number(id) => usize::try_from(*id).ok(),
            id => id.as_text().parse().ok(),
        };
        let place = id.and_then(|id: usize| replies.get_mut(id.checked_sub(1)?));
        if let (Some(place @ None), Json::Number(status)) = (place, response.member("status")) {
            *place = Some(Reply {
                status: u16::try_from(*status).unwrap_or_default(),
                headers: headers(response.member("headers")),
                body: Some(response.member("body").clone()),
            });
        }
    }
    Some(replies)
}

fn headers(json: &Json) -> Vec<(String, String)> {
    let Json::Object(members) = json else { return Vec::new() };
    let text = |value: &Json| match value {
        Json::Number(number) => number.to_string(),
        value => value.as_text().to_owned(),
    };
    members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_put_where_they_belong() {
        let check = |responses: &str, expected: Option<[u16; 3]>| {
            let body = Json::parse_foreign(responses).unwrap();
            let statuses = replies(&body, 3).map(|replies| {
                let status = |reply: Option<Reply>| reply.map_or(0, |reply| reply.status);
                replies.into_iter().map(status).collect::<Vec<u16>>()
            });
            assert_eq!(statuses, expected.map(Vec::from), "{responses}");
        };
        let three = r#"{"responses":[{"id":"3","status":503},{"id":"1","status":200},
            {"id":"2","status":404}]}"#;
        check(three, Some([200, 404, 503]));
        check(r#"{"responses":[{"id":2,"status":200}]}"#, Some([0, 200, 0]));
        // Of what is there twice, unknown or incomplete, nothing gets mixed up.
        let odd = r#"{"responses":[{"id":"1","status":429},{"id":"1","status":200},{"id":"0","status":200},
            {"id":"4","status":200},{"id":"x","status":200},{"status":200},{"id":"2"},7,null,
            {"id":"3","status":"200"}]}"#;
        check(odd, Some([429, 0, 0]));
        check(r#"{"responses":[{"id":"1","status":99999}]}"#, Some([0, 0, 0]));
        check(r#"{"responses":[]}"#, Some([0, 0, 0]));
        check(r#"{"responses":{}}"#, None);
        check(r#"{"value":[]}"#, None);
        check("[]", None);
    }

    #[test]
    fn headers_of_items_are_texts_or_numbers() {
        let body = r#"{"responses":[{"id":"1","status":429,"headers":{"Retry-After":"7","x":9,"y":null}}]}"#;
        let replies = replies(&Json::parse_foreign(body).unwrap(), 1).unwrap();
        let headers = &replies[0].as_ref().unwrap().headers;
        let expected = [("Retry-After", "7"), ("x", "9"), ("y", "")];
        assert_eq!(*headers, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
