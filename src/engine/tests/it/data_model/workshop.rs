//! A workspace whose data model is changed.

use std::sync::Arc;

use icosa_contract::data_model::{Changed, DataModelApi};
use icosa_contract::{Actor, AppError};
use icosa_engine::Engine;
use icosa_model::Metadata;
use icosa_store::users;
use serde_json::Value;

use super::{names, tables};
use crate::support::{Member, World, world};

/// A workspace, its maker and another member of it.
pub struct Workshop {
    pub world: World,
    pub tim: Member,
    pub eve: Actor,
}

/// A fresh workspace with two members.
pub async fn workshop() -> Workshop {
    let world = world().await;
    let tim = world.member("tim@apple.test").await;
    let eve = world.member("eve@apple.test").await.actor;
    let mut connection = world.db.db().pool().acquire().await.unwrap();
    let user = eve.user.unwrap();
    let membership = users::add_membership(&mut connection, user, tim.actor.workspace).await.unwrap();
    let eve = Actor { workspace: tim.actor.workspace, user_workspace: Some(membership), member: None, ..eve };
    Workshop { world, tim, eve }
}

impl Workshop {
    pub fn engine(&self) -> &Engine {
        &self.tim.engine
    }

    /// The rows as they are now.
    pub async fn metadata(&self) -> Arc<Metadata> {
        DataModelApi::model(self.engine(), &self.tim.actor).await.unwrap().metadata().clone()
    }

    /// Changes written with names, made by the maker of the workspace.
    pub async fn try_change(&self, written: &Value) -> Result<Changed, AppError> {
        self.change_as(&self.tim.actor, written).await
    }

    pub async fn change_as(&self, actor: &Actor, written: &Value) -> Result<Changed, AppError> {
        let changes = names::changes(&*self.metadata().await, written);
        self.engine().change(actor, changes).await
    }

    /// Changes that must work; tables and rows must agree afterwards.
    pub async fn change(&self, written: Value) -> Changed {
        let changed = self.try_change(&written).await;
        let changed = changed.unwrap_or_else(|error| panic!("{error:#?}\n{written:#}"));
        self.assert_in_step().await;
        changed
    }

    /// Fails where tables and rows disagree.
    pub async fn assert_in_step(&self) {
        tables::assert_in_step(&self.world, &self.tim).await;
    }
}
