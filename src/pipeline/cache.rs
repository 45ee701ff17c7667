//! What a build leaves for the next one over the same workspace.
//!
//! In: the files that changed. Out: what they bear out is still there, the rest is made again.

use super::chapters::ChapterCache;
use super::layout::LayoutCache;
use super::request::{Goal, Request};
use crate::pdf;
use crate::typography::{Faces, Search};
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// Builds for which a piece of layout is kept that none of them asks for.
const MAX_AGE: usize = 10;

/// What was read and laid out. That of [`Cache::default`] serves one build, and gives memory back
/// as soon as the build allows.
#[derive(Debug, Default)]
pub struct Cache {
    faces: Option<CachedFaces>,
    pub(super) chapters: ChapterCache,
    pub(super) layouts: LayoutCache,
}

#[derive(Debug, Clone)]
struct CachedFaces {
    search: Search,
    faces: Arc<Faces>,
}

/// Faces, or the thread that is looking for them.
pub(super) enum FaceSearch {
    Found(Arc<Faces>),
    Running(JoinHandle<Faces>),
}

impl Cache {
    /// For a program that builds again and again.
    pub fn incremental() -> Cache {
        Cache {
            faces: None,
            chapters: ChapterCache::incremental(),
            layouts: LayoutCache::incremental(),
        }
    }

    /// For builds with faces that were found before, as `search` says.
    pub fn with_faces(search: Search, faces: Arc<Faces>) -> Cache {
        Cache { faces: Some(CachedFaces { search, faces }), ..Cache::default() }
    }

    /// Drops what these files no longer bear out; their paths are relative to the workspace.
    pub fn invalidate(&mut self, changed: &BTreeSet<String>) {
        let has_ending =
            |path: &String, endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        let fonts = changed.iter().any(|path| path.starts_with("fonts/"));
        // A picture is known by its path alone; of anything unknown it may be the path.
        let pictures =
            changed.iter().any(|path| !has_ending(path, &[".md", ".yaml", ".yml", ".j2", ".typ"]));
        let designs = changed.iter().any(|path| has_ending(path, &[".typ", ".yaml", ".yml"]));

        if fonts {
            self.faces = None;
        }
        if pictures {
            self.chapters.clear();
            self.layouts.forget_pictures();
        }
        if fonts || pictures || designs {
            self.layouts.invalidate();
        }
    }

    /// Forgets all but the faces: a build ended with a defect of the program.
    pub(super) fn clear(&mut self) {
        *self = Cache { faces: self.faces.take(), ..Cache::incremental() };
    }

    /// Gives back the memory of layouts that weren't asked for in the last builds; best done once the
    /// new pages are shown.
    pub fn trim(&self) {
        pdf::forget(MAX_AGE);
    }

    /// Looks for the faces, if they aren't known, on a thread of its own.
    pub(super) fn find_faces(&self, request: &Request) -> FaceSearch {
        if let Some(found) = self.faces.as_ref().filter(|found| found.search == request.faces) {
            return FaceSearch::Found(found.faces.clone());
        }

        let (root, search) = (request.root.clone(), request.faces);
        let lays_out = matches!(request.goal, Goal::Pages | Goal::Files(_));
        FaceSearch::Running(thread::spawn(move || {
            let faces = Faces::discover(&root, search);
            // Typst's own library takes a while too.
            if lays_out {
                pdf::warm_up();
            }
            faces
        }))
    }

    /// Waits for the faces and keeps them.
    pub(super) fn keep_faces(&mut self, request: &Request, search: FaceSearch) -> Arc<Faces> {
        let faces = match search {
            FaceSearch::Found(faces) => faces,
            FaceSearch::Running(thread) => {
                Arc::new(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            }
        };
        self.faces = Some(CachedFaces { search: request.faces, faces: faces.clone() });
        faces
    }
}
