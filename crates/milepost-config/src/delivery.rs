//! Reads the `[[delivery]]` tables: who is told what, when, and by which channel. Secrets only as names of environment
//! variables or files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use milepost_model::{Language, PlanId};
use milepost_schedule::{CronSpec, QuietHours, Zone};

use crate::duration::parse_duration;
use crate::main_file::REPORT_FORMATS;
use crate::section::{Located, Section};
use crate::source_file::{addresses, web_address};

/// Who is told what, when, and by which channel.
#[derive(Debug, Clone)]
pub struct DeliveryConfig {
    /// Names the delivery.
    pub id: String,
    /// The channel.
    pub channel: ChannelConfig,
    /// The language of its messages.
    pub language: Language,
    /// Only these plans; empty: all.
    pub plans: Vec<PlanId>,
    /// Whether changes are told.
    pub alerts: bool,
    /// The kinds of change that are told; none: all but new figures. See [`DELIVERY_EVENTS`].
    pub on: Option<Vec<String>>,
    /// When whole reports are sent.
    pub reports: ReportTimes,
    /// The forms of a report that go with it, where the channel takes files.
    pub attach: Vec<String>,
    /// Changes are collected and told at these times; none: at once.
    pub digest: Option<CronSpec>,
    /// When nothing is sent.
    pub quiet_hours: Option<QuietHours>,
    /// The zone of its clocks.
    pub zone: Zone,
    /// The file of its template.
    pub template: Option<PathBuf>,
    /// How long a message that does not go is tried.
    pub give_up_after: Duration,
}

/// A channel and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelConfig {
    /// Files in a folder.
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// An Atom feed in a file.
    Atom {
        /// The file.
        path: PathBuf,
        /// Where reports can be read.
        link: Option<String>,
    },
    /// Signed JSON to an address.
    Webhook(HttpConfig),
    /// A Slack incoming webhook.
    Slack(HttpConfig),
    /// A Feishu robot.
    Feishu(HttpConfig),
    /// A `DingTalk` robot.
    Dingtalk(HttpConfig),
    /// A `WeCom` robot.
    Wecom(HttpConfig),
    /// Mail.
    Smtp(MailConfig),
}

/// Where an HTTP message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// Where the address comes from.
    pub url: SecretFrom,
    /// Where the signing secret comes from.
    pub secret: Option<SecretFrom>,
    /// A PEM file with further certificate authorities.
    pub extra_ca: Option<PathBuf>,
    /// Plain HTTP is allowed.
    pub allow_http: bool,
    /// CIDR ranges that the host's name may stand for though they are private.
    pub allow_addresses: Vec<String>,
    /// Time for one try.
    pub timeout: Duration,
}

/// A mail server, a sender and receivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailConfig {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub tls: MailTls,
    /// A PEM file with further certificate authorities.
    pub extra_ca: Option<PathBuf>,
    /// Who logs in, and where the password comes from.
    pub login: Option<(String, SecretFrom)>,
    /// Who sends.
    pub from: String,
    /// Who receives.
    pub to: Vec<String>,
    /// Time for one try.
    pub timeout: Duration,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTls {
    /// STARTTLS, required.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// None.
    None,
}

/// Where a secret comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretFrom {
    /// An environment variable.
    Env(String),
    /// A file; blanks around its content do not count.
    File(PathBuf),
    /// It stands in the configuration, being no secret: the address of a generic webhook.
    Here(String),
}

/// When whole reports are sent.
#[derive(Debug, Clone)]
pub enum ReportTimes {
    /// Only when a person asks.
    Never,
    /// Each one that is written.
    Each,
    /// At these times.
    At(CronSpec),
}

/// The kinds of change that `on` may name, worst first.
pub const DELIVERY_EVENTS: [&str; 16] = [
    "worsened",
    "no-longer-assessable",
    "missing",
    "stale",
    "overdue",
    "conflict",
    "revised",
    "source-failing",
    "source-silent",
    "source-recovered",
    "target",
    "improved",
    "now-assessable",
    "added",
    "removed",
    "new-figure",
];

