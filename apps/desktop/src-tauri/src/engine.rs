//! Keeps one engine running for as long as the window is there, and starts a new one when it ends without being asked to.
//! Knows nothing of what is asked of it.
use std::{
    sync::Arc,
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tauri::AppHandle;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin},
    sync::{mpsc, watch},
    time::{sleep, timeout},
};

use crate::{bridge::Bridge, sidecar};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// An engine that ran for this long did not fail at its start.
const STEADY: Duration = Duration::from_secs(10);
/// How long an engine that was asked to end may take: it says goodbye to the peers that it is linked with.
const FAREWELL: Duration = Duration::from_secs(2);

pub struct Engine {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Engine {
    /// Starts it in a thread of its own, which lives until `stop`: on Linux the engine ends with that thread.
    pub fn start(app: AppHandle, profile: String, bridge: Arc<Bridge>) -> std::io::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let thread = std::thread::Builder::new()
            .name("engine".into())
            .spawn(move || {
                runtime.block_on(async {
                    // Before there is an engine: a signal must not end the window without it.
                    tokio::spawn(exit_on_signal(app, Signals::listen()));
                    keep_running(&profile, &bridge, stopped).await;
                });
            })?;
        Ok(Self { stop, thread })
    }

    /// Returns once the engine has ended.
    pub fn stop(self) {
        // Either may fail only where the thread has ended already.
        let _ = self.stop.send(true);
        let _ = self.thread.join();
    }
}

async fn keep_running(profile: &str, bridge: &Bridge, mut stopped: watch::Receiver<bool>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let started = Instant::now();
        match sidecar::command(profile).and_then(|mut command| command.spawn()) {
            Ok(child) => {
                let asked_to_end = serve(child, bridge, &mut stopped).await;
                if asked_to_end {
                    return;
                }
            }
            Err(error) => bridge.engine_could_not_start(&error),
        }
        if started.elapsed() > STEADY {
            pause = FIRST_PAUSE;
        }
        tokio::select! {
            () = sleep(pause) => pause = LONGEST_PAUSE.min(pause * 2),
            _ = stopped.changed() => return,
        }
    }
}

/// Returns whether the engine was asked to end.
async fn serve(mut child: Child, bridge: &Bridge, stopped: &mut watch::Receiver<bool>) -> bool {
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return false;
    };
    let (lines, queue) = mpsc::unbounded_channel();
    // Apart from reading, so that neither side can wait for the other for ever.
    let writer = tokio::spawn(write_lines(input, queue));
    bridge.engine_starts(lines);

    let mut said = BufReader::new(output).lines();
    let asked_to_end = loop {
        tokio::select! {
            line = said.next_line() => match line {
                Ok(Some(line)) => bridge.engine_says(&line),
                Ok(None) | Err(_) => break false,
            },
            _ = stopped.changed() => break true,
        }
    };
    // Drops the engine's input, whose end tells it to end too.
    writer.abort();
    let _ = writer.await;
    if timeout(FAREWELL, child.wait()).await.is_err() {
        let _ = child.kill().await;
    }
    bridge.engine_ended();
    asked_to_end
}

async fn write_lines(mut input: ChildStdin, mut queue: mpsc::UnboundedReceiver<String>) {
    while let Some(mut line) = queue.recv().await {
        line.push('\n');
        if input.write_all(line.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// What ends a program from outside, heard from `listen` on.
#[cfg(unix)]
struct Signals(Option<[tokio::signal::unix::Signal; 3]>);

#[cfg(unix)]
impl Signals {
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [
            SignalKind::terminate(),
            SignalKind::interrupt(),
            SignalKind::hangup(),
        ];
        Self(match kinds.map(signal) {
            [Ok(terminate), Ok(interrupt), Ok(hangup)] => Some([terminate, interrupt, hangup]),
            _ => None,
        })
    }

    /// Never where they can't be listened for.
    async fn next(self) {
        let Some([mut terminate, mut interrupt, mut hangup]) = self.0 else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// Heard from `next` on.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self
    }

    async fn next(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// A signal to end closes the window in order, and with it the engine.
async fn exit_on_signal(app: AppHandle, signals: Signals) {
    signals.next().await;
    app.exit(0);
}
