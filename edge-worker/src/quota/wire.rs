//! Questions and verdicts as they travel between an isolate and the authority.
//!
//! A question is the path of a request, so that it needs no body; a verdict is a line of numbers. Both ends are this same program, but
//! perhaps of two versions during a deployment: what cannot be read is an error, which is the same as no answer.

use super::question::{Limits, Question, Refused, Standing, Verdict};

/// What the authority is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// May it?
    Ask(Question),
    /// An admission is given back.
    GiveBack(u64),
}

/// Stands for a limit or a wait that is not there.
const NONE: &str = "-";

impl Message {
    /// The message as a path.
    pub fn to_path(self) -> String {
        match self {
            Message::Ask(Question { limits: Limits { lane: limit, all, window }, lane, cost }) => {
                format!("/ask/{limit}/{}/{window}/{lane}/{cost}", or_none(all))
            }
            Message::GiveBack(id) => format!("/give-back/{id}"),
        }
    }

    /// Reads a path.
    pub fn of_path(path: &str) -> Option<Message> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let message = match parts.next()? {
            "ask" => {
                let limits =
                    Limits { lane: number(parts.next())?, all: optional(parts.next())?, window: number(parts.next())? };
                Message::Ask(Question { limits, lane: number(parts.next())?, cost: number(parts.next())? })
            }
            "give-back" => Message::GiveBack(number(parts.next())?),
            _ => return None,
        };
        parts.next().is_none().then_some(message)
    }
}

impl Verdict {
    /// The verdict as a line.
    pub fn to_line(self) -> String {
        let decision = match self.decision {
            Ok(id) => format!("admitted {id}"),
            Err(Refused { wait, by_lane, by_all }) => {
                format!("refused {} {} {}", or_none(wait), u8::from(by_lane), u8::from(by_all))
            }
        };
        let standing = |standing: Standing| format!("{} {}", standing.remaining, standing.reset);
        match self.all {
            Some(all) => format!("{decision} {} {}", standing(self.lane), standing(all)),
            None => format!("{decision} {}", standing(self.lane)),
        }
    }

    /// Reads a line.
    pub fn of_line(line: &str) -> Option<Verdict> {
        let mut parts = line.split(' ').peekable();
        let decision = match parts.next()? {
            "admitted" => Ok(number(parts.next())?),
            "refused" => Err(Refused {
                wait: optional(parts.next())?,
                by_lane: number::<u8>(parts.next())? == 1,
                by_all: number::<u8>(parts.next())? == 1,
            }),
            _ => return None,
        };
        let lane = Standing { remaining: number(parts.next())?, reset: number(parts.next())? };
        let all = match parts.peek() {
            Some(_) => Some(Standing { remaining: number(parts.next())?, reset: number(parts.next())? }),
            None => None,
        };
        parts.next().is_none().then_some(Verdict { decision, lane, all })
    }
}

fn or_none<N: ToString>(number: Option<N>) -> String {
    number.map_or_else(|| NONE.to_owned(), |number| number.to_string())
}

fn number<N: std::str::FromStr>(text: Option<&str>) -> Option<N> {
    text?.parse().ok()
}

fn optional<N: std::str::FromStr>(text: Option<&str>) -> Option<Option<N>> {
    match text? {
        NONE => Some(None),
        text => text.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for all in [None, Some(500)] {
            let limits = Limits { lane: 50, all, window: 60_000 };
            for message in [Message::Ask(Question { limits, lane: 0xFFFF, cost: 7 }), Message::GiveBack(u64::MAX)] {
                assert_eq!(Message::of_path(&message.to_path()), Some(message));
            }
            let standing = Standing { remaining: 3, reset: 59_999 };
            let refused = |wait| Err(Refused { wait, by_lane: true, by_all: false });
            for decision in [Ok(12), refused(None), refused(Some(1))] {
                let verdict = Verdict { decision, lane: standing, all: all.map(|_| standing) };
                assert_eq!(Verdict::of_line(&verdict.to_line()), Some(verdict));
            }
        }
    }

    #[test]
    fn what_is_not_of_this_form_is_nothing() {
        for path in [
            "",
            "/",
            "/ask",
            "/ask/50/-/60000/0",
            "/ask/50/-/60000/0/1/2",
            "/ask/x/-/1/1/1",
            "/give-back/-1",
            "/other/1",
        ] {
            assert_eq!(Message::of_path(path), None, "{path}");
        }
        for line in ["", "admitted", "admitted 1", "admitted 1 2", "refused 5 1 0 2", "admitted 1 2 3 4", "no 1 2 3"] {
            assert_eq!(Verdict::of_line(line), None, "{line}");
        }
    }
}