const KINDS: [&str; 8] = [
    "folder", "webhook", "smtp", "slack", "feishu", "dingtalk", "wecom", "atom",
];

/// Reads all deliveries; each has its own id.
pub(crate) fn deliveries(root: &Section<'_>, base: &Path) -> Vec<DeliveryConfig> {
    let mut known = BTreeSet::new();
    let mut read = Vec::new();
    for table in root.tables("delivery") {
        let at = table.at_key("id");
        let Some(delivery) = delivery(table, base) else {
            continue;
        };
        if !known.insert(delivery.id.clone()) {
            let message = format!("`{}` is already the id of another delivery", delivery.id);
            root.error_at(at, "delivery.id", message, Some("give each its own id"));
        }
        read.push(delivery);
    }
    read
}

fn delivery(table: Section<'_>, base: &Path) -> Option<DeliveryConfig> {
    let id = table.required("id", |text| {
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
        if text.len() <= 64 && text.chars().all(is_plain) {
            Ok(text.to_owned())
        } else {
            Err(format!(
                "`{text}` is no id: up to 64 letters, digits, `-`, `_`, `.` were expected"
            ))
        }
    });
    let kind = table.required("kind", |text| {
        if KINDS.contains(&text) {
            Ok(text.to_owned())
        } else {
            Err(format!("`{text}` is none of {}", KINDS.join(", ")))
        }
    });
    let Some(kind) = kind else {
        // Without its kind no other key can be judged.
        return None;
    };
    let channel = channel(&table, &kind.value, base);
    let is_folder = kind.value == "folder";
    let reports = table.parsed("reports", report_times);
    let standard = if is_folder {
        ReportTimes::Each
    } else {
        ReportTimes::Never
    };
    let has_times = reports
        .as_ref()
        .is_some_and(|times| matches!(times.value, ReportTimes::At(_)));
    let zone = zone(
        &table,
        has_times || table.has("digest") || table.has("quiet_hours"),
    )?;
    let read = DeliveryConfig {
        id: String::new(),
        channel: ChannelConfig::Folder { path: PathBuf::new() },
        language: table
            .parsed("language", Language::parse)
            .map_or(Language::En, |language| language.value),
        plans: plans(&table),
        alerts: table.boolean("alerts").unwrap_or(!is_folder),
        on: table.has("on").then(|| events(&table)),
        reports: reports.map_or(standard, |times| times.value),
        attach: attach(&table, is_folder),
        digest: table.parsed("digest", CronSpec::parse).map(|cron| cron.value),
        quiet_hours: table
            .parsed("quiet_hours", QuietHours::parse)
            .map(|hours| hours.value),
        zone,
        template: table.text("template").map(|file| base.join(file.value)),
        give_up_after: table
            .parsed("give_up_after", parse_duration)
            .map_or(Duration::from_hours(72), |duration| duration.value),
    };
    table.finish();
    Some(DeliveryConfig {
        id: id?.value,
        channel: channel?,
        ..read
    })
}

fn zone(table: &Section<'_>, is_needed: bool) -> Option<Zone> {
    let zone = table.parsed("zone", Zone::parse).map(|zone| zone.value);
    if zone.is_none() && is_needed && !table.has("zone") {
        table.error(
            "zone",
            "missing; `digest`, `reports` and `quiet_hours` are on some clock",
            Some("zone = \"Asia/Shanghai\""),
        );
    }
    zone.or_else(|| Zone::parse("UTC").ok())
}

fn plans(table: &Section<'_>) -> Vec<PlanId> {
    let mut plans = Vec::new();
    for text in table.texts("plans") {
        match PlanId::parse(&text.value) {
            Ok(plan) => plans.push(plan),
            Err(error) => table.error_at(text.at, "plans", error.to_string(), None),
        }
    }
    plans
}

