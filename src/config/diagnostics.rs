//! What is wrong with a text that a person wrote, all of it at once, each with its place.
//!
//! Rendered here, printed by `cli` and by the log; this file prints nothing.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

/// Most problems that a report shows in full: beyond it nobody reads on.
const SHOWN_MAX: usize = 40;
/// Width at which a report wraps, in columns.
const WIDTH: usize = 110;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, with the value and the limit.
    pub message: String,
    /// Where: a range of bytes of the text.
    pub at: Range<usize>,
    /// What stands beside the caret.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without advice.
    pub fn new(at: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Problem {
        Problem { message: message.into(), at, label: label.into(), help: None }
    }

    /// The same with advice; `None` leaves it as it is.
    pub fn helped(self, help: impl Into<Option<String>>) -> Problem {
        Problem { help: help.into().or(self.help), ..self }
    }
}

/// Everything that is wrong with one text. Never empty.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    source: NamedSource<String>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
}

impl Diagnostics {
    /// The problems of a text; `Ok` when there are none. `name` is the file's, or what else the text came from.
    pub fn check(name: &str, text: &str, mut problems: Vec<Problem>) -> Result<(), Diagnostics> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort_by_key(|problem| problem.at.start);
        Err(Diagnostics { source: NamedSource::new(name, text.to_owned()), problems })
    }

    /// One problem of a file that could not even be read.
    pub fn unreadable(name: &str, message: impl Into<String>) -> Diagnostics {
        let problems = vec![Problem::new(0..0, message, "")];
        Diagnostics { source: NamedSource::new(name, String::new()), problems }
    }

    /// The line and column of a problem, both from 1; the column counts characters.
    pub fn place(&self, problem: &Problem) -> (usize, usize) {
        let text = self.source.inner();
        let before = text.get(..problem.at.start).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    /// The whole report, with carets.
    pub fn render(&self, colour: bool) -> String {
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH);
        let mut report = String::new();
        for problem in self.problems.iter().take(SHOWN_MAX) {
            let shown = Shown { problem, source: &self.source };
            if handler.render_report(&mut report, &shown).is_err() {
                report.push_str(&problem.message);
            }
            report.push('\n');
        }
        if self.problems.len() > SHOWN_MAX {
            report.push_str(&format!("… and {} more problems\n", self.problems.len() - SHOWN_MAX));
        }
        report
    }
}

/// One line a problem: `file:line:column: message`.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            let (line, column) = self.place(problem);
            let end = if i == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{line}:{column}: {}", self.source.name(), problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// A problem as the renderer wants it.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    source: &'a NamedSource<String>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.inner().is_empty() {
            write!(f, "{}: ", self.source.name())?;
        }
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.source.inner().is_empty()).then_some(self.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.source.inner().is_empty() {
            return None;
        }
        let Range { start, end } = self.problem.at.clone();
        let label = Some(self.problem.label.clone()).filter(|label| !label.is_empty());
        Some(Box::new(std::iter::once(LabeledSpan::new(label, start, end.saturating_sub(start)))))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
}
