//! The Worker of Paintbox Edge: HTTP requests to prices.
//!
//! This file and [`platform`]`::cloudflare` are the only ones that know Cloudflare. Everything else is a function of plain
//! data over the [`platform`] trait, so that whole requests run in native tests.

pub mod app;
pub mod cache;
mod desk;
mod digest;
#[cfg(target_arch = "wasm32")]
mod durable;
pub mod guard;
mod html;
pub mod http;
mod observe;
pub mod platform;
pub mod problem;
pub mod quota;
pub mod routes;

#[cfg(target_arch = "wasm32")]
mod event {
    use worker::web_sys::{Request, Response};
    use worker::{Context, Env, Result, event};

    use crate::app::App;
    use crate::platform::cloudflare::{Cloudflare, WorkerBody, head_of, to_worker};

    thread_local! {
        /// What an isolate keeps from request to request: an isolate has one thread.
        static APP: std::rc::Rc<App> = std::rc::Rc::default();
    }

    #[event(fetch)]
    async fn fetch(request: Request, env: Env, context: Context) -> Result<Response> {
        let app = APP.with(std::rc::Rc::clone);
        let head = head_of(&request);
        let platform = Cloudflare::new(env, context, &head);
        let body = WorkerBody::new(request, &head);
        to_worker(&app.respond(&head, body, &platform).await)
    }
}
