//! The zone beside the Worker, over the corpora: where they agree, where not, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use cf_config::policy::Policy;
use cf_config::zone::{Action, Phase, Rule, Zone};
use serde_json::Value as Json;

use super::filter::is_true;
use super::guides::{Part, hold, parts, rewritten, root};
use super::request::{Request, encode};
use super::server::Server;

/// The generated part of the guide that this test holds.
pub const PART: &str = "agreement";

/// Why a rule may refuse what the Worker would answer; there is no reason for any other.
fn stricter(rule: &str, request: &Request) -> Option<&'static str> {
    let length = request.header("content-length").unwrap_or("0");
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    match rule {
        "paintbox_probe" => Some("a probe in a query or a header that the Worker does not read"),
        "paintbox_body_size" if !is_number => {
            Some("a `Content-Length` that is no number: no server takes it (RFC 9112, 6.3)")
        }
        "paintbox_body_size" if request.body.is_empty() => Some("a `Content-Length` of a body that does not come"),
        _ => None,
    }
}

fn corpora() -> PathBuf {
    let shared = std::env::var_os("PAINTBOX_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    shared.join("corpora")
}

/// The cases of a file, one a line.
fn cases(path: &PathBuf) -> Vec<Json> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn firewall() -> Vec<(Rule, String)> {
    let zone = Zone::of(&Policy::production());
    let rules = zone.ruleset(Phase::Firewall).unwrap().rules.clone().into_iter();
    rules.map(|rule| (rule.clone(), rule.expression.to_string())).collect()
}

/// The first rule that refuses a request, and the status that it answers.
fn refusal(firewall: &[(Rule, String)], request: &Request) -> Option<(&'static str, u16)> {
    let (rule, _) = firewall.iter().find(|(_, expression)| is_true(expression, request))?;
    let Action::Block(answer) = rule.action else { panic!("{} does not block", rule.reference) };
    Some((rule.reference, answer.status))
}

/// The status that the Worker answers. Each request is another client's: what is asked here is not the rate limit.
fn worker(server: &Server, request: &Request, client: usize) -> u16 {
    let address = format!("10.{}.{}.{}", client >> 16 & 255, client >> 8 & 255, client & 255);
    let own = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let headers: Vec<(&str, &str)> = own.chain([("CF-Connecting-IP", address.as_str())]).collect();
    server.send(&request.method, &request.target, &headers, &request.body).status
}

/// What the Worker does with a request of the hostile corpus.
#[derive(Clone, Copy)]
enum Verdict {
    Answered,
    Refused,
    /// The corpus takes both.
    Either,
}

/// Why the zone lets pass what the Worker refuses: the first part of the request that only the Worker reads.
fn left_to_the_worker(request: &Request) -> &'static str {
    let is_calculation = request.raw_path() == "/api/v1/calculations";
    if request.method == "POST" && is_calculation {
        "a body, its type or its encoding: the zone reads none of them"
    } else if !is_calculation && request.raw_path() != "/api/health" {
        "a path that is no attack, only no resource: the zone does not know the resources"
    } else if !request.query().is_empty() {
        "a query: which ones a resource takes is the Worker's to know"
    } else {
        "a method that another resource has, or headers that are too much only together"
    }
}