fn events(table: &Section<'_>) -> Vec<String> {
    one_of(table, "on", table.texts("on"), &DELIVERY_EVENTS)
}

fn attach(table: &Section<'_>, is_folder: bool) -> Vec<String> {
    if table.has("attach") {
        return one_of(table, "attach", table.texts("attach"), &REPORT_FORMATS);
    }
    let standard: &[&str] = if is_folder {
        &["html", "md", "json"]
    } else {
        &["html"]
    };
    standard.iter().map(|form| (*form).to_owned()).collect()
}

fn one_of(table: &Section<'_>, key: &str, texts: Vec<Located<String>>, known: &[&str]) -> Vec<String> {
    let mut kept = Vec::new();
    for text in texts {
        if known.contains(&text.value.as_str()) {
            kept.push(text.value);
        } else {
            let message = format!("`{}` is none of {}", text.value, known.join(", "));
            table.error_at(text.at, key, message, None);
        }
    }
    kept
}

fn report_times(text: &str) -> Result<ReportTimes, String> {
    match text {
        "never" => Ok(ReportTimes::Never),
        "each" => Ok(ReportTimes::Each),
        cron => CronSpec::parse(cron).map(ReportTimes::At).map_err(|error| {
            format!("{error}; `never`, `each` or five fields such as `0 8 1 * *` were expected")
        }),
    }
}

fn channel(table: &Section<'_>, kind: &str, base: &Path) -> Option<ChannelConfig> {
    let path = || table.required_text("path").map(|path| base.join(path.value));
    Some(match kind {
        "folder" => ChannelConfig::Folder { path: path()? },
        "atom" => ChannelConfig::Atom {
            link: table.parsed("link", web_address).map(|link| link.value),
            path: path()?,
        },
        "smtp" => ChannelConfig::Smtp(mail(table, base)?),
        "slack" => ChannelConfig::Slack(http(table, kind, base)?),
        "feishu" => ChannelConfig::Feishu(http(table, kind, base)?),
        "dingtalk" => ChannelConfig::Dingtalk(http(table, kind, base)?),
        "wecom" => ChannelConfig::Wecom(http(table, kind, base)?),
        _ => ChannelConfig::Webhook(http(table, kind, base)?),
    })
}

fn http(table: &Section<'_>, kind: &str, base: &Path) -> Option<HttpConfig> {
    let is_open = kind == "webhook";
    let here = table.parsed("url", web_address);
    if !is_open && here.is_some() {
        table.error(
            "url",
            "the address of a chat robot is a secret: whoever has it can write there",
            Some("put it into an environment variable or a file, and name that: url_env = \"SLACK_URL\""),
        );
    }
    let elsewhere = secret_from(table, ("url_env", "url_file"), base);
    let has_any = here.is_some() || elsewhere.is_some();
    if !has_any && !table.has("url") {
        let wanted = if is_open {
            "`url`, `url_env` or `url_file`"
        } else {
            "`url_env` or `url_file`"
        };
        table.error("url_env", format!("missing; {wanted} was expected"), None);
    }
    let takes_secret = matches!(kind, "webhook" | "feishu" | "dingtalk");
    let secret = takes_secret
        .then(|| secret_from(table, ("secret_env", "secret_file"), base))
        .flatten();
    let read = HttpConfig {
        url: SecretFrom::Here(String::new()),
        secret,
        extra_ca: table.text("extra_ca").map(|file| base.join(file.value)),
        allow_http: table.boolean("allow_http").unwrap_or(false),
        allow_addresses: addresses(table),
        timeout: timeout(table, Duration::from_secs(30)),
    };
    let url = elsewhere.or_else(|| here.map(|here| SecretFrom::Here(here.value)))?;
    Some(HttpConfig { url, ..read })
}

