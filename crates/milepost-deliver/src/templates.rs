//! Puts a letter into words: a template's blocks `subject`, `body` and `html`, in the markup of the channel.
//!
//! A template of the user extends `default` and replaces the blocks it wants to. It runs within bounds of steps and
//! output, reads nothing but the letter, and no file.

use std::io;
use std::path::Path;

use milepost_model::Language;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

use crate::escape::{Markup, escaped};
use crate::letter::Letter;

/// 1 M steps: a letter of 200 events takes some 20,000.
const MOST_STEPS: u64 = 1_000_000;

/// 512 KiB of words: fifty times the longest sensible mail.
const MOST_BYTES: usize = 512 * 1024;

/// Characters of a subject.
const LONGEST_SUBJECT: usize = 180;

/// The largest template of a user, in bytes.
const LARGEST_TEMPLATE: usize = 256 * 1024;

const DEFAULT: &str = "default";
const ENGLISH: &str = include_str!("templates/default.en.txt");
const CHINESE: &str = include_str!("templates/default.zh.txt");

/// The templates of one delivery.
#[derive(Debug, Clone)]
pub struct Templates {
    /// Name and text of the user's own, where there is one.
    own: Option<(String, String)>,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateProblem {
    /// The file, or `default` in a language.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) html: String,
}

impl Templates {
    /// The templates that come with this crate.
    pub const fn standard() -> Self {
        Self { own: None }
    }

    /// Takes a user's template. `file` is its name in errors.
    ///
    /// # Errors
    /// When the text is no template, with its line.
    pub fn parse(file: &Path, text: &str) -> Result<Self, TemplateProblem> {
        let file = file.display().to_string();
        if text.len() > LARGEST_TEMPLATE {
            return Err(TemplateProblem {
                file,
                line: None,
                message: format!("larger than {LARGEST_TEMPLATE} bytes"),
            });
        }
        let templates = Self {
            own: Some((file, text.to_owned())),
        };
        for language in [Language::En, Language::Zh] {
            let environment = templates.environment(language, Markup::Plain)?;
            drop(environment);
        }
        Ok(templates)
    }

    /// Tries the templates on a letter, as every channel would.
    ///
    /// # Errors
    /// With the first thing that is wrong, and its line.
    pub fn check(&self, letter: &Letter) -> Result<(), TemplateProblem> {
        for markup in [Markup::Plain, Markup::Slack, Markup::Markdown] {
            self.words(letter, markup)?;
        }
        Ok(())
    }

    /// Puts a letter into words.
    pub(crate) fn words(&self, letter: &Letter, markup: Markup) -> Result<Words, TemplateProblem> {
        let language = letter.tongue();
        let values = Value::from(Serde(letter));
        let block = |name: &str, markup: Markup| self.block(name, &values, language, markup);
        let subject = block("subject", Markup::Plain)?;
        let subject: Vec<&str> = subject.split_whitespace().collect();
        let subject: String = subject.join(" ").chars().take(LONGEST_SUBJECT).collect();
        Ok(Words {
            subject,
            body: tidy(&block("body", markup)?),
            html: block("html", Markup::Html)?,
        })
    }

    fn block(
        &self,
        name: &str,
        values: &Value,
        language: Language,
        markup: Markup,
    ) -> Result<String, TemplateProblem> {
        let environment = self.environment(language, markup)?;
        let main = self.own.as_ref().map_or(DEFAULT, |(file, _)| file.as_str());
        let told = |error: minijinja::Error| self.problem(&error, language);
        let template = environment.get_template(main).map_err(told)?;
        // The template runs whole to find its blocks; what it writes outside of them is nobody's.
        let mut rendered = template
            .render_captured_to(values.clone(), Bounded::default())
            .map_err(told)?;
        let mut written = Bounded::default();
        rendered
            .with_state_mut(|state| state.render_block_to_write(name, &mut written))
            .map_err(told)?;
        String::from_utf8(written.bytes).map_err(|_error| TemplateProblem {
            file: main.to_owned(),
            line: None,
            message: format!("block `{name}` writes no UTF-8"),
        })
    }

    fn environment(&self, language: Language, markup: Markup) -> Result<Environment<'_>, TemplateProblem> {
        let told = |error: minijinja::Error| self.problem(&error, language);
        let mut environment = Environment::new();
        environment.set_fuel(Some(MOST_STEPS));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_name| AutoEscape::None);
        environment.set_formatter(move |out, _state, value| {
            if value.is_none() {
                return Ok(());
            }
            let text = value.to_string();
            let written = if value.is_safe() {
                out.write_str(&text)
            } else {
                out.write_str(&escaped(&text, markup))
            };
            written.map_err(minijinja::Error::from)
        });
        let standard = match language {
            Language::En => ENGLISH,
            Language::Zh => CHINESE,
        };
        environment.add_template(DEFAULT, standard).map_err(told)?;
        if let Some((file, text)) = &self.own {
            environment.add_template(file, text).map_err(told)?;
        }
        Ok(environment)
    }

    fn problem(&self, error: &minijinja::Error, language: Language) -> TemplateProblem {
        let own = self.own.as_ref().map(|(file, _)| file.as_str());
        let named = error.name().filter(|name| *name != DEFAULT);
        let file = named
            .or(own)
            .map_or_else(|| format!("default template ({language})"), str::to_owned);
        let what = error
            .detail()
            .map_or_else(|| error.kind().to_string(), str::to_owned);
        let message = if error.kind() == ErrorKind::OutOfFuel {
            format!("takes more than {MOST_STEPS} steps")
        } else if error.kind() == ErrorKind::UndefinedError {
            format!("{what}: the letter has no such value")
        } else {
            what
        };
        TemplateProblem {
            file,
            line: error.line(),
            message,
        }
    }
}

/// Takes blank lines together and blanks at the ends away.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        let is_second_blank = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !is_second_blank {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

/// Takes so many bytes and no more.
#[derive(Debug, Default)]
struct Bounded {
    bytes: Vec<u8>,
}

impl io::Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(piece.len()) > MOST_BYTES {
            return Err(io::Error::other(format!("writes more than {MOST_BYTES} bytes")));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
