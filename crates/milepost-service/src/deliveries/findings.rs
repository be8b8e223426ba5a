//! What `check` says about the deliveries, beyond what their keys say: templates, secrets, certificates, addresses. No
//! connection is made.

use milepost_config::{ChannelConfig, Config, DeliveryConfig, SecretFrom};
use milepost_deliver::{
    Counts, Event, EventKind, FORMAT, Letter, LetterKind, Line, PlanName, Templates, check_address,
};
use milepost_fetch::check_target;
use milepost_model::{NaiveDate, Timestamp};

use super::channels::{self, Secrets};

/// One thing to say about a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFinding {
    /// The delivery's id.
    pub delivery: String,
    /// Where it is: a file with its line, or empty.
    pub place: String,
    /// What is said.
    pub message: String,
    /// The mend, where something is wrong.
    pub hint: Option<String>,
    /// Messages would not go, or not in the words that are meant.
    pub is_error: bool,
}

/// Checks all deliveries of a configuration.
pub fn delivery_findings(config: &Config) -> Vec<DeliveryFinding> {
    config.main.deliveries.iter().flat_map(of_one).collect()
}

fn of_one(config: &DeliveryConfig) -> Vec<DeliveryFinding> {
    let mut findings = Vec::new();
    findings.extend(template(config));
    let missing: Vec<DeliveryFinding> = secrets(config)
        .into_iter()
        .filter_map(|from| channels::read_secret(from).err())
        .map(|message| DeliveryFinding {
            // The shell that checks need not be the service's: said, and no error.
            is_error: false,
            hint: Some("the service needs it when it sends; messages wait until then".to_owned()),
            ..finding(config, message)
        })
        .collect();
    let is_complete = missing.is_empty();
    findings.extend(missing);
    let channel = channels::channel(
        config,
        if is_complete {
            Secrets::Read
        } else {
            Secrets::LeftOut
        },
    );
    match (channel, &config.channel) {
        (Err(message), _) => findings.push(finding(config, message)),
        (Ok(milepost_deliver::Channel::Mail(mail)), _) => {
            let wrong = std::iter::once(&mail.from)
                .chain(&mail.to)
                .filter_map(|address| check_address(address).err());
            findings.extend(wrong.map(|message| finding(config, message)));
        }
        (Ok(milepost_deliver::Channel::Webhook(webhook)), _) if is_complete => {
            findings.extend(address(config, &webhook.target.post));
        }
        (Ok(milepost_deliver::Channel::Chat(chat)), _) if is_complete => {
            findings.extend(address(config, &chat.target.post));
        }
        (Ok(_), _) => {}
    }
    findings
}

fn address(config: &DeliveryConfig, target: &milepost_fetch::PostTarget) -> Option<DeliveryFinding> {
    let failure = check_target(target).err()?;
    Some(finding(config, failure.reason))
}

fn finding(config: &DeliveryConfig, message: String) -> DeliveryFinding {
    DeliveryFinding {
        delivery: config.id.clone(),
        place: String::new(),
        message,
        hint: None,
        is_error: true,
    }
}

fn secrets(config: &DeliveryConfig) -> Vec<&SecretFrom> {
    match &config.channel {
        ChannelConfig::Folder { .. } | ChannelConfig::Atom { .. } => Vec::new(),
        ChannelConfig::Webhook(http)
        | ChannelConfig::Slack(http)
        | ChannelConfig::Feishu(http)
        | ChannelConfig::Dingtalk(http)
        | ChannelConfig::Wecom(http) => std::iter::once(&http.url).chain(&http.secret).collect(),
        ChannelConfig::Smtp(mail) => mail.login.iter().map(|(_, from)| from).collect(),
    }
}

/// Tries a template on letters of every kind, with and without what they may hold.
fn template(config: &DeliveryConfig) -> Option<DeliveryFinding> {
    let tried = channels::templates(config).and_then(|templates| {
        for letter in sample_letters(config) {
            Templates::check(&templates, &letter)?;
        }
        Ok(())
    });
    let problem = tried.err()?;
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    Some(DeliveryFinding {
        place: format!("{}{line}", problem.file),
        hint: Some("docs/formats/delivery.md names the values and blocks of a template".to_owned()),
        ..finding(config, problem.message)
    })
}

fn sample_letters(config: &DeliveryConfig) -> Vec<Letter> {
    let event = Event {
        kind: EventKind::Worsened,
        label: "Worse".to_owned(),
        subject: "sample".to_owned(),
        title: "A sample".to_owned(),
        from: Some("on_track".to_owned()),
        to: None,
        text: "from one to another".to_owned(),
    };
    let line = Line {
        indicator: "sample".to_owned(),
        title: "A sample".to_owned(),
        status: "lagging".to_owned(),
        status_text: "lagging".to_owned(),
        by_how_much: "by 1".to_owned(),
        since: "2026".to_owned(),
        what_it_takes: "2 a year".to_owned(),
    };
    let full = Letter {
        format: FORMAT.to_owned(),
        id: "sample".to_owned(),
        kind: LetterKind::Alert,
        language: config.language.to_string(),
        written_at: Timestamp::default(),
        plan: Some(PlanName {
            id: "sample".to_owned(),
            title: "A sample".to_owned(),
        }),
        as_of: Some(NaiveDate::default()),
        headline: "A sample".to_owned(),
        counts: Some(Counts::default()),
        events: vec![event],
        events_left_out: 1,
        attention: vec![line],
    };
    let about_sources = Letter {
        plan: None,
        as_of: None,
        headline: String::new(),
        counts: None,
        attention: Vec::new(),
        ..full.clone()
    };
    let mut letters = vec![about_sources];
    for kind in [
        LetterKind::First,
        LetterKind::Alert,
        LetterKind::Digest,
        LetterKind::Report,
    ] {
        letters.push(Letter { kind, ..full.clone() });
        letters.push(Letter {
            kind,
            events: Vec::new(),
            attention: Vec::new(),
            ..full.clone()
        });
    }
    letters
}