fn timeout(table: &Section<'_>, standard: Duration) -> Duration {
    let read = table.parsed("timeout", |text| match parse_duration(text) {
        Ok(time) if (Duration::from_secs(1)..=Duration::from_mins(10)).contains(&time) => Ok(time),
        Ok(_) => Err(format!("`{text}` is outside 1s to 10m")),
        Err(error) => Err(error),
    });
    read.map_or(standard, |time| time.value)
}

/// Reads where a secret comes from: a variable or a file, not both.
fn secret_from(
    table: &Section<'_>,
    (env, file): (&'static str, &'static str),
    base: &Path,
) -> Option<SecretFrom> {
    let variable = table.parsed(env, |text| {
        let is_name = !text.is_empty()
            && text
                .chars()
                .all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
        // A secret typed here by mistake is not repeated in the message.
        if is_name {
            Ok(text.to_owned())
        } else {
            Err("the name of an environment variable was expected: letters, digits and `_`".to_owned())
        }
    });
    let path = table.text(file);
    if variable.is_some() && path.is_some() {
        table.error(
            file,
            format!("`{env}` is given too; one of them was expected"),
            None,
        );
    }
    variable
        .map(|name| SecretFrom::Env(name.value))
        .or_else(|| path.map(|path| SecretFrom::File(base.join(path.value))))
}

fn mail(table: &Section<'_>, base: &Path) -> Option<MailConfig> {
    let tls = table.parsed("tls", |text| match text {
        "starttls" => Ok(MailTls::StartTls),
        "implicit" => Ok(MailTls::Implicit),
        "none" => Ok(MailTls::None),
        _ => Err(format!("`{text}` is none of starttls, implicit, none")),
    });
    let tls = tls.map_or(MailTls::StartTls, |tls| tls.value);
    let host = table.required_text("host").map(|host| host.value);
    let port = table
        .integer("port", 1..=65_535)
        .and_then(|port| u16::try_from(port).ok());
    let user = table.text("user").map(|user| user.value);
    let password = secret_from(table, ("password_env", "password_file"), base);
    let is_half = user.is_some() != password.is_some();
    if is_half {
        table.error(
            "user",
            "`user` goes with `password_env` or `password_file`",
            Some("give both, or neither for a relay that asks for none"),
        );
    }
    if tls == MailTls::None && user.is_some() {
        table.error(
            "tls",
            "a password is not sent over a connection that anybody can read",
            Some("tls = \"starttls\" or \"implicit\""),
        );
    }
    let from = table.required("from", mail_address);
    let mut to = Vec::new();
    for address in table.texts("to") {
        match mail_address(&address.value) {
            Ok(address) => to.push(address),
            Err(message) => table.error_at(address.at, "to", message, None),
        }
    }
    if to.is_empty() {
        table.error("to", "nobody to send to", Some("to = [\"analysts@example.org\"]"));
    }
    let read = MailConfig {
        host: host?,
        port: port.unwrap_or(match tls {
            MailTls::StartTls => 587,
            MailTls::Implicit => 465,
            MailTls::None => 25,
        }),
        tls,
        extra_ca: table.text("extra_ca").map(|file| base.join(file.value)),
        login: user.zip(password),
        from: String::new(),
        to,
        timeout: timeout(table, Duration::from_mins(2)),
    };
    Some(MailConfig {
        from: from?.value,
        ..read
    })
}

