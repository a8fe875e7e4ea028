//! The built binary as a child process: for what must be seen from outside (log, counters, memory, descriptors).

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::http;

/// A child may take so long to accept connections on a busy machine.
const START_MAX: Duration = Duration::from_secs(30);

/// `fray serve` on a free port; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Lines of standard error.
    log: Receiver<String>,
    seen: Vec<String>,
}

impl Server {
    /// Starts it with these flags, and where they say nothing: any free port, the tiny map, no bots, one thread of each sort.
    pub fn start(flags: &[&str]) -> Server {
        Server::of(&serving(flags))
    }

    /// Starts the program with these arguments: its first line is the address that it serves at.
    pub fn of(arguments: &[&str]) -> Server {
        let mut child = spawn(arguments);
        let log = lines(child.stderr.take().unwrap());
        let first = lines(child.stdout.take().unwrap()).recv_timeout(START_MAX).expect("the start line");
        Server { child, address: address(&first), log, seen: Vec::new() }
    }

    /// Like [`Server::start`], but of its standard output only the first line is read, and nothing of its log: both pipes break.
    pub fn unheard(flags: &[&str]) -> Server {
        let mut child = spawn(&serving(flags));
        drop(child.stderr.take());
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        Server { child, address: address(&first), log: channel().1, seen: Vec::new() }
    }

    /// The value of a metric, by the beginning of its line; zero when it was never counted.
    pub fn metric(&self, line: &str) -> f64 {
        let text = http::get(self.address, "/metrics").body;
        let found = text.lines().filter(|known| known.starts_with(line));
        found.filter_map(|known| known.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    }

    /// Waits until a metric has this value.
    pub fn await_metric(&self, line: &str, value: f64, within: Duration) {
        let until = Instant::now() + within;
        while self.metric(line) != value {
            assert!(Instant::now() < until, "{line} is {}, not {value}, after {within:?}", self.metric(line));
            thread::yield_now();
        }
    }

    /// Lines of the log that hold this word, of those written so far and within the time.
    pub fn logged(&mut self, word: &str, within: Duration) -> Vec<String> {
        let until = Instant::now() + within;
        while !self.seen.iter().any(|line| line.contains(word)) {
            let Ok(line) = self.log.recv_timeout(until.saturating_duration_since(Instant::now())) else { break };
            self.seen.push(line);
        }
        self.seen.extend(self.log.try_iter());
        self.seen.iter().filter(|line| line.contains(word)).cloned().collect()
    }

    /// Resident memory in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end; how long that took, and if it ended well.
    pub fn ended(&mut self, within: Duration) -> (Duration, bool) {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (began.elapsed(), status.success());
            }
            assert!(began.elapsed() < within, "still there after {within:?}");
            thread::yield_now();
        }
    }
}

fn serving<'a>(flags: &[&'a str]) -> Vec<&'a str> {
    let base = ["--listen 127.0.0.1:0", "--map box", "--seats 8", "--fill 0", "--workers 1", "--arbiters 1"];
    let base = base.iter().filter_map(|flag| flag.split_once(' ')).filter(|(flag, _)| !flags.contains(flag));
    let base = base.flat_map(|(flag, value)| [flag, value]);
    std::iter::once("serve").chain(base).chain(flags.iter().copied()).collect()
}

fn spawn(arguments: &[&str]) -> Child {
    let mut fray = Command::new(env!("CARGO_BIN_EXE_fray"));
    fray.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    fray.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn address(first: &str) -> SocketAddr {
    let address = first.strip_prefix("http://").and_then(|rest| rest.split(['/', '\n']).next());
    address.expect("the address comes first").parse().unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a pipe, read by a thread of their own so that the pipe never fills.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            // Nobody listens any more; the pipe must be emptied all the same.
            let _ = sender.send(line);
        }
    });
    receiver
}
