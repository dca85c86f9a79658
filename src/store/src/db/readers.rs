//! Connections that pass from one read to the next.
//!
//! The pool asks the server about every connection that comes back to it, in a task of its own: for a read of one
//! statement that is half of all messages. Reads therefore hand their connections to one another; one that nobody takes
//! goes back to the pool.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::{PgTransaction, Postgres, Transaction};
use tokio::sync::{Semaphore, SemaphorePermit};

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
    /// Transactions, and reads that may keep a connection, that wait for the pool: what others leave goes there.
    waiting: AtomicUsize,
}

#[derive(Debug, Default)]
struct Idle {
    connections: Vec<Leased>,
    /// The fewest that lay here since somebody looked: nobody needed them.
    unused: usize,
    is_watched: bool,
    is_closed: bool,
}

/// A connection, and since when it is away from the pool.
type Leased = (PoolConnection<Postgres>, Instant);

/// A connection for one read. Dropped, it goes back to the pool; only after a success may it be handed on.
pub(super) struct Reader<'r> {
    readers: &'r Readers,
    pub connection: PoolConnection<Postgres>,
    since: Instant,
    /// Without one it is not handed on.
    permit: Option<SemaphorePermit<'r>>,
    _borrowed: Option<SemaphorePermit<'r>>,
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
            waiting: AtomicUsize::new(0),
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
                    let borrowed = permit.map_err(|_| sqlx::Error::PoolClosed)?;
                    let connection = self.inner.pool.acquire().await?;
                    return Ok(Reader {
                        readers: self,
                        connection,
                        since: Instant::now(),
                        permit: None,
                        _borrowed: Some(borrowed),
                    });
                }
            },
        };
        let idle = self.idle().take();
        let (connection, since) = match idle {
            Some(leased) => leased,
            None => {
                let _waiting = Waiting::new(&self.inner.waiting);
                (self.inner.pool.acquire().await?, Instant::now())
            }
        };
        Ok(Reader { readers: self, connection, since, permit: Some(permit), _borrowed: None })
    }

    /// Starts a transaction, on a connection that reads have left if there is one.
    pub async fn begin(&self) -> Result<PgTransaction<'static>, sqlx::Error> {
        let idle = self.idle().take();
        let connection = match idle {
            Some((connection, _)) => connection,
            None => {
                let _waiting = Waiting::new(&self.inner.waiting);
                self.inner.pool.acquire().await?
            }
        };
        Transaction::begin(connection, None).await
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

/// Counts one who waits for the pool.
struct Waiting<'w>(&'w AtomicUsize);

impl<'w> Waiting<'w> {
    fn new(count: &'w AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
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

    fn unused(&mut self) -> (Vec<Leased>, bool) {
        let unused = self.connections.drain(..self.unused.min(self.connections.len())).collect();
        self.unused = self.connections.len();
        self.is_watched = !self.connections.is_empty();
        (unused, !self.is_watched)
    }
}

impl Reader<'_> {
    /// Leaves the connection to the next read, unless somebody waits for the pool.
    pub fn hand_on(self) {
        let Self { readers, connection, since, permit: Some(permit), .. } = self else { return };
        let is_wanted = readers.inner.waiting.load(Ordering::SeqCst) > 0;
        let mut idle = readers.idle();
        if idle.is_closed || is_wanted || !readers.inner.hands_on || since.elapsed() > LEASE {
            return;
        }
        idle.connections.push((connection, since));
        let is_first = !std::mem::replace(&mut idle.is_watched, true);
        drop(idle);
        drop(permit);
        if is_first {
            tokio::spawn(readers.clone().watch());
        }
    }
}
