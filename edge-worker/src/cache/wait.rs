//! Two questions at once: whether an answer is kept, and whether it may be calculated.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Waits for both, but no longer than until something is found: then it does not matter what the other says.
pub async fn look_and_ask<T, U>(
    look: impl Future<Output = Option<T>>,
    ask: impl Future<Output = U>,
) -> (Option<T>, Option<U>) {
    let (mut look, mut ask) = (pin!(look), pin!(ask));
    let (mut looked, mut answer) = (false, None);
    poll_fn(|context| {
        if !looked && let Poll::Ready(found) = look.as_mut().poll(context) {
            looked = true;
            if found.is_some() {
                return Poll::Ready((found, answer.take()));
            }
        }
        if answer.is_none()
            && let Poll::Ready(given) = ask.as_mut().poll(context)
        {
            answer = Some(given);
        }
        if looked && answer.is_some() { Poll::Ready((None, answer.take())) } else { Poll::Pending }
    })
    .await
}
