//! Between the page and the engine: commands go in by name, answers and events come out as they are. What may be called at
//! all is decided before, by the app's capabilities. Knows nothing of how an engine runs.
use std::{
    collections::HashMap,
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use tauri::ipc::{
    Channel, Invoke, InvokeBody, InvokeResolver, InvokeResponseBody, JavaScriptChannelId,
};
use tokio::sync::mpsc::UnboundedSender;

use crate::{commands::ATTACH, wire};

/// What the contract's error for it is called; the page has the sentence.
const ENGINE_STOPPED: &str = "engine-stopped";

#[derive(Default)]
pub struct Bridge(Mutex<State>);

#[derive(Default)]
struct State {
    /// To the engine that runs, one line each.
    lines: Option<UnboundedSender<String>>,
    is_up: bool,
    /// How many engines ended without being asked to, after they had been up.
    crashes: u32,
    /// Why the last engine could not start, as it said it.
    fault: Option<Value>,
    asked: HashMap<u64, InvokeResolver>,
    last_id: u64,
    page: Option<Channel>,
    /// A link that no page has been there for yet.
    token: Option<String>,
}

impl Bridge {
    /// Takes a command of the page. It has passed the access list, so it is one of the contract's or `ATTACH`.
    pub fn take(&self, invoke: Invoke) -> bool {
        let InvokeBody::Json(arguments) = invoke.message.payload() else {
            return false;
        };
        if invoke.message.command() == ATTACH {
            let Some(channel) = arguments["channel"]
                .as_str()
                .and_then(|id| JavaScriptChannelId::from_str(id).ok())
            else {
                return false;
            };
            self.state()
                .attach(channel.channel_on(invoke.message.webview()));
            invoke.resolver.resolve(Value::Null);
            return true;
        }
        let refused = self
            .state()
            .forward(invoke.message.command(), arguments, &invoke.resolver);
        if refused {
            invoke.resolver.reject(stopped());
        }
        true
    }

    pub fn engine_starts(&self, lines: UnboundedSender<String>) {
        let mut state = self.state();
        // The receiver lives in the thread that calls this, so it is there.
        let _ = lines.send(wire::request(wire::HELLO_ID, "subscribe", &json!({})));
        state.lines = Some(lines);
    }

    /// Passes a line of the engine on.
    pub fn engine_says(&self, line: &str) {
        let Some(reply) = wire::read(line) else {
            return;
        };
        match reply {
            wire::Reply::Event { json } => self.state().tell(json.to_owned()),
            wire::Reply::Result {
                id: wire::HELLO_ID, ..
            } => self.state().is_up(),
            wire::Reply::Refusal { json }
            | wire::Reply::Error {
                id: wire::HELLO_ID,
                json,
            } => {
                self.state().fault = serde_json::from_str(json).ok();
            }
            wire::Reply::Result { id, json } => {
                if let Some(resolver) = self.answered(id) {
                    resolver.resolve(InvokeResponseBody::Json(json.to_owned()));
                }
            }
            wire::Reply::Error { id, json } => {
                if let Some(resolver) = self.answered(id) {
                    resolver.reject(serde_json::from_str(json).unwrap_or_else(|_| stopped()));
                }
            }
        }
    }

    /// Whatever was asked and not answered fails; the page asks again once there is a new engine.
    pub fn engine_ended(&self) {
        let unanswered = self.state().engine_ended();
        for resolver in unanswered {
            resolver.reject(stopped());
        }
    }

    pub fn engine_could_not_start(&self, error: &std::io::Error) {
        let data = json!({ "code": "internal", "detail": format!("its engine could not be started: {error}") });
        let mut state = self.state();
        state.fault = Some(json!({ "message": error.to_string(), "data": data }));
        state.tell_engine();
    }

    /// Opens "Add a contact" with this token, at once or when there is a page.
    pub fn open_token(&self, token: String) {
        let mut state = self.state();
        state.token = Some(token);
        state.tell_token();
    }

    /// The page said what this tag stands for.
    pub fn notice_was_pressed(&self, tag: u32) {
        self.state().tell(json!({ "pressed": tag }).to_string());
    }

    fn answered(&self, id: u64) -> Option<InvokeResolver> {
        self.state().asked.remove(&id)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing here panics between two changes that belong together.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn attach(&mut self, page: Channel) {
        self.page = Some(page);
        self.tell_engine();
        self.tell_token();
    }

    /// Returns whether there is no engine to ask.
    fn forward(&mut self, command: &str, arguments: &Value, resolver: &InvokeResolver) -> bool {
        let Some(lines) = self.lines.as_ref().filter(|_| self.is_up) else {
            return true;
        };
        self.last_id += 1;
        if lines
            .send(wire::request(self.last_id, command, arguments))
            .is_err()
        {
            return true;
        }
        self.asked.insert(self.last_id, resolver.clone());
        false
    }

    fn is_up(&mut self) {
        self.is_up = true;
        self.fault = None;
        self.tell_engine();
    }

    fn engine_ended(&mut self) -> Vec<InvokeResolver> {
        self.lines = None;
        if self.is_up {
            self.crashes += 1;
        }
        self.is_up = false;
        self.tell_engine();
        self.asked.drain().map(|(_, resolver)| resolver).collect()
    }

    fn tell_engine(&self) {
        let engine = json!({ "up": self.is_up, "crashes": self.crashes, "fault": self.fault });
        self.tell(json!({ "engine": engine }).to_string());
    }

    fn tell_token(&mut self) {
        if self.page.is_none() {
            return;
        }
        if let Some(token) = self.token.take() {
            self.tell(json!({ "token": token }).to_string());
        }
    }

    fn tell(&self, json: String) {
        if let Some(page) = &self.page {
            // It fails only where the page has gone, and then there is nobody to tell.
            let _ = page.send(InvokeResponseBody::Json(json));
        }
    }
}

fn stopped() -> Value {
    json!({ "message": ENGINE_STOPPED, "data": { "code": ENGINE_STOPPED } })
}
