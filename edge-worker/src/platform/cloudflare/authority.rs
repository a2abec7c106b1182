//! The authority as an isolate reaches it: one Durable Object for each account.

use worker::{Env, Stub};

use crate::platform::{Answer, Late};
use crate::quota::{Message, Question, Verdict};

/// The binding of the objects that limit clients.
const LIMITER: &str = "LIMITER";
/// What stands before the path of a message. The host is never asked: an object is found by its name.
const HOST: &str = "https://limiter.local";

/// Sends a question. The call is under way once the answer is polled for the first time.
pub fn ask(env: &Env, account: &str, question: &Question) -> Answer {
    let object = object(env, account);
    let path = Message::Ask(*question).to_path();
    Box::pin(async move {
        let line = send(&object?, &path).await?;
        Verdict::of_line(&line).ok_or_else(|| format!("found the answer `{line}`, expected a verdict"))
    })
}

/// Gives an admission back. What does not arrive stays charged until its window is past.
pub async fn give_back(object: Result<Stub, String>, reserved: u64) {
    if let Ok(object) = object {
        let _ = send(&object, &Message::GiveBack(reserved).to_path()).await;
    }
}

/// Receives an answer that nobody waits for, and gives back what nobody used.
pub async fn conclude(object: Result<Stub, String>, answer: Answer, late: Late) {
    let answered = answer.await;
    if let (Ok(Verdict { decision: Ok(reserved), .. }), Late::GiveBack) = (answered, late) {
        give_back(object, reserved).await;
    }
}

/// The object of an account.
pub fn object(env: &Env, account: &str) -> Result<Stub, String> {
    let namespace = env.durable_object(LIMITER).map_err(|error| format!("no binding `{LIMITER}`: {error}"))?;
    namespace.get_by_name(account).map_err(|error| format!("no object of `{LIMITER}`: {error}"))
}

async fn send(object: &Stub, path: &str) -> Result<String, String> {
    let failed = |error| format!("`{LIMITER}`: {error}");
    let mut response = object.fetch_with_str(&format!("{HOST}{path}")).await.map_err(failed)?;
    if response.status_code() != 200 {
        return Err(format!("`{LIMITER}`: found status {}, expected 200", response.status_code()));
    }
    response.text().await.map_err(failed)
}
