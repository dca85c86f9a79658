//! Connections that pass from one call to the next.
//!
//! The pool asks the server about every connection that comes back to it, in a task of its own: for a read of one
//! statement that is half of all messages. Reads, and writes that are one statement, therefore hand their connections to
//! one another and to whoever waits to begin a transaction; one that nobody takes goes back to the pool.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::{PgTransaction, Postgres, Transaction};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

/// Reads hand on at most two of three connections: the others are for transactions and everything else, and for reads
/// only while they lie idle.
const SHARE: (usize, usize) = (2, 3);
/// Smaller pools cannot spare any.
const SMALLEST_POOL: u32 = 5;
/// Longest wait for a connection, whoever has it.
const WAIT: Duration = Duration::from_secs(10);
/// How long a connection waits for the next read, at most twice.
const IDLE: Duration = Duration::from_millis(50);
/// How long a connection is handed on before the pool has a look at it: it renews old ones.
const LEASE: Duration = Duration::from_secs(60);
/// The same while others wait: those who ask the pool itself shall have their turn.
const TURN: Duration = Duration::from_millis(50);

/// The connections of reads; clones share them.
#[derive(Debug, Clone)]
pub(super) struct Readers {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pool: PgPool,
    permits: Semaphore,
    /// Of reads beyond those, which give their connection back. Few, so that transactions never wait behind many.
    borrows: Semaphore,
    hands_on: bool,
    idle: Mutex<Idle>,
}

#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Leased>,
    /// Who takes what is left next, in the order of their coming.
    waiting: VecDeque<oneshot::Sender<Leased>>,
    /// The fewest that lay here since somebody looked: nobody needed them.
    unused: usize,
    is_watched: bool,
    is_closed: bool,
}

/// A connection, and since when it is away from the pool.
type Leased = (PoolConnection<Postgres>, Instant);

/// A connection for a call. Dropped, it goes back to the pool; only after a success may it be handed on.
pub(super) struct Reader<'r> {
    readers: &'r Readers,
    pub connection: PoolConnection<Postgres>,
    since: Instant,
    share: Share<'r>,
}

