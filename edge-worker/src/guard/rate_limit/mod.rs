//! The rate limit: how many units of work a client may ask for.
//!
//! A request has a [`Ticket`] with what its calculation would cost. It is admitted before the calculation runs; where an answer turns out
//! to be there already, the ticket is given back, whether or not the admission has been answered by then.

use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::Problem;

/// What an isolate knows of its clients.
#[derive(Debug, Default)]
pub struct RateLimit {}

/// What one request would be charged.
#[derive(Debug)]
pub struct Ticket {
    /// Which request: a ticket is given back by it.
    pub id: String,
    /// How many units of work.
    pub cost: u32,
}

impl RateLimit {
    /// The ticket of a request.
    pub fn ticket<P: Platform>(&self, visit: &Visit<'_, P>, cost: u32) -> Ticket {
        Ticket { id: visit.request_id.clone(), cost }
    }

    /// Admits a request, or says when to come again.
    pub async fn admit<P: Platform>(&self, _ticket: &Ticket, _platform: &P) -> Result<(), Problem> {
        Ok(())
    }

    /// Gives the units of a ticket back.
    pub fn give_back<P: Platform>(&self, _ticket: Ticket, _platform: &P) {}
}