#[test]
fn the_zone_refuses_no_honest_request_and_none_that_the_worker_would_answer_but_for_probes() {
    let corpora = corpora();
    let mut files: Vec<PathBuf> = match std::fs::read_dir(corpora.join("waf")) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => {
            println!("skipped: there is no {}", corpora.join("waf").display());
            return;
        }
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let (firewall, server) = (firewall(), Server::new());
    let mut report = Report::default();
    let mut client = 0;
    for path in &files {
        report.count_file(path);
        for case in cases(path) {
            client += 1;
            let request = Request::of_text(&case);
            let refusal = refusal(&firewall, &request);
            let is_attack = case["expect"] == "attack";
            if !is_attack {
                // A calculation may be shared as a link, with any honest text in it.
                let payload = encode(case["payload"].as_str().unwrap());
                let link = Request::new("GET", &format!("/api/v1/calculations?note={payload}"));
                let fits = link.target.len() <= Policy::production().limits.target;
                let rule = self::refusal(&firewall, &link).map(|(rule, _)| rule);
                assert_eq!(rule, (!fits).then_some("paintbox_target_size"), "{}: as a link", case["id"]);
            }
            if let Some((rule, _)) = refusal {
                let id = &case["id"];
                assert!(is_attack, "{id}: {rule} refuses an honest request: {request:?}");
                if stricter(rule, &request).is_none() {
                    let status = worker(&server, &request, client);
                    assert!(status >= 400, "{id}: {rule} refuses what the Worker answers with {status}: {request:?}");
                }
            }
            let location = case["location"].as_str().unwrap().split([':', '-']).next().unwrap().to_owned();
            if is_attack && refusal.is_none() && worker(&server, &request, client) >= 400 {
                report.refused_by_the_worker += 1;
            }
            let rule = refusal.map(|(rule, _)| rule);
            report.stricter.extend(rule.and_then(|rule| stricter(rule, &request)));
            report.count_text(is_attack, location, rule);
        }
    }
    let hostile = corpora.join("hostile/requests.jsonl");
    report.count_file(&hostile);
    for case in cases(&hostile) {
        client += 1;
        let request = Request::of_hostile(&case);
        let refusal = refusal(&firewall, &request);
        let id = case["id"].as_str().unwrap();
        let expected = case["expect"]["status"].as_array().cloned().unwrap_or_default();
        if let Some((rule, status)) = refusal {
            assert!(expected.iter().any(|one| *one == status), "{id}: {rule} answers {status}, expected {expected:?}");
        }
        // Where the corpus takes an answer and a refusal alike, there is nothing to agree on.
        let is_either = 2 == expected.iter().map(|one| one.as_u64() >= Some(400)).collect::<BTreeSet<_>>().len();
        let verdict = match worker(&server, &request, client) {
            _ if is_either => Verdict::Either,
            400.. => Verdict::Refused,
            _ => Verdict::Answered,
        };
        report.count_hostile(id, refusal.map(|(rule, _)| rule), verdict, &request);
    }
    println!("{}", report.figures());
    let page = root().join("docs/zone.md");
    let present = std::fs::read_to_string(&page).unwrap();
    let committed = parts(&present).into_iter().find_map(|part| match part {
        Part::Generated { name: PART, content } => Some(content.to_owned()),
        _ => None,
    });
    let is_of_these_corpora = committed.unwrap().contains(&report.sources());
    if !is_of_these_corpora && std::env::var_os("PAINTBOX_BLESS").is_none() {
        println!(
            "skipped: the table of {} was made from other corpora than these: {}",
            page.display(),
            report.sources()
        );
        return;
    }
    let content = format!("\n\n{}\n", report.markdown());
    hold(&page, &rewritten(&present, |name| (name == PART).then(|| content.clone())));
}

/// Why the zone leaves attacks in a part of the request to the Worker.
fn why_left(location: &str) -> &'static str {
    match location {
        "path" => "no resource has such a path: the Worker answers 404 without reading it",
        "query" => {
            "the Worker reads the queries of calculations and knows their inputs; another resource has none, a page ignores it"
        }
        "header" => "the Worker judges the headers whose value it uses; no other is read by anyone",
        "request" | "raw" => {
            "a whole request of another service: no resource, no type of content or no member of a body here"
        }
        _ => "the zone reads no bodies; the Worker takes JSON alone and knows every member",
    }
}

