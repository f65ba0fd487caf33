//! JSON-RPC 2.0 as the engine speaks it, one object a line. Looks only at what it needs to pass an answer on: results, errors
//! and events stay the text they came as. Knows nothing of processes or pages.
use serde::Deserialize;
use serde_json::value::RawValue;

/// The first request to every engine; its answer says that the engine is up.
pub const HELLO_ID: u64 = 0;

#[derive(Debug, PartialEq)]
pub enum Reply<'a> {
    Result {
        id: u64,
        json: &'a str,
    },
    Error {
        id: u64,
        json: &'a str,
    },
    /// An error that answers no request: why the engine could not start.
    Refusal {
        json: &'a str,
    },
    Event {
        json: &'a str,
    },
}

#[derive(Deserialize)]
struct Line<'a> {
    id: Option<u64>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    method: Option<&'a str>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
}

/// None for a line that is nothing an engine says.
pub fn read(line: &str) -> Option<Reply<'_>> {
    let Line {
        id,
        result,
        error,
        method,
        params,
    } = serde_json::from_str(line).ok()?;
    match (method, params, id, error) {
        (Some("event"), Some(params), _, _) => Some(Reply::Event { json: params.get() }),
        (Some(_), ..) => None,
        (None, _, Some(id), Some(error)) => Some(Reply::Error {
            id,
            json: error.get(),
        }),
        (None, _, None, Some(error)) => Some(Reply::Refusal { json: error.get() }),
        (None, _, Some(id), None) => Some(Reply::Result {
            id,
            json: result.map_or("null", RawValue::get),
        }),
        (None, _, None, None) => None,
    }
}

pub fn request(id: u64, method: &str, params: &serde_json::Value) -> String {
    serde_json::json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_errors_and_events_keep_the_text_they_came_as() {
        let result = read(r#"{"jsonrpc":"2.0","id":7,"result":{"a":[1, 2]}}"#);
        assert_eq!(
            result,
            Some(Reply::Result {
                id: 7,
                json: r#"{"a":[1, 2]}"#
            })
        );
        assert_eq!(
            read(r#"{"jsonrpc":"2.0","id":7,"result":null}"#),
            Some(Reply::Result {
                id: 7,
                json: "null"
            })
        );
        let error = read(r#"{"jsonrpc":"2.0","id":7,"error":{"code":-1}}"#);
        assert_eq!(
            error,
            Some(Reply::Error {
                id: 7,
                json: r#"{"code":-1}"#
            })
        );
        let event =
            read(r#"{"jsonrpc":"2.0","method":"event","params":{"event":"log","payload":{}}}"#);
        assert_eq!(
            event,
            Some(Reply::Event {
                json: r#"{"event":"log","payload":{}}"#
            })
        );
    }

    #[test]
    fn an_error_without_a_request_is_why_the_engine_refused_to_start() {
        let refusal = read(r#"{"jsonrpc":"2.0","id":null,"error":{"message":"no"}}"#);
        assert_eq!(
            refusal,
            Some(Reply::Refusal {
                json: r#"{"message":"no"}"#
            })
        );
    }

    #[test]
    fn what_no_engine_says_is_nothing() {
        for line in [
            "",
            "{",
            "[]",
            "7",
            "{}",
            r#"{"method":"event"}"#,
            r#"{"method":"other","params":{}}"#,
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_request_is_one_line_whatever_it_carries() {
        let text = request(
            3,
            "send_message",
            &serde_json::json!({ "content": "one\ntwo" }),
        );
        assert!(!text.contains('\n'));
        assert!(text.contains(r#""id":3"#) && text.contains(r"one\ntwo"));
    }
}