/// A first look at a mail address; the mail library reads it again.
fn mail_address(text: &str) -> Result<String, String> {
    let inner = text
        .rsplit_once('<')
        .map_or(text, |(_, rest)| rest.trim_end().trim_end_matches('>'))
        .trim();
    let is_one = inner.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !inner.contains(char::is_whitespace)
    });
    let is_one_line = !text.contains(char::is_control);
    if is_one && is_one_line {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "`{text}` is no mail address such as `Milepost <milepost@example.org>`"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::main_file::read_main;

    fn read(text: &str) -> (Vec<DeliveryConfig>, Vec<String>) {
        let whole = format!("plans = [\"plan.toml\"]\n{text}");
        let (main, problems) = read_main(Path::new("conf/milepost.toml"), &whole);
        let told = problems.iter().map(ToString::to_string).collect();
        (main.deliveries, told)
    }

    #[track_caller]
    fn refused(text: &str, line: usize, what: &str) {
        let (_, problems) = read(text);
        let place = format!("conf/milepost.toml:{line}:");
        assert!(
            problems
                .iter()
                .any(|told| told.contains(&place) && told.contains(what)),
            "{problems:#?}"
        );
    }

    #[test]
    fn every_kind_is_read_with_its_defaults() {
        let (read, problems) = read(
            r#"
            [[delivery]]
            id = "archive"
            kind = "folder"
            path = "out"
            [[delivery]]
            id = "mail"
            kind = "smtp"
            host = "mail.example.org"
            user = "milepost"
            password_env = "PASSWORD"
            from = "Milepost <milepost@example.org>"
            to = ["a@example.org"]
            digest = "0 8 * * 1-5"
            quiet_hours = "22:00-07:00"
            zone = "Asia/Shanghai"
            language = "zh"
            [[delivery]]
            id = "chat"
            kind = "dingtalk"
            url_env = "DING_URL"
            secret_file = "ding.secret"
            on = ["worsened"]
            give_up_after = "6h"
            "#,
        );
        assert!(problems.is_empty(), "{problems:#?}");
        assert_eq!(
            read[0].channel,
            ChannelConfig::Folder {
                path: "conf/out".into()
            }
        );
        assert!(!read[0].alerts && matches!(read[0].reports, ReportTimes::Each));
        let ChannelConfig::Smtp(mail) = &read[1].channel else {
            panic!("{read:?}");
        };
        assert_eq!((mail.port, mail.tls), (587, MailTls::StartTls));
        assert_eq!(
            mail.login,
            Some(("milepost".to_owned(), SecretFrom::Env("PASSWORD".to_owned())))
        );
        assert!(read[1].alerts && matches!(read[1].reports, ReportTimes::Never));
        assert_eq!(read[1].attach, ["html"]);
        let ChannelConfig::Dingtalk(http) = &read[2].channel else {
            panic!("{read:?}");
        };
        assert_eq!(http.secret, Some(SecretFrom::File("conf/ding.secret".into())));
        assert_eq!(read[2].on, Some(vec!["worsened".to_owned()]));
        assert_eq!(read[2].give_up_after, Duration::from_hours(6));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_no_secret_is_repeated() {
        let head = "[[delivery]]\nid = \"x\"\n";
        refused(&format!("{head}kind = \"fax\""), 4, "none of folder, webhook");
        refused(
            &format!("{head}kind = \"slack\"\nurl = \"https://hooks.example.org/T0\""),
            5,
            "is a secret",
        );
        refused(&format!("{head}kind = \"webhook\""), 2, "missing");
        refused(
            &format!("{head}kind = \"folder\"\npath = \"o\"\non = [\"worse\"]"),
            6,
            "none of worsened",
        );
        refused(
            &format!("{head}kind = \"folder\"\npath = \"o\"\nquiet_hours = \"22:00-07:00\""),
            2,
            "on some clock",
        );
        refused(
            &format!("{head}kind = \"folder\"\npath = \"o\"\npasword_env = \"X\""),
            6,
            "unknown key",
        );
        refused(
            &format!(
                "{head}kind = \"smtp\"\nhost = \"h\"\nfrom = \"a@b\"\nto = []\ntls = \"none\"\nuser = \"u\"\npassword_env = \"P\""
            ),
            8,
            "not sent over a connection",
        );
        refused(
            "[[delivery]]\nid = \"a/b\"\nkind = \"folder\"\npath = \"o\"",
            3,
            "is no id",
        );
        let (_, problems) = read(&format!(
            "{head}kind = \"webhook\"\nurl = \"https://a.example\"\nsecret_env = \"my pass phrase!\""
        ));
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(!problems[0].contains("my pass phrase!"), "{problems:#?}");
    }
}