/// What a connection is counted among.
enum Share<'r> {
    /// Those that reads keep from the pool.
    Kept { _permit: SemaphorePermit<'r> },
    /// Those that reads borrow beyond.
    Borrowed { _permit: SemaphorePermit<'r> },
    /// None.
    Free,
}

impl Readers {
    pub fn new(pool: PgPool, max_connections: u32) -> Self {
        let hands_on = max_connections >= SMALLEST_POOL;
        let (part, of) = SHARE;
        let most = max_connections as usize * if hands_on { part } else { of } / of;
        let inner = Inner {
            pool,
            permits: Semaphore::new(most),
            borrows: Semaphore::new((max_connections as usize).saturating_sub(most + 1)),
            hands_on,
            idle: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The connection of an earlier read, or one of the pool.
    pub async fn acquire(&self) -> Result<Reader<'_>, sqlx::Error> {
        let acquired = tokio::time::timeout(WAIT, self.acquire_some_time()).await;
        acquired.map_err(|_| sqlx::Error::PoolTimedOut)?
    }

    async fn acquire_some_time(&self) -> Result<Reader<'_>, sqlx::Error> {
        let permit = match self.inner.permits.try_acquire() {
            Ok(permit) => permit,
            Err(_) => tokio::select! {
                permit = self.inner.permits.acquire() => permit.map_err(|_| sqlx::Error::PoolClosed)?,
                permit = self.inner.borrows.acquire() => {
                    let share = Share::Borrowed { _permit: permit.map_err(|_| sqlx::Error::PoolClosed)? };
                    let connection = self.inner.pool.acquire().await?;
                    return Ok(Reader { readers: self, connection, since: Instant::now(), share });
                }
            },
        };
        let (connection, since) = self.next().await?;
        Ok(Reader { readers: self, connection, since, share: Share::Kept { _permit: permit } })
    }

    /// A connection for a write that is its own transaction, one that others have left if there is one.
    pub async fn lend(&self) -> Result<Reader<'_>, sqlx::Error> {
        let acquired = tokio::time::timeout(WAIT, self.next()).await;
        let (connection, since) = acquired.map_err(|_| sqlx::Error::PoolTimedOut)??;
        Ok(Reader { readers: self, connection, since, share: Share::Free })
    }

    /// Starts a transaction, on a connection that others have left if there is one.
    pub async fn begin(&self) -> Result<PgTransaction<'static>, sqlx::Error> {
        let (connection, _) = self.next().await?;
        Transaction::begin(connection, None).await
    }

    /// One that was left, or the next that somebody leaves or the pool gives.
    async fn next(&self) -> Result<Leased, sqlx::Error> {
        if let Some(leased) = self.idle().take() {
            return Ok(leased);
        }
        if let Some(connection) = self.inner.pool.try_acquire() {
            return Ok((connection, Instant::now()));
        }
        let left = {
            let mut idle = self.idle();
            match idle.take() {
                Some(leased) => return Ok(leased),
                None => idle.wait(),
            }
        };
        tokio::select! {
            biased;
            Ok(leased) = left => Ok(leased),
            connection = self.pooled() => Ok((connection?, Instant::now())),
        }
    }

    /// The next of the pool. A new connection is made to its end even if the caller is served meanwhile: otherwise the
    /// pool would never grow, and Postgres would begin a process for nothing each time.
    async fn pooled(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        let pool = self.inner.pool.clone();
        if pool.size() >= pool.options().get_max_connections() {
            return pool.acquire().await;
        }
        let made = tokio::spawn(async move { pool.acquire().await });
        made.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }

    /// Gives all of them back: they may be broken.
    pub fn clear(&self) {
        let connections = std::mem::take(&mut self.idle().connections);
        drop(connections);
    }

    /// The same for good.
    pub fn close(&self) {
        self.idle().is_closed = true;
        self.clear();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives back what nobody has needed for a while, until nothing is left.
    async fn watch(self) {
        loop {
            tokio::time::sleep(IDLE).await;
            let (unused, is_over) = self.idle().unused();
            drop(unused);
            if is_over {
                return;
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Going back is a task; without a runtime the process is about to end.
        if tokio::runtime::Handle::try_current().is_err() {
            let idle = self.idle.get_mut().unwrap_or_else(PoisonError::into_inner);
            std::mem::forget(std::mem::take(&mut idle.connections));
        }
    }
}

impl Idle {
    /// The last one first: the others can rest.
    fn take(&mut self) -> Option<Leased> {
        let connection = self.connections.pop();
        self.unused = self.unused.min(self.connections.len());
        connection
    }

    /// Will be given what somebody leaves.
    fn wait(&mut self) -> oneshot::Receiver<Leased> {
        // The pool has given something to those who wait no more.
        self.waiting.retain(|waiting| !waiting.is_closed());
        let (sender, receiver) = oneshot::channel();
        self.waiting.push_back(sender);
        receiver
    }

    /// To whoever waits; otherwise it stays.
    fn give(&mut self, mut leased: Leased) -> Option<Leased> {
        while let Some(waiting) = self.waiting.pop_front() {
            match waiting.send(leased) {
                Ok(()) => return None,
                Err(refused) => leased = refused,
            }
        }
        Some(leased)
    }

    fn is_waited_for(&self) -> bool {
        self.waiting.iter().any(|waiting| !waiting.is_closed())
    }

    fn unused(&mut self) -> (Vec<Leased>, bool) {
        let unused = self.connections.drain(..self.unused.min(self.connections.len())).collect();
        self.unused = self.connections.len();
        self.is_watched = !self.connections.is_empty();
        (unused, !self.is_watched)
    }
}

impl Reader<'_> {
    /// Leaves the connection to the next call.
    pub fn hand_on(self) {
        let Self { readers, connection, since, share } = self;
        if !readers.inner.hands_on || matches!(share, Share::Borrowed { .. }) {
            return;
        }
        let mut idle = readers.idle();
        if idle.is_closed || since.elapsed() > LEASE {
            return;
        }
        let mut left = Some((connection, since));
        if since.elapsed() <= TURN {
            left = left.and_then(|leased| idle.give(leased));
        } else if idle.is_waited_for() {
            return;
        }
        let Some(leased) = left else { return };
        // With those that reads have, no more than their part lies here.
        let has_room = match &share {
            Share::Kept { .. } => true,
            _ => idle.connections.len() < readers.inner.permits.available_permits(),
        };
        if !has_room {
            return;
        }
        idle.connections.push(leased);
        let is_first = !std::mem::replace(&mut idle.is_watched, true);
        drop(idle);
        drop(share);
        if is_first {
            tokio::spawn(readers.clone().watch());
        }
    }
}
