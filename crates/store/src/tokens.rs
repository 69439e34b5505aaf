//! Tokens: how a request says whose it is. Only their hashes are here.

use rondo_domain::{Timestamp, UserId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::entity::token;
use crate::{Clock, Error, Store, rows};

/// How a token came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// By logging in: ends with the session.
    Session,
    /// Made for a program: lasts until it is revoked or expires.
    Personal,
}

/// One thing that a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Reading.
    Read,
    /// Changing.
    Write,
    /// The calendar feed, and nothing else.
    Calendar,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Calendar];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Calendar => "calendar",
        }
    }

    /// The scope of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// What a token is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Those scopes, each once.
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut scopes: Vec<Scope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    /// What a person who logged in may do.
    pub fn session() -> Self {
        Self(vec![Scope::Read, Scope::Write])
    }

    /// Whether it is good for that.
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// The words for them.
    pub fn words(&self) -> Vec<&'static str> {
        self.0.iter().map(|scope| scope.word()).collect()
    }
}

/// A token to be stored.
#[derive(Clone)]
pub struct NewToken {
    /// Whose.
    pub user: UserId,
    /// The SHA-256 of its text.
    pub hash: Vec<u8>,
    /// How it came to be.
    pub kind: TokenKind,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Scopes,
    /// Until when; `None` until it is revoked.
    pub expires_at: Option<Timestamp>,
}

/// A stored token.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// Whose.
    pub user: UserId,
    /// How it came to be.
    pub kind: TokenKind,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Scopes,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

/// The tokens of a database.
#[derive(Clone, Debug)]
pub struct Tokens(Store);

impl Store {
    /// The tokens.
    pub fn tokens(&self) -> Tokens {
        Tokens(self.clone())
    }
}

impl Tokens {
    /// Stores a token.
    pub async fn add(&self, new: NewToken) -> Result<Token, Error> {
        let now = Clock::machine();
        let row = token::Model {
            id: Store::new_id(now),
            user_id: new.user.uuid(),
            hash: new.hash,
            kind: kind_word(new.kind).to_owned(),
            name: new.name,
            scopes: new.scopes.words().join(" "),
            created_at: now.micros(),
            expires_at: new.expires_at.map(Timestamp::micros),
        };
        token::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(self.0.writer())
            .await?;
        token_of(&row)
    }

    /// The token with that hash, unless it has expired.
    pub async fn by_hash(&self, hash: &[u8]) -> Result<Option<Token>, Error> {
        let found = token::Entity::find()
            .filter(token::Column::Hash.eq(hash.to_vec()))
            .one(self.0.readers())
            .await?;
        let token = found.as_ref().map(token_of).transpose()?;
        Ok(token.filter(|token| token.expires_at.is_none_or(|end| end > Clock::machine())))
    }

    /// The personal tokens of a user.
    pub async fn personal(&self, user: UserId) -> Result<Vec<Token>, Error> {
        let rows = token::Entity::find()
            .filter(token::Column::UserId.eq(user.uuid()))
            .filter(token::Column::Kind.eq(kind_word(TokenKind::Personal)))
            .order_by_asc(token::Column::Id)
            .all(self.0.readers())
            .await?;
        rows.iter().map(token_of).collect()
    }

    /// Revokes a token of that user. `false` when there is none.
    pub async fn revoke(&self, user: UserId, id: Uuid) -> Result<bool, Error> {
        let own = token::Entity::delete_many()
            .filter(token::Column::UserId.eq(user.uuid()))
            .filter(token::Column::Id.eq(id));
        Ok(own.exec(self.0.writer()).await?.rows_affected > 0)
    }
}

const fn kind_word(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Session => "session",
        TokenKind::Personal => "personal",
    }
}

fn token_of(row: &token::Model) -> Result<Token, Error> {
    let scopes: Option<Vec<Scope>> = row.scopes.split_whitespace().map(Scope::parse).collect();
    Ok(Token {
        id: row.id,
        user: row.user_id.into(),
        kind: if row.kind == "session" {
            TokenKind::Session
        } else {
            TokenKind::Personal
        },
        name: row.name.clone(),
        scopes: Scopes::new(scopes.ok_or_else(|| Error::corrupt("a token's scopes"))?),
        created_at: rows::timestamp(row.created_at)?,
        expires_at: row.expires_at.map(rows::timestamp).transpose()?,
    })
}
