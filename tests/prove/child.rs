//! A server as a child process: what it costs and says is read from outside, and it is gone when this is dropped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use super::claim::Failure;

/// A start takes so long at most, on a machine where others compile.
const START_MAX: Duration = Duration::from_secs(20);
/// Ticks of the processor time that the kernel reports, a second.
const CLOCK_HZ: f64 = 100.0;

/// A running server.
pub struct Child {
    process: std::process::Child,
    pub address: SocketAddr,
    said: Arc<Mutex<Vec<String>>>,
}

impl Child {
    /// Starts `fray serve` with these flags, or a host of the library with a planted defect.
    pub fn start(fault: Option<&str>, flags: &[&str]) -> Result<Child, Failure> {
        Child::of(&mut command(fault, flags)?)
    }

    /// Starts a bare loop with these arguments.
    pub fn bare(arguments: &[&str]) -> Result<Child, Failure> {
        Child::of(Command::new(std::env::current_exe()?).arg("--bare").args(arguments))
    }

    fn of(command: &mut Command) -> Result<Child, Failure> {
        let (process, said, first) = spawn(command)?;
        let mut child = Child { process, address: SocketAddr::from(([127, 0, 0, 1], 0)), said };
        let line = first.recv_timeout(START_MAX).unwrap_or_default();
        match line.trim().strip_prefix("http://").and_then(|address| address.parse().ok()) {
            Some(address) => child.address = address,
            None => return Err(Failure::Broken(format!("the server did not start: {line} {:?}", child.lines()))),
        }
        Ok(child)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Memory that is resident, in KiB.
    pub fn resident_kib(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("Rss:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
    }

    /// The most memory over this time, looked at ten times a second.
    pub fn resident_most_kib(&self, length: Duration) -> f64 {
        let until = Instant::now() + length;
        let mut most = self.resident_kib();
        while Instant::now() < until {
            std::thread::sleep(Duration::from_millis(100));
            most = most.max(self.resident_kib());
        }
        most
    }

    /// Processor time that it has used, in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap_or_default();
        let fields = text.rsplit(") ").next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / CLOCK_HZ
    }

    /// How many descriptors it has open.
    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.id())).map_or(0, Iterator::count)
    }

    /// An answer of its HTTP side: status and body.
    pub fn get(&self, path: &str) -> Result<(u16, String), Failure> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let status = text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
        Ok((status, text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()))
    }

    /// Everything that it counts.
    pub fn meters(&self) -> Result<Meters, Failure> {
        Ok(Meters(self.get("/metrics")?.1))
    }

    /// What it has printed so far.
    pub fn lines(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it has printed this.
    pub fn has_said(&self, words: &str) -> bool {
        self.lines().iter().any(|line| line.contains(words))
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }

    /// Asks it to stop, as an operator's system does.
    pub fn terminate(&self) -> Result<(), Failure> {
        Command::new("kill").args(["-TERM", &self.id().to_string()]).status()?;
        Ok(())
    }

    /// Waits for its end.
    pub fn wait(&mut self, most: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + most;
        while Instant::now() < until {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        None
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is played where a claim does not say it: always the same, so that each room is like any other.
const PLAIN: &[[&str; 2]] = &[["--map", "hoop"], ["--seats", "8"]];

/// The command that starts a server with these flags: the built binary, or a host of the library with a planted defect.
pub fn command(fault: Option<&str>, flags: &[&str]) -> Result<Command, Failure> {
    let mut command = match fault {
        None => Command::new(env!("CARGO_BIN_EXE_fray")),
        Some(_) => Command::new(std::env::current_exe()?),
    };
    match fault {
        None => command.arg("serve"),
        Some(fault) => command.args(["--host", fault]),
    };
    let plain = PLAIN.iter().filter(|[flag, _]| !flags.contains(flag)).flatten();
    command.args(["--listen", "127.0.0.1:0"]).args(plain).args(flags);
    Ok(command)
}

type Spawned = (std::process::Child, Arc<Mutex<Vec<String>>>, mpsc::Receiver<String>);

/// Starts a process whose lines are gathered; the first line of its output comes through the channel as well.
pub fn spawn(command: &mut Command) -> Result<Spawned, Failure> {
    command.current_dir(super::root()).env("NO_COLOR", "1").env_remove("RUST_LOG");
    // Whoever asks for backtraces pays for them: the thread that panics writes them while its other rooms wait.
    command.env_remove("RUST_BACKTRACE");
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = piped.spawn()?;
    let said = Arc::new(Mutex::new(Vec::new()));
    let (first, is_first) = mpsc::channel();
    if let Some(output) = process.stdout.take() {
        gather(output, said.clone(), Some(first));
    }
    if let Some(errors) = process.stderr.take() {
        gather(errors, said.clone(), None);
    }
    Ok((process, said, is_first))
}

fn gather(from: impl Read + Send + 'static, said: Arc<Mutex<Vec<String>>>, first: Option<mpsc::Sender<String>>) {
    std::thread::spawn(move || {
        let mut first = first;
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if let Some(first) = first.take() {
                let _ = first.send(line.clone());
            }
            said.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

/// A reading of all meters.
pub struct Meters(String);

impl Meters {
    /// The sum of all series of this name whose labels hold this text.
    pub fn sum(&self, name: &str, label: &str) -> f64 {
        let lines = self.0.lines().filter_map(|line| line.strip_prefix(name));
        let ours = lines.filter(|rest| rest.starts_with(['{', ' ']) && rest.contains(label));
        ours.filter_map(|rest| rest.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    }

    /// A histogram as upper bounds in seconds and counts up to them.
    pub fn histogram(&self, name: &str) -> Vec<(f64, f64)> {
        let prefix = format!("{name}_bucket{{");
        let lines = self.0.lines().filter_map(|line| line.strip_prefix(&prefix));
        let bucket = |line: &str| {
            let (_, rest) = line.split_once("le=\"")?;
            let (bound, rest) = rest.split_once('"')?;
            let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().ok()? };
            Some((bound, rest.rsplit(' ').next()?.parse().ok()?))
        };
        lines.filter_map(bucket).collect()
    }
}
