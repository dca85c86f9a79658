//! `icosa serve`

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use clap::Args;
use icosa_http::HttpState;
use leptos::config::{LeptosOptions, get_configuration};
use tokio::net::TcpListener;

use crate::{pages, parts, telemetry};

/// What `serve` can be told on the command line.
#[derive(Args)]
pub struct Options {
    /// Leave background jobs to `icosa worker`.
    #[arg(long)]
    no_worker: bool,
}

/// Serves until interrupted, then lets requests under way finish.
pub async fn run(options: Options) -> Result<()> {
    let config = parts::config()?;
    telemetry::init(config.log_filter);
    let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, config.port));
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("port {} is taken; set NODE_PORT to another one", config.port))?;
    let (server_url, data_dir) =
        (config.server_url.as_str().trim_end_matches('/').to_owned(), config.data_dir.display().to_string());
    let parts = parts::start(config).await?;
    let worker = (!options.no_worker).then(|| tokio::spawn(parts.work()));
    let state = HttpState::new(parts.engine.clone(), parts.files.clone());
    let app = pages::router(&state, leptos_options()?);
    telemetry::say(&format!(
        "\n  Icosa is running at {server_url}\n  Data in {data_dir}\n  Ctrl+C stops it\n"
    ));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(interrupted(parts.engine.clone()))
        .await
        .context("the server stopped")?;
    if let Some(worker) = worker {
        worker.abort();
    }
    parts.stop().await;
    Ok(())
}

/// Options of the site: `Leptos.toml` here or beside the binary, `LEPTOS_*` over it.
fn leptos_options() -> Result<LeptosOptions> {
    let beside = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.join("Leptos.toml")));
    let candidates = [Some("Leptos.toml".into()), beside.clone()];
    let file = candidates.into_iter().flatten().find(|path: &std::path::PathBuf| path.exists());
    let file = file.context("Leptos.toml is neither here nor beside the program")?;
    let mut options = get_configuration(file.to_str()).context("Leptos.toml")?.leptos_options;
    // A copied folder is started from anywhere: its site lies beside it.
    if let (Some(folder), true) = (file.parent(), beside.as_ref() == Some(&file)) {
        options.site_root = folder.join(options.site_root.as_ref()).display().to_string().into();
    }
    Ok(options)
}

/// Ctrl+C or SIGTERM; live streams are told to end so that they do not hold the shutdown up.
async fn interrupted(engine: icosa_engine::Engine) {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
    engine.end_streams();
}
