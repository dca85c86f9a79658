//! Bounded caches: what was used least recently goes first.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

/// A cache bounded by the weight of what it holds.
pub struct BoundedCache<K: Hash + Eq, V> {
    inner: Mutex<Inner<K, V>>,
    most: usize,
}

struct Inner<K: Hash + Eq, V> {
    entries: LruCache<K, (Arc<V>, usize)>,
    weight: usize,
}

impl<K: Hash + Eq, V> BoundedCache<K, V> {
    /// At most of that weight.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { inner: Mutex::new(Inner { entries: LruCache::unbounded(), weight: 0 }), most }
    }

    /// What was put under the key, if it is still there.
    pub fn get(&self, key: &K) -> Option<Arc<V>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.entries.get(key).map(|(value, _)| Arc::clone(value))
    }

    /// Keeps a value, unless it alone is too heavy, and gives it back.
    pub fn put(&self, key: K, value: V, weight: usize) -> Arc<V> {
        let value = Arc::new(value);
        if weight > self.most {
            return value;
        }
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.weight += weight;
        if let Some((_, (_, former))) = inner.entries.push(key, (Arc::clone(&value), weight)) {
            inner.weight = inner.weight.saturating_sub(former);
        }
        while inner.weight > self.most {
            let Some((_, (_, oldest))) = inner.entries.pop_lru() else { break };
            inner.weight = inner.weight.saturating_sub(oldest);
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_used_goes_first() {
        let cache = BoundedCache::new(10);
        cache.put("a", 1, 4);
        cache.put("b", 2, 4);
        assert!(cache.get(&"a").is_some());
        cache.put("c", 3, 4);
        assert_eq!(
            (cache.get(&"a").as_deref(), cache.get(&"b"), cache.get(&"c").as_deref()),
            (Some(&1), None, Some(&3))
        );
        cache.put("a", 5, 4);
        assert_eq!((cache.get(&"a").as_deref(), cache.get(&"c").as_deref()), (Some(&5), Some(&3)));
        assert_eq!(*cache.put("large", 9, 11), 9);
        assert!(cache.get(&"large").is_none() && cache.get(&"a").is_some());
    }
}
