//! Work that is heavy on processor and memory: off the async threads, and never two pieces at once.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// The gate that the work goes through, in the order of asking.
pub(super) struct OneAtATime(Arc<Semaphore>);

/// The work panicked, or the process is ending.
#[derive(Debug)]
pub(super) struct Aborted;

impl OneAtATime {
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }

    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Aborted> {
        let permit = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Aborted)?;
        let done = tokio::task::spawn_blocking(move || {
            // lives as long as the work: whoever asked may have hung up, and the work goes on all the same
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| Aborted)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
            mpsc,
        },
        time::Duration,
    };

    use super::OneAtATime;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn never_two_at_once() {
        let gate = Arc::new(OneAtATime::new());
        let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (gate, inside, most) = (Arc::clone(&gate), Arc::clone(&inside), Arc::clone(&most));
            tasks.spawn(async move {
                let work = move || {
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                };
                gate.run(work).await.unwrap();
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn work_whose_asker_hung_up_still_holds_the_gate() {
        let gate = OneAtATime::new();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (end, may_end) = mpsc::channel::<()>();
        {
            let asker = gate.run(move || {
                started.send(()).unwrap();
                may_end.recv().unwrap();
            });
            tokio::select! {
                _ = asker => panic!("nothing lets it end yet"),
                begun = has_started => begun.unwrap(),
            }
        }
        assert_eq!(gate.0.available_permits(), 0);
        end.send(()).unwrap();
        gate.run(|| ()).await.unwrap();
    }

    #[tokio::test]
    async fn work_that_panics_opens_the_gate() {
        let gate = OneAtATime::new();
        assert!(gate.run(|| panic!("on purpose")).await.is_err());
        assert!(gate.run(|| ()).await.is_ok());
    }
}