/// What is counted for the table.
#[derive(Default)]
struct Report {
    files: usize,
    bytes: u64,
    honest: usize,
    /// By the part of the request: the attacks, and those refused, by rule.
    attacks: BTreeMap<String, (usize, BTreeMap<&'static str, usize>)>,
    /// The attacks that the zone lets pass and the Worker refuses. They are printed, not kept: detectors become better.
    refused_by_the_worker: usize,
    /// Why the zone may have refused what the Worker would answer.
    stricter: BTreeSet<&'static str>,
    /// By both verdicts and the reason: the cases.
    hostile: BTreeMap<(&'static str, &'static str), Vec<String>>,
}

impl Report {
    fn count_file(&mut self, path: &PathBuf) {
        self.files += 1;
        self.bytes += std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    }

    fn count_text(&mut self, is_attack: bool, location: String, rule: Option<&'static str>) {
        if !is_attack {
            self.honest += 1;
            return;
        }
        let (count, rules) = self.attacks.entry(location).or_default();
        *count += 1;
        if let Some(rule) = rule {
            *rules.entry(rule).or_default() += 1;
        }
    }

    fn count_hostile(&mut self, id: &str, rule: Option<&'static str>, verdict: Verdict, request: &Request) {
        let key = match (rule, verdict) {
            (Some(rule), Verdict::Refused) => ("both refuse", rule),
            (Some(_), Verdict::Either) => ("the zone refuses", "an answer would be as right"),
            (Some(rule), Verdict::Answered) => {
                let why = stricter(rule, request);
                (
                    "the zone alone refuses",
                    why.unwrap_or_else(|| panic!("{id}: {rule} refuses what the Worker answers")),
                )
            }
            (None, Verdict::Refused) => ("the Worker alone refuses", left_to_the_worker(request)),
            (None, Verdict::Either) => ("the zone lets pass", "an answer and a refusal are alike right"),
            (None, Verdict::Answered) => ("both let pass", "nothing in it does harm here"),
        };
        self.hostile.entry(key).or_default().push(id.strip_prefix("request-").unwrap_or(id).to_owned());
    }

    /// A line for whoever gathers figures.
    fn figures(&self) -> String {
        let cases: usize = self.attacks.values().map(|(count, _)| count).sum();
        let refused: usize = self.attacks.values().flat_map(|(_, rules)| rules.values()).sum();
        let honest = self.honest;
        // An honest request that is refused has failed the test by now.
        let figures = serde_json::json!({
            "corpus": "zone", "attacks": cases, "refused": refused, "left": cases - refused,
            "left_refused_by_the_worker": self.refused_by_the_worker, "honest": honest, "honest_refused": 0,
        });
        format!("figures {figures}")
    }

    fn sources(&self) -> String {
        format!("{} files, {} bytes", self.files, self.bytes)
    }

    fn markdown(&self) -> String {
        let mut out = String::new();
        let honest = self.honest;
        let _ = writeln!(
            out,
            "Made from {}. Of {honest} honest texts the zone refuses none, where they belong and in a link.\n",
            self.sources()
        );
        let _ = writeln!(out, "| attacks in | cases | refused by the zone | left to the Worker | why they are left |");
        let _ = writeln!(out, "|---|---|---|---|---|");
        for (location, (count, rules)) in &self.attacks {
            let refused: usize = rules.values().sum();
            let left = count - refused;
            let _ = writeln!(out, "| {location} | {count} | {refused} | {left} | {} |", why_left(location));
        }
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for (rule, count) in self.attacks.values().flat_map(|(_, rules)| rules) {
            *by_rule.entry(rule).or_default() += count;
        }
        let by_rule: Vec<String> = by_rule.iter().map(|(rule, count)| format!("`{rule}` {count}")).collect();
        let _ = writeln!(out, "\nRefused by: {}.", by_rule.join(", "));
        let stricter: Vec<&str> = self.stricter.iter().copied().collect();
        let _ = writeln!(out, "\nWhere the zone may refuse what the Worker would answer: {}.\n", stricter.join("; "));
        let _ = writeln!(out, "| hostile requests | cases | why | which |");
        let _ = writeln!(out, "|---|---|---|---|");
        for ((verdicts, why), ids) in &self.hostile {
            let _ = writeln!(out, "| {verdicts} | {} | {why} | {} |", ids.len(), ids.join(", "));
        }
        out
    }
}
